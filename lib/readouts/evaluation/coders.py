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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from readouts.corpus import register
from readouts.corpus.decided import apply
from readouts.corpus.decisions import decisions_folder
from readouts.corpus.store import read_registered
from readouts.errors import ReadoutsError
from readouts.evaluation.matching import bloc
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
        both = self._both()
        found = [{"measure": name, "value": self.scores[name], "of": self.scores.counts.matched
                  + self.scores.counts.missed} for name in ("f1", "exact_f1")]  # fmt: skip
        for name in ("act", "side", "themes"):
            pairs = [(_label(one, name), _label(other, name)) for one, other in both]
            found.append({"measure": name, "value": alpha(pairs), "of": len(both)})
        return table(found, _MEASURES)

    @cached_property
    def themes(self) -> pd.DataFrame:
        """Return a row per theme over the items that both have: theme, first, second, both (items
        that carry it), alpha; commonest first."""
        pairs = [(set(one["themes"]), set(other["themes"])) for one, other in self._both()]
        names = {name for pair in pairs for themes in pair for name in themes}
        rows = [_of_theme(name, pairs) for name in names]
        return table(sorted(rows, key=lambda row: (-row["first"], row["theme"])), _THEMES)

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
            ours, theirs = first.item_rows, second.item_rows
            pairs: list[tuple[Item | None, Item | None]] = [
                (ours[a], theirs[b]) for a, b in document.pairs
            ]
            met = {(who, at) for pair in document.pairs for who, at in enumerate(pair)}
            pairs += [(one, None) for at, one in enumerate(ours) if (0, at) not in met]
            pairs += [(None, one) for at, one in enumerate(theirs) if (1, at) not in met]
            pairs.sort(key=lambda pair: (pair[0] or pair[1]).start)  # type: ignore[union-attr]
            found += [Disagreement(first.doc, a, b) for a, b in pairs if _codes(a) != _codes(b)]
        return found

    def agreed(self) -> list[tuple[str, Item]]:
        """Return each proposal that both code in the same way, with the id of its text."""
        return [
            (first.doc, item)
            for first, second in self.readings
            for item in first.item_rows
            if _codes(item) in {_codes(other) for other in second.item_rows}
        ]

    def _both(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        return [
            (document.gold[a], document.predicted[b])
            for document in self.scores.documents
            for a, b in document.pairs
        ]


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
    read = ((_coded(name, first), _coded(name, second)) for name in register.meetings())
    readings = tuple((one, other) for one, other in read if one.reviewed and other.reviewed)
    if not readings:
        raise ReadoutsError(
            f"{first} and {second} have no text in common that both have settled to its end. "
            "Go on with the notebook 09-review, with `coder` set."
        )
    gold, coded = zip(*readings, strict=True)
    texts = {reading.doc: reading.source for reading in gold}
    scores = score([one.record() for one in gold], [one.record() for one in coded], texts)
    return Agreement((first, second), readings, scores)


def agreement_tables(first: str, second: str) -> dict[str, pd.DataFrame]:
    """Return the tables of an `Agreement` by name; empty tables if no coders are named.

    >>> agreement_tables("", "")["measures"].empty
    True
    """
    if not first and not second:
        empty = Agreement(("", ""), (), Scores(()))
        return {"measures": table([], _MEASURES), "themes": empty.themes,
                "differences": empty.differences}  # fmt: skip
    found = agreement(first, second)
    return {"measures": found.measures, "themes": found.themes, "differences": found.differences}


def alpha(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    """Return Krippendorff's alpha of two codings per unit, each a label or a set of labels.

    ``None`` if there is no variation: no units, or the same label everywhere.
    """
    from nltk.metrics import binary_distance, masi_distance
    from nltk.metrics.agreement import AnnotationTask

    said = {label for pair in pairs for label in pair}
    if len(said) < 2:
        return None
    sets = any(isinstance(label, frozenset) for label in said)
    data = [
        (coder, str(unit), label)
        for unit, pair in enumerate(pairs)
        for coder, label in zip("ab", pair, strict=True)
    ]
    return float(AnnotationTask(data, masi_distance if sets else binary_distance).alpha())


def _coded(meeting_id: str, coder: str) -> Reading:
    return apply(read_registered(meeting_id), meeting_id, decisions_folder(coder))


def _label(item: dict[str, Any], name: str) -> Any:
    if name == "themes":
        return frozenset(item[name])
    return bloc(item[name]) if name == "side" else item[name]


def _of_theme(name: str, pairs: Iterable[tuple[set[str], set[str]]]) -> dict[str, Any]:
    said = [(name in one, name in other) for one, other in pairs]
    return {
        "theme": name, "first": sum(one for one, _ in said), "second": sum(b for _, b in said),
        "both": sum(one and other for one, other in said), "alpha": alpha(said),
    }  # fmt: skip


def _codes(item: Item | None) -> tuple[Any, ...] | None:
    if item is None:
        return None
    return item.start, item.end, item.speaker, bloc(item.side), item.act, frozenset(item.themes)
