"""How the counts of a ledger change when a setting is changed.

One change at a time: the threshold moves by the width of its band; the limit for the same wording
moves; the decisions of people are left out.

>>> from readouts.reading import Reading
>>> ledger = compare(Reading("a", ""), Reading("b", ""))
>>> sensitivity(ledger)[["status", "count", "low", "high", "fragile"]].values.tolist()[0]
['persisted', 0, 0, 0, False]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from readouts.comparison.ledger import STATUSES, Ledger, compare
from readouts.labels import label, shown_number
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

# A count that changes by more than a quarter, and by two or more, should not be quoted.
COUNT_TOLERANCE = 0.25
COUNT_LEAST = 2
# The change of the limit for the same wording, up and down.
WORDING_BAND = 0.1

_COLUMNS = {
    "status": "str", "count": "int64", "low": "int64", "high": "int64", "fragile": "bool",
    "why": "str", "variations": "int64",
}  # fmt: skip


@dataclass(frozen=True)
class Variation:
    """The ledger with one change: the setting (``by``) and its new value."""

    by: str
    to: float
    ledger: Ledger

    def told(self, language: str = "en") -> str:
        """Return the variation in words."""
        return label(f"varied.{self.by}", language, to=shown_number(self.to, language))


def sensitivity(ledger: Ledger, *, language: str = "en") -> pd.DataFrame:
    """Return a row per status: how its number of rows changes when the settings are varied.

    Columns: status, count, low and high (of all counts), fragile (it changes by more than a quarter
    and by two or more, or between zero and more), why (the variations that change it so, with the
    new count, in ``language``), variations (number of variations).
    """
    tried = list(variations(ledger))
    return table((_row(status, ledger, tried, language) for status in STATUSES), _COLUMNS)


def variations(ledger: Ledger) -> Iterator[Variation]:
    """Yield a ledger under each change, one at a time.

    >>> from readouts.reading import Reading
    >>> empty = compare(Reading("a", ""), Reading("b", ""))
    >>> [f"{one.by} {one.to}" for one in variations(empty)][2:]
    ['same_wording 0.1', 'same_wording 0.3']
    """
    settings = asdict(ledger.settings)
    for name, step in (("threshold", ledger.settings.band), ("same_wording", WORDING_BAND)):
        for sign in (-1, 1):
            to = round(settings[name] + sign * step, 6)
            yield Variation(name, to, _again(ledger, settings | {name: to}))
    if ledger.pair_decisions:
        yield Variation("decisions", 0.0, compare(ledger.then, ledger.now, **settings))


def _again(ledger: Ledger, settings: dict[str, float]) -> Ledger:
    decided = ledger.pair_decisions
    return compare(ledger.then, ledger.now, pair_decisions=decided, **settings)


def _row(status: str, ledger: Ledger, tried: list[Variation], language: str) -> dict[str, object]:
    count = ledger.count_by_status[status]
    met = [(one, one.ledger.count_by_status[status]) for one in tried]
    flips = [(one, other) for one, other in met if _flips(count, other)]
    return {
        "status": status,
        "count": count,
        "low": min([count, *(other for _, other in met)]),
        "high": max([count, *(other for _, other in met)]),
        "fragile": bool(flips),
        "why": "; ".join(f"{one.told(language)}: {other}" for one, other in flips),
        "variations": len(tried),
    }


def _flips(count: int, other: int) -> bool:
    moved = abs(count - other)
    if (count == 0) != (other == 0):
        return True
    return moved >= COUNT_LEAST and moved > COUNT_TOLERANCE * count
