"""Agreement of the parser, and of a simple baseline, with hand-coded texts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from readouts.storage.paths import data_dir, project_dir
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

    from readouts.evaluation.scoring import Scores

Reader = Literal["parser", "baseline"]
_SHARES = ("f1", "exact_f1", "speaker", "act", "theme_f1")
_BY_ORIGIN = {
    "origin": "str", "texts": "int64", "gold": "int64", **dict.fromkeys(_SHARES, "float64"),
}  # fmt: skip
# Coded texts are received texts, or were written to test one difficulty each.
_FOLDERS = (Path("data", "raw"), Path("tests", "fixtures", "readouts"))


@lru_cache(maxsize=4)
def scores(reader: Reader = "parser") -> Scores:
    """Return the scores of a reader on every hand-coded text of ``data/gold/`` that is available.

    The reader ``baseline`` is `readouts.evaluation.baseline` with the themes of the codebook.

    >>> scores("parser")["f1"] > scores("baseline")["f1"]
    True
    """
    from readouts.evaluation.scoring import score

    coded = list(coded_here())
    read = {"parser": _parsed, "baseline": _split}[reader]
    return score(
        [record for record, _ in coded],
        [read(record, text) for record, text in coded],
        {record["doc"]: text for record, text in coded},
    )


def compared() -> pd.DataFrame:
    """Return a row per measure: measure, parser, baseline (0 to 1), of (for the parser).

    >>> list(compared().columns)
    ['measure', 'parser', 'baseline', 'of']
    """
    parser, baseline = scores("parser").measures, scores("baseline").measures
    return parser.assign(parser=parser["value"], baseline=baseline["value"])[
        ["measure", "parser", "baseline", "of"]
    ]


def by_origin() -> pd.DataFrame:
    """Return a row per origin of hand-coded texts: received, or written to test one difficulty
    each.

    Columns: origin, texts, gold (items), and f1, exact_f1, speaker, act, theme_f1 (0 to 1).

    >>> list(by_origin()["origin"])
    ['received', 'written']
    """
    from readouts.corpus import register
    from readouts.evaluation.scoring import Scores

    registered, rows = register.meetings(), []
    for origin in ("received", "written"):
        documents = tuple(
            d for d in scores("parser").documents if (d.doc in registered) == (origin == "received")
        )
        of_origin = Scores(documents)
        gold = sum(len(document.gold) for document in documents)
        row = {"origin": origin, "texts": len(documents), "gold": gold}
        rows.append(row | {name: of_origin[name] for name in _SHARES})
    return table((row for row in rows if row["texts"]), _BY_ORIGIN)


def wilson(right: int, items: int) -> tuple[float | None, float | None]:
    """Return the 95 % score interval of a share (E. B. Wilson, 1927); None if there are no items.

    >>> [round(bound, 2) for bound in wilson(9, 10)]
    [0.6, 0.98]
    """
    from scipy.stats import binomtest

    if not items:
        return None, None
    interval = binomtest(right, items).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)


def differences(*docs: str) -> pd.DataFrame:
    """Return every disagreement with the gold in the texts named (all unless given).

    Columns: doc, start, what (missed, extra, span, side, speaker, act or themes), quote, gold,
    predicted. A text is named by the id of its meeting.

    >>> differences("no such text").empty
    True
    """
    rows = scores("parser").differences
    return rows[rows["doc"].isin(docs)].reset_index(drop=True) if docs else rows


def coded_here() -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each coded record whose text is available, named by its id, with the text.

    >>> len({record["doc"] for record, _ in coded_here()}) > 2
    True
    """
    from readouts.evaluation.scoring import load_records
    from readouts.language.decoding import read_text

    for record in load_records(data_dir() / "gold"):
        places = [project_dir() / folder / record["doc"] for folder in _FOLDERS]
        file = next((place for place in places if place.is_file()), None)
        if file:
            yield record | {"doc": record.get("id") or file.stem}, read_text(file)


def _parsed(record: dict[str, Any], text: str) -> dict[str, Any]:
    from readouts.corpus.cached_readings import read_once

    return read_once(text, doc=record["doc"], published=record.get("published", "")).record()


def _split(record: dict[str, Any], text: str) -> dict[str, Any]:
    from readouts.codebook.coder import code
    from readouts.evaluation.baseline import baseline_items
    from readouts.language.lexicon import word_list

    items = baseline_items(text, word_list("verbs"), themes=lambda quote: code(quote)[0])
    return {"doc": record["doc"], "items": items}
