"""Figures of a readout: money, percentages, lengths of time and counts of things.

The span of a figure is the number and its unit, without ``khoảng``, ``hơn`` and the like; both ends
of a range (``5 - 7%``, ``1,7 tỷ - 2 tỷ USD``) are figures of their own. What is counted is the noun
of ``data/lexicon/quantities.yml`` that follows, the longest that fits, and nothing after it: like
is only ever compared with like. After digits a noun the list does not know counts too, as one word
of up to two syllables; after a number in words it does not (``hai chiều``, ``một số``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, partial
from typing import Literal, NamedTuple

from readouts.entities.forms import forms_of, piece
from readouts.entities.numbers import (
    Number,
    Position,
    currencies,
    entries,
    read_number,
)
from readouts.language.lexicon import word_list, words
from readouts.language.normalization import normalize_words

_SYLLABLE = re.compile(r"[ ]+([^\W\d_]+)(?!\w)")
_RATE = re.compile(r"[ ]?/[ ]?(?P<per>[^\W\d_]+(?:[ ]?[23²³])?)(?!\w)")

_piece = partial(piece, "quantity")
Kind = Literal["money", "percent", "count", "duration"]
_KINDS: dict[str, Kind] = {
    "points": "percent",
    "percent": "percent",
    "currency": "money",
    "time": "duration",
    "measure": "count",
    "noun": "count",
    "unknown": "count",
}
# There are no fractions of these.
_WHOLE = ("currency", "noun", "unknown")


class Figure(NamedTuple):
    """A figure in the text: its span, kind, value and unit (ISO 4217 code, ``%``, a noun)."""

    start: int
    end: int
    kind: Kind
    value: float
    unit: str


def read_quantity(text: str, low: str, at: int) -> list[Figure]:
    """Return the figure that starts at ``at`` (two for a range), or none.

    ``text`` is normalized, ``low`` the same in lower case.

    >>> text = "đạt 1,7 tỷ - 2 tỷ USD"
    >>> [(figure.value, figure.unit) for figure in read_quantity(text, text.lower(), 4)]
    [(1700000000.0, 'USD'), (2000000000.0, 'USD')]
    """
    position = Position(text, low, at)
    if _is_year_word(position):
        return []
    found = (form.match(position) for form in forms_of("quantity"))
    return next(
        (figures for match in found if match and (figures := _figures(position, match))), []
    )


@cache
def quantity_openers() -> frozenset[str]:
    """Return the words a figure may start with, besides digits, in lower case.

    >>> {"mười", "hai"} <= quantity_openers()
    True
    """
    return frozenset({*entries("quantities", "places"), *entries("quantities", "digits")})


def _figures(position: Position, match: re.Match[str]) -> list[Figure]:
    """Return what a form found: one figure, or both ends of a range that names its unit once."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    what = next(name for name in _KINDS if name in groups)
    number = read_number(position.low, match.start("number"))
    end, unit = _unit(position, match, what)
    if number is None or not unit:
        return []
    # "2 đồng chí", but "2.000 đồng hỗ trợ".
    plain = number.magnitude == 1 and (number.digits or "1").isdigit()
    other_word = _piece("NO_CURRENCY").match(position.low, match.end(what))
    if what == "currency" and plain and other_word:
        return []
    value, start = _value(number, what), position.at
    if "half" in groups:
        value += Decimal("0.5")
    if what == "percent" and position.follows(_piece("MINUS")):
        value = -value
    figures = [Figure(start, end, _KINDS[what], float(value), unit)]
    first = read_number(position.low, start) if "low" in groups else None
    if first is not None:
        lower = _value(first, what)
        if first.magnitude == 1 and lower * number.magnitude < value:
            lower *= number.magnitude
        figures = [
            Figure(start, first.end, _KINDS[what], float(lower), unit),
            figures[0]._replace(start=match.start("number")),
        ]
    return figures


def _value(number: Number, what: str) -> Decimal:
    return number.whole if what in _WHOLE else number.value


def _unit(position: Position, match: re.Match[str], what: str) -> tuple[int, str]:
    """Return where a figure ends, and its unit; what is weighed is part of it (``tấn gạo``)."""
    end, unit = match.end(), " ".join(match[what].split())
    if what == "points":
        unit = "điểm %"
    elif what == "percent":
        unit = "%"
    elif what == "currency":
        unit = currencies()[unit]
    elif what == "measure":
        unit = _measures()[unit]
    elif what == "unknown":
        end = _noun_end(position, end)
        unit = " ".join(position.low[match.end() : end].split())
    if unit in words("quantities", "measures_of"):
        start, known = end, _piece("KNOWN_NOUN").match(position.low, end)
        end = known.end() if known else _noun_end(position, start)
        unit = f"{unit} {' '.join(position.low[start:end].split())}".strip()
    # A price is no sum: "38.000 đồng/kg".
    rate = _RATE.match(position.low, end) if _KINDS[what] in ("money", "count") and unit else None
    return (rate.end(), f"{unit}/{rate['per']}") if rate else (end, unit)


def _is_year_word(position: Position) -> bool:
    """Return whether ``năm`` is the year: it is five before a magnitude, ``năm``, or a noun."""
    number = read_number(position.low, position.at)
    if number is None or number.digits or number.value != 5:
        return False
    rest = position.low[number.end : number.end + 20]
    if _piece("FIVE_BEFORE").match(rest):
        return False
    return position.follows(_piece("YEAR_BEFORE")) or not _piece("KNOWN_NOUN").match(rest)


def _noun_end(position: Position, at: int, most: int = 2) -> int:
    """Return where a noun ends: up to two syllables in lower case, before a word that ends it."""
    while (syllable := _SYLLABLE.match(position.text, at)) and syllable[1].islower() and most:
        if _piece("ENDS_NOUN").match(position.low, syllable.start(1)):
            break
        at, most = syllable.end(), most - 1
    return at


@cache
def _measures() -> dict[str, str]:
    """Return the spelling of each measure (``MW``) by its normalized form in lower case."""
    measures = word_list("quantities")["measures"]
    return {normalize_words(str(word)).lower(): str(word) for word in measures}
