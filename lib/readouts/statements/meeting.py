"""Which meeting a readout reports: whether one at all, its date, place, kind, level and sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from readouts.entities.dates import event_date
from readouts.entities.people import HOME, People, follows_capital, in_syllables, vietnamese_name
from readouts.entities.places import country_of, find_names
from readouts.language.lexicon import alternation, word_list, words
from readouts.language.patterns import pattern
from readouts.language.words import edges
from readouts.model import BOTH, ITEM_ACTS, Meeting, Person, Sentence
from readouts.statements.statement_spans import StatementSpan

# The frame of a readout (who met whom, where, when) stands in its first sentences.
_FRAME_SENTENCES = 4
# A report without its frame is known by joint consents.
_CONSENTS = 2
_TELLING_ZONES = ("title", "sapo", "body", "caption", "attendees")
_TWO = re.compile(r"(?<!\w)(?:hai|2) ")
# How far behind "đoàn" or "lãnh đạo" its country stands.
_DELEGATION_REACH = 60


def frame_of(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that may tell who met whom: title, sapo, first of the body.

    >>> rows = [Sentence(0, 9, 1, 1, "body"), Sentence(10, 19, 2, 2, "caption")]
    >>> [s.zone for s in frame_of(rows)]
    ['body']
    """
    body = [s for s in sentences if s.zone == "body"][:_FRAME_SENTENCES]
    head = [s for s in sentences if s.zone in ("title", "sapo", "dateline")]
    return head + body


def reports_meeting(
    text: str, sentences: Sequence[Sentence], cast: People, said: Sequence[StatementSpan]
) -> bool:
    """Tell whether a text reports a meeting of ours with another side, one of whose people speaks.

    A sentence of its lede says so; or two sides are named, and it says what was said "tại buổi
    tiếp" or its lede has an event of "hai bên"; or, in a report that was clipped, several things
    are put on the table by both or to both, or people of both sides ask and pledge. Interviews,
    previews, letters and analyses need the first sign.

    >>> from readouts.entities.people import find_people
    >>> from readouts.entities.sides import assign_sides
    >>> text = "Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo."
    >>> cast = assign_sides(text, find_people(text, [(0, len(text))]), [(0, len(text))])
    >>> reports_meeting(text, [Sentence(0, len(text), 1, 1, "body")], cast, [])
    False
    """
    lede = _lede(sentences)
    told = [one.statement for one in said if one.chain and one.statement.act != "inform"]
    speaking = {statement.speaker for statement in told}
    held = [sentence for sentence in lede if _held(text, sentence)]
    for sentence in held:
        if _two_sides(_parties(text, sentence, cast), cast) and speaking & _known(sentence, cast):
            return True
    if not _names_us(text) or not speaking:
        return False
    if any(pattern("other_genre").search(text, s.start, s.end) for s in lede):
        return False
    told_of = [s for s in sentences if s.zone in _TELLING_ZONES]
    if any(_met_and_speak(text, sentence, cast, speaking) for sentence in told_of):
        return True
    seated = [s for s in told_of if _at_table().search(text, s.start, s.end)]
    parties = set().union(*(_titled_sides(text, s, cast) for s in (*lede, *seated, *held)))
    parties |= {person.side for person in cast.people if person.name in speaking}
    table = bool(seated)
    met = table or (bool(held) and bool(_joint().search(text)))
    joint_parties = _countries(text, lede) if BOTH in speaking else set()
    if met and _two_sides(parties | joint_parties, cast):
        return True
    together = sum(_together(text, one) for one in said) >= _CONSENTS
    if together and _two_sides(parties | _countries(text, told_of), cast):
        return True
    return _both_act(text, cast, said)


def _met_and_speak(text: str, sentence: Sentence, cast: People, speaking: set[str]) -> bool:
    """Tell whether a sentence, be it far down, says that people met who speak for two sides."""
    met = _named(sentence, cast) & speaking
    if pattern("signed_before").search(text, sentence.start, sentence.end):
        return False
    return _two_sides({p.side for p in cast.people if p.name in met}, cast) and _held(
        text, sentence
    )


def _together(text: str, one: StatementSpan) -> bool:
    """Tell whether both sides put something on the table, or it is put to both of them."""
    if one.statement.act not in ITEM_ACTS or not one.chain:
        return False
    return one.statement.side == BOTH or bool(_joint().match(text, one.start + 1, one.end))


def participants(
    sentences: Sequence[Sentence], cast: People, said: Sequence[StatementSpan]
) -> list[Person]:
    """Return who took part: those who speak (principals), and those an attendee list names.

    Titles are those of every mention, "Bí thư Khu ủy …" alone included, the fuller of two alike.

    >>> participants([], People((), ()), [])
    []
    """
    called = _called(said)
    listed = set().union(*(_named(s, cast) for s in sentences if s.zone == "attendees"))
    found = []
    for person in cast.people:
        speaks = person.name in called
        if speaks or person.name in listed:
            titles = _in_full((*person.titles, *called.get(person.name, ())))
            found.append(replace(person, titles=titles, principal=speaks))
    return found


def _called(said: Sequence[StatementSpan]) -> dict[str, list[str]]:
    """Return the titles by which each speaker is named where he speaks."""
    called: dict[str, list[str]] = {}
    for one in said:
        subject = one.chain[0].subject if one.chain else None
        naming = subject.naming if subject else None
        titles = [naming.title] if naming and naming.person is None and naming.office else []
        called.setdefault(one.statement.speaker, []).extend(titles)
    return called


def _in_full(titles: Sequence[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(title for title in titles if title)
    lowered = [title.lower() for title in kept]
    return tuple(
        title
        for title in kept
        if not any(o != title.lower() and o.startswith(title.lower()) for o in lowered)
    )


def _lede(sentences: Sequence[Sentence]) -> list[Sentence]:
    body = [s for s in sentences if s.zone == "body"][:_FRAME_SENTENCES]
    return [s for s in sentences if s.zone in ("title", "sapo", "caption", "attendees")] + body


def _names_us(text: str) -> bool:
    return any(name.country == HOME for name in find_names(text))


def _countries(text: str, sentences: Sequence[Sentence]) -> set[str]:
    named = [p for s in sentences for p in find_names(text[s.start : s.end])]
    return {place.country for place in named if place.kind == "country"}


def _two_sides(sides: set[str], cast: People) -> bool:
    return HOME in sides and any(_foreign(side, cast) for side in sides)


def _foreign(side: str, cast: People) -> bool:
    """Tell whether a side is abroad: by its country, or as a body whose people's names are."""
    country = country_of(side)
    if country or not side:
        return country not in ("", HOME)
    own = [person for person in cast.people if person.side == side]
    return any(name.kind == "body" for name in find_names(side)) or any(
        not in_syllables(person.name) for person in own
    )


def _both_act(text: str, cast: People, said: Sequence[StatementSpan]) -> bool:
    """Tell whether people of both sides ask, pledge or consent, and "hai bên" is spoken of."""
    sides = {p.name: p.side for p in cast.people if p.titles or vietnamese_name(p.name)}
    acting = {
        sides.get(one.statement.speaker, "")
        for one in said
        if one.statement.act in ITEM_ACTS and one.chain
    }
    return bool(_joint().search(text)) and _two_sides(acting, cast)


def _sides_named(sentence: Sentence, cast: People) -> set[str]:
    """Return the sides of the people a sentence names."""
    named = _named(sentence, cast)
    return {person.side for person in cast.people if person.name in named}


def _known(sentence: Sentence, cast: People) -> set[str]:
    """Return who may speak for the parties a sentence names: its people, their sides, both."""
    named = _named(sentence, cast)
    sides = {person.side for person in cast.people if person.name in named}
    return named | sides | {BOTH}


def _parties(text: str, sentence: Sentence, cast: People) -> set[str]:
    """Return whose people, titles and delegations a sentence names; a bare title is ours."""
    unnamed = [n for n in cast.within(sentence.start, sentence.end) if n.person is None]
    bare = any(naming.office and not naming.side for naming in unnamed)
    return _titled_sides(text, sentence, cast) | ({HOME} if bare else set())


def _titled_sides(text: str, sentence: Sentence, cast: People) -> set[str]:
    start, end = sentence.start, sentence.end
    titles = {naming.side for naming in cast.within(start, end) if naming.person is None}
    sides = _sides_named(sentence, cast) | titles
    for found in _delegation().finditer(text, start, end):
        names = find_names(text[found.end() : min(end, found.end() + _DELEGATION_REACH)])
        sides |= {names[0].place.side} if names else set()
    return sides - {""}


def _held(text: str, sentence: Sentence) -> bool:
    """Tell whether a sentence has an event that is not merely background."""
    return any(
        not _background().search(text, max(sentence.start, event.start() - 25), event.start())
        and not pattern("ahead").search(text, sentence.start, event.start())
        and not pattern("with_others").match(text, event.end())
        for event in _events_in(text, sentence)
    )


def _events_in(text: str, sentence: Sentence) -> list[re.Match[str]]:
    """Return the words of events in a sentence ("tiếp", but not the one in "tiếp tục")."""
    starts, ends = edges(text[sentence.start : sentence.end])

    def is_word(start: int, end: int) -> bool:
        # The segmenter glues a verb to a name on either side of it.
        begins = start - sentence.start in starts or follows_capital(text, sentence.start, start)
        return begins and (end - sentence.start in ends or text[end + 1 : end + 2].isupper())

    return [
        event
        for event in _events().finditer(text, sentence.start, sentence.end)
        if " " in event.group() or is_word(*event.span())
    ]


def _named(sentence: Sentence, cast: People) -> set[str]:
    """Return the names of the people a sentence names."""
    return {
        cast.people[n.person].name
        for n in cast.within(sentence.start, sentence.end)
        if n.person is not None
    }


def describe(
    text: str, sentences: Sequence[Sentence], principals: Sequence[Person], published: str
) -> Meeting:
    """Return what the text itself says of its meeting; what it does not say is empty, with why.

    ``principals`` are the people who speak in it.

    >>> describe("", [], [], "").date_basis
    'the text names no day'
    """
    frame = frame_of(sentences)
    date, date_basis = _date(text, frame, published)
    place, place_basis = _place(text, frame)
    event, event_basis = _event(text, frame)
    level, level_basis = _level(principals)
    sides = _sides(text, frame, principals)
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
    found = [(s, event) for s in frame for event in _events_in(text, s)]
    formal = [event for _, event in found if _formal().fullmatch(event.group())]
    first = formal or [event for _, event in found]
    if not first:
        return "", "the text names no kind of meeting"
    return first[0].group().lower(), "text"


def _level(principals: Sequence[Person]) -> tuple[str, str]:
    titles = [title for person in principals for title in person.titles]
    for level, offices in word_list("meeting")["levels"].items():
        pattern = re.compile(alternation(offices) + "(?! Tỉnh| Khu| Thành)", re.IGNORECASE)
        if any(pattern.match(title) for title in titles):
            return level, "text"
    return "", "no office known by its level"


def _sides(text: str, frame: Sequence[Sentence], principals: Sequence[Person]) -> tuple[str, ...]:
    """Return the two sides, ours first: whose people speak, else whom the frame names."""
    counted = Counter(person.side for person in principals if person.side)
    if len(counted) < 2:
        names = [p for s in frame for p in find_names(text[s.start : s.end])]
        counted.update(p.place.side for p in names if p.kind == "country")
    ranked = [side for side, _ in counted.most_common() if side != HOME]
    sides = ([HOME] if HOME in counted else []) + ranked
    return tuple(sides[:2]) if len(sides) > 1 else ()


@cache
def _events() -> re.Pattern[str]:
    return re.compile(alternation(words("meeting", "events")), re.IGNORECASE)


@cache
def _delegation() -> re.Pattern[str]:
    return re.compile(alternation(words("meeting", "delegations")), re.IGNORECASE)


@cache
def _joint() -> re.Pattern[str]:
    """Both sides at once, by number: "hai bên", "hai Thủ tướng" ("song phương" is any two)."""
    counted = [form for form in words("speakers", "joint") if _TWO.search(form)]
    offices = alternation(words("titles", "offices"))
    return re.compile(rf"{alternation(counted)}|(?<!\w)(?:hai|2) {offices}", re.IGNORECASE)


@cache
def _at_table() -> re.Pattern[str]:
    met = alternation(words("meeting", "events"))
    return re.compile(rf"(?:tại|trong|nhân) (?:cuộc|buổi) {met}", re.IGNORECASE)


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


__all__ = ["describe", "frame_of", "participants", "reports_meeting"]
