"""Models: weights of named signs, the probabilities that follow from them, and their text files."""

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
    """The weight of each sign for each label (multinomial logistic regression).

    ``weights`` has for each sign a number for each label; a sign without numbers has no effect.
    """

    labels: tuple[str, ...]
    weights: dict[str, tuple[float, ...]]

    def shares(self, signs: Iterable[str]) -> dict[str, float]:
        """Return the probability of each label for an example with these signs.

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
        """Return the text of the file: a line for each sign, in order, separated by tabs.

        >>> Model(("no", "yes"), {"asks": (0.0, 2.5)}).text().split()
        ['sign', 'no', 'yes', 'asks', '0', '2.5']
        """
        rows = [(_HEAD, *self.labels)]
        rows += [(sign, *map(_short, row)) for sign, row in sorted(self.weights.items())]
        return "".join("\t".join(row) + "\n" for row in rows)


def parse(text: str, place: str) -> Model:
    r"""Return the model in ``text``; ``place`` is the name of its file for an error.

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
            f"{place}: expected lines with a sign and a number for each label, separated by "
            "tabs, found others. Run `readouts train`, or take the file from the repository again."
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
