"""The themes of an item by the cues of ``data/codebook.yml``, with the words and the rule of each.

If cues overlap, the longest counts. Examples in a clause (``nhất là …``) are used only if the rest
has no cue, its purpose (``nhằm …``) only if the examples have none, and its context (the other
items, the sentence before) only if the clause has no cue at all.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from readouts.codebook.cues import CueIndex, Match, compile_cue
from readouts.codebook.schema import WORD_LISTS, CodebookFile, Strength, Theme, load_file
from readouts.entities.places import country_of
from readouts.language.normalization import normalize_words

# The field of an office follows within so many characters: `Bộ trưởng (Bộ) Quốc phòng`.
_OFFICE_REACH = 6


@dataclass(frozen=True)
class Context:
    """The context of a clause that a human coder also sees: source text, all optional.

    ``lead`` is the sentence up to its first item (topic, speaker, verb), ``before`` the sentences
    before it, ``earlier`` and ``later`` the other items of the statement, ``sides`` the sides of
    the meeting.
    """

    lead: str = ""
    before: str = ""
    earlier: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()


class Coded(NamedTuple):
    """The themes of an item in order of mention, the words of each, and the rule that found them.

    ``rule`` is ``clause``, ``instances`` (after `nhất là`, `như`), ``purpose`` (after `nhằm`),
    ``reference`` (the words are in the context), ``weak``, ``siblings`` or ``none``.
    """

    themes: tuple[str, ...]
    cues: tuple[str, ...]
    rule: str


class _Tag(NamedTuple):
    theme: str
    strength: Strength
    side: str
    role: str


# Strong matches by the part of the clause; weak and general ones only outside its purpose.
_Parts = dict[str, list[Match]]


class Codebook:
    """A codebook: ``themes`` by id in the order of the file, and ``code``."""

    def __init__(self, file: CodebookFile) -> None:
        self.themes: dict[str, Theme] = {theme.id: theme for theme in file.themes}
        self._general = next(theme.id for theme in file.themes if theme.role == "general")
        self._cues = CueIndex(
            compile_cue(words, file.gap, _Tag(theme.id, strength, side, theme.role))
            for theme in file.themes
            for strength, words, side in theme.every_cue()
        )
        self._openers = {
            key: CueIndex(compile_cue(words, file.gap) for words in getattr(file, key))
            for key in WORD_LISTS
        }
        self._found = lru_cache(maxsize=4096)(self._find)

    def code(self, quote: str, context: Context | None = None) -> Coded:
        """Return the themes of the clause ``quote``, each with its words.

        >>> book = load_codebook()
        >>> book.code("xây dựng đường sắt nhằm thúc đẩy thương mại")
        Coded(themes=('infrastructure',), cues=('đường sắt',), rule='clause')
        >>> book.code("chia sẻ thông tin", Context(lead="Về quốc phòng, hai bên nhất trí"))
        Coded(themes=('defence_security',), cues=('quốc phòng',), rule='reference')
        """
        context = context or Context()
        sides = frozenset((*context.sides, *map(country_of, context.sides)))
        text = normalize_words(quote)
        parts = self._parts(text, self._found(text, sides))
        return (
            _coded(text, [*parts["clause"], *_emphasised(parts)], "clause")
            or _coded(text, [*parts["emphasis"], *parts["instances"]], "instances")
            or self._reference(text, context, sides)
            or _coded(text, parts["purpose"], "purpose")
            or _coded(text, _longest(parts["weak"]), "weak")
            or _coded(text, parts["general"], "weak")
            or self._from_context(context, sides)
            or Coded((self._general,), ("",), "none")
        )

    def _reference(self, text: str, context: Context, sides: frozenset[str]) -> Coded | None:
        """Return the themes of the words to which a clause (`lĩnh vực này`) refers."""
        if not any(self._openers["refers_back"].matches(text)):
            return None
        return self._nearest((*reversed(context.earlier), context.lead, context.before), sides)

    def _nearest(self, sources: Iterable[str], sides: frozenset[str]) -> Coded | None:
        for source in map(normalize_words, sources):
            matches = [
                m for m in self._strong_matches(source, sides) if m.cue.tag.role != "framing"
            ]
            if matches:
                return _coded(source, matches[-1:], "reference")
        return None

    def _from_context(self, context: Context, sides: frozenset[str]) -> Coded | None:
        """Return the themes of a clause without a cue: those to which its lead refers, the one that
        all other items share, those of its lead, or those of the next or the last item."""
        lead = normalize_words(context.lead)
        if any(self._openers["refers_back"].matches(lead)):
            coded = self._nearest((context.before,), sides)
            if coded:
                return coded
        siblings = (*context.earlier, *context.later)
        coded = [c for q in siblings if (c := self._nearest((q,), sides))]
        counts = Counter(theme for sibling in coded for theme in sibling.themes)
        for theme, count in counts.most_common(1):
            if count == len(coded):
                cue = next(c.cues[c.themes.index(theme)] for c in coded)
                return Coded((theme,), (cue,), "siblings")
        neighbours = (context.lead, *context.later[:1], *context.earlier[-1:])
        return self._nearest(neighbours, sides)

    def _strong_matches(self, text: str, sides: frozenset[str]) -> list[Match]:
        """Return the strong matches of a text outside the names of offices."""
        offices = list(self._openers["offices"].matches(text))
        return [
            m
            for m in self._found(text, sides)
            if _has_strength(m, "strong")
            and m.cue.tag.role != "general"
            and not any(o.start <= m.start <= o.end + _OFFICE_REACH for o in offices)
        ]

    def _parts(self, text: str, matches: tuple[Match, ...]) -> _Parts:
        """Return the matches by the part of the clause."""
        starts = {
            key: _first_after(matches, self._openers[key].matches(text), len(text))
            for key in ("purpose", "emphasis", "instances")
        }
        parts: _Parts = defaultdict(list)
        for match in matches:
            part = next((key for key, start in starts.items() if match.start >= start), "clause")
            general, strong = match.cue.tag.role == "general", _has_strength(match, "strong")
            if strong and not general:
                parts[part].append(match)
            elif part != "purpose" and strong == general:
                parts["general" if general else "weak"].append(match)
        return parts

    def _find(self, text: str, sides: frozenset[str]) -> tuple[Match, ...]:
        """Return the matches that count, in the order of the text."""
        candidates = [m for m in self._cues.matches(text) if m.cue.tag.side in ("", *sides)]
        longest = max((m.end - m.start for m in candidates), default=0)
        starts = [m.start for m in candidates]
        kept = []
        for match in candidates:
            # A match that contains this one cannot start farther back than the longest match.
            around = slice(bisect_left(starts, match.start - longest), bisect(starts, match.start))
            if not _has_strength(match, "not") and not any(
                _excludes(o, match) for o in candidates[around]
            ):
                kept.append(match)
        return tuple(sorted(kept, key=lambda m: (m.start, -m.end)))


@lru_cache(maxsize=8)
def load_codebook(path: str | Path | None = None) -> Codebook:
    """Return the codebook at ``path`` (default: that of the project).

    Raises `ProblemsError` with all problems of the file.

    >>> load_codebook().themes["trade"].vi
    'Thương mại, mở cửa thị trường'
    """
    return Codebook(load_file(path))


def code(quote: str, context: Context | None = None) -> Coded:
    """Return the themes of a clause by the project's codebook: see `Codebook.code`.

    >>> code("mở thêm đường bay, cấp học bổng").themes
    ('infrastructure', 'education')
    """
    return load_codebook().code(quote, context)


def _has_strength(match: Match, strength: Strength) -> bool:
    return match.cue.tag.strength == strength


def _excludes(other: Match, match: Match) -> bool:
    """Return whether ``other`` contains the match and is a longer cue, or a veto of its theme (a
    ``not`` cue)."""
    if _has_strength(other, "not"):
        same = other.cue.tag.theme == match.cue.tag.theme
        return same and other.start <= match.start and match.end <= other.end
    return match.inside(other) and (
        _has_strength(other, "strong") or not _has_strength(match, "strong")
    )


def _first_after(matches: tuple[Match, ...], openers: Iterator[Match], end: int) -> int:
    """Return the start of the first opener after the first match; earlier openers do not count."""
    first = matches[0].end if matches else end
    return min((m.start for m in openers if m.start >= first), default=end)


def _emphasised(parts: _Parts) -> list[Match]:
    """Return the emphasised matches if they add one or two themes; more are a list of fields."""
    in_clause = {m.cue.tag.theme for m in parts["clause"]}
    added = [m for m in parts["emphasis"] if m.cue.tag.theme not in in_clause]
    few = len({m.cue.tag.theme for m in added}) <= 2
    return added if parts["clause"] and few else []


def _longest(matches: list[Match]) -> list[Match]:
    """Return the longest match: one of the weak cues is enough."""
    return [max(matches, key=lambda m: m.end - m.start)] if matches else []


def _coded(text: str, matches: list[Match], rule: str) -> Coded | None:
    """Return the themes of the matches, each with the words of its longest match."""
    words: dict[str, str] = {}
    for match in matches:
        theme, found = match.cue.tag.theme, text[match.start : match.end]
        words[theme] = max(words.get(theme, ""), found, key=len)
    return Coded(tuple(words), tuple(words.values()), rule) if words else None
