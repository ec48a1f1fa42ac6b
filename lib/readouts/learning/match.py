"""The probability that two proposals are the same: weighted features, learned from aligned pairs.

The model is ``data/models/match.tsv``: a line per sign with its weight, and the number of training
proposals with each word and subject (``matter``), which shows how rare they are.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from readouts.codebook.coder import code
from readouts.errors import ReadoutsError
from readouts.learning.match_signs import Rarity, count_words, match_signs
from readouts.storage.paths import language_data, shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Found by leaving each of 29 pairs out in turn: link F1 is level from 0.01 to 0.05.
_SPREAD = 0.02
# A link of which the coder was not sure counts half.
UNSURE_WEIGHT = 0.5
# Words of fewer proposals are not listed and count as rare; so no sentence can be reconstructed
# from the list.
_LEAST_COUNT = 3
_DIGITS = 4
_PLACES = 6
_STEPS = 40

Proposal = tuple[str, Collection[str]]
Signs = dict[str, float]


@dataclass(frozen=True)
class AlignedPair:
    """Two meetings aligned by hand: their proposals (words and themes), and the links.

    ``links`` maps positions then and now to True where the coder was sure, else to False; every
    other two proposals are not the same.
    """

    then: Sequence[Proposal]
    now: Sequence[Proposal]
    links: Mapping[tuple[int, int], bool]


@dataclass(frozen=True)
class MatchModel:
    """The weights of signs (see `match_signs`), the intercept (``start``), and the rarity of
    words."""

    start: float
    weights: Signs
    rarity: Rarity

    def probability(self, then: Proposal, now: Proposal) -> float:
        """Return the probability (0 to 1) that two proposals are the same.

        >>> same = ("mở thêm cửa khẩu quốc tế", ["border_gates"])
        >>> load_match_model().probability(same, same) > 0.9
        True
        """
        signs = match_signs(then[0], now[0], then[1], now[1], self.rarity)
        score = self.start + sum(weight * signs[name] for name, weight in self.weights.items())
        # Sums in another order differ in the last digits, and the ledger must mirror itself.
        return round(1 / (1 + math.exp(-score)), _PLACES)

    def text(self) -> str:
        """Return the text of the file: kind, name and number, separated by tabs."""
        rows = [
            ("start", "", self.start),
            *(("sign", name, weight) for name, weight in self.weights.items()),
            ("proposals", "", self.rarity.proposals),
            *(("matter", name, count) for name, count in self.rarity.matters.items()),
            *(("word", name, count) for name, count in self.rarity.words.items()),
        ]
        return "".join(f"{kind}\t{name}\t{number}\n" for kind, name, number in rows)


def match_model_path() -> Path:
    """Return the path of the model.

    >>> match_model_path().name
    'match.tsv'
    """
    return language_data("models/match.tsv")


@cache
def load_match_model(path: Path | None = None) -> MatchModel:
    """Return the model in ``path`` (the project's unless given), as `MatchModel.text` writes it.

    Raises `ReadoutsError` if the file is missing or a line is not kind, name and number.

    >>> load_match_model().weights["same matter"] > 0
    True
    """
    path = path or match_model_path()
    if not path.is_file():
        raise ReadoutsError(f"{shown(path)}: expected the model of matches, found no file")
    kinds: dict[str, dict[str, float]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            kind, name, value = line.split("\t")
            kinds.setdefault(kind, {})[name] = float(value)
        except ValueError:
            raise ReadoutsError(
                f"{shown(path)}:{number}: expected kind, name and number, separated by tabs, "
                f"found {line!r}; `readouts train` writes the file again"
            ) from None
    counts = [{n: int(c) for n, c in kinds.get(kind, {}).items()} for kind in ("word", "matter")]
    rarity = Rarity(int(kinds["proposals"][""]), *counts)
    return MatchModel(kinds["start"][""], kinds["sign"], rarity)


def train_match(pairs: Sequence[AlignedPair], wordings: Iterable[str]) -> MatchModel:
    """Return the model trained on ``pairs``; the rarity of words is counted in ``wordings``.

    The same pairs and wordings give exactly the same model. Raises `ReadoutsError` if there is no
    link.

    >>> pair = AlignedPair([("mở cảng", []), ("dạy nghề", [])], [("mở cảng", [])], {(0, 0): True})
    >>> model = train_match([pair] * 5, ["mở cảng", "dạy nghề"])
    >>> model.weights["words shared"] > 0
    True
    """
    import numpy as np

    rarity = count_words(wordings, _LEAST_COUNT)
    examples = [example for pair in pairs for example in _examples(pair, rarity)]
    if not any(same for _, same, _ in examples):
        raise ReadoutsError("expected pairs of meetings with linked proposals, found no link")
    signs = np.array([list(signs.values()) for signs, _, _ in examples])
    same, weight = np.array([[float(same), weight] for _, same, weight in examples]).T
    start, weights = _fit(signs, same, weight)
    named = {name: round(w, _DIGITS) for name, w in zip(examples[0][0], weights, strict=True)}
    return MatchModel(round(start, _DIGITS), named, rarity)


def _examples(pair: AlignedPair, rarity: Rarity) -> Iterator[tuple[Signs, bool, float]]:
    """Yield signs, answer and weight of every two proposals: once with the themes that people
    coded, once with those of the codebook, because a ledger may have both."""
    for coded in (True, False):
        then, now = (
            [(words, themes if coded else code(words).themes) for words, themes in side]
            for side in (pair.then, pair.now)
        )
        for (i, one), (j, other) in product(enumerate(then), enumerate(now)):
            sure = pair.links.get((i, j))
            signs = match_signs(one[0], other[0], one[1], other[1], rarity)
            yield signs, sure is not None, 0.5 * (UNSURE_WEIGHT if sure is False else 1.0)


def _fit(
    signs: NDArray[np.float64], same: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[float, list[float]]:
    """Return intercept and weights of a logistic regression with a penalty on large weights.

    Newton's method, on signs that are scaled to the same spread. The penalty is needed because
    there are few links: a sign seen twice must not weigh as much as one seen a hundred times.
    """
    import numpy as np

    middle, spread = signs.mean(axis=0), signs.std(axis=0)
    spread[spread == 0] = 1.0
    rows = np.c_[np.ones(len(signs)), (signs - middle) / spread]
    penalty = np.eye(rows.shape[1]) / _SPREAD
    penalty[0, 0] = 0.0
    found = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weight * (same - likely)) - penalty @ found
        curve = (rows * (weight * likely * (1 - likely))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-9:
            break
    weights = found[1:] / spread
    return float(found[0] - weights @ middle), weights.tolist()
