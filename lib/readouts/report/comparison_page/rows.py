"""The ledger on the page: a row per proposal, with the evidence in both cells."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from readouts.comparison.ledger import Row, side_change
from readouts.report.comparison_page.comparison import Comparison

# The columns of the picture from left to right, and the statuses in each.
_PICTURE = {"gone": ("dropped",), "kept": ("persisted", "reframed"), "new": ("new",)}
_STATUSES = ("new", "dropped", "persisted", "reframed")


def ledger(comparison: Comparison) -> dict[str, Any]:  # no example: made for the page
    """Return the rows of the ledger grouped by theme, and the values of its filters."""
    rows = [_row(comparison, *numbered) for numbered in enumerate(comparison.ledger.rows, 1)]
    shown = [row["ledger"] for row in rows]
    return {
        "rows": rows,
        "groups": [
            (theme, list(of_theme)) for theme, of_theme in groupby(rows, lambda row: row["theme"])
        ],
        "picture": _PICTURE,
        "to_look_at": sum(bool(row.needs_look) for row in shown),
        "decided": sum(row["decided"] for row in rows),
        "statuses": [name for name in _STATUSES if any(row.status == name for row in shown)],
        "themes": list(dict.fromkeys(theme for row in shown for theme in row.themes)),
        "sides": [side for side in comparison.voices if any(side in row["sides"] for row in rows)],
        "acts": sorted({act for row in rows for act in row["acts"]}),
    }


def _row(comparison: Comparison, number: int, row: Row) -> dict[str, Any]:
    cells = {
        when: None if at is None else comparison.quote(when, reading.item_rows[at])
        for (when, reading), at in zip(
            comparison.readings.items(), (row.then, row.now), strict=True
        )
    }
    items = [cell.record for cell in cells.values() if cell]
    return {
        "row": number,
        "ledger": row,
        "theme": row.theme,
        "cells": cells,
        "sides": sorted({item.side for item in items}),
        "acts": sorted({item.act for item in items}),
        "moved": side_change(comparison.ledger, row),
        "decided": comparison.ledger.by_hand(row),
    }
