"""The two full texts: numbered sentences, every item marked, what was left out named."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from readouts.highlighting import Mark, mark_up
from readouts.model import NARRATOR, Statement
from readouts.reading import Reading
from readouts.report.comparison_page.comparison import Comparison
from readouts.report.comparison_page.rows import item_number

# The zones that are coded; the others are shown grey and named.
_CODED_ZONES = ("body",)


def sources(comparison: Comparison) -> list[dict[str, Any]]:  # no example: made for the page
    """Return both texts whole, as paragraphs of lines (a sentence each)."""
    return [
        {
            "when": when,
            "reading": reading,
            "provenance": comparison.published(when),
            "paragraphs": list(_paragraphs(comparison, when)),
            "coverage": round(reading.coverage * 100),
            "uncoded": [int(number) for number in reading.uncoded["number"]],
        }
        for when, reading in comparison.readings.items()
    ]


def _paragraphs(comparison: Comparison, when: str) -> Iterator[dict[str, Any]]:
    reading = comparison.readings[when]
    marks = [*_item_marks(comparison, when), *_mention_marks(reading)]
    rows = _rows_of_items(comparison, when)
    for _, spans in groupby(_spans(reading), key=lambda span: span[3]):
        lines = list(spans)
        zone, note = _zone_at(reading, lines[0][0])
        yield {
            "zone": zone,
            "note": note,
            "coded": zone in _CODED_ZONES,
            "lines": [
                {
                    "number": number,
                    "html": mark_up(reading.source, marks, start, end),
                    "citation": comparison.citation(when, start, end),
                    **_said(comparison, reading, start, end),
                    **_tags(reading, rows, start, end),
                }
                for start, end, number, _ in lines
            ],
        }


def _spans(reading: Reading) -> Iterator[tuple[int, int, int, int]]:
    """Yield every sentence as start, end, number, paragraph; and with number 0 all between them."""
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
    for zone in reading.zone_rows:
        if zone.start <= position < zone.end:
            return zone.zone, zone.note
    return "body", ""


def _said(comparison: Comparison, reading: Reading, start: int, end: int) -> dict[str, Any]:
    """Return who speaks in a line: its first statement with a speaker."""
    statements: list[Statement] = [
        row for row in reading.statement_rows if row.start < end and start < row.end
    ]
    spoken = next((row for row in statements if row.speaker != NARRATOR), None)
    return {
        "statement": spoken,
        "side_class": comparison.side_class(spoken.side) if spoken else "",
    }


def _item_marks(comparison: Comparison, when: str) -> list[Mark]:
    return [
        Mark(item.start, item.end, f"item {comparison.side_class(item.side)}", f"{when}-i{number}")
        for number, item in enumerate(comparison.readings[when].item_rows)
    ]


def _mention_marks(reading: Reading) -> list[Mark]:
    return [Mark(row.start, row.end, "mention") for row in reading.mention_rows]


def _rows_of_items(comparison: Comparison, when: str) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = {}
    for row in comparison.ledger.frame.itertuples():
        number = item_number(row, when)
        if number is not None:
            rows.setdefault(number, []).append(row)
    return rows


def _tags(reading: Reading, rows: dict[int, list[Any]], start: int, end: int) -> dict[str, Any]:
    """Return a line's themes and, for the links under it, the ledger's rows of its items."""
    inside = [
        (number, item) for number, item in enumerate(reading.item_rows) if start <= item.start < end
    ]
    return {
        "themes": sorted({theme for _, item in inside for theme in item.themes}),
        "tags": [
            {"theme": row.theme, "row": row.row, "status": row.status}
            for number, _ in inside
            for row in rows.get(number, ())
        ],
    }
