"""Every figure and date of a text, in order: the grammars of both, in one pass.

Left out are names and set phrases that hold digits (``G20``, ``16 chữ vàng``), addresses of the
web, file names, phone numbers, numbers of documents, and clock times.
"""

from __future__ import annotations

import re
from functools import cache

from readouts.entities.date_context import DateContext, FoundDate
from readouts.entities.dates import context_for, read_date
from readouts.entities.forms import date_openers, piece
from readouts.entities.numbers import any_of
from readouts.entities.quantities import Figure, quantity_openers, read_quantity
from readouts.language.lexicon import word_list
from readouts.model import Mention


def find_mentions(text: str, published: str = "") -> list[Mention]:
    """Return the figures and dates of a normalized text, in order, none overlapping another.

    ``published`` is the ISO day of publication, from which dates without a year are counted; where
    it is empty, a date stamp at the head of the text is used (`dates.context_for`).
    ``value`` and ``unit`` are set for figures, ``iso`` for dates and periods; ``sentence`` is 0.

    >>> text = "Ngày 12/9, kim ngạch đạt 7,5 tỷ USD, tăng 8,2%."
    >>> for m in find_mentions(text, "2024-09-13"):
    ...     print(m.kind, m.iso or (m.value, m.unit))
    date 2024-09-12
    money (7500000000.0, 'USD')
    percent (8.2, '%')
    """
    low, context = text.lower(), context_for(text, published)
    masked = _masked(text)
    found: list[Mention] = []
    at = 0
    while match := _opener().search(low, at):
        at, mentions = _read(text, low, match, context, masked)
        found += mentions
    return found


def _read(
    text: str, low: str, opener: re.Match[str], context: DateContext, masked: list[tuple[int, int]]
) -> tuple[int, list[Mention]]:
    """Return where to go on, and what starts at the opener."""
    at = opener.start()
    digit = low[at].isdigit()
    while masked and masked[0][1] <= at:
        masked.pop(0)
    if masked and masked[0][0] <= at:
        return masked[0][1], []
    formula = piece("quantity", "FORMULA").match(low, at)
    if digit and (formula or _NUMBERED_NAME.search(text, max(0, at - 3), at)):
        return formula.end() if formula else _after_digits(low, at), []
    dates = read_date(text, low, at, context)
    if dates:
        for date in dates:
            context.note(date)
        return dates[-1].end, [_dated(date) for date in dates]
    skipped = formula or (digit and _NO_FIGURE.match(text, at))
    if skipped:
        return skipped.end(), []
    figures = read_quantity(text, low, at)
    if figures:
        return figures[-1].end, [_counted(figure) for figure in figures]
    return (_after_digits(low, at) if digit else opener.end()), []


def _dated(found: FoundDate) -> Mention:
    return Mention(found.start, found.end, found.kind, iso=found.iso)


def _counted(figure: Figure) -> Mention:
    return Mention(figure.start, figure.end, figure.kind, figure.value, figure.unit)


# --- digits that are no figure --------------------------------------------------------

# A letter and a hyphen before a number make a name (``COVID-19``, ``S -400``); so does a plus.
_NUMBERED_NAME = re.compile(r"(?:[^\W\d_]-|(?<!\w)[A-ZĐ] ?-|\+)$")
_NO_FIGURE = re.compile(
    # numbers of phones and of documents, times of the clock, sums of a name (5+1)
    r"0\d(?:[ .-]?\d){7,12}(?!\d)"
    r"|\d{1,5}(?:/\d{2,4})?[/-][A-ZĐ]{2,}[\w-]*"
    r"|\d{1,2}[hg](?:\d{2})?(?!\w)|\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
    r"|\d{1,2} ?giờ ?\d{1,2}(?: ?phút)?(?!\w)"
    r"|\d{1,3}\+\d{1,3}"
)
_DIGIT_RUN = re.compile(r"[\d.,/:+-]*\w*")
_ADDRESS = re.compile(
    r"://|www\.|@|\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|pptx?|mp[34]|html?|aspx?|php)\b",
    re.IGNORECASE,
)


def _after_digits(low: str, at: int) -> int:
    match = _DIGIT_RUN.match(low, at)
    return max(match.end() if match else at, at + 1)


def _masked(text: str) -> list[tuple[int, int]]:
    """Return the spans of web addresses and file names, in order."""
    return [word.span() for word in re.finditer(r"\S+", text) if _ADDRESS.search(word.group())]


@cache
def _opener() -> re.Pattern[str]:
    words = any_of(date_openers() | quantity_openers())
    signs = any_of(word_list("quantities")["currency_before"])
    return re.compile(rf"(?<!\w)(?:\d|{words}(?!\w)|{signs}(?=[ ]?\d))")
