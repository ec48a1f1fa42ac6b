"""Numbers in Vietnamese, in digits and in words, and their values.

The patterns of figures and dates run over normalized text in lower case; they share this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from readouts.language.lexicon import word_list
from readouts.language.normalization import normalize_words

# White space inside an expression: never a blank line, never long enough to be slow.
GAP = r"(?:[ ]{1,3}|[ ]?\n[ ]?)"
# How far back the words before an expression are looked at, in characters.
LOOK_BACK = 40
# Fifteen digits are what a float holds exactly; longer runs are numbers of accounts or phones.
DIGITS = (
    r"(?:[1-9]\d{0,2}(?:\.\d{3}){1,4}(?:,\d{1,6})?"
    r"|[1-9]\d{0,2}(?:,\d{3}){2,4}(?:\.\d{1,6})?"
    r"|\d{1,15}(?:[.,]\d{1,6})?)(?![\d]|[.,/]\d)"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|,000)")
_WHOLE_WITH_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")


# The word before a number, where a sentence does not start with it.
_WORD_BEFORE = re.compile(r"[^\s.!?:;\"-][ ][\"'(]?([^\W\d_]+)[ ]-?$")


class Position(NamedTuple):
    """Where an expression may start: the normalized text, its lower case, and the offset."""

    text: str
    low: str
    at: int

    def before(self, most: int = LOOK_BACK) -> str:
        """Return the text before the offset, at most so many characters."""
        return self.low[max(0, self.at - most) : self.at]

    def named(self) -> bool:
        """Return whether a name is directly before the offset: ``APEC 2027``, ``Sông Hậu 1``.

        A capital at the start of a sentence makes no name (``Có 5 dự án``).
        """
        before = _WORD_BEFORE.search(self.text[max(0, self.at - LOOK_BACK) : self.at])
        return bool(before and before[1][0].isupper())

    def follows(self, words: re.Pattern[str]) -> bool:
        """Return whether ``words`` (a pattern that ends in ``$``) matches directly before."""
        return bool(words.search(self.before()))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of ``words``, longest first, normalized and in lower case.

    >>> any_of(["tỉ", "tỉ lệ", "US$"])
    '(?:tỷ[ ]lệ|us\\\\$|tỷ)'
    """
    ordered = sorted(
        {normalize_words(str(word)).lower() for word in words}, key=lambda w: (-len(w), w)
    )
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", "[ ]") for word in ordered) + ")"


def entries(name: str, key: str) -> dict[str, object]:
    """Return a mapping of a lexicon file with its words normalized and in lower case.

    >>> entries("quantities", "magnitudes")["tỷ"]
    1000000000.0
    """
    return {
        normalize_words(str(word)).lower(): value for word, value in word_list(name)[key].items()
    }


@cache
def unit_words() -> tuple[str, ...]:
    """Return every unit that a number may have, as the lexicon writes it.

    >>> {"usd", "năm", "%", "dự án"} <= set(unit_words())
    True
    """
    lists = word_list("quantities")
    keys = ("magnitudes", "time_units", "clock_units", "measures", "counted", "percent")
    return (*(str(word) for key in keys for word in lists[key]), *currencies())


@cache
def currencies() -> dict[str, str]:
    """Return the ISO 4217 code of each word for a currency, normalized and in lower case.

    >>> currencies()["đô la mỹ"]
    'USD'
    """
    listed = word_list("quantities")["currencies"].items()
    return {normalize_words(str(word)).lower(): code for code, words in listed for word in words}


def digits_value(digits: str, *, whole: bool = False) -> Decimal:
    """Return the value of a number in digits: decimal comma, thousands point.

    ``whole`` says that what is counted has no thousandths, so that ``12,500`` is English style.

    >>> [float(digits_value(d)) for d in ("1.234.567,89", "16,4", "7.5", "500,000", "12,500")]
    [1234567.89, 16.4, 7.5, 500000.0, 12.5]
    >>> float(digits_value("12,500", whole=True))
    12500.0
    """
    if _THOUSANDS.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    english = _ENGLISH_THOUSANDS.fullmatch(digits) or (
        whole and _WHOLE_WITH_COMMA.fullmatch(digits)
    )
    return Decimal(digits.replace(",", "") if english else digits.replace(",", "."))


@cache
def words_pattern() -> str:
    """Return the pattern of a number below a thousand in words, without magnitudes.

    >>> re.fullmatch(words_pattern(), "hai trăm linh năm").group()
    'hai trăm linh năm'
    """
    digits, last = entries("quantities", "digits"), entries("quantities", "digits_after_ten")
    unit = any_of(digits)
    # After a ten, `năm` is a year: five is written `lăm`.
    after_ten = any_of([*last, *(word for word, n in digits.items() if n != 5)])
    after_tens = any_of([*last, *(word for word, n in digits.items() if n not in (1, 5))])
    ten, tens, hundred, *no_ten = entries("quantities", "places")
    teens, tens = rf"{ten}(?: {after_ten}\b)?", rf"{unit} {tens}(?: {after_tens}\b)?"
    hundreds = rf"{unit} {hundred}(?: {any_of(no_ten)} {unit}\b| {tens}| {teens})?"
    return rf"(?:{hundreds}|{tens}|{teens}|{unit})(?!\w)"


def words_value(words: str) -> Decimal:
    """Return the value of a number below a thousand in words.

    >>> [int(words_value(w)) for w in ("mười", "mười lăm", "hai mươi mốt", "ba trăm linh năm")]
    [10, 15, 21, 305]
    """
    ones = entries("quantities", "digits") | entries("quantities", "digits_after_ten")
    places, total, last = entries("quantities", "places"), 0, 0
    for word in words.split():
        if word in places:
            total, last = total + max(last, 1) * int(str(places[word])), 0
        else:
            last = int(str(ones[word]))
    return Decimal(total + last)


@dataclass(frozen=True)
class Number:
    """A number in the text: where it ends, what it is worth, and how it is written.

    ``magnitude`` is what its words multiply by (``tỷ``: 1e9), 1 for none; ``digits`` is what it
    has in digits, empty for a number in words.
    """

    end: int
    value: Decimal
    magnitude: Decimal
    digits: str

    @property
    def whole(self) -> Decimal:
        """Return the value where only whole things are counted: ``12,500`` is 12,500."""
        if not self.digits or self.magnitude != 1:
            return self.value
        return digits_value(self.digits, whole=True)


@cache
def number_pattern() -> str:
    """Return the pattern of any number, in digits or words, with its magnitudes.

    >>> re.fullmatch(number_pattern(), "2,5 nghìn tỷ").group()
    '2,5 nghìn tỷ'
    """
    return re.sub(r"\?P<\w+>", "?:", _number().pattern)


@cache
def _number() -> re.Pattern[str]:
    magnitude = any_of(entries("quantities", "magnitudes"))
    half = any_of(word_list("quantities")["halves"])
    return re.compile(
        rf"(?:(?P<digits>{DIGITS})|(?P<words>{words_pattern()}))"
        rf"(?P<magnitudes>(?:{GAP}?{magnitude}(?!\w))*)(?P<half>{GAP}{half}(?!\w))?"
    )


def read_number(low: str, at: int) -> Number | None:
    """Return the number at ``at`` of a lower-case text, with its magnitudes, or None.

    >>> read_number("2,5 nghìn tỷ đồng", 0).value
    Decimal('2500000000000.0')
    >>> float(read_number("hai tỷ rưỡi", 0).value)
    2500000000.0
    """
    match = _number().match(low, at)
    if not match:
        return None
    magnitude = _product(match["magnitudes"])
    digits = match["digits"] or ""
    number = digits_value(digits) if digits else words_value(match["words"])
    end = match.end("magnitudes")
    if match["half"] and magnitude > 1:
        number, end = number + Decimal("0.5"), match.end()
    return Number(end, number * magnitude, magnitude, digits)


def _product(magnitudes: str) -> Decimal:
    worth = entries("quantities", "magnitudes")
    product = Decimal(1)
    for word in magnitudes.split():
        product *= Decimal(int(float(str(worth[word]))))
    return product
