"""Agreement of two people who coded the same texts independently (folders of ``data/decisions/``).

Items are matched as for the accuracy of the parser; acts, sides and themes are compared over the
matched items, by Krippendorff's alpha: 1 is perfect agreement, 0 is agreement by chance. The
distance of two sets of themes is MASI (R. Passonneau, 2006).

>>> alpha([("trade", "trade"), ("health", "trade"), ("health", "health")]) < 1
True
>>> alpha([("trade", "trade")]) is None  # with one label there is nothing to agree on
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from readouts.corpus import register
from readouts.corpus.applied_decisions import apply
from readouts.corpus.cached_readings import read_registered
from readouts.corpus.decisions import decisions_folder
from readouts.errors import ReadoutsError
from readouts.evaluation.matching import Record, bloc
from readouts.evaluation.scoring import Scores, score
from readouts.model import Item
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

_MEASURES = {"measure": "str", "value": "float64", "of": "int64"}
_THEMES = {"theme": "str", "first": "int64", "second": "int64", "both": "int64", "alpha": "float64"}
_DIFFERENT = {
    "meeting": "str", "start": "int64", "what": "str", "quote": "str", "first": "str",
    "second": "str",
}  # fmt: skip


@dataclass(frozen=True)
class Disagreement:
    """A proposal that two coders code differently, or that only one of them has."""

    meeting: str
    first: Item | None
    second: Item | None


@dataclass(frozen=True)
class Agreement:
    """Two coders compared: ``scores`` are those of the second against the first."""

    coders: tuple[str, str]
    readings: tuple[tuple[Reading, Reading], ...]
    scores: Scores

    @property
    def texts(self) -> list[str]:
        """Return the ids of the texts that both have coded completely."""
        return [first.doc for first, _ in self.readings]

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Return a row per measure: measure, value, of (number of items).

        ``f1`` and ``exact_f1`` say whether both have the same items; ``act``, ``side`` and
        ``themes`` are alphas over the items that both have.
        """
        gold = sum(len(document.gold) for document in self.scores.documents)
        values = [(name, self.scores[name], gold) for name in ("f1", "exact_f1")]
        for name in ("act", "side", "themes"):
            pairs = [(_label(first, name), _label(second, name)) for first, second in self._both]
            values.append((name, alpha(pairs), len(pairs)))
        return table((dict(zip(_MEASURES, row, strict=True)) for row in values), _MEASURES)

    @cached_property
    def themes(self) -> pd.DataFrame:
        """Return a row per theme over the items that both have: theme, first, second, both (items
        that carry it), alpha; commonest first."""
        pairs = [[set(item["themes"]) for item in pair] for pair in self._both]
        counts = self.scores.themes.rename(columns={"gold": "first", "predicted": "second"})
        alphas = [
            alpha([(n in first, n in second) for first, second in pairs]) for n in counts["theme"]
        ]
        return table(counts.assign(alpha=alphas)[[*_THEMES]].to_dict("records"), _THEMES)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Return a row per disagreement: meeting, start, what (missed, extra, span, side, speaker,
        act or themes), quote, first, second (what each says)."""
        names = {"doc": "meeting", "gold": "first", "predicted": "second"}
        return table(self.scores.differences.rename(columns=names).to_dict("records"), _DIFFERENT)

    def disagreements(self) -> list[Disagreement]:
        """Return each proposal on which the two differ, in the order of the texts."""
        found = []
        for (first, second), document in zip(self.readings, self.scores.documents, strict=True):
            pairs = document.side_by_side(first.item_rows, second.item_rows)
            pairs.sort(key=lambda pair: next(item.start for item in pair if item))
            found += [Disagreement(first.doc, a, b) for a, b in pairs if _codes(a) != _codes(b)]
        return found

    def agreed(self) -> list[tuple[str, Item]]:
        """Return each proposal that both code in the same way, with the id of its text."""
        return [
            (first.doc, item)
            for first, second in self.readings
            for item in first.item_rows
            if _codes(item) in {*map(_codes, second.item_rows)}
        ]

    @property
    def _both(self) -> list[tuple[Record, Record]]:
        return [pair for document in self.scores.documents for pair in document.matched]


def agreement(first: str, second: str) -> Agreement:
    """Return the agreement of two coders on the texts that both have settled completely.

    Raises `ReadoutsError` if a coder has no folder, or if no text is settled by both.

    >>> agreement("nobody", "AB")
    Traceback (most recent call last):
        ...
    readouts.errors.ReadoutsError: data/decisions/nobody: expected the decisions of a coder here.
    """
    for coder in (first, second):
        if not coder or not decisions_folder(coder).is_dir():
            raise ReadoutsError(f"data/decisions/{coder}: expected the decisions of a coder here.")
    coded = ([_coded(name, coder) for coder in (first, second)] for name in register.meetings())
    readings = tuple((a, b) for a, b in coded if a.reviewed and b.reviewed)
    if not readings:
        raise ReadoutsError(
            f"{first} and {second} have no text in common that both have reviewed completely. "
            "Continue in the notebook 09-review, with `coder` set."
        )
    records = (
        [reading.record() for reading in by_coder] for by_coder in zip(*readings, strict=True)
    )
    scores = score(*records, {reading.doc: reading.source for reading, _ in readings})
    return Agreement((first, second), readings, scores)


def agreement_tables(first: str, second: str) -> dict[str, pd.DataFrame]:
    """Return the tables of an `Agreement` by name; empty tables if no coders are named.

    >>> agreement_tables("", "")["measures"].empty
    True
    """
    named = bool(first or second)
    found = agreement(first, second) if named else Agreement(("", ""), (), Scores(()))
    measures = found.measures if named else table([], _MEASURES)
    return {"measures": measures, "themes": found.themes, "differences": found.differences}


def alpha(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    """Return Krippendorff's alpha of two codings per unit, each a label or a set of labels.

    ``None`` if there is no variation: no units, or the same label for all.
    """
    from nltk.metrics import binary_distance, masi_distance
    from nltk.metrics.agreement import AnnotationTask

    labels = {label for pair in pairs for label in pair}
    if len(labels) < 2:
        return None
    sets = any(isinstance(label, frozenset) for label in labels)
    data = [
        (coder, str(unit), label)
        for unit, pair in enumerate(pairs)
        for coder, label in zip("ab", pair, strict=True)
    ]
    return float(AnnotationTask(data, masi_distance if sets else binary_distance).alpha())


def _coded(meeting_id: str, coder: str) -> Reading:
    return apply(read_registered(meeting_id), meeting_id, decisions_folder(coder))


def _label(item: Record, name: str) -> Any:
    if name == "themes":
        return frozenset(item[name])
    return bloc(item[name]) if name == "side" else item[name]


def _codes(item: Item | None) -> tuple[Any, ...] | None:
    if item is None:
        return None
    return item.start, item.end, item.speaker, bloc(item.side), item.act, frozenset(item.themes)
