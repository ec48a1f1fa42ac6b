"""The clauses that report a meeting: who met whom, where and when stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readouts.entities.people import HOME, People, follows_capital
from readouts.entities.places import find_names
from readouts.language.patterns import pattern
from readouts.language.words import edges
from readouts.model import Person, Sentence
from readouts.statements.statement_spans import StatementSpan

# How far behind "đoàn" or "lãnh đạo" its country stands.
_DELEGATION_REACH = 60
# How far before an event "sau", "trước cuộc" and their like stand.
_BACKGROUND_REACH = 25


@dataclass(frozen=True)
class EventClause:
    """A clause that reports a meeting: its sentence, where it starts behind what opens the
    sentence, where it ends, and the word of the event."""

    sentence: Sentence
    start: int
    end: int
    event: tuple[int, int]


def event_clauses(
    text: str, sentences: Sequence[Sentence], said: Sequence[StatementSpan]
) -> list[EventClause]:
    """Return the clauses of the body, then of the standfirst, that report a meeting.

    What is reported of a meeting under a verb of saying is no such clause, unless it is where it
    was said ("nhấn mạnh trong cuộc hội đàm với …"); its occasion ("…, nhân chuyến thăm …") belongs
    to none.

    >>> text = "Sáng 3/4, Bộ trưởng tiếp Đại sứ Lào, nhân dịp năm mới."
    >>> [clause] = event_clauses(text, [Sentence(0, len(text), 1, 1, "body")], [])
    >>> text[slice(*clause.event)], text[clause.start : clause.end]
    ('tiếp', 'Bộ trưởng tiếp Đại sứ Lào')
    """
    first = {}
    for one in reversed(said):
        if one.chain:
            first[one.statement.sentence] = one.chain[0]
    told = [s for zone in ("body", "sapo") for s in sentences if s.zone == zone]
    found = []
    for sentence in told:
        verb = first.get(sentence.number)
        stop = verb.start if verb else sentence.end
        events = held_events(text, sentence, "gathering")
        event = next((e for e in events if e.end() <= stop), None)
        if event is None:
            event = next((e for e in events if pattern("seat").search(text, stop, e.start())), None)
            stop = sentence.end
        if event is None:
            continue
        opening = pattern("backdrop_before").match(text, sentence.start, event.start())
        start = opening.end() if opening else sentence.start
        backdrop = pattern("backdrop").search(text, event.end(), stop)
        end = backdrop.start() if backdrop else stop
        found.append(EventClause(sentence, start, end, event.span()))
    return found


def held_events(text: str, sentence: Sentence, kind: str = "event") -> list[re.Match[str]]:
    """Return the words of events (or of any ``gathering``) in a sentence that are told as held, not
    as background."""
    return [
        event
        for event in events_in(text, sentence, kind)
        if not _background(text, sentence.start, event.start())
        and not pattern("ahead").search(text, sentence.start, event.start())
        and not pattern("with_others").match(text, event.end())
    ]


def _background(text: str, start: int, at: int) -> bool:
    return bool(pattern("background").search(text, max(start, at - _BACKGROUND_REACH), at))


def events_in(text: str, sentence: Sentence, kind: str = "event") -> list[re.Match[str]]:
    """Return the words of events in a sentence ("tiếp", but not the one in "tiếp tục")."""
    starts, ends = edges(text[sentence.start : sentence.end])

    def is_word(start: int, end: int) -> bool:
        # The segmenter glues a verb to a name on either side of it.
        begins = start - sentence.start in starts or follows_capital(text, sentence.start, start)
        return begins and (end - sentence.start in ends or text[end + 1 : end + 2].isupper())

    return [
        event
        for event in pattern(kind).finditer(text, sentence.start, sentence.end)
        if " " in event.group() or is_word(*event.span())
    ]


def people_in(start: int, end: int, cast: People) -> list[Person]:
    """Return the people named in a span, in order."""
    named = [n.person for n in cast.within(start, end) if n.person is not None]
    return [cast.people[index] for index in dict.fromkeys(named)]


def parties(text: str, start: int, end: int, cast: People, *, bare: bool = True) -> set[str]:
    """Return whose people, titles and delegations a span names; with ``bare``, a title without
    its country is ours."""
    unnamed = [naming for naming in cast.within(start, end) if naming.person is None]
    sides = {person.side for person in people_in(start, end, cast)}
    sides |= {naming.side for naming in unnamed}
    for found in pattern("delegation").finditer(text, start, end):
        names = find_names(text[found.end() : min(end, found.end() + _DELEGATION_REACH)])
        sides |= {names[0].place.side} if names else set()
    if bare and any(naming.office and not naming.side for naming in unnamed):
        sides.add(HOME)
    return sides - {""}
