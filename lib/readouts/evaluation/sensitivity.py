"""Robust or fragile: the headline findings recomputed with everything varied that a user chose.

Varied, one at a time: the threshold by the width of its band, the likeness that counts as the same
wording, decisions by hand left out, the unit of count (items, characters, statements), and the cue
that gave a leading theme most of its items left out of the codebook.

>>> from readouts.comparison.ledger import compare
>>> ledger = compare(Reading("a", ""), Reading("b", ""))
>>> sensitivity(ledger)[["id", "range", "fragile"]].values.tolist()[0]
['new', '0', False]
>>> checked(ledger)[0].sentence()
'No proposal is new.'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from readouts.comparison.ledger import Ledger, compare
from readouts.labels import knows, label
from readouts.measures.agenda import UNITS, leading_themes
from readouts.measures.findings import Finding, headline
from readouts.model import Item
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

# A count that moves by more than a quarter, and by two or more, is not the number to quote.
COUNT_TOLERANCE = 0.25
COUNT_LEAST = 2
# Leading themes that stand alike: of more there is no leader to speak of.
_MOST_THEMES = 3
# On either side of the likeness that counts as the same wording.
WORDING_BAND = 0.1

_COLUMNS = {
    "id": "str", "finding": "str", "value": "str", "range": "str", "fragile": "bool",
    "why": "str", "variations": "int64",
}  # fmt: skip


@dataclass(frozen=True)
class Variation:
    """The findings under one change: what was varied (``by``), and to what."""

    by: str
    to: str
    findings: tuple[Finding, ...]

    def told(self, language: str = "en") -> str:
        """Return the variation in words."""
        return label(f"varied.{self.by}", language, to=label(_worded(self), language))


def sensitivity(ledger: Ledger, *, language: str = "en") -> pd.DataFrame:
    """Return a row per headline finding: does it hold when the settings are varied?

    Columns: id, finding (its sentence in ``language``), value, range (all values met, from least
    to most), fragile, why (the variations that flip it, each with what it becomes), variations
    (how many were tried). A count is fragile where it moves by more than a quarter and by two or
    more, or between none and some; any other finding where it becomes another one.
    """
    base, tried = headline(ledger), list(variations(ledger))
    return table((_row(number, base, tried, language) for number in range(len(base))), _COLUMNS)


def checked(ledger: Ledger, *, language: str = "en") -> tuple[Finding, ...]:
    """Return the headline findings with ``fragile`` and ``why`` filled in."""
    found = sensitivity(ledger, language=language).itertuples()
    return tuple(
        replace(finding, fragile=row.fragile, why=row.why)
        for finding, row in zip(headline(ledger), found, strict=True)
    )


def variations(ledger: Ledger) -> Iterator[Variation]:
    """Yield the findings of a ledger under each change, one at a time.

    >>> from readouts.comparison.ledger import compare
    >>> empty = compare(Reading("a", ""), Reading("b", ""))
    >>> [f"{one.by} {one.to}" for one in variations(empty)][:3]
    ['threshold 0.50', 'threshold 0.60', 'same_wording 0.50']
    """
    for name, step in (("threshold", ledger.settings.band), ("same_wording", WORDING_BAND)):
        for sign in (-1, 1):
            to = round(getattr(ledger.settings, name) + sign * step, 6)
            yield Variation(name, f"{to:.2f}", headline(_again(ledger, **{name: to})))
    if ledger.pair_decisions:
        yield Variation("decisions", "", headline(_again(ledger, pair_decisions=())))
    for unit in UNITS[1:]:
        yield Variation("unit", unit, headline(ledger, unit=unit))
    for theme, cue in _leading_cues(ledger):
        then, now = (_without(reading, theme, cue) for reading in (ledger.then, ledger.now))
        yield Variation("cue", cue, headline(_again(ledger, then, now)))


def _again(
    ledger: Ledger, then: Reading | None = None, now: Reading | None = None, **changed: object
) -> Ledger:
    settings = {**asdict(ledger.settings), "pair_decisions": ledger.pair_decisions, **changed}
    return compare(then or ledger.then, now or ledger.now, **settings)


def _leading_cues(ledger: Ledger) -> list[tuple[str, str]]:
    """Return, for the theme that leads each meeting, the cue that gave it most of its items."""
    found = []
    for reading in (ledger.then, ledger.now):
        for theme in leading_themes(reading)[:_MOST_THEMES]:
            cues = Counter(cue for item in reading.item_rows for cue in _cues(item, theme))
            if cues:
                found.append((theme, min(cues, key=lambda cue: (-cues[cue], cue))))
    return list(dict.fromkeys(found))


def _cues(item: Item, theme: str) -> list[str]:
    """Return the cue of an item's theme, in small letters; none where a person gave the theme."""
    pairs = zip(item.themes, item.cues, strict=False)
    return [cue.lower() for of, cue in pairs if of == theme and cue]


def _without(reading: Reading, theme: str, cue: str) -> Reading:
    """Return the reading as if the codebook did not give ``theme`` for ``cue``."""
    items = []
    for item in reading.item_rows:
        if cue in _cues(item, theme):
            at = item.themes.index(theme)
            themes, cues = (row[:at] + row[at + 1 :] for row in (item.themes, item.cues))
            item = replace(item, themes=themes, cues=cues)
        items.append(item)
    return replace(reading, item_rows=tuple(items))


def _row(
    number: int, base: tuple[Finding, ...], tried: list[Variation], language: str
) -> dict[str, object]:
    finding = base[number]
    claims = [(one, one.findings[number]) for one in tried]
    flips = [(one, other) for one, other in claims if _flips(finding, other)]
    met = {finding.claim, *(other.claim for _, other in claims)}
    return {
        "id": finding.id,
        "finding": finding.sentence(language),
        "value": _shown(finding.claim, language),
        "range": _range(met, finding, language),
        "fragile": bool(flips),
        "why": "; ".join(
            f"{one.told(language)}: {_shown(other.claim, language)}" for one, other in flips
        ),
        "variations": len(tried),
    }


def _flips(finding: Finding, other: Finding) -> bool:
    if finding.count is None or other.count is None:
        return finding.claim != other.claim
    moved = abs(finding.count - other.count)
    if (finding.count == 0) != (other.count == 0):
        return True
    return moved >= COUNT_LEAST and moved > COUNT_TOLERANCE * finding.count


def _range(met: Iterable[int | str], finding: Finding, language: str) -> str:
    if finding.count is not None:
        numbers = sorted(int(value) for value in met)
        return f"{numbers[0]} - {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
    return " / ".join(sorted(_shown(value, language) for value in met))


def _shown(claim: int | str, language: str) -> str:
    if isinstance(claim, int):
        return str(claim)
    named = (f"claim.{part}" if knows(f"claim.{part}") else part for part in claim.split(" + "))
    return "; ".join(label(name, language) for name in named) if claim else "-"


def _worded(variation: Variation) -> str:
    return f"unit.{variation.to}" if variation.by == "unit" else variation.to
