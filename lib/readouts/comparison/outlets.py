"""Two reports of one meeting: the proposals that one has and the other leaves out.

A proposal counts as left out if the ledger finds no match and no sentence of the other report has
most of its words. The table does not say why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readouts.comparison.comparability import comparability, known_date
from readouts.comparison.ledger import Ledger
from readouts.comparison.similarity import overlap
from readouts.reading import Reading
from readouts.tables import both, table

if TYPE_CHECKING:
    import pandas as pd

# From one half on, the other report mentions the subject in its own words.
_MENTIONED = 0.5
_DAY = len("2026-12-04")
_COLUMNS = {
    "meeting": "str", "item": "int64", "speaker": "str", "side": "str", "act": "str",
    "themes": "str", "start": "int64", "end": "int64", "quote": "str", "held": "float64",
    "nearest_start": "Int64", "nearest_end": "Int64", "nearest_quote": "str",
}  # fmt: skip


def same_meeting(one: Reading, other: Reading) -> bool:
    """Return whether two texts report one meeting: the same sides on the same day.

    They may share most of their words, if two papers print the same agency report.

    >>> same_meeting(Reading("a", ""), Reading("b", ""))
    False
    """
    warnings = {warning.kind for warning in comparability(one, other)}
    known = {known_date(one), known_date(other)}
    same_day = len(known) == 1 and len(min(known)) == _DAY
    return same_day and warnings <= {"same_day", "same_text"} and one.sha256 != other.sha256


def left_out(ledger: Ledger) -> pd.DataFrame:
    """Return a row per proposal that one of two reports has and the other leaves out.

    Columns: meeting (then or now: the report that has it), item, speaker, side, act, themes, start,
    end, quote; held, the share of its words in the sentence of the other report that has most of
    them (under a half), and that sentence's start, end and quote.

    >>> from readouts.comparison.ledger import compare
    >>> left_out(compare(Reading("a", ""), Reading("b", ""))).empty
    True
    """
    then = [row.then for row in ledger.rows if row.now is None and row.then is not None]
    now = [row.now for row in ledger.rows if row.then is None and row.now is not None]
    first = _left_out_rows(ledger.then, sorted(then), ledger.now)
    return table(both(first, _left_out_rows(ledger.now, sorted(now), ledger.then)), _COLUMNS)


def _left_out_rows(reading: Reading, items: list[int], other: Reading) -> list[dict[str, Any]]:
    rows = [reading.item_rows[at] for at in items]
    sentences = other.sentence_rows
    quotes = [reading.quote(row) for row in rows]
    shared = overlap(quotes, [other.quote(sentence) for sentence in sentences]).then_in_now
    found = []
    for at, (item, row) in enumerate(zip(items, rows, strict=True)):
        cells = vars(row) | {"item": item, "themes": " ".join(row.themes), "quote": quotes[at]}
        cells |= {"held": float(shared[at].max(initial=0.0)), "nearest_quote": ""}
        if sentences:
            nearest = sentences[int(shared[at].argmax())]
            cells |= {"nearest_start": nearest.start, "nearest_end": nearest.end}
            cells["nearest_quote"] = other.quote(nearest)
        if cells["held"] < _MENTIONED:
            found.append(cells)
    return found
