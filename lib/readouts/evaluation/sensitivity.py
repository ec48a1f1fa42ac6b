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

    def in_words(self, language: str = "en") -> str:
        """Return the variation in words."""
        return label(f"varied.{self.by}", language, to=shown_number(self.to, language))


def sensitivity(ledger: Ledger, *, language: str = "en") -> pd.DataFrame:
    """Return a row per status: how its number of rows changes when the settings are varied.

    Columns: status, count, low and high (of all counts), fragile (it changes by more than a quarter
    and by two or more, or between zero and more), why (the variations that change it so, with the
    new count, in ``language``), variations (number of variations).
    """
    varied = list(variations(ledger))
    return table((_row(status, ledger, varied, language) for status in STATUSES), _COLUMNS)


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
            changed = settings | {name: to}
            again = compare(
                ledger.then, ledger.now, pair_decisions=ledger.pair_decisions, **changed
            )
            yield Variation(name, to, again)
    if ledger.pair_decisions:
        yield Variation("decisions", 0.0, compare(ledger.then, ledger.now, **settings))


def _row(status: str, ledger: Ledger, varied: list[Variation], language: str) -> dict[str, object]:
    count = ledger.count_by_status[status]
    counts = [(variation, variation.ledger.count_by_status[status]) for variation in varied]
    flips = [(variation, other) for variation, other in counts if _flips(count, other)]
    return {
        "status": status,
        "count": count,
        "low": min([count, *(other for _, other in counts)]),
        "high": max([count, *(other for _, other in counts)]),
        "fragile": bool(flips),
        "why": "; ".join(f"{variation.in_words(language)}: {other}" for variation, other in flips),
        "variations": len(varied),
    }


def _flips(count: int, other: int) -> bool:
    change = abs(count - other)
    to_or_from_none = (count == 0) != (other == 0)
    return to_or_from_none or (change >= COUNT_LEAST and change > COUNT_TOLERANCE * count)
