"""A timeline of all dates and periods in two readouts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from readouts.measures.mentioned import mentioned
from readouts.model import Mention, Sentence
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

# The length of the label of a date in the chart: about two lines.
_CONTEXT_CHARACTERS = 48

_COLUMNS = {
    "iso": "str", "first": "str", "last": "str", "precision": "str", "meeting": "str",
    "relation": "str", "label": "str", "quote": "str", "then_start": "Int64", "then_end": "Int64",
    "now_start": "Int64", "now_end": "Int64",
}  # fmt: skip
_OPEN = "-"


def timeline(then: Reading, now: Reading) -> pd.DataFrame:
    """Return a row per date or period of the two bodies, in order of time.

    Columns: iso (as in the mention), first and last (its first and last day, as far as given),
    precision (day, month, year, period, open: no year), meeting (then, now, or both where the two
    name the same date), relation (past, same or future, relative to the meeting that names it, or
    the later one if both do; "" if not known), label (the words around it), quote, and the span in
    each text. Dates without a year come last.

    >>> timeline(Reading("a", ""), Reading("b", "")).empty
    True
    """
    found: dict[str, dict[str, Any]] = {}
    for name, reading in (("then", then), ("now", now)):
        for mention, sentence in mentioned(reading, ("date", "period")):
            if not mention.iso:
                continue
            first, _, last = mention.iso.partition("/")
            row = found.setdefault(
                mention.iso, {"iso": mention.iso, "first": first, "last": last or first}
            )
            if f"{name}_start" not in row:
                row |= {
                    f"{name}_start": mention.start,
                    f"{name}_end": mention.end,
                    "precision": _precision(mention.iso),
                    "meeting": "both" if "meeting" in row else name,
                    "relation": _relation(mention.iso, reading.meeting.date),
                    "label": _label(reading, mention, sentence),
                    "quote": reading.quote(mention),
                }
    order = sorted(found.values(), key=lambda row: (row["precision"] == "open", row["first"]))
    return table(order, _COLUMNS)


def _precision(iso: str) -> str:
    if iso.startswith(_OPEN):
        return "open"
    return "period" if "/" in iso else {4: "year", 7: "month", 10: "day"}.get(len(iso), "open")


def _relation(iso: str, meeting_date: str) -> str:
    """Return whether a date is before or after a meeting, as far as both are given.

    >>> _relation("2022-10", "2024-04-03"), _relation("2024", "2024-04-03")
    ('past', 'same')
    """
    first, _, last = iso.partition("/")
    last = last or first
    if not meeting_date or iso.startswith(_OPEN):
        return ""
    if last < meeting_date[: len(last)]:
        return "past"
    return "future" if first > meeting_date[: len(first)] else "same"


def _label(reading: Reading, mention: Mention, sentence: Sentence) -> str:
    """Return the words before a date, or after it if it starts its sentence or item."""
    opens = [row.start for row in reading.item_rows if row.start <= mention.start < row.end]
    before = reading.source[max([sentence.start, *opens]) : mention.start].strip()
    after = reading.source[mention.end : sentence.end].strip()
    quote = reading.quote(mention)
    if len(before) > _CONTEXT_CHARACTERS // 3:
        tail = re.split(r"[;:.!?\n]", before)[-1].strip(" ,(")
        kept = tail if len(tail) <= _CONTEXT_CHARACTERS else "…" + _cut(tail, -_CONTEXT_CHARACTERS)
        return f"{quote}: {kept}"
    head = re.split(r"[;:.!?\n]", after)[0].strip(" ,)")
    kept = head if len(head) <= _CONTEXT_CHARACTERS else _cut(head, _CONTEXT_CHARACTERS) + "…"
    return f"{quote}: {kept}" if kept else quote


def _cut(words: str, length: int) -> str:
    """Return the first (or last, below zero) ``length`` characters, whole words only."""
    if length > 0:
        return words[:length].rpartition(" ")[0]
    return words[length:].partition(" ")[2]
