"""Hard line ends: join lines that continue the sentence of the line before."""

from __future__ import annotations

import re
import statistics
from itertools import pairwise

from readouts.language.patterns import pattern

# The lines of a text are wrapped if most are about as long as the longest, that one is not too long
# for a screen, and several end inside a sentence.
_WIDEST = 120
_FULL_SHARE = 0.7
_LINES = 6

_LINE = re.compile(r"[^\n]+")
_WITHIN_SENTENCE = re.compile(r"[\w,]$")


def join_lines(text: str) -> str:
    """Return normalized text with a space for every line end inside a sentence; no length changes.

    A line continues if the next one starts in lower case, or, in a text wrapped at one
    width, if it is a full line.

    >>> join_lines("Hai bên nhất trí\\nmở rộng hợp tác.\\nẢnh: TTXVN")
    'Hai bên nhất trí mở rộng hợp tác.\\nẢnh: TTXVN'
    """
    lines = [match.span() for match in _LINE.finditer(text)]
    full = _full_length(text, lines)
    joined = list(text)
    for (start, end), (follow, _) in pairwise(lines):
        line = text[start:end].rstrip()
        if follow != end + 1 or not _WITHIN_SENTENCE.search(line):
            continue
        first = text[follow : follow + 40].lstrip()[:1]
        if pattern("list_mark").match(text, follow):
            continue
        if first.islower() or (full and len(line) >= full and first.isalnum()):
            joined[end] = " "
    return "".join(joined)


def _full_length(text: str, lines: list[tuple[int, int]]) -> int:
    """Return the least length of a full line of a wrapped text, 0 if the text is not wrapped."""
    lengths = [end - start for start, end in lines]
    within = [n for n, (a, b) in zip(lengths, lines, strict=True) if text[b - 1 : b].isalnum()]
    if len(within) < _LINES or max(lengths) > _WIDEST:
        return 0
    full = int(_FULL_SHARE * max(lengths))
    return full if statistics.median(lengths) >= full else 0
