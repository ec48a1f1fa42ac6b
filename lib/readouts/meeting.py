"""Which meeting a readout reports: whether one at all, its date, place, kind, level and sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from readouts.dates import event_date
from readouts.lexicon import alternation, word_list, words
from readouts.model import Meeting, Sentence, Zone
from readouts.people import HOME, Cast
from readouts.places import find_names, side_of

# The frame of a readout (who met whom, where, when) stands in its first sentences.
_FRAME_SENTENCES = 4


def frame_of(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that may tell who met whom: title, sapo, captions, first of the body."""
    body = [s for s in sentences if s.zone == "body"][:_FRAME_SENTENCES]
    head = [s for s in sentences if s.zone in ("title", "sapo", "dateline")]
    return head + body


def meeting_sentences(text: str, sentences: Sequence[Sentence], cast: Cast) -> list[Sentence]:
    """Return the sentences that say that two sides met; empty where the text reports no meeting.

    >>> from readouts.people import find_people
    >>> from readouts.statements import assign_sides
    >>> text = "Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo."
    >>> cast = assign_sides(text, find_people(text, [(0, len(text))]), [(0, len(text))])
    >>> len(meeting_sentences(text, [Sentence(0, len(text), 1, 1, "body")], cast))
    1
    """
    return [s for s in sentences if s.zone != "boilerplate" and _met(text, s, cast)]


def _met(text: str, sentence: Sentence, cast: Cast) -> bool:
    for event in _events().finditer(text, sentence.start, sentence.end):
        if _background().search(text, max(sentence.start, event.start() - 25), event.start()):
            continue
        before = _sides_between(text, sentence.start, event.start(), cast)
        after = _sides_between(text, event.end(), min(sentence.end, event.end() + 250), cast)
        named = _named_between(sentence.start, min(sentence.end, event.end() + 250), cast)
        if named and any(one != other for one in before | after for other in after | before):
            return True
    return False


def _sides_between(text: str, start: int, end: int, cast: Cast) -> set[str]:
    sides = {
        cast.people[n.person].side if n.person is not None else n.side
        for n in cast.namings
        if start <= n.start < end
    }
    sides |= {p.place.side for p in find_names(text[start:end]) if p.kind in ("country", "body")}
    return {side for side in sides if side}


def _named_between(start: int, end: int, cast: Cast) -> bool:
    return any(start <= n.start < end and n.person is not None for n in cast.namings)


def describe(
    text: str, sentences: Sequence[Sentence], zones: Sequence[Zone], cast: Cast, published: str
) -> Meeting:
    """Return what the text itself says of its meeting; what it does not say is empty, with why.

    >>> describe("", [], [], Cast((), ()), "").date_basis
    'the text names no day'
    """
    frame = frame_of(sentences)
    date, date_basis = _date(text, frame, published)
    place, place_basis = _place(text, frame)
    event, event_basis = _event(text, frame)
    level, level_basis = _level(cast, frame)
    sides = _sides(text, frame, cast)
    return Meeting(
        date=date,
        date_basis=date_basis,
        place=place,
        place_basis=place_basis,
        event=event,
        event_basis=event_basis,
        level=level,
        level_basis=level_basis,
        sides=sides,
        sides_basis="text" if sides else "the text names no two sides",
    )


def _date(text: str, frame: Sequence[Sentence], published: str) -> tuple[str, str]:
    for sentence in sorted(frame, key=lambda s: s.zone != "body"):
        found = event_date(text[sentence.start : sentence.end], published)
        if found and _events().search(text, sentence.start, sentence.end):
            return found[0], "text"
    for sentence in frame:
        found = event_date(text[sentence.start : sentence.end], published)
        if found:
            return found[0], "text"
    return "", "the text names no day"


def _place(text: str, frame: Sequence[Sentence]) -> tuple[str, str]:
    for sentence in sorted(frame, key=lambda s: s.zone != "body"):
        for opener in _place_opener().finditer(text, sentence.start, sentence.end):
            reach = text[opener.end() : min(sentence.end, opener.end() + 80)]
            stop = re.search(r"[,.;:(]", reach)
            phrase = reach[: stop.start()] if stop else reach
            names = [p for p in find_names(phrase) if p.kind != "body"]
            if names:
                return names[-1].name if names[0].kind == "country" else names[0].name, "text"
            building = _building().match(phrase)
            if building:
                return " ".join(phrase.split()[:6]), "text"
    return "", "the text names no place"


def _event(text: str, frame: Sequence[Sentence]) -> tuple[str, str]:
    for pattern in (_formal(), _events()):
        for sentence in frame:
            found = pattern.search(text, sentence.start, sentence.end)
            if found:
                return found.group().lower(), "text"
    return "", "the text names no kind of meeting"


def _level(cast: Cast, frame: Sequence[Sentence]) -> tuple[str, str]:
    spans = [(s.start, s.end) for s in frame]
    there = {n.person for n in cast.namings if any(a <= n.start < b for a, b in spans)}
    titles = [t for i in there if i is not None for t in cast.people[i].titles]
    for level, offices in word_list("meeting")["levels"].items():
        pattern = re.compile(alternation(offices), re.IGNORECASE)
        if any(pattern.match(title) for title in titles):
            return level, "text"
    return "", "no office known by its level"


def _sides(text: str, frame: Sequence[Sentence], cast: Cast) -> tuple[str, ...]:
    spans = [(s.start, s.end) for s in frame]
    counted: Counter[str] = Counter()
    for naming in cast.namings:
        if any(a <= naming.start < b for a, b in spans):
            side = cast.people[naming.person].side if naming.person is not None else naming.side
            counted[side] += 1
    for start, end in spans:
        counted.update(p.place.side for p in find_names(text[start:end]) if p.kind == "country")
    counted.pop("", None)
    foreign = [side for side, _ in counted.most_common() if side != HOME]
    if not foreign:
        return ()
    return (HOME, foreign[0]) if HOME in counted else tuple(foreign[:2])


@cache
def _events() -> re.Pattern[str]:
    return re.compile(alternation(words("meeting", "events")), re.IGNORECASE)


@cache
def _formal() -> re.Pattern[str]:
    return re.compile(alternation(words("meeting", "formal_events")), re.IGNORECASE)


@cache
def _background() -> re.Pattern[str]:
    listed = alternation(words("meeting", "background"))
    return re.compile(rf"{listed}(?: cuộc| buổi)? *$", re.IGNORECASE)


@cache
def _place_opener() -> re.Pattern[str]:
    return re.compile(alternation(words("meeting", "place_openers")) + " ", re.IGNORECASE)


@cache
def _building() -> re.Pattern[str]:
    return re.compile(alternation(words("meeting", "buildings")), re.IGNORECASE)


__all__ = ["describe", "frame_of", "meeting_sentences", "side_of"]
