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
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from readouts.comparison.comparability import known_date
from readouts.entities.name_finder import find_people
from readouts.entities.places import country_of, find_names
from readouts.language.lexicon import pattern, words
from readouts.language.normalization import NormalizedText, normalize, normalize_words
from readouts.language.words import segment
from readouts.model import Item, Mention
from readouts.reading import Reading

_DASHES = ("-", "–")
_SHORT_FORM = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class NamedThing:
    """Something named in an item (by number): its words and span; ``mention`` of a sum or date."""

    item: int
    words: str
    start: int
    end: int
    mention: Mention | None = None


def named_things(reading: Reading) -> list[NamedThing]:
    """Return what the proposals of a reading name, in order; no people, no sides, no countries."""
    people = _people(reading)
    found = []
    for number, item in enumerate(reading.item_rows):
        mentions = [r for r in _told(reading) if item.start <= r.start and r.end <= item.end]
        taken = people + [(row.start, row.end) for row in mentions]
        spans = [(row.start, row.end, row) for row in mentions] + [
            (start, end, None)
            for start, end in _names(reading, item)
            if not any(start < last and first < end for first, last in taken)
        ]
        found += [
            NamedThing(number, " ".join(reading.source[start:end].split()), start, end, mention)
            for start, end, mention in sorted(spans, key=lambda span: span[0])
        ]
    return found


def only_in(reading: Reading, other: Reading) -> list[NamedThing]:
    """Return what the proposals of a reading name and the other text names nowhere.

    A name that the other text has in part (two words of it, its short form, another name of the
    same place or body) counts as named.
    """
    said = f" {_plain(other.source)} "
    told = {_measure(row) for row in other.mention_rows}
    places = {span.name for span in find_names(normalize(other.source).text)}
    return [
        one
        for one in named_things(reading)
        if not any(f" {part} " in said for part in _parts(one.words))
        and not places & {span.name for span in find_names(normalize_words(one.words))}
        and not (one.mention and _measure(one.mention) in told)
    ]


def _told(reading: Reading) -> list[Mention]:
    """Return the sums of money, and the dates that lie ahead of the meeting."""
    met = known_date(reading)
    return [
        row
        for row in reading.mention_rows
        if row.kind == "money"
        or (row.kind in ("date", "period") and "" < met[: len(row.iso)] < row.iso)
    ]


def _measure(row: Mention) -> tuple[object, ...]:
    """Return what makes two sums, or two dates, one: value and unit, or the year they begin in."""
    return (row.value, row.unit) if row.kind == "money" else (row.iso[:4],)


def _names(reading: Reading, item: Item) -> list[tuple[int, int]]:
    """Return the spans of names inside an item: words in capitals that stand together.

    Vietnamese writes the first syllable of a word in capitals, so that words are what is joined.
    """
    view = normalize(reading.source[item.start : item.end])
    found = []
    for run in _runs(view):
        start, end = view.span(run[0][0], run[-1][1])
        span = item.start + start, item.start + end
        if _tells(view, run) and not _is_side(reading, reading.source[slice(*span)]):
            found.append(span)
    return found


def _runs(view: NormalizedText) -> Iterable[list[tuple[int, int]]]:
    """Yield the runs of words in capitals, with the figures and dashes between or after them."""
    run: list[tuple[int, int]] = []
    for word in segment(view.text):
        spelled = view.text[word.start : word.end]
        together = bool(run) and not view.text[run[-1][1] : word.start].strip()
        if spelled[:1].isupper() or (together and (spelled.isdigit() or spelled in _DASHES)):
            if run and not together:
                yield run
                run = []
            run.append((word.start, word.end))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _tells(view: NormalizedText, run: list[tuple[int, int]]) -> bool:
    """Tell whether a run names one thing: two capitals at least, or a short form in capitals.

    A word that opens the item, and halves of one syllable (`Việt - Lào`), tell nothing.
    """
    while run and view.text[run[-1][0] : run[-1][1]] in _DASHES:
        run.pop()
    name = " ".join(view.text[start:end] for start, end in run)
    parts = [part.split() for part in re.split(r"[-–]", name)]
    if not run or run[0][0] == 0 or (len(parts) > 1 and all(len(part) < 2 for part in parts)):
        return False
    capitals = [one for one in _offices().sub("", name).split() if one[:1].isupper()]
    short = any(one.isupper() and _SHORT_FORM.fullmatch(one) for one in capitals)
    return (len(capitals) > 1 or short) and not _common().fullmatch(name)


@cache
def _offices() -> re.Pattern[str]:
    return pattern(words("named", "offices"))


@cache
def _common() -> re.Pattern[str]:
    return pattern(words("named", "common"))


def _is_side(reading: Reading, name: str) -> bool:
    """Tell whether a name is only of sides and countries (`Việt Nam - Trung Quốc`)."""
    parts = [part.strip() for part in re.split(r"[-–]", name)]
    return all(part in reading.meeting.sides or country_of(part) == part for part in parts)


def _parts(name: str) -> set[str]:
    words = _plain(name).split()
    return {" ".join(pair) for pair in pairwise(words)} | {" ".join(words)}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalize_words(text).lower()))


def _people(reading: Reading) -> list[tuple[int, int]]:
    """Return the spans of the source that name people or their offices."""
    view = normalize(reading.source)
    spans = [(0, len(view.text))] if view.text else []
    return [view.span(row.start, row.end) for row in find_people(view.text, spans).namings]
