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
from functools import cache
from typing import Literal, NamedTuple

from readouts.entities.numbers import (
    GAP,
    LOOK_BACK,
    Number,
    Place,
    any_of,
    entries,
    lowered,
    read_number,
)
from readouts.language.lexicon import word_list
from readouts.language.normalization import normalize_words

_SYLLABLE = re.compile(r"[ ]+([^\W\d_]+)(?!\w)")
_RATE = re.compile(r"[ ]?/[ ]?(?P<per>[^\W\d_]+(?:[ ]?[23²³])?)(?!\w)")
# A year without a separator in its digits; a figure as large is written 2.020.
_YEAR_LIKE = re.compile(r"(?:1[5-9]|2[01])\d\d")

# The word before a number, where a sentence does not start with it.
_CAPITAL_BEFORE = re.compile(r"[^\s.!?:;\"-][ ][\"'(]?([^\W\d_]+)[ ]-?$")

Kind = Literal["money", "percent", "count", "duration"]


class Figure(NamedTuple):
    """A figure in the text: its span, kind, value and unit (ISO 4217 code, ``%``, a noun)."""

    start: int
    end: int
    kind: Kind
    value: float
    unit: str


class Unit(NamedTuple):
    """What follows a number: the offset where it ends, the kind of figure, and the unit.

    ``whole`` says that there are no fractions of it.
    """

    end: int
    kind: Kind
    unit: str
    whole: bool = False


def read_quantity(text: str, low: str, at: int) -> list[Figure]:
    """Return the figure whose number starts at ``at`` (two for a range), or none.

    ``text`` is folded, ``low`` the same in lower case.

    >>> text = "đạt 1,7 tỷ - 2 tỷ USD"
    >>> [(figure.value, figure.unit) for figure in read_quantity(text, text.lower(), 4)]
    [(1700000000.0, 'USD'), (2000000000.0, 'USD')]
    """
    place = Place(text, low, at)
    number = read_number(low, at)
    if number is None:
        return _after_sign(low, at)
    if _is_year_word(place, number):
        return []
    return _range(place, number) or _single(place, number)


@cache
def quantity_openers() -> frozenset[str]:
    """Return the words a figure may start with, besides digits, in lower case.

    >>> {"mười", "hai"} <= quantity_openers()
    True
    """
    return frozenset({"mười", *entries("quantities", "digits")})


@cache
def currency_signs() -> str:
    """Return the pattern of a sign or code of a currency before its number (``US$``, ``EUR``).

    >>> bool(re.match(currency_signs(), "us$ 5"))
    True
    """
    return any_of(_words("currency_before"))


# --- the number and its unit -------------------------------------------------------------------


def _range(place: Place, first: Number) -> list[Figure]:
    """Read both ends of a range that names its unit once, after the second."""
    join = _range_join().match(place.low, first.end)
    last = join and read_number(place.low, join.end())
    unit = last and _unit(place, last)
    if not join or not last or not unit:
        return []
    low_value, high_value = _value(first, unit), _value(last, unit)
    if first.magnitude == 1 and low_value * last.magnitude < high_value:
        low_value *= last.magnitude
    if low_value == high_value:
        return []
    return [
        Figure(place.at, first.end, unit.kind, float(low_value), unit.unit),
        Figure(join.end(), unit.end, unit.kind, float(high_value), unit.unit),
    ]


def _single(place: Place, number: Number) -> list[Figure]:
    unit = _unit(place, number)
    if unit is None:
        return []
    value, end = float(_value(number, unit)), unit.end
    if unit.kind == "duration" and place.low.startswith(" rưỡi", end):
        value, end = value + 0.5, end + len(" rưỡi")
    if unit.kind == "percent" and place.follows(_minus()):
        value = -value
    return [Figure(place.at, end, unit.kind, value, unit.unit)]


def _value(number: Number, unit: Unit) -> Decimal:
    return number.whole if unit.whole else number.value


def _after_sign(low: str, at: int) -> list[Figure]:
    sign = _sign().match(low, at)
    number = sign and read_number(low, sign.end())
    if not sign or not number or not number.digits:
        return []
    return [Figure(at, number.end, "money", float(number.whole), _currencies()[sign["unit"]])]


def _unit(place: Place, number: Number) -> Unit | None:
    """Return the unit of the number that starts at the place, or None where it counts nothing."""
    for rule in (_percent, _money, _duration, _measure, _counted):
        unit = rule(place, number)
        if unit:
            return _with_rate(place.low, unit)
    return None


def _percent(place: Place, number: Number) -> Unit | None:
    points = _after("percent_points").match(place.low, number.end)
    if points:
        return Unit(points.end(), "percent", "điểm %")
    percent = _after("percent").match(place.low, number.end)
    return Unit(percent.end(), "percent", "%") if percent else None


def _money(place: Place, number: Number) -> Unit | None:
    match = _currency().match(place.low, number.end)
    if not match:
        return None
    large = number.value >= 1000
    if not large and _no_currency().match(place.low, match.end()):
        return None
    return Unit(match.end(), "money", _currencies()[_single_spaced(match["unit"])], whole=True)


def _duration(place: Place, number: Number) -> Unit | None:
    match = _after("time_units").match(place.low, number.end)
    if not match or (match["gap"] == "" and not number.digits):
        return None
    if _is_label(place) or _is_date_part(place, number, match.end()):
        return None
    if _is_article(number) and not place.follows(_follows("measured_time_before")):
        return None
    if _RATE.match(place.low, match.end()):
        return None
    return Unit(match.end(), "duration", _single_spaced(match["unit"]))


def _is_date_part(place: Place, number: Number, end: int) -> bool:
    """Return whether ``2 năm 2024``, ``8 giờ sáng``, ``lúc 8 giờ`` say when, not how long."""
    unit = place.low[number.end : end].strip()
    if unit == "năm" and re.match(r"\s+(?:1[5-9]|2[01])\d\d(?!\d)", place.low[end : end + 8]):
        return True
    clock = unit in ("giờ", "phút") and (
        place.follows(_follows("clock_before")) or _clock_next().match(place.low, end)
    )
    return bool(clock)


def _measure(place: Place, number: Number) -> Unit | None:
    match = _after("measures").match(place.low, number.end)
    if not match or (_is_article(number) and not place.follows(_follows("measured_time_before"))):
        return None
    # Attached, a capital makes a name (`118G`), unless the unit is written so (`5MW`).
    if not match["gap"] and place.text[number.end : match.end()] in "GMLTYS":
        return None
    return _with_matter(
        place, Unit(match.end(), "count", _measures()[_single_spaced(match["unit"])])
    )


def _counted(place: Place, number: Number) -> Unit | None:
    named, year = _is_named(place), bool(_YEAR_LIKE.fullmatch(number.digits))
    if _is_label(place) or (year and named):
        return None
    if _names_parties(place, number):
        return None
    known = _known_noun().match(place.low, number.end)
    if known:
        return _with_matter(place, _noun(known.end(), known["unit"]))
    if year or named or not number.digits or place.follows(_follows("numbered_things")):
        return None
    end = _noun_end(place, number.end)
    return _noun(end, place.low[number.end : end]) if end > number.end else None


def _is_article(number: Number) -> bool:
    return number.value == 1 and not number.digits


def _is_year_word(place: Place, number: Number) -> bool:
    """Return whether ``năm`` is the year: it is five before a magnitude, ``năm``, or a noun."""
    if number.digits or number.value != 5:
        return False
    rest = place.low[number.end : number.end + 20]
    if re.match(r"[ ]+(?:năm|phần trăm)(?!\w)", rest):
        return False
    return place.follows(_follows("year_before")) or not _known_noun().match(rest)


def _names_parties(place: Place, number: Number) -> bool:
    """Return whether the number names the parties (``hai nước``) or is the article ``một``."""
    few = number.value == 2 or (number.value == 3 and not number.digits)
    return _is_article(number) or (few and bool(_party().match(place.low, number.end)))


def _noun(end: int, words: str) -> Unit:
    return Unit(end, "count", _single_spaced(words), whole=True)


def _with_matter(place: Place, unit: Unit) -> Unit:
    """Let what is weighed or handled be part of the unit: ``tấn gạo``, ``chiếc máy bay``."""
    if unit.unit not in _words("measures_of"):
        return unit
    known = _known_noun().match(place.low, unit.end)
    end = known.end() if known else _noun_end(place, unit.end)
    matter = _single_spaced(place.low[unit.end : end])
    return unit._replace(end=end, unit=f"{unit.unit} {matter}".strip())


def _noun_end(place: Place, at: int) -> int:
    """Return where a noun ends: up to two syllables in lower case, before a word that ends it."""
    end, syllables = at, 0
    while syllables < 2:
        match = _SYLLABLE.match(place.text, end)
        if not match or not match[1].islower() or _not_of_noun().match(place.low, match.start(1)):
            break
        end, syllables = match.end(), syllables + 1
    return end


def _with_rate(low: str, unit: Unit) -> Unit:
    """Let ``/kg`` or ``/năm`` after the unit be part of it: a price is no sum."""
    match = _RATE.match(low, unit.end)
    if not match or unit.kind in ("percent", "duration"):
        return unit
    return unit._replace(end=match.end(), unit=f"{unit.unit}/{match['per']}")


def _is_label(place: Place) -> bool:
    """Return whether the word before the number makes it a label: ``Điều 5``, ``lần 2``."""
    return place.follows(_follows("numbered")) and not place.follows(_follows("not_numbered"))


def _is_named(place: Place) -> bool:
    """Return whether a name stands before the number: ``APEC 2027``, ``Sông Hậu 1``.

    A capital at the start of a sentence makes no name (``Có 5 dự án``).
    """
    before = _CAPITAL_BEFORE.search(place.text[max(0, place.at - LOOK_BACK) : place.at])
    return bool(before and before[1][0].isupper())


def _single_spaced(words: str) -> str:
    return " ".join(words.split())


# --- words -------------------------------------------------------------------------------------


def _words(key: str) -> list[str]:
    return [str(word) for word in word_list("quantities")[key]]


@cache
def _currencies() -> dict[str, str]:
    """Return the ISO 4217 code of each word for a currency, folded and in lower case."""
    listed = word_list("quantities")["currencies"].items()
    return {lowered(normalize_words(str(word))): code for code, words in listed for word in words}


@cache
def _measures() -> dict[str, str]:
    """Return the spelling of each measure (``MW``) by its folded form in lower case."""
    return {
        lowered(normalize_words(str(word))): str(word)
        for word in word_list("quantities")["measures"]
    }


@cache
def _currency() -> re.Pattern[str]:
    return re.compile(rf"{GAP}?(?P<unit>{any_of(_currencies())})(?!\w)")


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(rf"(?P<unit>{currency_signs()})[ ]?(?=\d)")


@cache
def _no_currency() -> re.Pattern[str]:
    return re.compile(rf"[ ]{any_of(_words('not_currency_before'))}(?!\w)")


@cache
def _after(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<gap>{GAP}?)(?P<unit>{any_of(_words(key))})(?!\w)")


@cache
def _follows(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(_words(key))}[ \n]*$")


@cache
def _minus() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(_words('negative'))}[ ]$|[^\W\d_][ ]-$")


@cache
def _range_join() -> re.Pattern[str]:
    return re.compile(rf"{GAP}?-{GAP}?|{GAP}{any_of(_words('range_words'))}{GAP}")


@cache
def _known_noun() -> re.Pattern[str]:
    return re.compile(rf"{GAP}(?P<unit>{any_of(_words('counted'))})(?!\w)")


@cache
def _party() -> re.Pattern[str]:
    return re.compile(rf"{GAP}{any_of(_words('parties'))}(?!\w)")


@cache
def _not_of_noun() -> re.Pattern[str]:
    return re.compile(rf"{any_of(_words('ends_noun'))}(?!\w)")


@cache
def _clock_next() -> re.Pattern[str]:
    parts = any_of(str(word) for word in word_list("dates")["parts_of_day"])
    after = any_of(_words("clock_after"))
    return re.compile(rf"[ ]?(?:(?:{parts}|{after})(?!\w)|\d{{1,2}}|ngày[ ]\d)")
