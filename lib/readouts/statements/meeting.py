"""The meeting a readout reports: who took part, and its date, place, kind, level and sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from readouts.entities.dates import event_date
from readouts.entities.document import Document
from readouts.entities.places import HOME, find_names
from readouts.language.lexicon import alternation, word_list
from readouts.language.patterns import pattern
from readouts.language.words import edges
from readouts.model import Meeting, Person, Sentence
from readouts.statements.statement_spans import StatementSpan

# How long the name of a place is at most, in characters, and of a building, in words.
_PLACE_MAX = 80
_BUILDING_WORDS = 6
# How far after "đoàn" or "lãnh đạo" its country may be named.
_DELEGATION_REACH = 60
# How far before an event "sau", "trước cuộc" and their like stand.
_BACKGROUND_REACH = 25


@dataclass(frozen=True)
class EventClause:
    """A clause that reports a meeting: its sentence, where it starts after what opens the
    sentence, where it ends, and the word of the event."""

    sentence: Sentence
    start: int
    end: int
    event: tuple[int, int]


def event_clauses(document: Document, spans: Sequence[StatementSpan]) -> list[EventClause]:
    """Return the clauses of the body, then of the standfirst, that report a meeting.

    What is reported of a meeting under a verb of saying is no such clause, unless it is where it
    was said ("nhấn mạnh trong cuộc hội đàm với …"); its occasion ("…, nhân chuyến thăm …") belongs
    to none.

    >>> from readouts.entities.document import one_sentence
    >>> text = "Sáng 3/4, Bộ trưởng tiếp Đại sứ Lào, nhân dịp năm mới."
    >>> [clause] = event_clauses(one_sentence(text), [])
    >>> text[slice(*clause.event)], text[clause.start : clause.end]
    ('tiếp', 'Bộ trưởng tiếp Đại sứ Lào')
    """
    text, first = document.text, {}
    for span in reversed(spans):
        if span.chain:
            first[span.statement.sentence] = span.chain[0]
    sentences = [s for zone in ("body", "sapo") for s in document.sentences if s.zone == zone]
    found = []
    for sentence in sentences:
        verb = first.get(sentence.number)
        stop = verb.start if verb else sentence.end
        events = held_events(text, sentence.start, sentence.end, "gathering")
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


def held_events(  # no example: it needs a read document; tests/statements/test_meeting.py shows it
    text: str, start: int, end: int, kind: str = "event"
) -> list[re.Match[str]]:
    """Return the words of events (or of any ``gathering``) in a sentence that are reported as held,
    not as background."""
    return [
        event
        for event in events_in(text, start, end, kind)
        if not pattern("background").search(
            text, max(start, event.start() - _BACKGROUND_REACH), event.start()
        )
        and not pattern("ahead").search(text, start, event.start())
        and not pattern("with_others").match(text, event.end())
    ]


def events_in(  # no example: it needs a read document; tests/statements/test_meeting.py shows it
    text: str, start: int, end: int, kind: str = "event"
) -> list[re.Match[str]]:
    """Return the words of events in a sentence ("tiếp", but not in "tiếp tục" or "trực tiếp")."""
    starts, ends = edges(text[start:end])

    def whole(event: re.Match[str]) -> bool:
        at = max(place for place in starts if place <= event.start() - start)
        # The segmenter may join a name and the verb after it ("Hoài tiếp").
        alone = start + at == event.start() or text[start + at].isupper()
        return alone and event.end() - start in ends

    return [
        event
        for event in pattern(kind).finditer(text, start, end)
        if " " in event.group() or whole(event)
    ]


def people_in(  # no example: it needs a read document; tests/statements/test_meeting.py shows it
    document: Document, start: int, end: int
) -> list[Person]:
    """Return the people named in a span, in order."""
    mentions = document.people.within(start, end)
    named = dict.fromkeys(mention.person for mention in mentions if mention.person is not None)
    return [document.people.persons[index] for index in named]


def parties(  # no example: it needs a read document; tests/statements/test_meeting.py shows it
    document: Document, start: int, end: int, *, bare: bool = True
) -> set[str]:
    """Return the sides whose people, titles and delegations a span names; with ``bare``, a title
    without a country is of Việt Nam."""
    text, mentions = document.text, document.people.within(start, end)
    unnamed = [mention for mention in mentions if mention.person is None]
    sides = {person.side for person in people_in(document, start, end)}
    sides |= {mention.side for mention in unnamed}
    for found in pattern("delegation").finditer(text, start, end):
        names = document.places.within(found.end(), min(end, found.end() + _DELEGATION_REACH))
        sides |= {names[0].place.side} if names else set()
    if bare and any(mention.office and not mention.side for mention in unnamed):
        sides.add(HOME)
    return sides - {""}


@dataclass(frozen=True)
class MeetingReport:
    """A text as the report of a meeting: who took part, when, where and at which level.

    >>> from readouts.entities.document import one_sentence
    >>> MeetingReport(one_sentence(""), []).meeting("").date_basis
    'the text names no day'
    """

    document: Document
    spans: Sequence[StatementSpan]

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def sentences(self) -> Sequence[Sentence]:
        return self.document.sentences

    @cached_property
    def clauses(self) -> list[EventClause]:
        """The clauses that report the meeting, those of the body first."""
        return event_clauses(self.document, self.spans)

    @cached_property
    def main_clause(self) -> EventClause | None:
        """The first clause that names two who met, else the first clause."""
        two = (c for c in self.clauses if len(self._sides_in(c)) > 1)
        return next(two, self.clauses[0] if self.clauses else None)

    def _sides_in(self, clause: EventClause) -> set[str]:
        return parties(self.document, clause.start, clause.end)

    @cached_property
    def participants(self) -> list[Person]:
        """Who took part: those whom its clauses name or an attendee list names, and those who
        speak. Who speaks is a principal, and who met where nobody else of his side speaks.

        Titles are those of every mention, "Bí thư Khu ủy …" alone included, the fuller of two
        alike.
        """
        titles = self._titles_of_speakers()
        met = [
            person
            for clause in self.clauses
            if len(self._sides_in(clause)) > 1
            for person in people_in(self.document, clause.start, clause.end)
        ]
        led = {person.side for person in self.document.people.persons if person.name in titles}
        names = {person.name for person in met}
        for person in met:
            if person.side and person.side not in led:
                titles[person.name] = []
                led.add(person.side)
        for sentence in self.sentences:
            if sentence.zone == "attendees":
                people = people_in(self.document, sentence.start, sentence.end)
                names |= {person.name for person in people}
        return [
            replace(
                person,
                titles=_in_full((*person.titles, *titles.get(person.name, ()))),
                principal=person.name in titles,
            )
            for person in self.document.people.persons
            if person.name in titles or person.name in names
        ]

    def _titles_of_speakers(self) -> dict[str, list[str]]:
        """Return the titles by which each speaker is named where he speaks."""
        titles_of: dict[str, list[str]] = {}
        for span in self.spans:
            mention = span.chain[0].subject.mention if span.chain else None
            titles = (
                [mention.title] if mention and mention.person is None and mention.office else []
            )
            titles_of.setdefault(span.statement.speaker, []).extend(titles)
        return titles_of

    def meeting(self, published: str) -> Meeting:
        """Return what the text says of its meeting; what is missing is empty, with the reason."""
        sides = self._sides()
        found = {
            "date": self._date(published),
            "place": self._place(),
            "event": self._event(),
            "level": self._level(),
            "sides": (sides, "text" if sides else "the text names no two sides"),
        }
        bases = {f"{name}_basis": basis for name, (_, basis) in found.items()}
        return Meeting(**{name: value for name, (value, _) in found.items()}, **bases)  # type: ignore[arg-type]

    def _date(self, published: str) -> tuple[str, str]:
        """Return the day named before the event, in its clause, or where the report opens."""
        spans = [(clause.sentence.start, clause.event[1]) for clause in self.clauses]
        spans += [(clause.sentence.start, clause.end) for clause in self.clauses]
        for start, end in (*spans, *self._openings()):
            found = event_date(self.text[start:end], published)
            if found:
                return found[0], "text"
        return "", "the text names no day"

    def _openings(self) -> Iterator[tuple[int, int]]:
        """Yield the first sentence of the body up to its first reporting verb, and the dateline."""
        for body in self.document.body[:1]:
            verbs = [s for s in self.spans if s.chain and s.statement.sentence == body.number]
            yield body.start, verbs[0].chain[0].start if verbs else body.end
        yield from ((s.start, s.end) for s in self.sentences if s.zone == "dateline")

    def _place(self) -> tuple[str, str]:
        clauses = [(clause.sentence.start, clause.end) for clause in self.clauses]
        if clauses and pattern("call").search(self.text, *clauses[0]):
            return "", "a telephone call has no place"
        for start, end in (*clauses, *self._openings()):
            for opener in pattern("place_opener").finditer(self.text, start, end):
                place = self._place_behind(start, opener, end)
                if place:
                    return place, "text"
        return "", "the text names no place"

    def _place_behind(self, start: int, opener: re.Match[str], end: int) -> str:
        """Return the place after "tại": a city rather than its country or a building."""
        if pattern("place_of_something_else").search(self.text, start, opener.start()):
            return ""
        reach = self.text[opener.end() : min(end, opener.end() + _PLACE_MAX)]
        phrase, _, rest = pattern("place_end").split(
            re.sub("[.;:(].*", "", reach) + ",", maxsplit=1
        )
        city = [name for name in find_names(rest.strip()) if name.start == 0]
        if pattern("building").match(phrase):
            return city[0].name if city else " ".join(phrase.split()[:_BUILDING_WORDS])
        names = find_names(f"{opener.group()}{phrase}")  # "tại" tells a city from a family name
        known = pattern("kind_of_place").match(phrase)
        return names[0].name if names else known["name"] if known else ""

    def _event(self) -> tuple[str, str]:
        """Return the kind of meeting that its clauses name, a formal one first."""
        words = [self.text[slice(*clause.event)] for clause in self.clauses]
        words.sort(key=lambda word: not pattern("formal_event").fullmatch(word))
        return (words[0].lower(), "text") if words else ("", "the text names no kind of meeting")

    def _level(self) -> tuple[str, str]:
        titles = [
            title for person in self.participants if person.principal for title in person.titles
        ]
        office_ends = pattern("office_ends").pattern
        for level, offices in word_list("meeting")["levels"].items():
            office = re.compile(alternation(offices) + office_ends, re.IGNORECASE)
            if any(office.match(title) for title in titles):
                return level, "text"
        return "", "no office known by its level"

    def _sides(self) -> tuple[str, ...]:
        """Return the sides, Việt Nam first: those of the people who met; else the two whose people
        speak most, or which the first sentences name most."""
        clause = self.main_clause
        people = people_in(self.document, clause.start, clause.end) if clause else []
        sides = list(dict.fromkeys(person.side for person in people if person.side))
        if len(sides) < 2:
            counted = Counter(p.side for p in self.participants if p.principal and p.side)
            if len(counted) < 2:
                frame = [s for s in self.sentences if s.zone in ("title", "sapo", "body")]
                names = [p for s in frame[:6] for p in self.document.places.within(s.start, s.end)]
                counted.update(p.place.side for p in names if p.kind == "country")
            home = {HOME} & counted.keys()
            others = [side for side, _ in counted.most_common() if side not in home]
            sides = [*home, *others][:2]
        sides.sort(key=lambda side: side != HOME)
        return tuple(sides) if len(sides) > 1 else ()


def _in_full(titles: Sequence[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(title for title in titles if title)
    lowered = [title.lower() for title in kept]
    return tuple(
        title
        for title in kept
        if not any(o != title.lower() and o.startswith(title.lower()) for o in lowered)
    )
