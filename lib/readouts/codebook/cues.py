"""The pattern language of cues, and a search for many cues at once.

A cue is plain words; a space also matches a dash; ``(a|b c)`` is one of several, ``(a|b|)`` one
or none, ``*`` a gap of up to so many words (``*12`` of up to 12), never over a semicolon or full
stop, ``**`` a gap whose words belong to the cue. Letters match in any case, words in CAPITALS only
in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from readouts.language.normalization import normalize_words

_WORD = re.compile(r"\w+")
_PART = re.compile(
    r"\((?P<choices>[^()]*?)(?P<maybe>\|?)\)|(?P<gap>\*\*?)(?P<most>\d*)|(?P<words>[^\s()*]+)"
)
_SEPARATOR = r"(?: +| ?- ?)"
_JOINT = re.compile(_SEPARATOR)
# A figure is one word: `đào tạo 1.200 lao động`.
_GAP_WORD = r"\w+(?:[.,]\d+)*"
_BETWEEN = r"[^\w;.\n]{1,3}"


@dataclass(frozen=True)
class Cue:
    """A cue: its words as written and in parts, the length of a gap in words, its possible first
    words, all its words if it is only words, and its meaning (``tag``)."""

    words: str
    parts: tuple[re.Match[str], ...] = field(compare=False, repr=False)
    gap: int
    first_words: frozenset[str]
    plain: tuple[str, ...] = ()
    tag: Any = None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the compiled expression, made at first use: a text needs few of all cues."""
        return re.compile(_join(self.parts, self.gap) + r"(?!\w)")


@dataclass(frozen=True)
class Match:
    """A cue at ``text[start:end]``; ``gaps`` are the spans of its ``*``."""

    start: int
    end: int
    cue: Cue
    gaps: tuple[tuple[int, int], ...] = ()

    def inside(self, other: Match) -> bool:
        """Return whether ``other`` contains this match and more, and not in a gap."""
        contained = other.start <= self.start and self.end <= other.end
        longer = other.end - other.start > self.end - self.start
        in_gap = any(start < self.end and self.start < end for start, end in other.gaps)
        return contained and longer and not in_gap


class CueIndex:
    """Cues by their first words, so that a text is read once for any number of cues."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._by_first_word: dict[str, list[Cue]] = {}
        for cue in cues:
            for word in cue.first_words:
                self._by_first_word.setdefault(word, []).append(cue)

    def matches(self, text: str) -> Iterator[Match]:
        """Yield every match of every cue in normalized ``text``, from left to right.

        >>> index = CueIndex([compile_cue("biển (Đông|đảo)"), compile_cue("hợp tác * biển")])
        >>> [match.cue.words for match in index.matches("hợp tác trên biển Đông")]
        ['hợp tác * biển', 'biển (Đông|đảo)']
        """
        words = list(_WORD.finditer(text))
        lowered = [word.group().lower() for word in words]
        for at, first in enumerate(lowered):
            for cue in self._by_first_word.get(first, ()):
                if cue.plain:
                    last = at + len(cue.plain) - 1
                    if tuple(lowered[at : last + 1]) == cue.plain and _joined(
                        text, words, at, last
                    ):
                        yield Match(words[at].start(), words[last].end(), cue)
                elif match := cue.pattern.match(text, words[at].start()):
                    gaps = tuple(match.span(n) for n in range(1, cue.pattern.groups + 1))
                    yield Match(match.start(), match.end(), cue, gaps)


def _joined(text: str, words: list[re.Match[str]], first: int, last: int) -> bool:
    """Return whether only spaces and dashes are between the words from ``first`` to ``last``."""
    return all(
        _JOINT.fullmatch(text, words[n].end(), words[n + 1].start()) for n in range(first, last)
    )


def compile_cue(words: str, gap: int = 6, tag: Any = None) -> Cue:
    """Return the cue ``words``, in which ``*`` is up to ``gap`` words.

    Raises `ValueError` if the words do not follow the pattern language.

    >>> bool(compile_cue("khoa học công nghệ").pattern.match("Khoa học - công nghệ"))
    True
    >>> compile_cue("* biển")
    Traceback (most recent call last):
    ...
    ValueError: expected a cue that starts and ends with a word, not with *
    """
    parts = tuple(_PART.finditer(normalize_words(words)))
    _check(words, parts)
    return Cue(words, parts, gap, frozenset(_first_words(parts)), _plain(parts), tag)


def _check(words: str, parts: Sequence[re.Match[str]]) -> None:
    if not parts:
        raise ValueError("expected a cue with at least one word")
    if "".join(words.split()).count("(") != sum(part["choices"] is not None for part in parts):
        raise ValueError("expected the brackets of a cue in pairs, and none inside others")
    if parts[0]["gap"] or parts[-1]["gap"]:
        raise ValueError("expected a cue that starts and ends with a word, not with *")
    if all(part["maybe"] for part in parts):
        raise ValueError("expected a cue with a word that is not optional")


def _join(parts: Sequence[re.Match[str]], gap: int) -> str:
    pattern, separator = "", ""
    for part in parts:
        if part["gap"]:
            words = rf"(?:{_BETWEEN}{_GAP_WORD}){{0,{part['most'] or gap}}}?"
            pattern += f"({words})" if part["gap"] == "*" else words
            separator = _BETWEEN
        elif part["maybe"]:
            choices = _choices(part)
            # The separator belongs to the optional word, so that both are there or neither.
            pattern += f"(?:{separator}{choices})?" if separator else f"(?:{choices}{_SEPARATOR})?"
            separator = separator and _SEPARATOR
        else:
            words = _choices(part) if part["choices"] else _literal(part["words"])
            # Punctuation in a cue (`hai Đảng, hai nước`) follows its word without a space.
            follows = part["words"] and not _WORD.match(part["words"])
            pattern += words if follows else separator + words
            separator = _SEPARATOR
    return pattern


def _choices(part: re.Match[str]) -> str:
    choices = sorted(part["choices"].split("|"), key=len, reverse=True)
    return "(?:" + "|".join(_phrase(choice) for choice in choices) + ")"


def _phrase(words: str) -> str:
    return _SEPARATOR.join(_literal(word) for word in words.split())


def _literal(word: str) -> str:
    if len(word) > 1 and word.isupper():
        return re.escape(word)
    return f"(?i:{re.escape(word)})"


def _plain(parts: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """Return the words of a cue that has only words, none of them in capitals."""
    words = [part["words"] or "" for part in parts]
    if not all(_WORD.fullmatch(word) and (len(word) == 1 or not word.isupper()) for word in words):
        return ()
    return tuple(word.lower() for word in words)


def _first_words(parts: Sequence[re.Match[str]]) -> Iterator[str]:
    for part in parts:
        for choice in part["choices"].split("|") if part["choices"] else (part["words"],):
            first = _WORD.search(choice)
            if first:
                yield first.group().lower()
        if not part["maybe"]:
            return
