"""Decide whether a text reports a meeting of Việt Nam with another side."""

from __future__ import annotations

from collections.abc import Iterable

from readouts.entities.people import in_syllables
from readouts.entities.places import HOME, country_of, find_names
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
    text, cast, document = report.text, report.cast, report.document
    first = [s for s in document.frame if s.zone == "body"]
    lede = [(s.start, s.end) for s in document.sentences if s.zone in _ABOVE]
    lede += [(s.start, s.end) for s in first]
    told = [one.statement for one in report.said if one.chain]
    speaking = {statement.speaker for statement in told if statement.act != "inform"}
    held = [span for span in lede if held_events(text, *span)]
    if any(_met(report, span, speaking) for span in held):
        return True
    ours = any(name.country == HOME for name in document.places.within(0, len(text)))
    another = any(pattern("other_genre").search(text, *span) for span in lede)
    if another or not ours or not speaking:
        return False
    named = {person.side for person in cast.people if person.name in speaking}
    named = named.union(*(parties(document, *span, bare=False) for span in lede))
    joint = [
        one
        for one in report.said
        if one.statement.act in ITEM_ACTS
        and (one.statement.side == BOTH or pattern("both_by_number").match(text, one.start + 1))
    ]
    together = len(joint) >= _CONSENTS
    named_in = [(0, len(text))] if together else lede if held and BOTH in speaking else []
    places = [p for span in named_in for p in document.places.within(*span) if p.kind == "country"]
    named |= {found.place.country for found in places}
    seated = bool(held) and bool(pattern("both_by_number").search(text))
    return (seated or together) and _two_sides(report, named)


def _met(report: MeetingReport, span: tuple[int, int], speaking: set[str]) -> bool:
    """Return whether a sentence says that two sides met, and one of whom it names speaks."""
    people = people_in(*span, report.cast)
    known = {p.name for p in people} | {p.side for p in people} | {BOTH}
    return _two_sides(report, parties(report.document, *span)) and bool(speaking & known)


def _two_sides(report: MeetingReport, sides: Iterable[str]) -> bool:
    return HOME in sides and any(_foreign(report, side) for side in sides)


def _foreign(report: MeetingReport, side: str) -> bool:
    """Return whether a side is abroad: by its country, or as a body whose people's names are."""
    country = country_of(side)
    if country or not side:
        return country not in ("", HOME)
    own = [person for person in report.cast.people if person.side == side]
    body = any(name.kind == "body" for name in find_names(side))
    return body or any(not in_syllables(person.name) for person in own)
