"""The signs of two proposals for whether they are the same: named numbers, mostly from 0 to 1."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from readouts.learning.content import Weights, content

# Scales the signs to about 1, so that their weights can be compared.
_RAREST = 8.0


@dataclass(frozen=True, eq=False)
class Rarity:
    """The rarity of words and subjects (``matters``): the number of ``proposals``, and of those
    with each word or subject."""

    proposals: int = 0
    words: Mapping[str, int] = field(default_factory=dict)
    matters: Mapping[str, int] = field(default_factory=dict)

    def word(self, term: str) -> float:
        """Return the weight of a word or a pair of words: the rarer, the greater.

        >>> rarity = Rarity(100, {"hợp tác": 60})
        >>> rarity.word("hợp tác") < rarity.word("dẫn độ")
        True
        """
        return math.log((self.proposals + 1) / (self.words.get(term, 1) + 0.5))

    def matter(self, group: str) -> float:
        """Return the weight of a subject."""
        return math.log((self.proposals + 1) / (self.matters.get(group, 0) + 0.5))


def count_words(texts: Iterable[str], least: int) -> Rarity:
    """Return the number of wordings with each term (if ``least`` or more) and each subject.

    >>> count_words(["mở cửa khẩu", "mở chợ"], 2).words
    {'mở': 2}
    """
    total, words, matters = 0, Counter[str](), Counter[str]()
    for text in texts:
        found = content(text)
        total += 1
        words.update(found.terms.keys())
        matters.update(found.matters)
    kept = {word: count for word, count in sorted(words.items()) if count >= least}
    return Rarity(total, kept, dict(sorted(matters.items())))


def match_signs(
    then: str,
    now: str,
    then_themes: Collection[str],
    now_themes: Collection[str],
    rarity: Rarity,
) -> dict[str, float]:
    """Return the signs of two proposals by name, the same names in the same order for any two.

    >>> signs = match_signs("mở đường bay", "nối lại đường bay", ["infrastructure"], [], Rarity(9))
    >>> signs["same matter, least"], signs["a theme shared"]
    (1.0, 0.0)
    """
    one, other = content(then), content(now)
    acts, themes = one.acts & other.acts, {*then_themes} & {*now_themes}
    return {
        **_words(_weighed(then, rarity), _weighed(now, rarity)),
        "length": abs(math.log((one.length + 2) / (other.length + 2))),
        "shorter length": min(one.length, other.length, 40) / 20,
        **_matters(_weighed(then, rarity).matters, _weighed(now, rarity).matters),
        "same kind of act": float(bool(acts)),
        "other kind of act": float(bool(one.acts and other.acts and not acts)),
        "themes shared": len(themes) / max(1, len({*then_themes, *now_themes})),
        "a theme shared": float(bool(themes)),
        "other names": float(apart(one.names, other.names)),
        "a figure shared": float(bool(one.figures & other.figures)),
    }


def share(then: Weights, now: Weights) -> tuple[float, float]:
    """Return the share of the words of each, by weight, that the other has.

    >>> share({"mở": 1.0, "cầu": 1.0}, {"mở": 1.0})
    (0.5, 1.0)
    """
    shared = sum(min(weight, now[term]) for term, weight in then.items() if term in now)
    return _part(shared, then), _part(shared, now)


@dataclass(frozen=True)
class _Weighed:
    """Words and matters of a proposal by weight and rarity; ``telling`` are words of full
    weight."""

    terms: Weights
    object: Weights
    telling: Weights
    matters: Weights


@lru_cache(maxsize=16384)
def _weighed(text: str, rarity: Rarity) -> _Weighed:
    found = content(text)
    terms, object_ = (
        {term: weight * rarity.word(term) for term, weight in words.items()}
        for words in (found.terms, found.object)
    )
    telling = {term: terms[term] for term, weight in found.terms.items() if weight == 1.0}
    return _Weighed(terms, object_, telling, {name: rarity.matter(name) for name in found.matters})


def _words(one: _Weighed, other: _Weighed) -> dict[str, float]:
    words, objects = share(one.terms, other.terms), share(one.object, other.object)
    shared, *alone = _rarest(one.telling, other.telling)
    return {
        "words shared": math.sqrt(words[0] * words[1]),
        "words shared, most": max(words),
        "object shared": math.sqrt(objects[0] * objects[1]),
        "rarest word shared": shared,
        "rarest word alone, least": min(alone),
    }


def _matters(one: Weights, other: Weights) -> dict[str, float]:
    shares = share(one, other)
    shared, *alone = _rarest(one, other)
    return {
        "same matter": math.sqrt(shares[0] * shares[1]),
        "same matter, least": min(shares),
        "rarest matter shared": shared,
        "matter alone, least": min(alone),
        "matter alone, most": max(alone),
        "no matter": float(not one or not other),
    }


def _part(shared: float, weights: Weights) -> float:
    whole = sum(weights.values())
    return min(1.0, shared / whole) if whole > 0 else 0.0


def _rarest(one: Weights, other: Weights) -> tuple[float, ...]:
    """Return the weight of the rarest term that both have, that only the first has, and that only
    the second has."""
    sets = (one.keys() & other.keys(), one.keys() - other.keys(), other.keys() - one.keys())
    known = one | other
    return tuple(max((known[term] for term in terms), default=0.0) / _RAREST for terms in sets)


def apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether each has something that the other does not have.

    >>> apart(frozenset({"Lào"}), frozenset({"Thái Lan"})), apart(frozenset(), frozenset({"Lào"}))
    (True, False)
    """
    return bool(one - other) and bool(other - one)
