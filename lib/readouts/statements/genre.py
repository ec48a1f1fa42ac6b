"""Decide whether a text reports a meeting of Việt Nam with another side."""

from __future__ import annotations

from readouts.entities.places import HOME, country_of
from readouts.language.patterns import pattern
from readouts.model import BOTH, ITEM_ACTS
from readouts.statements.meeting import MeetingReport, held_events, parties, people_in

# A report without its frame is known by joint consents.
_CONSENTS = 2
_ABOVE = ("title", "sapo", "caption", "attendees")


def reports_meeting(report: MeetingReport) -> bool:
    """Return whether a text reports a meeting of Việt Nam and another side at which a person
    speaks.

    >>> from readouts.entities.document import one_sentence
    >>> text = "Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo."
    >>> reports_meeting(MeetingReport(one_sentence(text), []))
    False
    """
    text, document = report.text, report.document
    opening = [(s.start, s.end) for s in document.sentences if s.zone in _ABOVE]
    opening += [(s.start, s.end) for s in document.frame if s.zone == "body"]
    statements = [span.statement for span in report.spans if span.chain]
    speaking = {statement.speaker for statement in statements if statement.act != "inform"}
    held = [span for span in opening if held_events(text, *span)]
    if any(_met(report, span, speaking) for span in held):
        return True
    home_named = any(name.country == HOME for name in document.places.spans)
    other_genre = any(pattern("other_genre").search(text, *span) for span in opening)
    if other_genre or not home_named:
        return False
    sides = {person.side for person in document.people.persons if person.name in speaking}
    sides = sides.union(*(parties(document, *span, bare=False) for span in opening))
    joint = [s for s in statements if s.act in ITEM_ACTS and s.side == BOTH]
    together = len(joint) >= _CONSENTS
    where = [(0, len(text))] if together else held if BOTH in speaking else []
    named = (name for span in where for name in document.places.within(*span))
    sides |= {name.country for name in named if name.kind == "country"}
    seated = held and pattern("both_by_number").search(text)
    return bool(seated or together) and _two_sides(sides)


def _met(report: MeetingReport, span: tuple[int, int], speaking: set[str]) -> bool:
    """Return whether a sentence says that two sides met, and one of whom it names speaks."""
    people = people_in(report.document, *span)
    named = {p.name for p in people} | {p.side for p in people} | {BOTH}
    return _two_sides(parties(report.document, *span)) and bool(speaking & named)


def _two_sides(sides: set[str]) -> bool:
    return HOME in sides and any(side and country_of(side) != HOME for side in sides)
