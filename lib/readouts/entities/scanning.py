"""What the grammars of figures and dates share: lower case, word lists as patterns, a look back.

All their patterns run over folded text in lower case, so that they need not be blind to case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from readouts.language.lexicon import word_list
from readouts.language.normalization import normalize_words

# White space inside an expression: never a blank line, never long enough to be slow.
GAP = r"(?:[ ]{1,3}|[ ]?\n[ ]?)"
# How far back the words before an expression are looked at, in characters.
LOOK_BACK = 40


class Place(NamedTuple):
    """Where an expression may start: the folded text, its lower case, and the offset."""

    text: str
    low: str
    at: int

    def before(self, most: int = LOOK_BACK) -> str:
        """Return what stands before the offset, at most so many characters of it."""
        return self.low[max(0, self.at - most) : self.at]

    def follows(self, words: re.Pattern[str]) -> bool:
        """Return whether one of ``words`` (a pattern that ends in ``$``) stands right before."""
        return bool(words.search(self.before()))


def lowered(text: str) -> str:
    """Return ``text`` in lower case, character for character, so that offsets stay.

    >>> lowered("Ngày 3 THÁNG 4")
    'ngày 3 tháng 4'
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of ``words``, longest first, folded and in lower case.

    >>> any_of(["tỉ", "tỉ lệ", "US$"])
    '(?:tỷ[ ]lệ|us\\\\$|tỷ)'
    """
    ordered = sorted(
        {lowered(normalize_words(str(word))) for word in words}, key=lambda w: (-len(w), w)
    )
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", "[ ]") for word in ordered) + ")"


def entries(name: str, key: str) -> dict[str, object]:
    """Return a mapping of a lexicon file with its words folded and in lower case.

    >>> entries("quantities", "magnitudes")["tỷ"]
    1000000000.0
    """
    return {
        lowered(normalize_words(str(word))): value for word, value in word_list(name)[key].items()
    }
