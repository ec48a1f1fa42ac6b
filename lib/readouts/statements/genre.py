"""Whether a text reports a meeting of ours with another side at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from readouts.entities.document import Document
from readouts.entities.people import People, in_syllables
from readouts.entities.places import HOME, country_of, find_names
from readouts.language.patterns import pattern
from readouts.model import BOTH, ITEM_ACTS, Sentence
from readouts.statements.meeting import held_events, parties, people_in
from readouts.statements.statement_spans import StatementSpan

# A report without its frame is known by joint consents.
_CONSENTS = 2
_TELLING_ZONES = ("title", "sapo", "body", "caption", "attendees")


@dataclass(frozen=True)
class _Text:
    """What the signs look at."""

    document: Document
    said: Sequence[StatementSpan]

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def cast(self) -> People:
        return self.document.people

    @cached_property
    def lede(self) -> list[Sentence]:
        above = ("title", "sapo", "caption", "attendees")
        first = [s for s in self.document.frame if s.zone == "body"]
        return [s for s in self.document.sentences if s.zone in above] + first

    @cached_property
    def told(self) -> list[Sentence]:
        return [s for s in self.document.sentences if s.zone in _TELLING_ZONES]

    @cached_property
    def held(self) -> list[Sentence]:
        return [s for s in self.lede if held_events(self.text, s)]

    @cached_property
    def speaking(self) -> set[str]:
        told = [one.statement for one in self.said if one.chain]
        return {statement.speaker for statement in told if statement.act != "inform"}

    @cached_property
    def sides_named(self) -> set[str]:
        """The sides of who speaks, and of the titles where the meeting is told of."""
        named = (parties(self.text, s.start, s.end, self.cast, bare=False) for s in self.lede)
        speaking = {p.side for p in self.cast.people if p.name in self.speaking}
        return speaking.union(*named)

    def countries(self, sentences: Sequence[Sentence]) -> set[str]:
        named = [p for s in sentences for p in self.document.places_in(s.start, s.end)]
        return {found.place.country for found in named if found.kind == "country"}

    def two_sides(self, sides: set[str]) -> bool:
        return HOME in sides and any(map(self._foreign, sides))

    def _foreign(self, side: str) -> bool:
        """Tell whether a side is abroad: by its country, or as a body whose people's names are."""
        country = country_of(side)
        if country or not side:
            return country not in ("", HOME)
        own = [person for person in self.cast.people if person.side == side]
        body = any(name.kind == "body" for name in find_names(side))
        return body or any(not in_syllables(person.name) for person in own)


def _told_as_held(said: _Text) -> bool:
    """A first sentence says that two sides met, and one of whom it names speaks."""
    for sentence in said.held:
        span = (sentence.start, sentence.end)
        people = people_in(*span, said.cast)
        known = {p.name for p in people} | {p.side for p in people} | {BOTH}
        if said.two_sides(parties(said.text, *span, said.cast)) and said.speaking & known:
            return True
    return False


def _other_genre(said: _Text) -> bool:
    """It opens as an interview, a preview, a letter or an analysis; or nobody speaks for us."""
    ours = any(name.country == HOME for name in find_names(said.text))
    told = any(pattern("other_genre").search(said.text, s.start, s.end) for s in said.lede)
    return told or not ours or not said.speaking


def _said_at_the_table(said: _Text) -> bool:
    """The first sentences have an event, and "hai bên" are spoken of."""
    both = said.countries(said.lede) if BOTH in said.speaking else set()
    joint = bool(said.held) and bool(pattern("both_by_number").search(said.text))
    return joint and said.two_sides(said.sides_named | both)


def _put_together(said: _Text) -> bool:
    """Several things are put on the table by both, or to both."""
    asked = [one for one in said.said if one.statement.act in ITEM_ACTS and one.chain]
    together = [
        one
        for one in asked
        if one.statement.side == BOTH
        or pattern("both_by_number").match(said.text, one.start + 1, one.end)
    ]
    sides = said.sides_named | said.countries(said.told)
    return len(together) >= _CONSENTS and said.two_sides(sides)


class _Sign(NamedTuple):
    name: str
    holds: Callable[[_Text], bool]
    meeting: bool


# The first sign that holds decides.
_SIGNS = (
    _Sign("told as held", _told_as_held, True),
    _Sign("another genre", _other_genre, False),
    _Sign("said at the table", _said_at_the_table, True),
    _Sign("put on the table together", _put_together, True),
    _Sign("no sign", lambda said: True, False),
)


def reports_meeting(document: Document, said: Sequence[StatementSpan]) -> bool:
    """Tell whether a text reports a meeting of ours with another side, one of whose people speaks.

    >>> from readouts.entities.document import one_sentence
    >>> text = "Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo."
    >>> reports_meeting(one_sentence(text), [])
    False
    """
    signs = _Text(document, said)
    return next(sign.meeting for sign in _SIGNS if sign.holds(signs))
