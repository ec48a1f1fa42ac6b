"""Score predicted items of readouts against hand-coded gold.

A predicted item matches a gold item when the two spans share at least 60 % of the white-space
tokens in their union; each is used once, best pairs first. Side, speaker, act and themes are then
scored for the matched items only. Agreement between two coders is measured in the same way: one
coder is the gold, the other the prediction.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

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

Coded = TypeVar("Coded")

OVERLAP = 0.6
# With 1,000 draws the 2.5th and 97.5th percentiles are at whole ranks; the seed fixes the result.
DRAWS, SEED, LOW, HIGH = 1000, 0, 25, 975


def shares(counts: Any) -> dict[str, tuple[Any, Any]]:
    """Return each measure as a count and the total of which it is a share, from counts of
    `DocumentScore`.

    ``counts`` holds numbers by name, or columns of them.

    >>> shares(dict.fromkeys(COUNTS, 2) | {"act": 1})["act"]
    (1, 2)
    """
    matched = counts["matched"]
    gold, predicted = matched + counts["missed"], matched + counts["extra"]
    hits = 2 * counts["theme_hits"]
    return {
        "precision": (matched, predicted),
        "recall": (matched, gold),
        "f1": (2 * matched, gold + predicted),
        "exact_f1": (2 * counts["exact"], gold + predicted),
        **{name: (counts[name], matched) for name in ("exact", "side", "speaker", "act")},
        "theme_f1": (hits, hits + counts["theme_extra"] + counts["theme_missed"]),
        "coverage": (counts["found_words"], counts["gold_words"]),
    }


COUNTS = (
    "matched", "extra", "missed", "exact", "side", "speaker", "act",
    "theme_hits", "theme_extra", "theme_missed", "gold_words", "found_words",
)  # fmt: skip
MEASURES = tuple(shares(dict.fromkeys(COUNTS, 0)))


@dataclass(frozen=True)
class DocumentScore:
    """The scores of one text: gold and predicted items, and the pairs (gold index, predicted
    index)."""

    doc: str
    text: str
    gold: tuple[Record, ...]
    predicted: tuple[Record, ...]
    pairs: tuple[tuple[int, int], ...]

    def side_by_side(
        self, gold: Sequence[Coded], predicted: Sequence[Coded]
    ) -> list[tuple[Coded | None, Coded | None]]:
        """Return each gold item beside its match, then the other predicted items; ``None`` stands
        for no match. The arguments are the items of this text in any form."""
        match = dict(self.pairs)
        rows: list[tuple[Coded | None, Coded | None]] = [
            (item, predicted[match[g]] if g in match else None) for g, item in enumerate(gold)
        ]
        extra = sorted({*range(len(predicted))} - {*match.values()})
        return rows + [(None, predicted[p]) for p in extra]

    @property
    def matched(self) -> list[tuple[Record, Record]]:
        """Return the items of each pair."""
        return [(self.gold[g], self.predicted[p]) for g, p in self.pairs]

    @property
    def unmatched(self) -> tuple[list[Record], list[Record]]:
        """Return the gold items that were missed and the predicted ones that are extra."""
        rows = self.side_by_side(self.gold, self.predicted)
        return [a for a, b in rows if a and not b], [b for a, b in rows if b and not a]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return the counts from which the measures of this text are computed.

        ``exact``, ``side``, ``speaker`` and ``act`` count the matched items that are right in this
        respect; ``gold_words`` are the white-space tokens of all gold items, ``found_words`` those
        that are in any predicted item.
        """
        matched = self.matched
        agreed = [_agreed(*pair) for pair in matched]
        themes = [[set(item.get("themes", ())) for item in pair] for pair in matched]
        gold_words = words_of(self.text, self.gold)
        return {
            "matched": len(matched),
            "extra": len(self.predicted) - len(matched),
            "missed": len(self.gold) - len(matched),
            "exact": sum(bare_span(self.text, a) == bare_span(self.text, b) for a, b in matched),
            **{name: sum(pair[name] for pair in agreed) for name in ("side", "speaker", "act")},
            "theme_hits": sum(len(a & b) for a, b in themes),
            "theme_extra": sum(len(b - a) for a, b in themes),
            "theme_missed": sum(len(a - b) for a, b in themes),
            "gold_words": len(gold_words),
            "found_words": len(gold_words & words_of(self.text, self.predicted)),
        }

    def right(self) -> frozenset[int]:
        """Return the indexes of predicted items whose match has the same side, speaker and act."""
        agreed = [_agreed(*pair) | {"themes": True} for pair in self.matched]
        pairs = zip(self.pairs, agreed, strict=True)
        return frozenset(p for (_, p), codes in pairs if all(codes.values()))


@dataclass(frozen=True)
class Scores:
    """The scores of all texts, and tables made from them."""

    documents: tuple[DocumentScore, ...]

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return the counts of each text, a row per text."""
        import pandas as pd

        rows = [document.counts for document in self.documents]
        return pd.DataFrame(rows, columns=list(COUNTS)).astype("int64")

    @cached_property
    def counts(self) -> pd.Series[int]:
        """Return the counts summed over all texts."""
        return self.table.sum()

    def __getitem__(self, measure: str) -> float:
        return float(_share(*shares(self.counts)[measure]))

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Return a row per measure: value, low and high (95 % bootstrap interval over texts), of
        (the count the value is a share of)."""
        import pandas as pd

        totals = [int(total) for _, total in shares(self.counts).values()]
        values = {"value": [self[name] for name in MEASURES], **self._interval()}
        return pd.DataFrame({"measure": list(MEASURES), **values, "of": totals})

    @cached_property
    def by_document(self) -> pd.DataFrame:
        """Return a row per text: doc, gold, predicted, and the measures as shares."""
        import pandas as pd

        counts = self.table
        return pd.DataFrame(
            {
                "doc": [document.doc for document in self.documents],
                "gold": counts["matched"] + counts["missed"],
                "predicted": counts["matched"] + counts["extra"],
                **{name: _share(*pair) for name, pair in shares(counts).items()},
            }
        )

    @cached_property
    def themes(self) -> pd.DataFrame:
        """Return a row per theme over matched items: theme, gold, predicted, both (items that
        carry it), precision, recall, f1; commonest first."""
        import pandas as pd

        rows = [
            (theme, theme in one, theme in other, theme in one and theme in other)
            for document in self.documents
            for pair in document.matched
            for one, other in [[set(item.get("themes", ())) for item in pair]]
            for theme in one | other
        ]
        items = pd.DataFrame(rows, columns=["theme", "gold", "predicted", "both"])
        counts = items.groupby("theme").sum().astype("int64").reset_index()
        table = counts.sort_values(["gold", "theme"], ascending=[False, True], ignore_index=True)
        return table.assign(
            precision=_share(table["both"], table["predicted"]),
            recall=_share(table["both"], table["gold"]),
            f1=_share(2 * table["both"], table["gold"] + table["predicted"]),
        )

    @cached_property
    def acts(self) -> pd.DataFrame:
        """Return the confusion table: a row per gold act, a column per predicted act and
        ``missed``; the row ``extra`` holds predicted items that match no gold item."""
        import pandas as pd

        pairs = [
            (
                (a.get("act") or "none") if a else "extra",
                (b.get("act") or "none") if b else "missed",
            )
            for document in self.documents
            for a, b in document.side_by_side(document.gold, document.predicted)
        ]
        gold, predicted = [a for a, _ in pairs], [b for _, b in pairs]
        rows = [*ITEM_ACTS, *sorted({*gold} - {*ITEM_ACTS, "extra"}), "extra"]
        columns = [*ITEM_ACTS, *sorted({*predicted} - {*ITEM_ACTS, "missed"}), "missed"]
        table = pd.crosstab(pd.Series(gold, dtype=str), pd.Series(predicted, dtype=str))
        table = table.reindex(index=rows, columns=columns, fill_value=0).astype("int64")
        return table.rename_axis(index="gold", columns="predicted")

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Return a row per disagreement, in reading order: doc, start, what (missed, extra, span,
        side, speaker, act or themes), quote, gold, predicted."""
        import pandas as pd

        rows = [row for document in self.documents for row in _differences(document)]
        columns = ["doc", "start", "what", "quote", "gold", "predicted"]
        return pd.DataFrame(rows, columns=columns)

    def _interval(self) -> dict[str, Any]:
        """Return the bounds of each measure over resampled sets of texts."""
        import numpy as np
        import pandas as pd

        random_source, texts = random.Random(SEED), range(len(self.documents))
        if not texts:
            return {"low": 0.0, "high": 0.0}
        picked = np.array([[random_source.choice(texts) for _ in texts] for _ in range(DRAWS)])
        drawn = pd.DataFrame(self.table.to_numpy()[picked].sum(axis=1), columns=list(COUNTS))
        values = np.sort([_share(*pair) for pair in shares(drawn).values()], axis=1)
        return {"low": values[:, LOW], "high": values[:, HIGH]}


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
    document's name without suffix to its source. Documents are joined by that name; a document
    without a prediction counts as having no predicted items; a prediction without gold is ignored.

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
        text, prediction = texts[name], predictions.get(name, {"items": []})
        items = located(record, text, "gold"), located(prediction, text, "predicted")
        pairs = matched_pairs(text, *items, overlap)
        documents.append(DocumentScore(name, text, *items, pairs))
    return Scores(tuple(documents))


def main(  # no example: what it prints is read, not returned
    gold: str | Path, predicted: str | Path, texts: str | Path, *, show: bool = False
) -> int:
    """Print tables of the scores of predicted items against gold; return exit status 0.

    ``gold`` and ``predicted`` are JSON-lines files or folders of them, ``texts`` the folder of
    sources. ``show`` also prints every disagreement with its quotation. Raises ReadoutsError for
    input that cannot be scored.
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


def _share(part: Any, whole: Any) -> Any:
    """Return a share, or a column of shares; 0 if the total is 0."""
    import numpy as np

    return np.divide(part, whole, out=np.zeros(np.shape(whole)), where=np.asarray(whole) > 0)


def _agreed(gold: Record, predicted: Record) -> dict[str, bool]:
    """Return for each code whether the two items of a pair agree."""
    return {
        "side": bloc(gold.get("side")) == bloc(predicted.get("side")),
        "speaker": same_name(gold.get("speaker"), predicted.get("speaker")),
        "act": gold.get("act") == predicted.get("act"),
        "themes": set(gold.get("themes", ())) == set(predicted.get("themes", ())),
    }


def _differences(document: DocumentScore) -> list[dict[str, Any]]:
    def row(what: str, item: Record, gold: str = "", predicted: str = "") -> dict[str, Any]:
        quote = document.text[item["start"] : item["end"]]
        place = {"doc": document.doc, "start": item["start"], "what": what, "quote": quote}
        return place | {"gold": gold, "predicted": predicted}

    missed, extra = document.unmatched
    rows = [row("missed", item) for item in missed] + [row("extra", item) for item in extra]
    for a, b in document.matched:
        if bare_span(document.text, a) != bare_span(document.text, b):
            spans = [document.text[item["start"] : item["end"]] for item in (a, b)]
            rows.append(row("span", a, *spans))
        same = _agreed(a, b)
        rows += [row(what, a, _shown(a, what), _shown(b, what)) for what in same if not same[what]]
    return sorted(rows, key=lambda found: found["start"])


def _shown(item: Record, what: str) -> str:
    value = item.get(what) or ""
    return value if isinstance(value, str) else ", ".join(sorted(value))
