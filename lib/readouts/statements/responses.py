"""Whom a statement answers: what another speaker has put forward is taken up, or refused."""

from __future__ import annotations

from collections.abc import Sequence

from readouts.entities.sides import same_side
from readouts.language.lexicon import words
from readouts.language.patterns import pattern
from readouts.model import BOTH
from readouts.statements.reporting_verbs import ReportingVerb
from readouts.statements.speakers import SpeakerState, resolve

# How far before a statement "Đáp lại, " may stand.
_LEAD = 80


def assented_to(chain: Sequence[ReportingVerb], end: int, floor: SpeakerState) -> str | None:
    """Return whose proposals a chain of verbs consents to, "" where they are nobody's by name, or
    ``None`` where it consents to something else.

    >>> from readouts.statements.reporting_verbs import find_governors
    >>> from readouts.entities.document import one_sentence
    >>> document = one_sentence("Phía Lào tán thành các đề xuất")
    >>> chain = find_governors(document, document.body[0])
    >>> heard = {"Việt Nam": "Trần Văn Hải"}
    >>> assented_to(chain, 30, SpeakerState(document, speaker="Lào", side="Lào", heard=heard))
    'Trần Văn Hải'
    """
    verb, text = chain[-1], floor.document.text
    if verb.verb not in words("verbs", "consents"):
        return None
    raised = pattern("raised").match(text, verb.end, end)
    if raised is None and (
        verb.sense != "agree" or not pattern("asked").match(text, verb.end, end)
    ):
        return None
    stop = _clause_end(text, raised.end() if raised else verb.end, end)
    whose = _named(verb.end, stop, floor)
    if whose is None and floor.speaker != BOTH:
        whose = _other_speaker(floor)
    return None if whose in (None, floor.speaker) else whose


def answered(chain: Sequence[ReportingVerb], start: int, end: int, floor: SpeakerState) -> str:
    """Return whom any other statement answers: whose proposals it welcomes, notes or refuses, or
    the speaker before "Đáp lại, …"; empty if nobody."""
    verb, text = chain[-1], floor.document.text
    welcomed = pattern("welcomed").match(text, verb.end, end)
    if (welcomed and verb.verb in words("verbs", "answers")) or verb.sense == "decline":
        stop = _clause_end(text, welcomed.end() if welcomed else verb.end, end)
        whose = _named(verb.end, stop, floor)
        if whose or verb.sense == "decline":
            return whose or _other_speaker(floor) or ""
    reply = pattern("reply").match(text, start, end) or pattern("replied").search(
        text, max(0, start - _LEAD), start
    )
    return (_other_speaker(floor) or "") if reply else ""


def _clause_end(text: str, start: int, end: int) -> int:
    return next((at for at in range(start, end) if text[at] in ",;."), end)


def _named(start: int, end: int, floor: SpeakerState) -> str | None:
    """Return the person a clause names, or who has spoken for the side that it names, or that
    side."""
    cast = floor.document.people
    for naming in cast.within(start, end):
        index = naming.person if naming.person is not None else resolve(naming, floor)
        if index is not None and cast.people[index].name != floor.speaker:
            return cast.people[index].name
    if floor.speaker == BOTH:
        return None
    named = [name.place.side for name in floor.document.places_in(start, end)]
    sides = [side for side in named if side in cast.sides and not same_side(side, floor.side)]
    return floor.heard.get(sides[0], sides[0]) if sides else None


def _other_speaker(floor: SpeakerState) -> str | None:
    """Return who of another side has spoken last."""
    others = [name for side, name in floor.heard.items() if side != floor.side]
    return others[-1] if others else None
