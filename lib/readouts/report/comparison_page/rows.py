"""The ledger as the page shows it: a row per proposal, each of its two cells with its evidence."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from readouts.highlighting import Mark, mark_up
from readouts.model import Item
from readouts.report import charts as plots
from readouts.report.comparison_page.comparison import WHENS, Comparison
from readouts.report.comparison_page.sections import picture

_STATUSES = ("new", "dropped", "persisted", "reframed")


def ledger(comparison: Comparison) -> dict[str, Any]:  # no example: made for the page
    """Return the ledger's rows grouped by theme, its picture, and what it can be filtered by."""
    table = comparison.ledger.frame
    rows = [_row(comparison, row) for row in table.itertuples()]
    groups = dict.fromkeys(row["theme"] for row in rows)
    return {
        "rows": rows,
        "groups": [(theme, [row for row in rows if row["theme"] == theme]) for theme in groups],
        "picture": picture(plots.ledger, table, comparison.names),
        "table": table,
        "notebook": comparison.notebook("ledger"),
        "to_look_at": sum(bool(row["needs_look"]) for row in rows),
        "decided": sum(row["decided"] for row in rows),
        "statuses": [name for name in _STATUSES if any(row["status"] == name for row in rows)],
        "themes": list(dict.fromkeys(theme for row in rows for theme in row["themes"])),
        "sides": [side for side in comparison.voices if any(side in row["sides"] for row in rows)],
        "acts": sorted({act for row in rows for act in row["acts"]}),
    }


def item_number(row: Any, when: str) -> int | None:
    """Return which item of a reading a row of the ledger's frame holds, if any.

    >>> from types import SimpleNamespace
    >>> item_number(SimpleNamespace(then_item=3, now_item=float("nan")), "then")
    3
    """
    import pandas as pd

    number = getattr(row, f"{when}_item")
    return None if pd.isna(number) else int(number)


def _row(comparison: Comparison, row: Any) -> dict[str, Any]:
    cells = {when: _cell(comparison, row, when) for when in WHENS}
    present = [cell for cell in cells.values() if cell]
    return {
        "row": row.row,
        "status": row.status,
        "theme": row.theme,
        "themes": row.themes.split(),
        "cells": cells,
        "sides": sorted({cell["side"] for cell in present}),
        "acts": sorted({cell["act"] for cell in present}),
        "moved": row.moved,
        "similarity": _share(row.similarity) if len(present) == len(WHENS) else "",
        "margin": _share(row.margin),
        "changed": row.changed.split(),
        "needs_look": row.needs_look.split(),
        "decided": row.decided,
        "reason": row.reason,
    }


def _cell(comparison: Comparison, row: Any, when: str) -> dict[str, Any] | None:
    """Return one meeting's side of a row: the item's words, who carried it, and its sentence."""
    number = item_number(row, when)
    if number is None:
        return None
    reading = comparison.readings[when]
    item = reading.item_rows[number]
    words = reading.source[item.start : item.end]
    sentence = comparison.sentence_at(when, item.start)
    return {
        "quote": words,
        "gloss": comparison.glosses.get(words, ""),
        "speaker": item.speaker,
        "side": item.side,
        "side_class": comparison.side_class(item.side),
        "act": item.act,
        "addressee": item.addressee,
        "sentence": sentence.number if sentence else 0,
        "item": number,
        "made": {"rule": item.rule, "cue": item.cue, "confidence": item.confidence},
        "cues": [(theme, cue) for theme, cue in zip(item.themes, item.cues, strict=False) if cue],
        "context": _in_context(comparison, when, item),
        "citation": comparison.citation(when, item.start, item.end),
    }


def _in_context(comparison: Comparison, when: str, item: Item) -> Markup:
    """Return the sentence an item stands in, the item marked; the item alone if there is none."""
    sentence = comparison.sentence_at(when, item.start)
    first, last = (sentence.start, sentence.end) if sentence else (item.start, item.end)
    marks = [Mark(item.start, item.end, f"item {comparison.side_class(item.side)}")]
    return mark_up(comparison.readings[when].source, marks, first, max(last, item.end))


def _share(value: float) -> str:
    return "" if value != value else f"{value:.2f}".replace("-", "−")
