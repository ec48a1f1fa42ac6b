"""Accuracy of the parser on texts on which it was not trained.

`readouts train` trains once without each fifth of the coded texts and reads that fifth. The scores
are saved in ``data/models/card.json``, because most of these texts belong to others and are not in
the project. If the texts are restored, ``readouts train --check`` computes the scores again.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from readouts.evaluation.agreement import wilson
from readouts.evaluation.coded_texts import Coding, judge
from readouts.evaluation.scoring import Scores, score
from readouts.learning.choosing import Models
from readouts.learning.models import models_dir
from readouts.learning.training import CodedText, fold_of, train
from readouts.statements.parser import read
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

_TENTHS = 10
_FIGURES = {
    "measure": "str", "value": "float64", "low": "float64", "high": "float64", "of": "int64",
}  # fmt: skip
_RELIABILITY = {
    "least": "float64", "most": "float64", "items": "int64",
    **dict.fromkeys(("said", "right", "low", "high"), "float64"),
}  # fmt: skip
_BANDS = {"band": "str", "items": "int64", "share": "float64", "right": "float64"}
_CURVE = {"texts": "int64", "f1": "float64"}
_BAD_AT = {
    "by": "str", "group": "str", "coded": "int64", "found": "int64",
    "recall": "float64", "precision": "float64",
}  # fmt: skip
# The starts of the ranges of lengths and of numbers of items, except the first range.
_WORDS, _ITEMS = (8, 16, 31), (1, 4, 10)


def models_without(
    fold: int, coded: Sequence[CodedText], share: float = 1.0
) -> Models:  # no example: tests/evaluation shows it
    """Return models trained on a share of the texts outside one part.

    Our own texts, on which the rules were developed, are always training texts.
    """
    rest = [one for one in coded if fold_of(one.doc) != fold]
    seen = [one for one in rest if one.judged]
    fewer = {one.doc for one in seen[: round(share * len(seen))]}
    return train([one for one in rest if not one.judged or one.doc in fewer], judge)


def read_unseen(
    fold: int, found: Sequence[Coding], coded: Sequence[CodedText]
) -> list[dict[str, Any]]:  # no example: tests/evaluation shows it
    """Return the records of the texts of one part, read with models trained without it."""
    learned = models_without(fold, coded)
    return [
        read(coding.text, doc=coding.doc, learned=learned).record()
        for coding in found
        if coding.judged and fold_of(coding.doc) == fold
    ]


def scored(coded: Iterable[Coding], records: Iterable[dict[str, Any]]) -> Scores:
    """Return the scores of records against the codings of their texts.

    >>> scored([], [])["f1"]
    0.0
    """
    found = list(records)
    names = {record["doc"] for record in found}
    with_record = [coding for coding in coded if coding.doc in names]
    texts = {coding.doc: coding.text for coding in with_record}
    return score([coding.record for coding in with_record], found, texts)


def figures_of(scores: Scores) -> dict[str, Any]:
    """Return the part of the scores on unseen texts that the card keeps, as plain JSON types.

    >>> figures_of(scored([], []))["texts"]
    0
    """
    rows = [
        (item["probability"], index in right, item["confidence"])
        for document in scores.documents
        for right in [document.right()]
        for index, item in enumerate(document.predicted)
    ]
    silent = [document for document in scores.documents if not document.gold]
    return {
        "texts": len(scores.documents),
        "measures": [
            {**row, **{name: round(row[name], 4) for name in ("value", "low", "high")}}
            for row in scores.measures.to_dict("records")
        ],
        "texts_without_items": len(silent),
        "of_these_given_items": sum(bool(document.predicted) for document in silent),
        "reliability": list(tenths([row[:2] for row in rows])),
        "bad_at": _groups(scores),
        "errors": _errors(scores),
        "bands": [_band(band, rows) for band in ("high", "medium", "low")],
    }


def _groups(scores: Scores) -> list[dict[str, Any]]:
    """Return recall and precision by act, by length of the item in words, and by number of items of
    the text, the weakest first."""
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * 4)
    for one in scores.documents:
        missed, extra = one.unmatched
        for at, items, wrong in ((0, one.gold, missed), (2, one.predicted, extra)):
            for item in items:
                length = _size(len(one.text[item["start"] : item["end"]].split()), _WORDS)
                many = _size(len(one.gold), _ITEMS)
                for group in (("act", item["act"]), ("words", length), ("items in text", many)):
                    counted[group][at] += 1
                    counted[group][at + 1] += item not in wrong
    rows = [
        {
            "by": by, "group": group, "coded": coded, "found": found,
            "recall": round(hits / max(1, coded), 4), "precision": round(right / max(1, found), 4),
        }
        for (by, group), (coded, hits, found, right) in counted.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["recall"] + row["precision"], row["by"], row["group"]))


def _errors(scores: Scores) -> dict[str, int]:
    """Return the numbers of missed and extra items, and how many of them only have other
    boundaries."""
    counts: Counter[str] = Counter()
    for one in scores.documents:
        missed, extra = one.unmatched
        for name, items, others in (("missed", missed, one.predicted), ("extra", extra, one.gold)):
            for item in items:
                cut = any(o["start"] < item["end"] and item["start"] < o["end"] for o in others)
                counts[f"{name}, cut elsewhere" if cut else name] += 1
    return dict(sorted(counts.items()))


def _size(count: int, least: Sequence[int]) -> str:
    """Return the range of a count; ``least`` are the starts of all ranges except the first."""
    at = bisect_right(least, count)
    if at == len(least):
        return f"{least[-1]} or more"
    return f"{least[at - 1] if at else 0} to {least[at] - 1}"


_Row = tuple[float, bool, str]


def tenths(rows: Sequence[tuple[float, bool]]) -> Iterator[dict[str, Any]]:
    """Yield for each tenth of probability the average probability and the share that was right.

    >>> list(tenths([(0.95, True)]))[9]["right"]
    1.0
    """
    for tenth in range(_TENTHS):
        here = [row for row in rows if min(int(row[0] * _TENTHS), _TENTHS - 1) == tenth]
        right = sum(row[1] for row in here)
        low, high = wilson(right, len(here))
        yield {
            "least": tenth / _TENTHS,
            "most": (tenth + 1) / _TENTHS,
            "items": len(here),
            "said": _mean([row[0] for row in here]),
            "right": _mean([float(row[1]) for row in here]),
            "low": None if low is None else round(low, 4),
            "high": None if high is None else round(high, 4),
        }


def _band(band: str, rows: Sequence[_Row]) -> dict[str, Any]:
    here = [row for row in rows if row[2] == band]
    share = len(here) / len(rows) if rows else 0.0
    right = _mean([float(row[1]) for row in here])
    return {"band": band, "items": len(here), "share": round(share, 4), "right": right}


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


@cache
def card() -> dict[str, Any]:
    """Return the card of the models: training data, and accuracy on unseen texts.

    >>> card()["command"]
    'readouts train'
    """
    found: dict[str, Any] = json.loads((models_dir() / "card.json").read_text(encoding="utf-8"))
    return found


@cache
def blind() -> dict[str, Any]:
    """Return the accuracy of the parser on texts that nobody opened while it was made.

    Those texts are reserved for measuring and are not in the project, so the measured score is
    stored: texts, items, the day, and a row per measure.

    >>> blind()["texts"] > 0
    True
    """
    found: dict[str, Any] = json.loads((models_dir() / "blind.json").read_text(encoding="utf-8"))
    return found


def unseen() -> pd.DataFrame:
    """Return a row per measure on unseen texts: measure, value, low, high (95 % bootstrap interval
    over texts, 0 to 1) and of (the total of which the value is a share).

    The first row, ``f1_blind``, is for texts that nobody opened; the others are for coded texts
    left out in turn, some of which were used while the rules were made.

    >>> unseen()["measure"].tolist()[:3]
    ['f1_blind', 'precision', 'recall']
    """
    [first] = [row for row in blind()["measures"] if row["measure"] == "f1"]
    top = first | {"measure": "f1_blind", "of": blind()["items"]}
    return table([top, *card()["unseen"]["measures"]], _FIGURES)


def reliability() -> pd.DataFrame:
    """Return a row per tenth of probability: the number of items of unseen texts, the average
    probability, and the share that was right (low, high: 95 % Wilson interval).

    >>> reliability()["least"].tolist()[:2]
    [0.0, 0.1]
    """
    return table(card()["unseen"]["reliability"], _RELIABILITY)


def match_reliability() -> pd.DataFrame:
    """Return the same for matches, on pairs of texts left out in turn: the average probability, and
    the share that people matched.

    >>> list(match_reliability().columns) == list(reliability().columns)
    True
    """
    return table(card()["matching"]["reliability"], _RELIABILITY)


def bad_at() -> pd.DataFrame:
    """Return the groups for which the parser is weakest on unseen texts, the weakest first: by
    (act, words of the item, items in the text), group, coded, found (items), recall and precision
    (0 to 1).

    >>> sorted(set(bad_at()["by"]))
    ['act', 'items in text', 'words']
    """
    return table(card()["unseen"]["bad_at"], _BAD_AT)


def bands() -> pd.DataFrame:
    """Return a row per band of confidence on unseen texts: band, items, share of all, right.

    >>> bands()["band"].tolist()
    ['high', 'medium', 'low']
    """
    return table(card()["unseen"]["bands"], _BANDS)


def learning_curve() -> pd.DataFrame:
    """Return a row per number of training texts: texts, and the F1 of items on unseen texts.

    >>> list(learning_curve().columns)
    ['texts', 'f1']
    """
    return table(card()["curve"], _CURVE)
