"""The named things inside proposals: projects, agreements, places, bodies, sums and dates.

>>> from readouts.model import Item, Mention
>>> words = "xây cầu Sông Vàng 2 với 5 triệu USD"
>>> item = Item(0, len(words), 0, "Bà A", "Lào", "commit")
>>> sums = (Mention(24, 35, "money", 5e6, "USD"),)
>>> reading = Reading("a", words, item_rows=(item,), mention_rows=sums)
>>> [one.words for one in named_things(reading)]
['Sông Vàng 2', '5 triệu USD']
>>> [one.words for one in only_in(reading, Reading("b", "Cầu Sông Vàng."))]
['5 triệu USD']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from readouts.comparison.comparability import known_date
from readouts.entities.name_finder import find_people
from readouts.entities.places import find_names
from readouts.language.lexicon import word_list, words
from readouts.language.normalization import normalize, normalize_words
from readouts.language.patterns import pattern
from readouts.language.words import Word, segment, tag
from readouts.model import Item, Mention
from readouts.reading import Reading

_DASHES = ("-", "–")
# Over the signs of `_syllables`: a name that starts with a common noun goes on through nouns, any
# other through capitals only.
_NAME = re.compile(r"H(?:[HCcdn]|[hl](?=[HCd]))*|C(?:[HCcd]|h(?=[HCd]))*")
_LONG = 3
# So many characters before a sum, a word may show that it is today's level.
_PRESENT_REACH = 40
_SHORT_FORM = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class NamedThing:
    """A name in an item (by number): its words, and the ``mention`` of a sum or date."""

    item: int
    words: str
    mention: Mention | None = None


def named_things(reading: Reading) -> list[NamedThing]:
    """Return the names in the proposals of a reading, in order, without people, sides and
    countries."""
    never_names = _people(reading) + [
        (row.start, row.end) for row in reading.mention_rows if row.kind == "money"
    ]
    found = []
    for number, item in enumerate(reading.item_rows):
        mentions = [
            r for r in _sums_and_dates(reading) if item.start <= r.start and r.end <= item.end
        ]
        occupied = never_names + [(row.start, row.end) for row in mentions]
        spans = [(row.start, row.end, row) for row in mentions] + [
            (start, end, None)
            for start, end in _names(reading, item)
            if not any(start < last and first < end for first, last in occupied)
        ]
        found += [
            NamedThing(number, " ".join(reading.source[start:end].split()), mention)
            for start, end, mention in sorted(spans, key=lambda span: span[0])
        ]
    return found


def only_in(reading: Reading, other: Reading) -> list[NamedThing]:
    """Return the names in the proposals of a reading that are nowhere in the other text.

    If the other text has a part of a name (two words, its short form, another name of the same
    place or body), the name counts as present.
    """
    other_words = f" {_plain(other.source)} "
    measures = {_measure(row) for row in other.mention_rows}
    places = _places(normalize(other.source).text)
    return [
        one
        for one in named_things(reading)
        if (
            _measure(one.mention) not in measures
            if one.mention
            else not any(f" {part} " in other_words for part in _parts(one.words))
            and not places & _places(normalize_words(one.words))
        )
    ]


def _places(text: str) -> set[str]:
    """Return the places and bodies that a text names, without countries."""
    return {span.name for span in find_names(text) if span.kind != "country"}


def _sums_and_dates(reading: Reading) -> list[Mention]:
    """Return the sums of money that are not today's level, and the dates after the meeting."""
    met = known_date(reading)
    return [
        row
        for row in reading.mention_rows
        if (row.kind == "money" and not _at_present(reading, row))
        or (row.kind in ("date", "period") and "" < met[: len(row.iso)] < row.iso)
    ]


def _at_present(reading: Reading, row: Mention) -> bool:
    """Return whether a sum is what has been reached (`hiện đang ở mức 4 tỷ USD`)."""
    before = normalize_words(reading.source[max(0, row.start - _PRESENT_REACH) : row.start])
    return pattern("at_present").search(before) is not None


def _measure(row: Mention) -> tuple[object, ...]:
    """Return the identity of a sum or date: value and unit, or its first year."""
    return (row.value, row.unit) if row.kind == "money" else (row.iso[:4],)


def _names(reading: Reading, item: Item) -> Iterator[tuple[int, int]]:
    """Yield the spans of whole names inside an item: words in capitals that stand together.

    A capital at the start of the item says nothing. A name that continues in small letters is left
    out, and so is a common noun before a verb, which may belong to it.
    """
    view = normalize(reading.source[item.start : item.end])
    syllables = [found for word in tag(view.text) for found in _syllables(view.text, word)]
    for found in _NAME.finditer("".join(sign for *_, sign in syllables)):
        first, last = syllables[found.start()][0], syllables[found.end() - 1][1]
        continued = _continues(view.text[:last], view.text[last:])
        cut = continued or (found[0].startswith("H") and found.string[found.end() :][:1] == "v")
        if first and not cut and _is_specific(view.text[first:last]):
            start, end = view.span(first, last)
            if not _is_side(reading, reading.source[item.start + start : item.start + end]):
                yield item.start + start, item.start + end


def _continues(before: str, behind: str) -> bool:
    """Return whether the last syllable of a name and the next one are one word (`Năm Giao|lưu`)."""
    following = behind.split(maxsplit=1)[:1] if behind[:1] == " " else []
    return bool(following) and len(segment(f"{before.split()[-1]} {following[0]}".lower())) == 1


def _syllables(text: str, word: Word) -> Iterator[tuple[int, int, str]]:
    """Yield the syllables of a word, each with its span and what it may be in a name.

    H starts a common noun in capitals, C another word in capitals, c continues either; d is
    a figure, h a dash, l a link, n and v a noun and a verb in small letters, x none of these.
    """
    whole = text[word.start : word.end]
    small = {"N": "n", "A": "n", "V": "v"}.get(word.tag[:1], "x")
    opener = "H" if word.tag == "N" or whole in words("named", "openers") else "C"
    capital = ""
    for found in re.finditer(r"\S+", whole):
        syllable = found[0]
        if syllable[0].isupper():
            sign = "c" if capital else opener
            capital = "" if syllable.isupper() and len(syllable) > 1 else syllable
        elif syllable[0].isdigit() or syllable in _DASHES:
            sign = "d" if syllable[0].isdigit() else "h"
        else:
            sign = "c" if capital else "l" if syllable in words("named", "links") else small
        yield word.start + found.start(), word.start + found.end(), sign


def _is_specific(name: str) -> bool:
    """Return whether a name is of one thing: two capitals at least, or a short form in capitals.

    Halves of one syllable (`Việt - Lào`), offices and parts of the world are not specific.
    """
    parts = [part.split() for part in re.split(r"[-–]", name)]
    if (len(parts) > 1 and all(len(part) < 2 for part in parts)) or pattern(
        "titles.offices|named.offices"
    ).match(name):
        return False
    capitals = [one for one in name.split() if one[:1].isupper()]
    short = any(one.isupper() and _SHORT_FORM.fullmatch(one) for one in capitals)
    return (len(capitals) > 1 or short) and not pattern("named.common").fullmatch(name)


def _is_side(reading: Reading, name: str) -> bool:
    """Return whether a name is only of sides, countries and what they are in (`Việt Nam - EU`)."""
    parts = [part.strip() for part in re.split(r"[-–]", normalize_words(name))]
    kinds = {"country"} if len(parts) == 1 else {"country", "body"}
    return all(
        part in reading.meeting.sides
        or any(one.kind in kinds and part[one.start : one.end] == part for one in find_names(part))
        for part in parts
    )


def _parts(name: str) -> set[str]:
    """Return other forms of a name: two of its words, a part between dashes, its other names.

    Countries are left out, and so are the first two words of a long name: the kind of thing.
    """
    text = normalize_words(name)
    for span in reversed(find_names(text)):
        if span.kind == "country":
            text = f"{text[: span.start]}-{text[span.end :]}"
    found, light = {_plain(name)}, {*words("light_words", "grammar")}
    for part in map(_plain, re.split(r"[-–]", text)):
        pairs = [" ".join(pair) for pair in pairwise(part.split()) if not light & {*pair}]
        found |= {part, *(pairs if len(pairs) < _LONG else pairs[1:])}
    for names in word_list("named")["same"]:
        alike = {_plain(one) for one in names}
        if any(f" {one} " in f" {_plain(name)} " for one in alike):
            found |= alike
    return found - {""}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalize_words(text).lower()))


def _people(reading: Reading) -> list[tuple[int, int]]:
    """Return the spans of the source that name people or their offices."""
    view = normalize(reading.source)
    spans = [(0, len(view.text))] if view.text else []
    return [view.span(row.start, row.end) for row in find_people(view.text, spans).mentions]
