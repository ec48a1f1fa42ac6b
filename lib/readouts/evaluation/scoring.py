"""Score predicted items of readouts against hand-coded gold.

A predicted item matches a gold item when the two spans share at least 60 % of the white-space
tokens in their union; each is used once, best pairs first. Side, speaker, act and themes are then
judged over the matched items only. Agreement between two coders is measured by the same program:
one coder is read as gold, the other as predicted.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readouts.errors import ReadoutsError
from readouts.evaluation.coded_records import load_records, load_texts
from readouts.evaluation.matching import (
    Record,
    bare_span,
    bloc,
    located,
    matched_pairs,
    same_name,
    words_of,
)
from readouts.model import ITEM_ACTS

if TYPE_CHECKING:
    import pandas as pd


OVERLAP = 0.6
# 1,000 draws give the 2.5th and 97.5th percentile at whole ranks; the seed makes them repeatable.
DRAWS, SEED, LOW, HIGH = 1000, 0, 25, 975


@dataclass(frozen=True)
class Counts:
    """What was counted over one text, or summed over many; shares follow from it.

    ``exact``, ``side``, ``speaker`` and ``act`` count matched items that are right in that;
    ``gold_words`` are the white-space tokens of all gold items, ``found_words`` those of them that
    lie in some predicted item, matched or not.
    """

    matched: int = 0
    extra: int = 0
    missed: int = 0
    exact: int = 0
    side: int = 0
    speaker: int = 0
    act: int = 0
    theme_hits: int = 0
    theme_extra: int = 0
    theme_missed: int = 0
    gold_words: int = 0
    found_words: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def rates(self) -> dict[str, tuple[float, int]]:
        """Return each measure as (value, count it is a share of); 0.0 where the count is 0.

        >>> Counts(matched=3, extra=1, missed=0, act=2).rates()["act"]
        (0.6666666666666666, 3)
        """
        gold, predicted = self.matched + self.missed, self.matched + self.extra
        themes = 2 * self.theme_hits + self.theme_extra + self.theme_missed
        shares = {
            "precision": (self.matched, predicted),
            "recall": (self.matched, gold),
            "f1": (2 * self.matched, gold + predicted),
            "exact_f1": (2 * self.exact, gold + predicted),
            "exact": (self.exact, self.matched),
            "side": (self.side, self.matched),
            "speaker": (self.speaker, self.matched),
            "act": (self.act, self.matched),
            "theme_f1": (2 * self.theme_hits, themes),
            "coverage": (self.found_words, self.gold_words),
        }
        return {
            name: (part / whole if whole else 0.0, whole) for name, (part, whole) in shares.items()
        }


MEASURES = tuple(Counts().rates())


@dataclass(frozen=True)
class DocumentScore:
    """One text scored: its items on both sides and the pairs (gold index, predicted index)."""

    doc: str
    text: str
    gold: tuple[Record, ...]
    predicted: tuple[Record, ...]
    pairs: tuple[tuple[int, int], ...]

    @cached_property
    def counts(self) -> Counts:
        """Return what the measures of this text are made of."""
        matched = [(self.gold[g], self.predicted[p]) for g, p in self.pairs]
        themes = [(set(a.get("themes", ())), set(b.get("themes", ()))) for a, b in matched]
        gold_words = words_of(self.text, self.gold)
        return Counts(
            matched=len(matched),
            extra=len(self.predicted) - len(matched),
            missed=len(self.gold) - len(matched),
            exact=sum(bare_span(self.text, a) == bare_span(self.text, b) for a, b in matched),
            side=sum(bloc(a.get("side")) == bloc(b.get("side")) for a, b in matched),
            speaker=sum(same_name(a.get("speaker"), b.get("speaker")) for a, b in matched),
            act=sum(a.get("act") == b.get("act") for a, b in matched),
            theme_hits=sum(len(a & b) for a, b in themes),
            theme_extra=sum(len(b - a) for a, b in themes),
            theme_missed=sum(len(a - b) for a, b in themes),
            gold_words=len(gold_words),
            found_words=len(gold_words & words_of(self.text, self.predicted)),
        )

    def right(self) -> frozenset[int]:
        """Return the indexes of predicted items whose match has the same side, speaker and act."""
        return frozenset(
            p
            for p, a, b in ((p, self.gold[g], self.predicted[p]) for g, p in self.pairs)
            if bloc(a.get("side")) == bloc(b.get("side"))
            and same_name(a.get("speaker"), b.get("speaker"))
            and a.get("act") == b.get("act")
        )


@dataclass(frozen=True)
class Scores:
    """Every text scored, and the tables drawn from them."""

    documents: tuple[DocumentScore, ...]

    @cached_property
    def counts(self) -> Counts:
        """Return the counts summed over all texts."""
        return sum((document.counts for document in self.documents), Counts())

    def __getitem__(self, measure: str) -> float:
        return self.counts.rates()[measure][0]

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Return a row per measure: value, low and high (95 % bootstrap interval over texts), of
        (the count the value is a share of)."""
        import pandas as pd

        draws = self._draws()
        rows = [
            {"measure": name, "value": value, "low": draws[name][LOW], "high": draws[name][HIGH]}
            | {"of": whole}
            for name, (value, whole) in self.counts.rates().items()
        ]
        return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "of"])

    @cached_property
    def by_document(self) -> pd.DataFrame:
        """Return a row per text: doc, gold, predicted, and the measures as shares."""
        import pandas as pd

        rows = [
            {"doc": d.doc, "gold": len(d.gold), "predicted": len(d.predicted)}
            | {name: value for name, (value, _) in d.counts.rates().items()}
            for d in self.documents
        ]
        return pd.DataFrame(rows, columns=["doc", "gold", "predicted", *MEASURES])

    @cached_property
    def themes(self) -> pd.DataFrame:
        """Return a row per theme over matched items: theme, gold, predicted, both (items that
        carry it), precision, recall, f1; commonest first."""
        import pandas as pd

        gold, predicted, both = Counter[str](), Counter[str](), Counter[str]()
        for _, a, b in self._matched():
            gold.update(set(a.get("themes", ())))
            predicted.update(set(b.get("themes", ())))
            both.update(set(a.get("themes", ())) & set(b.get("themes", ())))
        names = sorted(gold | predicted, key=lambda name: (-gold[name], name))
        rows = [
            {"theme": name, "gold": gold[name], "predicted": predicted[name], "both": both[name]}
            | {"precision": _share(both[name], predicted[name])}
            | {"recall": _share(both[name], gold[name])}
            | {"f1": _share(2 * both[name], gold[name] + predicted[name])}
            for name in names
        ]
        columns = ["theme", "gold", "predicted", "both", "precision", "recall", "f1"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def acts(self) -> pd.DataFrame:
        """Return the confusion table: a row per gold act, a column per predicted act and
        ``missed``; the row ``extra`` holds predicted items that match no gold item."""
        import pandas as pd

        cells = Counter[tuple[str, str]]()
        for document in self.documents:
            left, right = _unmatched(document)
            cells.update((_act(a), _act(b)) for a, b in _pairs(document))
            cells.update((_act(item), "missed") for item in left)
            cells.update(("extra", _act(item)) for item in right)
        rows = [*ITEM_ACTS, *sorted({a for a, _ in cells} - {*ITEM_ACTS, "extra"}), "extra"]
        columns = [*ITEM_ACTS, *sorted({b for _, b in cells} - {*ITEM_ACTS, "missed"}), "missed"]
        table = [[cells[row, column] for column in columns] for row in rows]
        return pd.DataFrame(
            table, index=pd.Index(rows, name="gold"), columns=pd.Index(columns, name="predicted")
        )

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Return a row per disagreement, in reading order: doc, start, what (missed, extra, span,
        side, speaker, act or themes), quote, gold, predicted."""
        import pandas as pd

        rows = [row for document in self.documents for row in _differences(document)]
        columns = ["doc", "start", "what", "quote", "gold", "predicted"]
        return pd.DataFrame(rows, columns=columns)

    def _matched(self) -> Iterable[tuple[DocumentScore, Record, Record]]:
        for document in self.documents:
            for a, b in _pairs(document):
                yield document, a, b

    def _draws(self) -> dict[str, list[float]]:
        """Return for each measure its sorted values over resampled sets of texts."""
        import numpy as np

        if not self.documents:
            return {name: [0.0] * DRAWS for name in MEASURES}
        names = [f.name for f in fields(Counts)]
        table = np.array([[getattr(d.counts, n) for n in names] for d in self.documents])
        chance, texts = random.Random(SEED), range(len(self.documents))
        picked = [[chance.choice(texts) for _ in texts] for _ in range(DRAWS)]
        drawn = [Counts(*map(int, table[rows].sum(axis=0))).rates() for rows in picked]
        return {name: sorted(rates[name][0] for rates in drawn) for name in MEASURES}


def score(
    gold: Iterable[Record],
    predicted: Iterable[Record],
    texts: Mapping[str, str],
    *,
    overlap: float = OVERLAP,
) -> Scores:
    """Return the scores of predicted items against gold, text by text.

    ``gold`` and ``predicted`` are records ``{"doc", "items": [{"start", "end", "speaker", "side",
    "act", "themes"}]}``; gold items may give ``quote`` instead of offsets. ``texts`` maps a
    document's name without suffix to its source. Documents are joined by that name; one without a
    prediction counts as predicted empty, a prediction without gold is not looked at.

    >>> text = "Lào đề nghị mở cửa khẩu."
    >>> item = {"start": 12, "end": 23, "speaker": "Lào", "side": "Lào", "act": "propose"}
    >>> gold = {"doc": "a.txt", "items": [item | {"themes": ["border_gates"]}]}
    >>> score([gold], [{"doc": "a", "items": [item | {"themes": ["trade"]}]}], {"a": text})["f1"]
    1.0
    """
    predictions = {Path(record["doc"]).stem: record for record in predicted}
    documents = []
    for record in gold:
        name = Path(record["doc"]).stem
        if name not in texts:
            raise ReadoutsError(f"There is no text for the gold document {record['doc']!r}.")
        text, other = texts[name], predictions.get(name, {"items": []})
        left = located(record, text, "gold")
        right = located(other, text, "predicted")
        documents.append(
            DocumentScore(name, text, left, right, matched_pairs(text, left, right, overlap))
        )
    return Scores(tuple(documents))


def side_by_side(scores: Mapping[str, Scores]) -> pd.DataFrame:
    """Return a row per measure and a column per name, for a parser beside its peers.

    >>> side_by_side({"parser": score([], [], {})}).columns.tolist()
    ['parser']
    """
    import pandas as pd

    columns = {name: [found[measure] for measure in MEASURES] for name, found in scores.items()}
    return pd.DataFrame(columns, index=pd.Index(MEASURES, name="measure"))


def main(  # no example: what it prints is read, not returned
    gold: str | Path, predicted: str | Path, texts: str | Path, *, show: bool = False
) -> int:
    """Print how well predicted items match gold, as tables; return exit status 0.

    ``gold`` and ``predicted`` are JSON-lines files or folders of them, ``texts`` the folder of
    sources. ``show`` adds every disagreement with its quotation. Raises ReadoutsError for input
    that cannot be scored.
    """
    records = load_records(gold)
    scores = score(records, load_records(predicted), load_texts(texts, records))
    counts = scores.counts
    print(
        f"{len(scores.documents)} texts, {counts.matched + counts.missed} gold items, "
        f"{counts.matched + counts.extra} predicted, {counts.matched} matched"
    )
    print(scores.measures.to_string(index=False, float_format="{:.3f}".format))
    print("\nActs: gold in rows, predicted in columns")
    print(scores.acts.to_string())
    print("\nThemes over matched items")
    print(scores.themes.to_string(index=False, float_format="{:.3f}".format))
    if show:
        print("\nDisagreements")
        print("\n".join("\t".join(map(str, row)) for row in scores.differences.to_numpy()))
    return 0


def _act(item: Record) -> str:
    return item.get("act") or "none"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _pairs(document: DocumentScore) -> list[tuple[Record, Record]]:
    return [(document.gold[g], document.predicted[p]) for g, p in document.pairs]


def _unmatched(document: DocumentScore) -> tuple[list[Record], list[Record]]:
    left, right = {g for g, _ in document.pairs}, {p for _, p in document.pairs}
    return (
        [item for g, item in enumerate(document.gold) if g not in left],
        [item for p, item in enumerate(document.predicted) if p not in right],
    )


def _differences(document: DocumentScore) -> list[dict[str, Any]]:
    def row(what: str, item: Record, gold: str = "", predicted: str = "") -> dict[str, Any]:
        quote = document.text[item["start"] : item["end"]]
        place = {"doc": document.doc, "start": item["start"], "what": what, "quote": quote}
        return place | {"gold": gold, "predicted": predicted}

    missed, extra = _unmatched(document)
    rows = [row("missed", item) for item in missed] + [row("extra", item) for item in extra]
    for a, b in _pairs(document):
        if bare_span(document.text, a) != bare_span(document.text, b):
            spans = [document.text[item["start"] : item["end"]] for item in (a, b)]
            rows.append(row("span", a, *spans))
        same = {
            "side": bloc(a.get("side")) == bloc(b.get("side")),
            "speaker": same_name(a.get("speaker"), b.get("speaker")),
            "act": a.get("act") == b.get("act"),
            "themes": set(a.get("themes", ())) == set(b.get("themes", ())),
        }
        rows += [row(what, a, _shown(a, what), _shown(b, what)) for what in same if not same[what]]
    return sorted(rows, key=lambda found: found["start"])


def _shown(item: Record, what: str) -> str:
    value = item.get(what) or ""
    return value if isinstance(value, str) else ", ".join(sorted(value))
