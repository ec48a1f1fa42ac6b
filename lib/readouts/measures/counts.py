"""Counts: exact for a reviewed comparison; for a draft, a range that follows from the
probabilities.

>>> from readouts.comparison.ledger import compare
>>> [one.name for one in counts(compare(Reading("a", ""), Reading("b", "")))]
['proposals_then', 'proposals_now', 'new', 'dropped', 'kept']
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readouts.comparison.ledger import Ledger
from readouts.labels import label
from readouts.measures.evidence import (
    MISSED_AT_LEAST,
    MISSED_PER_ITEM,
    Evidence,
    item_probability,
)
from readouts.model import BOTH, Item
from readouts.reading import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The central share of the distribution that a range covers.
MASS = 0.9
# Beyond this many standard deviations the probability of a Poisson count is negligible.
_TAIL = 6


@dataclass(frozen=True)
class Count:
    """A count: the number ``found``, and the range of the true number from ``low`` to ``high``.

    ``texts`` are the names of the two texts (keys of labels), for the words of the count.
    """

    name: str
    found: int
    low: int
    high: int
    texts: Mapping[str, str] = field(default_factory=dict)

    def words(self, language: str = "en") -> str:
        """Return the things counted, in words.

        >>> Count("proposals_now", 9, 7, 12, {"now": "text.now"}).words()
        'proposals in the later text'
        """
        texts = {when: label(name, language) for when, name in self.texts.items()}
        return label(f"count.{self.name}", language, **texts)

    def shown(self, language: str = "en") -> str:
        """Return the number, or the range, in words.

        >>> Count("new", 9, 7, 12).shown(), Count("new", 9, 9, 9).shown("vi")
        ('7 to 12', '9')
        """
        if self.low == self.high:
            return str(self.low)
        return label("count.range", language, low=self.low, high=self.high)


def counts(ledger: Ledger) -> tuple[Count, ...]:
    """Return the counts of a ledger: proposals_then, proposals_now, new, dropped, kept.

    ``new`` and ``kept`` count proposals of the later text, ``dropped`` those of the earlier one.
    """
    evidence = Evidence(ledger)
    then, now = ledger.then.item_rows, ledger.now.item_rows
    dropped, new = (_without_counterpart(evidence, when) for when in evidence.readings)
    return (
        _items("proposals_then", then, evidence),
        _items("proposals_now", now, evidence),
        _items("new", now, evidence, new),
        _items("dropped", then, evidence, dropped),
        _items("kept", now, evidence, [1 - share for share in new]),
    )


def requests_by_side(evidence: Evidence, reading: Reading) -> dict[str, Count]:
    """Return the number of requests of each side of a meeting, including sides without requests.

    >>> from readouts.comparison.ledger import compare
    >>> requests_by_side(Evidence(compare(Reading("a", ""), Reading("b", ""))), Reading("b", ""))
    {}
    """
    requests = [item for item in reading.item_rows if item.act == "propose"]
    spoken = (row.side for row in reading.statement_rows if row.side not in ("", BOTH))
    return {
        side: _items(side, [item for item in requests if item.side == side], evidence)
        for side in dict.fromkeys((*spoken, *reading.meeting.sides))
    }


def items_by_theme(
    evidence: Evidence, reading: Reading, also: Iterable[str] = ()
) -> dict[str, Count]:
    """Return the number of proposals of a reading on each of its themes, and on those of ``also``.

    >>> from readouts.comparison.ledger import compare
    >>> items_by_theme(Evidence(compare(Reading("a", ""), Reading("b", ""))), Reading("b", ""))
    {}
    """
    items = reading.item_rows
    return {
        theme: _items(theme, [item for item in items if theme in item.themes], evidence)
        for theme in dict.fromkeys([*(theme for item in items for theme in item.themes), *also])
    }


def _items(
    name: str, items: Iterable[Item], evidence: Evidence, shares: Iterable[float] | None = None
) -> Count:
    """Return the count of ``items``, each with the share that belongs to the count.

    For each item found, a share of missed items is expected.
    """
    items = list(items)
    weights = list(shares) if shares is not None else [1.0] * len(items)
    found = sum(round(weight) for weight in weights)
    if evidence.reviewed:
        return Count(name, found, found, found, evidence.texts)
    chances = [item_probability(item) * weight for item, weight in zip(items, weights, strict=True)]
    missed = max(MISSED_AT_LEAST, MISSED_PER_ITEM * sum(weights))
    return Count(name, found, *count_range(chances, missed=missed), evidence.texts)


def _without_counterpart(evidence: Evidence, when: str) -> list[float]:
    """Return for each item of a text the probability that the other text has no counterpart."""
    probabilities = [1.0] * len(evidence.readings[when].item_rows)
    for row in evidence.ledger.rows:
        if (at := getattr(row, when)) is not None:
            matched = row.then is not None and row.now is not None
            right = 1.0 if evidence.reviewed or row.decided else row.probability
            probabilities[at] = min(probabilities[at], 1.0 - right if matched else right)
    return probabilities


def count_range(
    probabilities: Iterable[float], *, missed: float = 0.0, mass: float = MASS
) -> tuple[int, int]:
    """Return the central range of a count: its lower and upper bound.

    ``probabilities`` are those of the things found (their count is Poisson-binomial, computed
    exactly); ``missed`` is the expected number of things not found (a Poisson count).

    >>> count_range([1.0, 1.0, 1.0]), count_range([0.9] * 20, missed=2.0)
    ((3, 3), (17, 23))
    """
    import numpy as np

    chances = np.array([1.0])
    for one in probabilities:
        chances = np.convolve(chances, [1.0 - one, one])
    reached = np.cumsum(np.convolve(chances, _poisson(missed)))
    tail = (1.0 - mass) / 2
    low = int(np.searchsorted(reached, tail + 1e-12, side="right"))
    return low, max(low, int(np.searchsorted(reached, 1.0 - tail - 1e-12)))


def _poisson(mean: float) -> NDArray[np.float64]:
    """Return the probability of each number of things, of which ``mean`` are expected."""
    import numpy as np
    from scipy.special import gammaln, xlogy

    number = np.arange(math.ceil(mean + _TAIL * math.sqrt(mean)) + 1)
    return np.exp(xlogy(number, mean) - mean - gammaln(number + 1))
