"""Paragraphs and sentences of a normalized text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# In characters; longer text without a stop is divided, because the segmenter and some rules may
# take time quadratic in the length of a sentence. The longest lists of attendees are half as long.
_LONGEST = 4_000

# The number of a list item is not a sentence.
_NUMBER = re.compile(r"\s*\(?\d{1,2}[.)]")
_STOP = re.compile(r"""[.!?…]+["')\]]*""")
# Before a stop with no space after it: a word, a body's initials or a year, no initial of a name.
_WHOLE_BEFORE = re.compile(r"[^\W\d_A-ZĐ]$|[A-ZĐ]{3}$|\d{4}$|[)\"]$")
# Abbreviations whose stop does not end a sentence: initials, "TP.", "TS.".
_ABBREVIATION = re.compile(
    r"(?:(?<!\w)(?:[A-ZĐ]|TP|Tp|TS|ThS|GS|PGS|Ths|Mr|Mrs|Ms|Dr|Jr|Sr|St|tr|No|P|Q))$"
)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each non-blank line of a normalized text, trimmed.

    >>> list(paragraphs("Một.\\n\\n  Hai."))
    [(0, 4), (8, 12)]
    """
    for line in re.finditer(r"[^\n]+", text):
        span = trimmed(text, line.start(), line.end())
        if span[0] < span[1]:
            yield span


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span of each sentence of a paragraph, trimmed; none is longer than 4,000.

    >>> text = "Ông D.A. Medvedev đến TP. HCM hôm 3.4. Hai bên hội đàm."
    >>> [text[a:b] for a, b in sentences(text, 0, len(text))]
    ['Ông D.A. Medvedev đến TP. HCM hôm 3.4.', 'Hai bên hội đàm.']
    """
    at = start
    for stop in _STOP.finditer(text, start, end):
        if not _ends_sentence(text, at, stop, end):
            continue
        yield from _bounded(text, at, stop.end())
        at = stop.end()
    yield from _bounded(text, at, end)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span, trimmed, in parts of bounded length that end with a word; none if blank."""
    start, end = trimmed(text, start, end)
    while end - start > _LONGEST:
        stops = (text.rfind(stop, start, start + _LONGEST) + len(stop) for stop in ("; ", " "))
        cut = next((at for at in stops if at > start + 1), start + _LONGEST)
        yield trimmed(text, start, cut)
        start, end = trimmed(text, cut, end)
    if start < end:
        yield start, end


def trimmed(text: str, start: int, end: int, marks: str | None = None) -> tuple[int, int]:
    """Return the span without white space, or any of ``marks``, at both ends.

    >>> trimmed(" a ", 0, 3)
    (1, 2)
    """
    kept = text[start:end].lstrip(marks)
    start = end - len(kept)
    return start, start + len(kept.rstrip(marks))


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Return whether a stop ends a sentence: a new one visibly starts after it, with a capital,
    digit or quotation mark after white space, or (a typing error of the press) with a capitalised
    word directly after a full stop."""
    if stop.group() == "." and _ABBREVIATION.search(
        text, max(start, stop.start() - 6), stop.start()
    ):
        return False
    if _NUMBER.fullmatch(text, start, stop.end()):
        return False
    if stop.end() >= end:
        return True
    follow = text[stop.end() : stop.end() + 4]
    opening = follow.lstrip().lstrip("\"'([").lstrip()
    if follow[0].isspace():
        return bool(opening) and not opening[0].islower() and opening[0] not in ",;:.)-"
    before = text[max(start, stop.start() - 4) : stop.start()]
    glued = follow[0].isupper() and follow[1:3].islower()
    return stop.group() == "." and glued and bool(_WHOLE_BEFORE.search(before))
