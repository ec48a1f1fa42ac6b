"""Countries, places and bodies in Vietnamese text: the spans of their names, and their sides.

Names come from babel's Vietnamese territories and ``data/lexicon/places.yml`` and ``bodies.yml``.
They match by capitals and whole words, the longest first. Vietnamese country names that are also
given names (``Nga``, ``Đức``) or open other words (``Pháp luật``) are kept apart by the rules
those files describe.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from readouts.language.lexicon import word_list, words
from readouts.language.normalization import normalize_words
from readouts.language.patterns import pattern

HOME = "Việt Nam"
Kind = Literal["country", "region", "province", "city", "building", "body"]
LOCAL_KINDS: tuple[Kind, ...] = ("region", "province", "city")

_WORD = re.compile(r"\w+")
_DASH_AFTER = re.compile(r" ?- ?\w")
_DASH_BEFORE = re.compile(r"\w ?- ?$")
# How far before a short or ambiguous name the words stand that tell what it is.
_TELLING_REACH = 40
# A country named so near after a name shows which of two namesakes is meant.
_NAMESAKE_REACH = 30


@dataclass(frozen=True)
class Place:
    """A country, a part of one, or a body; ``side`` is what a reader would write for it."""

    name: str
    kind: Kind
    country: str = ""
    side: str = ""


@dataclass(frozen=True)
class PlaceSpan:
    """A name at ``text[start:end]`` and what it names."""

    start: int
    end: int
    place: Place

    @property
    def name(self) -> str:
        """The name as we write it (`Mỹ` for `Hoa Kỳ`)."""
        return self.place.name

    @property
    def country(self) -> str:
        """The country it is or lies in, or an empty string."""
        return self.place.country

    @property
    def kind(self) -> Kind:
        """What it is: country, region, province, city, building or body."""
        return self.place.kind


def find_names(text: str) -> tuple[PlaceSpan, ...]:
    """Return countries, places and bodies named in normalized ``text``, in order, without overlaps.

    >>> [(span.name, span.kind) for span in find_names("Ngân hàng Thế giới và Nam Phi")]
    [('WB', 'body'), ('Nam Phi', 'country')]
    >>> find_names("Bà Nguyễn Thị Nga nêu quy định của Pháp luật")
    ()
    """
    by_first_word = _lexicon().by_first_word
    found: list[PlaceSpan] = []
    reached = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < reached or word.group() not in by_first_word:
            continue
        for name, places in by_first_word[word.group()]:
            end = start + len(name)
            if not text.startswith(name, start) or text[end : end + 1].isalnum():
                continue
            if not _meant(text, start, end, name):
                continue
            reached = end
            place = _which(places, text, end)
            if place:
                found.append(PlaceSpan(start, end, place))
            break
    return tuple(found)


class PlaceNames:
    """The countries, places and bodies named in a normalized text, looked up by offset.

    >>> names = PlaceNames("Bộ trưởng Lào thăm tỉnh Vân Nam")
    >>> [span.name for span in names.within(0, 18)], names.starting_at(24).name
    (['Lào'], 'Vân Nam')
    """

    def __init__(self, text: str) -> None:
        self.spans = find_names(text)
        self._starts = [span.start for span in self.spans]
        self._by_end = {span.end: span for span in self.spans}

    def within(self, start: int, end: int) -> list[PlaceSpan]:
        """Return the names that stand in a span of the text, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [span for span in self.spans[first:last] if span.end <= end]

    def starting_at(self, at: int) -> PlaceSpan | None:
        """Return the name that starts at ``at``, if any."""
        first = bisect_left(self._starts, at)
        return self.spans[first] if self._starts[first : first + 1] == [at] else None

    def ending_at(self, at: int) -> PlaceSpan | None:
        """Return the name that ends at ``at``, if any."""
        return self._by_end.get(at)


def side_of(phrase: str) -> str:
    """Return the country or body that a title names, in its usual name, or an empty string.

    A part of another country is its own side (its country is ``country_of``), one of Việt Nam is
    Việt Nam; where someone serves (``tại …``) is not whose side he is.

    >>> side_of("Đại sứ Hoa Kỳ tại Việt Nam"), side_of("Bí thư Tỉnh ủy Vân Nam (Trung Quốc)")
    ('Mỹ', 'Vân Nam')
    >>> side_of("Chủ tịch Ngân hàng Thế giới"), side_of("Tổng Giám đốc Tập đoàn ABC Hàn Quốc")
    ('WB', 'Tập đoàn ABC Hàn Quốc')
    >>> side_of("Phó Thủ tướng")
    ''
    """
    text = pattern("where").split(normalize_words(phrase), maxsplit=1)[0]
    names = find_names(text)
    own = pattern("own_body").search(text)
    if own and not any(span.kind == "body" for span in names):
        return own.group().strip()
    return _side(names)


def country_of(side: str) -> str:
    """Return the country a side belongs to (itself if it is one), or an empty string.

    >>> country_of("Vân Nam"), country_of("JICA"), country_of("Lào"), country_of("WB")
    ('Trung Quốc', 'Nhật Bản', 'Lào', '')
    """
    known = _lexicon().country_of_side.get(side)
    if known is not None:
        return known
    names = find_names(normalize_words(side))
    return names[0].country if names else ""


def _side(names: tuple[PlaceSpan, ...]) -> str:
    if not names:
        return ""
    first = names[0]
    if first.country == HOME:
        return HOME
    for span in names:
        if span.kind in LOCAL_KINDS and span.country == first.country:
            return span.name
    return first.place.side


@dataclass(frozen=True)
class _Lexicon:
    """The names by their first words, with what each may name (``None``: no place); and each side's
    country."""

    by_first_word: dict[str, tuple[tuple[str, tuple[Place | None, ...]], ...]]
    country_of_side: dict[str, str]


def _meant(text: str, start: int, end: int, name: str) -> bool:
    """Return whether a name that can be something else is a place here."""
    if name in words("places", "short"):
        return _is_short_form(text, start, end)
    if name in words("places", "given_names"):
        return not _ends_a_personal_name(text, start)
    if name in words("places", "surnames"):
        return bool(pattern("surname_after").search(text, max(0, start - _TELLING_REACH), start))
    return True


def _is_short_form(text: str, start: int, end: int) -> bool:
    """Return whether a short form is in a pair ("Việt - Trung") or after its noun."""
    before, behind = text[max(0, start - _TELLING_REACH) : start], text[end : end + 2].strip()
    if _DASH_BEFORE.search(before) or _DASH_AFTER.match(text, end):
        return not behind[:1].islower()
    return bool(pattern("short_after").search(before)) and not behind[:1].isupper()


def _ends_a_personal_name(text: str, start: int) -> bool:
    """Return whether a family name or two capitalised words are directly before ``start``, and no
    portfolio ("Bộ trưởng Công Thương Lào")."""
    before = text[max(0, start - _TELLING_REACH) : start]
    names = before.split()[-2:] if before.endswith(" ") else []
    family = names[-1:] and names[-1] in word_list("titles")["family_names"]["vietnamese"]
    capitals = [name[0].isupper() and name.isalpha() for name in names] == [True, True]
    return bool(family or capitals) and not pattern("portfolio_before").search(before)


def _which(places: tuple[Place | None, ...], text: str, end: int) -> Place | None:
    near = text[end : end + _NAMESAKE_REACH] if len(places) > 1 else ""
    named = (place for place in places if place and near and normalize_words(place.country) in near)
    return next(named, places[0])


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    places, bodies = word_list("places"), word_list("bodies")
    names: dict[str, list[Place | None]] = {}
    for name, place in (*_countries(places), *_parts(places), *_bodies(bodies)):
        meanings = names.setdefault(normalize_words(name), [])
        if place not in meanings:
            meanings.append(place)
    for name in places["hidden"]:
        names[normalize_words(name)] = [None]
    return _Lexicon(_index(names), _countries_of_sides(names))


def _countries(places: dict[str, Any]) -> Iterator[tuple[str, Place]]:
    from babel import Locale

    ours = places["countries"]
    for code, usual in Locale("vi").territories.items():
        if len(code) != 2 or code in places["no_country"]:
            continue
        entry = ours.get(code, {})
        name = entry.get("name", usual)
        place = Place(name, "country", name, name)
        for form in {name: None, usual: None, **dict.fromkeys(entry.get("aliases", ()))}:
            yield form, place
        for short, country in places["short"].items():
            if country == name:
                yield short, place


def _parts(places: dict[str, Any]) -> Iterator[tuple[str, Place]]:
    for group in places["places"]:
        for entry in group["names"]:
            entry = entry if isinstance(entry, dict) else {"name": entry}
            country, name = group["country"], entry["name"]
            place = Place(
                name, group["kind"], country, country if group["kind"] == "building" else name
            )
            for form in (name, *entry.get("aliases", ())):
                yield form, place


def _bodies(bodies: dict[str, Any]) -> Iterator[tuple[str, Place]]:
    for entry in bodies["bodies"]:
        name = entry["name"]
        place = Place(name, "body", entry.get("country", ""), entry.get("side", name))
        for form in (name, *entry.get("aliases", ())):
            yield form, place


def _countries_of_sides(names: dict[str, list[Place | None]]) -> dict[str, str]:
    """Return each side's country; of two namesakes the one abroad, for ours is never a side."""
    places = [place for meanings in names.values() for place in meanings if place]
    places.sort(key=lambda place: place.country != HOME)
    return {place.side: place.country for place in places}


def _index(
    names: dict[str, list[Place | None]],
) -> dict[str, tuple[tuple[str, tuple[Place | None, ...]], ...]]:
    index: dict[str, list[tuple[str, tuple[Place | None, ...]]]] = {}
    for name in sorted(names, key=len, reverse=True):
        first = _WORD.match(name)
        if first:
            index.setdefault(first.group(), []).append((name, tuple(names[name])))
    return {word: tuple(entries) for word, entries in index.items()}
