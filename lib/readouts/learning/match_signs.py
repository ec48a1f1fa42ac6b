"""The signs by which two proposals are told to be the same or not: named numbers, about 0 to 1."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from readouts.learning.content import Content, content

# Keeps the signs near 1, so that their weights can be read side by side.
_RAREST = 8.0


@dataclass(frozen=True)
class Rarity:
    """How rare words and matters are: of ``proposals``, in how many each stands."""

    proposals: int = 0
    words: Mapping[str, int] = field(default_factory=dict)
    matters: Mapping[str, int] = field(default_factory=dict)

    def word(self, term: str) -> float:
        """Return how much a word or a pair of words tells: the rarer, the more.

        >>> rarity = Rarity(100, {"hợp tác": 60})
        >>> rarity.word("hợp tác") < rarity.word("dẫn độ")
        True
        """
        return math.log((self.proposals + 1) / (self.words.get(term, 1) + 0.5))

    def matter(self, group: str) -> float:
        """Return how much a matter tells."""
        return math.log((self.proposals + 1) / (self.matters.get(group, 0) + 0.5))


def count_words(texts: Iterable[str], least: int) -> Rarity:
    """Return how many of the wordings hold each term (if ``least`` or more do) and each matter.

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
        **_words(one, other, rarity),
        **_matters(one, other, rarity),
        "same kind of act": float(bool(acts)),
        "other kind of act": float(bool(one.acts and other.acts and not acts)),
        "themes shared": len(themes) / max(1, len({*then_themes, *now_themes})),
        "a theme shared": float(bool(themes)),
        "other names": float(apart(one.names, other.names)),
        "a figure shared": float(bool(one.figures & other.figures)),
    }


def share(
    then: Mapping[str, float], now: Mapping[str, float], rarity: Rarity
) -> tuple[float, float]:
    """Return how much of either's words, by weight and rarity, stands in the other.

    >>> share({"mở": 1.0, "cầu": 1.0}, {"mở": 1.0}, Rarity(9))
    (0.5, 1.0)
    """
    shared = sum(min(w, now[term]) * rarity.word(term) for term, w in then.items() if term in now)
    whole = [sum(w * rarity.word(term) for term, w in one.items()) for one in (then, now)]
    return tuple(min(1.0, shared / all_) if all_ > 0 else 0.0 for all_ in whole)


def _words(one: Content, other: Content, rarity: Rarity) -> dict[str, float]:
    in_other, in_one = share(one.terms, other.terms, rarity)
    object_share = share(one.object, other.object, rarity)
    telling = [{term for term, weight in c.terms.items() if weight == 1.0} for c in (one, other)]
    alone = (telling[0] - telling[1], telling[1] - telling[0])
    return {
        "words shared": math.sqrt(in_other * in_one),
        "words shared, most": max(in_other, in_one),
        "object shared": math.sqrt(object_share[0] * object_share[1]),
        "rarest word shared": _rarest(telling[0] & telling[1], rarity.word),
        "rarest word alone, least": min(_rarest(terms, rarity.word) for terms in alone),
        "length": abs(math.log((one.length + 2) / (other.length + 2))),
        "shorter length": min(one.length, other.length, 40) / 20,
    }


def _matters(one: Content, other: Content, rarity: Rarity) -> dict[str, float]:
    shared = one.matters & other.matters
    weight = sum(rarity.matter(group) for group in shared)
    whole = [sum(rarity.matter(group) for group in c.matters) for c in (one, other)]
    shares = [weight / all_ if all_ > 0 else 0.0 for all_ in whole]
    alone = [
        _rarest(groups, rarity.matter)
        for groups in (one.matters - other.matters, other.matters - one.matters)
    ]
    return {
        "same matter": math.sqrt(shares[0] * shares[1]),
        "same matter, least": min(shares),
        "rarest matter shared": _rarest(shared, rarity.matter),
        "matter alone, least": min(alone),
        "matter alone, most": max(alone),
        "no matter": float(not one.matters or not other.matters),
    }


def apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether either has what the other has not.

    >>> apart(frozenset({"Lào"}), frozenset({"Thái Lan"})), apart(frozenset(), frozenset({"Lào"}))
    (True, False)
    """
    return bool(one - other) and bool(other - one)


def _rarest(terms: Iterable[str], rarity: Callable[[str], float]) -> float:
    return max((rarity(term) for term in terms), default=0.0) / _RAREST
