"""What holds of every reading, of whatever text: shared by the tests and by `tools/fuzz.py`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from readouts.model import ACTS, BOTH, ITEM_ACTS
from readouts.reading import Reading

_DAY = r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?|--\d\d(?:-\d\d)?|---\d\d)"
_ISO = re.compile(f"{_DAY}(?:/{_DAY})?")

TABLES = ("participants", "statements", "items", "mentions", "zones")


def broken(text: str, reading: Reading) -> list[str]:
    """Return what does not hold of ``reading`` as the reading of ``text``; empty where all does."""
    return [
        *_spans(text, reading.record()),
        *_order(reading),
        *_items(reading),
        *_values(reading),
    ]


def _spans(text: str, record: dict[str, Any]) -> Iterator[str]:
    for table in TABLES:
        for row in record[table]:
            start, end = row["start"], row["end"]
            if not 0 <= start < end <= len(text):
                yield f"{table}: {start}–{end} lies outside the text of {len(text)}"
            elif text[start:end] != row["quote"]:
                yield f"{table}: {start}–{end} does not slice to its quote"
            elif not row["quote"].strip():
                yield f"{table}: {start}–{end} is blank"


def _order(reading: Reading) -> Iterator[str]:
    for name in ("statement_rows", "item_rows", "zone_rows", "sentence_rows"):
        rows = getattr(reading, name)
        for before, after in pairwise(rows):
            if after.start < before.end:
                yield f"{name}: {before.start}–{before.end} and {after.start}–{after.end} overlap"


def _items(reading: Reading) -> Iterator[str]:
    for item in reading.item_rows:
        if not 0 <= item.statement < len(reading.statement_rows):
            yield f"item at {item.start}: there is no statement {item.statement}"
            continue
        statement = reading.statement_rows[item.statement]
        if not statement.start <= item.start < item.end <= statement.end:
            yield f"item at {item.start}: outside its statement {statement.start}–{statement.end}"
        if not item.themes:
            yield f"item at {item.start}: no theme"


def _values(reading: Reading) -> Iterator[str]:
    sides = {person.name: person.side for person in reading.participant_rows}
    for item in reading.item_rows:
        if item.act not in ITEM_ACTS:
            yield f"item at {item.start}: act {item.act!r}"
        if not item.side and sides.get(item.speaker):
            yield f"item at {item.start}: no side, though {item.speaker} has one"
    for statement in reading.statement_rows:
        if statement.act not in ACTS:
            yield f"statement at {statement.start}: act {statement.act!r}"
        if (statement.speaker == BOTH) != (statement.side == BOTH):
            yield f"statement at {statement.start}: {statement.speaker} of side {statement.side}"
    yield from _mentions(reading)
    if not 0 <= reading.coverage <= 1:
        yield f"coverage {reading.coverage}"


def _mentions(reading: Reading) -> Iterator[str]:
    for mention in reading.mention_rows:
        where = f"mention at {mention.start}: a {mention.kind}"
        if mention.kind in ("date", "period"):
            # A day the text ties to none that is known ("the same day") has no ISO form.
            if mention.iso and not _ISO.fullmatch(mention.iso):
                yield f"{where} of form {mention.iso!r}"
            if mention.value is not None:
                yield f"{where} with a value"
        elif mention.value is None or not math.isfinite(mention.value):
            yield f"{where} of value {mention.value}"
