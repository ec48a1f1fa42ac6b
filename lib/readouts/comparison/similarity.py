"""The similarity of two proposals, from 0 to 1, and the share of words that each has in common."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from readouts.codebook.coder import code
from readouts.comparison.contradictions import FORBIDS, contradictions
from readouts.language.normalization import normalize_words
from readouts.language.patterns import pattern
from readouts.learning.match import load_match_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Contradictory proposals are never matched; they come last among the candidates.
_FORBIDDEN = 0.02
LIGHT_WEIGHT = 0.25
PAIR_WEIGHT = 0.5

_SYLLABLE = re.compile(r"\w+")


@dataclass(frozen=True)
class Overlap:
    """Arrays of one row per earlier and one column per later wording, each from 0 to 1.

    ``then_in_now`` is the share of the earlier wording that is in the later one, ``now_in_then``
    the reverse; ``wording`` is their geometric mean.
    """

    wording: NDArray[np.float64]
    then_in_now: NDArray[np.float64]
    now_in_then: NDArray[np.float64]


@dataclass(frozen=True)
class Similarity(Overlap):
    """The overlap of proposals, and the probability that two of them are the same.

    ``score`` decides the matching: the probability by the features of `learning.match_signs`, and
    nearly zero if a contradiction excludes the match (`contradictions`); ``likely`` is the same
    without contradictions.
    """

    score: NDArray[np.float64]
    likely: NDArray[np.float64]


def overlap(then: Sequence[str], now: Sequence[str]) -> Overlap:
    """Return how much each wording of ``then`` has in common with each of ``now``.

    >>> overlap(["mở rộng học bổng"], ["mở rộng học bổng cho sinh viên"]).then_in_now.tolist()
    [[1.0]]
    """
    import numpy as np

    earlier, later = [terms(text) for text in then], [terms(text) for text in now]
    shared = np.array([[_shared(one, other) for other in later] for one in earlier], dtype=float)
    shared = shared.reshape(len(then), len(now))
    weights = [np.array([sum(one.values()) for one in side]) for side in (earlier, later)]
    then_in_now = _share(shared, weights[0][:, None])
    now_in_then = _share(shared, weights[1][None, :])
    return Overlap(np.sqrt(then_in_now * now_in_then), then_in_now, now_in_then)


def similarity(
    then: Sequence[str],
    now: Sequence[str],
    then_themes: Sequence[Collection[str]] = (),
    now_themes: Sequence[Collection[str]] = (),
) -> Similarity:
    """Return the similarity of each wording of ``then`` with each wording of ``now``.

    Themes are given in the order of the wordings; by default, the codebook codes the words.

    >>> found = similarity(["xây dựng cửa khẩu thông minh"],
    ...                    ["thúc đẩy xây dựng cửa khẩu thông minh", "mở rộng học bổng"])
    >>> found.score.round(1).tolist()
    [[1.0, 0.0]]
    """
    themes = [
        tuple(tuple(sorted(one)) for one in (side or [code(text).themes for text in texts]))
        for side, texts in ((then_themes, then), (now_themes, now))
    ]
    return _similarity(tuple(then), tuple(now), *themes)


# A cache: other settings compare the same wordings again.
@lru_cache(maxsize=16)
def _similarity(
    then: tuple[str, ...],
    now: tuple[str, ...],
    then_themes: tuple[tuple[str, ...], ...],
    now_themes: tuple[tuple[str, ...], ...],
) -> Similarity:
    import numpy as np

    common = overlap(then, now)
    proposals = list(zip(then, then_themes, strict=True)), list(zip(now, now_themes, strict=True))
    model = load_match_model()
    likely = np.array(
        [[model.probability(earlier, later) for later in proposals[1]] for earlier in proposals[0]],
        dtype=float,
    ).reshape(len(then), len(now))
    forbidden = np.zeros(likely.shape, dtype=bool)
    for i, j in np.argwhere(likely > _FORBIDDEN):
        forbidden[i, j] = not set(FORBIDS).isdisjoint(contradictions(then[i], now[j]))
    score = np.where(forbidden, _FORBIDDEN, likely)
    found = Similarity(common.wording, common.then_in_now, common.now_in_then, score, likely)
    for array in vars(found).values():
        array.flags.writeable = False
    return found


@lru_cache(maxsize=16384)
def terms(text: str) -> dict[str, float]:
    """Return the terms of a wording with their weights: syllables, and pairs of neighbours.

    Most Vietnamese words have two syllables, so pairs replace a word segmenter, whose results
    depend on the context. Words with little content have a low weight.

    >>> terms("các cửa khẩu")
    {'các': 0.25, 'cửa': 1.0, 'khẩu': 1.0, 'các cửa': 0.125, 'cửa khẩu': 0.5}
    """
    normalized = normalize_words(text).lower()
    light = [match.span() for match in pattern("light").finditer(normalized)]
    weighted = [
        (match.group(), LIGHT_WEIGHT if _inside(match.start(), light) else 1.0)
        for match in _SYLLABLE.finditer(normalized)
    ]
    singles = dict(weighted)
    pairs = {
        f"{left} {right}": PAIR_WEIGHT * min(left_weight, right_weight)
        for (left, left_weight), (right, right_weight) in pairwise(weighted)
        if left != right
    }
    return singles | pairs


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _shared(one: dict[str, float], other: dict[str, float]) -> float:
    """Return the weight that two wordings share: of two weights of a term, the smaller one."""
    return sum(min(one[term], other[term]) for term in one.keys() & other.keys())


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.clip(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0), 0.0, 1.0)
