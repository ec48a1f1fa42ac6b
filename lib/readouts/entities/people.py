"""The people of a readout: full titles, sides, and the persons of later mentions.

`name_finder` finds them in a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from readouts.entities.places import LOCAL_KINDS, find_names, side_of
from readouts.language.lexicon import word_list, words
from readouts.language.patterns import pattern
from readouts.model import Person

# More people than any report names: only a text made to be slow has more, and those beyond are not
# looked up again.
LEADING = 200
# A Vietnamese syllable; what does not look like one is a foreign name ("Modi", "Kerry").
SYLLABLE = re.compile(
    r"(?:ngh|ng|gh|gi|qu|ch|kh|nh|ph|th|tr|[bcdđghklmnpqrstvx])?"
    r"[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}"
    r"(?:ch|nh|ng|[cmnpt])?",
    re.IGNORECASE,
)
# What a title ends with after its own words: the name of a body or place.
_LAST_CAPITALS = re.compile(r" ((?:[A-ZĐ]\w*[ -]?)+)$")
_LAST_WORD = re.compile(r"(?<!\w)(\w)\w* $")
_start = attrgetter("start")


@dataclass(frozen=True)
class PersonMention:
    """A span that refers to a person: ``person`` is his index in the people, or ``None`` for a
    title, form of address or epithet alone; ``side`` is the side that the span itself names."""

    start: int
    end: int
    person: int | None = None
    office: str = ""
    title: str = ""
    side: str = ""
    gender: str = ""


@dataclass(frozen=True)
class People:
    """The people of a readout and every span that names them, in order."""

    persons: tuple[Person, ...]
    mentions: tuple[PersonMention, ...]

    @property
    def leading(self) -> tuple[Person, ...]:
        """The people among whom titles alone are looked up: all, in any text that people write."""
        return self.persons[:LEADING]

    def ending_at(self, end: int) -> PersonMention | None:
        """Return the mention that ends at ``end``, if any."""
        return self._by_end.get(end)

    def starting_at(self, start: int) -> PersonMention | None:
        """Return the longest mention that starts at ``start``, if any."""
        [mention] = self.within(start, start + 1)[:1] or [None]
        return mention

    def within(self, start: int, end: int) -> tuple[PersonMention, ...]:
        """Return the mentions that start in a span, in order."""
        first = bisect_left(self.mentions, start, key=_start)
        return self.mentions[first : bisect_left(self.mentions, end, key=_start)]

    def before(self, end: int) -> Iterator[PersonMention]:
        """Yield the mentions that start before a position, the nearest first."""
        for at in reversed(range(bisect_left(self.mentions, end, key=_start))):
            yield self.mentions[at]

    def last_named(self, person: int, before: int) -> int | None:
        """Return where a person (by index) was last named before a position, if ever."""
        starts = self._starts.get(person, [])
        at = bisect_left(starts, before)
        return starts[at - 1] if at else None

    def holders(self, offices: set[str]) -> list[int]:
        """Return the indexes of the people who hold one of the offices, in order."""
        return [
            index
            for index, person in enumerate(self.leading)
            if any(office_of(title) in offices for title in person.titles)
        ]

    @cached_property
    def _by_end(self) -> dict[int, PersonMention]:
        return {mention.end: mention for mention in self.mentions}

    @cached_property
    def _starts(self) -> dict[int, list[int]]:
        starts: dict[int, list[int]] = {}
        for mention in self.mentions:
            if mention.person is not None:
                starts.setdefault(mention.person, []).append(mention.start)
        return starts

    @cached_property
    def sides(self) -> frozenset[str]:
        """Return the sides of the people."""
        return frozenset(person.side for person in self.persons)

    def side_of_body(self, name: str) -> str:
        """Return the side of a body named in a title, in full or by its first words, or ""."""
        sides = self._side_by_body.items()
        return next((side for body, side in sides if f"{body} ".startswith(f"{name} ")), "")

    @cached_property
    def _side_by_body(self) -> dict[str, str]:
        titles = [(title, person) for person in self.leading for title in person.titles]
        named = [(_LAST_CAPITALS.search(title), person) for title, person in titles]
        return {found[1]: person.side for found, person in named if found}

    def sided(self, sides: dict[int, str]) -> People:
        """Return the people with the sides of some people (by index) filled in."""
        persons = tuple(
            replace(person, side=sides.get(index, person.side))
            for index, person in enumerate(self.persons)
        )
        return People(persons, self.mentions)


def office_of(title: str) -> str:
    """Return the office at the head of a title, normalized and in lower case.

    >>> office_of("Phó Thủ tướng Lào"), office_of("Bộ trưởng Ngoại giao")
    ('phó thủ tướng', 'bộ trưởng')
    """
    found = pattern("titles.offices|titles.ranks").match(title)
    return found.group().lower() if found else ""


def portfolios_of(title: str) -> set[str]:
    """Return the portfolios a title names, in lower case.

    >>> portfolios_of("Bộ trưởng Nông nghiệp và Môi trường")
    {'nông nghiệp và môi trường'}
    """
    return {found.group().lower() for found in pattern("titles.portfolios").finditer(title)} - {
        *words("titles", "unnamed_portfolios")
    }


def same_name(one: str, other: str) -> bool:
    """Return whether two names may be one person's: equal, or one a part of the other.

    >>> same_name("Vladimir Putin", "Putin"), same_name("Lê Hà", "Lê Hải")
    (True, False)
    """
    shorter, longer = sorted((one.casefold().split(), other.casefold().split()), key=len)
    size = len(shorter)
    if size == 1:
        return shorter[0] in (longer[0], longer[-1])
    return any(longer[at : at + size] == shorter for at in range(len(longer) - size + 1))


def follows_capital(text: str, start: int, at: int) -> bool:
    """Return whether the word directly before ``at`` (from ``start`` on) is capitalised, as names
    are.

    >>> text = "Thủ tướng Trần Văn Hải tiếp khách"
    >>> follows_capital(text, 0, 23), follows_capital(text, 0, 28)
    (True, False)
    """
    before = _LAST_WORD.search(text, start, at)
    return bool(before) and before[1].isupper()


def vietnamese_name(name: str) -> bool:
    """Return whether a name opens with a Vietnamese family name.

    >>> vietnamese_name("Trần Văn Hải"), vietnamese_name("Hun Sen")
    (True, False)
    """
    return name.split(" ")[0] in word_list("titles")["family_names"]["vietnamese"]


def in_syllables(name: str) -> bool:
    """Return whether every part of a name has the shape of a Vietnamese syllable.

    >>> in_syllables("Sình Văn Páo"), in_syllables("John Smith")
    (True, False)
    """
    return all(SYLLABLE.fullmatch(part) for part in name.split())


class KnownPeople:
    """The people found so far, looked up by a name, a part of a name or a title."""

    def __init__(self) -> None:
        self.people: list[Person] = []

    def others_hold(self, title: str, name: str) -> bool:
        """Return whether a known title belongs to others than the person of that name."""
        holders = [
            person
            for person in self.people[:LEADING]
            if title.lower() in map(str.lower, person.titles)
        ]
        return bool(holders) and not any(same_name(person.name, name) for person in holders)

    def knows(self, word: str) -> bool:
        """Return whether a word opens or ends the name of a known person."""
        return any(same_name(person.name, word) for person in self.people[:LEADING])

    def add(self, person: Person) -> int:
        """Add a person, or what this mention says of a known one; return his index."""
        for index, known in enumerate(self.people[:LEADING]):
            apart = known.side and person.side and known.side != person.side
            if same_name(known.name, person.name) and (full_name(person.name) or not apart):
                self.people[index] = _joined(known, person)
                return index
        self.people.append(person)
        return len(self.people) - 1


def _joined(known: Person, person: Person) -> Person:
    """Return a person with the titles and side of another mention; the longer name counts."""
    name = max((known.name, person.name), key=lambda n: (len(n.split()), -len(n)))
    first = known if name == known.name else person
    titles = tuple(dict.fromkeys(known.titles + person.titles))
    side = side_of_titles(list(titles)) or known.side or person.side
    return replace(known, name=first.name, titles=titles, side=side)


def side_of_titles(titles: list[str]) -> str:
    """Return the side that titles name: a part of a country before the country itself.

    >>> side_of_titles(["Chủ tịch Quảng Tây", "Ủy viên Trung ương Đảng Cộng sản Trung Quốc"])
    'Quảng Tây'
    """
    sides = [side for side in (side_of(title) for title in titles) if side]
    local = [s for s in sides if any(p.kind in LOCAL_KINDS for p in find_names(s))]
    return (local or sides or [""])[0]


def full_name(name: str) -> bool:
    """Return whether a name has several words.

    >>> full_name("Trần Văn Hải"), full_name("Hải")
    (True, False)
    """
    return " " in name
