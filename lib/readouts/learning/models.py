"""Weights of named signs: what a model is, how it weighs a thing's signs, and its text file."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from readouts.errors import ReadoutsError
from readouts.storage.paths import language_data, shown

_HEAD = "sign"


@dataclass(frozen=True)
class Model:
    """How much each sign speaks for each label (multinomial logistic regression).

    ``weights`` holds a row of numbers, one a label, for each sign; a sign without a row says
    nothing.
    """

    labels: tuple[str, ...]
    weights: dict[str, tuple[float, ...]]

    def shares(self, signs: Iterable[str]) -> dict[str, float]:
        """Return the probability of each label for a thing with these signs.

        >>> Model(("no", "yes"), {"asks": (0.0, 2.0)}).shares(["asks", "new"])["yes"] > 0.8
        True
        """
        scores = [0.0] * len(self.labels)
        for row in filter(None, map(self.weights.get, signs)):
            scores = [score + weight for score, weight in zip(scores, row, strict=True)]
        most = max(scores)
        powers = [math.exp(score - most) for score in scores]
        total = sum(powers)
        return {label: power / total for label, power in zip(self.labels, powers, strict=True)}

    def text(self) -> str:
        """Return the model as its file has it: a line a sign, tab-separated, in order.

        >>> Model(("no", "yes"), {"asks": (0.0, 2.5)}).text().split()
        ['sign', 'no', 'yes', 'asks', '0', '2.5']
        """
        rows = [(_HEAD, *self.labels)]
        rows += [(sign, *map(_short, row)) for sign, row in sorted(self.weights.items())]
        return "".join("\t".join(row) + "\n" for row in rows)


def parse(text: str, place: str) -> Model:
    r"""Return the model that ``text`` holds; ``place`` is its file, named where it is at fault.

    >>> parse("sign\tno\tyes\nasks\t0\t2\n", "x").labels
    ('no', 'yes')
    """
    head, *lines = [line.split("\t") for line in text.splitlines()] or [[""]]
    labels = tuple(head[1:])
    try:
        rows = {sign: tuple(map(float, row)) for sign, *row in lines}
        if head[0] != _HEAD or not labels or {len(row) for row in rows.values()} - {len(labels)}:
            raise ValueError
    except ValueError:
        raise ReadoutsError(
            f"{place}: expected lines of a sign and a number a label, tab-separated, found "
            "others. Run `readouts train`, or take the file from the repository again."
        ) from None
    return Model(labels, rows)


def models_dir() -> Path:
    """Return the folder of the models.

    >>> models_dir().name
    'models'
    """
    return language_data("models")


@cache
def load(name: str) -> Model:
    """Return the model of ``data/models/<name>.tsv``.

    >>> load("passages").labels
    ('agree', 'commit', 'none', 'propose')
    """
    path = models_dir() / f"{name}.tsv"
    if not path.exists():
        raise ReadoutsError(
            f"{shown(path)}: expected a model, found none. Run `readouts train`, "
            "or take the file from the repository again."
        )
    return parse(path.read_text(encoding="utf-8"), shown(path))


def _short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") or "0"
