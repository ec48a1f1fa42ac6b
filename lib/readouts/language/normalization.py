"""Normalization: one spelling of a source text, in which every position maps back to the source.

Vietnamese is typed in several ways that mean the same (``hoà``/``hòa``, ``hi``/``hy``, composed
and decomposed letters, odd spaces and dashes). All parsing uses the normalized view; all results
are spans of the unchanged source.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Marks that change the letter (circumflex, breve, horn) compose before the tone marks do:
# Unicode keeps marks of one class in typed order, so "é"+circumflex would never become "ế".
_QUALITY_MARKS = "\u0302\u0306\u031b"
# Unicode's own limit (Stream-Safe Text) for marks on one letter: composing takes time quadratic in
# their number. The view leaves out the others, which no writing has.
_MARKS_MAX = 30
# Text is looked at in pieces of this length for the same reason.
_PIECE = 1_000

_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006", " "),
        **dict.fromkeys("\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
        **dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\uff0d", "-"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`", "'"),
        # Halves of characters, which no program after this one can encode.
        **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
        "\u00f0": "đ",
        "\u00d0": "Đ",
        "\u0189": "Đ",
        # The one letter that is longer in lower case: offsets must stay.
        "\u0130": "I",
    }
)

_TONES = {"a": "aàáảãạ", "e": "eèéẻẽẹ", "o": "oòóỏõọ", "u": "uùúủũụ", "y": "yỳýỷỹỵ", "i": "iìíỉĩị"}
_TONE_OF = {letter: (base, n) for base, row in _TONES.items() for n, letter in enumerate(row)}
_LETTER = r"[^\W\d_]"
_OPEN_SYLLABLE = re.compile(
    rf"(?:(?P<o>o)(?P<oa>[{_TONES['a'][1:]}{_TONES['e'][1:]}])"
    rf"|(?<![qQ])(?P<u>u)(?P<uy>[{_TONES['y'][1:]}]))(?!{_LETTER})",
    re.IGNORECASE,
)
_NORMALIZED_OPEN_SYLLABLE = re.compile(
    rf"(?:[{_TONES['o'][1:]}][ae]|(?<![qQ])[{_TONES['u'][1:]}]y)(?!{_LETTER})", re.IGNORECASE
)
_I_SYLLABLE = re.compile(
    rf"(?<!{_LETTER})(?P<onset>qu|[hklmst])(?P<i>[{_TONES['i']}])(?!{_LETTER})", re.IGNORECASE
)


@dataclass(frozen=True)
class NormalizedText:
    """A normalized view of a text: ``text`` to parse, and the source span of each character.

    ``starts`` and ``ends`` hold code-point offsets into the source; both are ``None`` where the
    view has the source's own positions (the common case).
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a non-empty span of the view.

        >>> view = normalize("Hoa\\u0300 bi\\u0300nh")
        >>> view.text, view.span(4, 8)
        ('Hòa bình', (5, 10))
        """
        if self.starts is None or self.ends is None:
            return start, end
        if end <= start:
            at = self.starts[start] if start < len(self.starts) else (self.ends or (0,))[-1]
            return at, at
        return self.starts[start], self.ends[end - 1]


def normalize(source: str) -> NormalizedText:
    """Return the normalized view of ``source``: NFC, one style of tone marks, dashes and quotes.

    >>> normalize("Uỷ ban hi vọng – “hoà bình”").text
    'Ủy ban hy vọng - "hòa bình"'
    """
    if _is_composed(source) and not _REMOVED.search(source) and "\r" not in source:
        return NormalizedText(_respell(source.translate(_CHARACTERS)))
    characters, starts, ends = _compose(source)
    return NormalizedText(
        _respell("".join(characters).translate(_CHARACTERS)), tuple(starts), tuple(ends)
    )


@lru_cache(maxsize=16384)
def normalize_words(words: str) -> str:
    """Return ``words`` of a lexicon or cue in the spelling of the normalized view.

    >>> normalize_words("thoả thuận, hi vọng")
    'thỏa thuận, hy vọng'
    """
    return normalize(words).text


def mark_second_vowel(normalized: str) -> str:
    """Return normalized text with tone marks on the second vowel of open syllables, as in the
    training data of the segmenter, to which "hoà bình" is one word and "hòa bình" two; no length
    changes.

    >>> mark_second_vowel("hòa bình, ủy ban, của")
    'hoà bình, uỷ ban, của'
    """
    return _NORMALIZED_OPEN_SYLLABLE.sub(_unmark_first_vowel, normalized)


def _is_composed(source: str) -> bool:
    pieces = (source[at : at + _PIECE] for at in range(0, len(source), _PIECE))
    return all(
        unicodedata.is_normalized("NFC", piece) and not unicodedata.combining(piece[0])
        for piece in pieces
    )


def _compose(source: str) -> tuple[list[str], list[int], list[int]]:
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(source):
        end = at + 1
        while end < len(source) and unicodedata.combining(source[end]):
            end += 1
        if not _dropped(source, at):
            for character in _composed(source[at : min(end, at + 1 + _MARKS_MAX)]):
                characters.append(character)
                starts.append(at)
                ends.append(end)
        at = end
    return characters, starts, ends


def _dropped(source: str, at: int) -> bool:
    return bool(_REMOVED.match(source, at)) or source[at : at + 2] == "\r\n"


def _composed(cluster: str) -> str:
    if len(cluster) == 1:
        return unicodedata.normalize("NFC", cluster)
    letters = unicodedata.normalize("NFD", cluster)
    marks = sorted(letters[1:], key=lambda mark: mark not in _QUALITY_MARKS)
    return unicodedata.normalize("NFC", letters[0] + "".join(marks))


def _respell(text: str) -> str:
    """Move tone marks to the first vowel of an open syllable and write i as y where both occur."""
    return _I_SYLLABLE.sub(_i_as_y, _OPEN_SYLLABLE.sub(_mark_first_vowel, text))


def _mark_first_vowel(match: re.Match[str]) -> str:
    first, second = match.group()
    base, tone = _TONE_OF[second.lower()]
    return _cased(_TONES[first.lower()][tone], first) + _cased(base, second)


def _unmark_first_vowel(match: re.Match[str]) -> str:
    first, second = match.group()
    base, tone = _TONE_OF[first.lower()]
    return _cased(base, first) + _cased(_TONES[second.lower()][tone], second)


def _i_as_y(match: re.Match[str]) -> str:
    letter = match["i"]
    _, tone = _TONE_OF[letter.lower()]
    return match["onset"] + _cased(_TONES["y"][tone], letter)


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter
