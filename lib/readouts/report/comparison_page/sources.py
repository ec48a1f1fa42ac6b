"""The two full texts: numbered sentences, marked items, and names of the parts not coded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from readouts.highlighting import Mark, mark_up
from readouts.model import NARRATOR
from readouts.reading import Reading
from readouts.report.comparison_page.comparison import Comparison

# The zones that are coded; the others are shown grey and named.
_CODED_ZONES = ("body",)


def paragraphs(comparison: Comparison, when: str) -> list[dict[str, Any]]:
    """Return a whole text as paragraphs of lines (one sentence each).

    >>> from readouts.comparison.ledger import compare
    >>> ledger = compare(Reading("a", "Trời đẹp."), Reading("b", ""))
    >>> [part["zone"] for part in paragraphs(Comparison("x", ledger), "then")]
    ['body']
    """
    reading = comparison.readings[when]
    marks = [
        Mark(item.start, item.end, f"item {comparison.side_class(item.side)}", f"{when}-i{number}")
        for number, item in enumerate(reading.item_rows)
    ]
    marks += [Mark(row.start, row.end, "mention") for row in reading.mention_rows]
    found = []
    for _, spans in groupby(_spans(reading), key=lambda span: span[3]):
        lines = list(spans)
        zone, note = _zone_at(reading, lines[0][0])
        shown = [_line(comparison, when, marks, *span[:3]) for span in lines]
        found.append({"zone": zone, "note": note, "coded": zone in _CODED_ZONES, "lines": shown})
    return found


def _line(
    comparison: Comparison, when: str, marks: list[Mark], start: int, end: int, number: int
) -> dict[str, Any]:
    """Return a line: its marked text, its first speaker, and the rows of its items."""
    reading = comparison.readings[when]
    inside = {at for at, item in enumerate(reading.item_rows) if start <= item.start < end}
    spoken = (
        row for row in reading.statement_rows
        if row.start < end and start < row.end and row.speaker != NARRATOR
    )  # fmt: skip
    return {
        "number": number,
        "html": mark_up(reading.source, marks, start, end),
        "passage": comparison.at(when, start, end),
        "statement": next(spoken, None),
        "themes": sorted({theme for at in inside for theme in reading.item_rows[at].themes}),
        "rows": [
            (at, row)
            for at, row in enumerate(comparison.ledger.rows, 1)
            if getattr(row, when) in inside
        ],
    }


def _spans(reading: Reading) -> Iterator[tuple[int, int, int, int]]:
    """Yield every sentence as start, end, number, paragraph; text between sentences has number
    0."""
    at, paragraph = 0, 0
    for row in reading.sentence_rows:
        if reading.source[at : row.start].strip():
            yield at, row.start, 0, paragraph
        paragraph = row.paragraph
        yield row.start, row.end, row.number, paragraph
        at = max(at, row.end)
    if reading.source[at:].strip():
        yield at, len(reading.source), 0, paragraph


def _zone_at(reading: Reading, position: int) -> tuple[str, str]:
    found = (zone for zone in reading.zone_rows if zone.start <= position < zone.end)
    return next(((zone.zone, zone.note) for zone in found), ("body", ""))
