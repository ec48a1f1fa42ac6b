"""Voices: the speakers of each meeting, their acts, and their share of the words.

>>> from readouts.model import Statement
>>> said = [Statement(at, at + 1, "Bà A", "Lào", "affirm", "") for at in (0, 1)]
>>> now = Reading("b", "xy", statement_rows=tuple(said))
>>> speakers(Reading("a", ""), now)[["speaker", "statements", "share"]].values.tolist()
[['Bà A', 2, 1.0]]
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from readouts.model import ACTS
from readouts.reading import Reading
from readouts.tables import both, table

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = {
    "meeting": "str", "side": "str", "speaker": "str", "act": "str", "statements": "int64",
    "items": "int64", "characters": "int64", "share": "float64",
}  # fmt: skip
_SPEAKERS = {name: kind for name, kind in _COLUMNS.items() if name != "act"}


def voices(then: Reading, now: Reading) -> pd.DataFrame:
    """Return a row per meeting, speaker and act, in the order in which speakers first speak.

    Columns: meeting (then, now), side, speaker, act, statements, items, characters (of the
    statements), share (of the characters of all the meeting's statements, 0 to 1).

    >>> voices(Reading("a", ""), Reading("b", "")).empty
    True
    """
    return table(both(_voices(then), _voices(now)), _COLUMNS)


def speakers(then: Reading, now: Reading) -> pd.DataFrame:
    """Return a row per meeting and speaker: the columns of `voices` without act, added up."""
    rows = voices(then, now)
    keys = ["meeting", "side", "speaker"]
    added = rows.groupby(keys, sort=False)[["statements", "items", "characters", "share"]].sum()
    return table(added.reset_index().to_dict("records"), _SPEAKERS)


def _voices(reading: Reading) -> list[dict[str, Any]]:
    items = Counter(item.statement for item in reading.item_rows)
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for number, row in enumerate(reading.statement_rows):
        counted = {"statements": 1, "items": items[number], "characters": row.end - row.start}
        found.setdefault((row.side, row.speaker, row.act), Counter()).update(counted)
    whole = sum(counts["characters"] for counts in found.values())
    order = list(dict.fromkeys(key[:2] for key in found))
    return [
        {"side": key[0], "speaker": key[1], "act": key[2], **found[key]}
        | {"share": found[key]["characters"] / whole if whole else 0.0}
        for key in sorted(found, key=lambda key: (order.index(key[:2]), ACTS.index(key[2])))
    ]
