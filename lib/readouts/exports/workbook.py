"""An Excel workbook for desks: ledger, proposals, requests, figures, codebook and sources."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from readouts import measures
from readouts.codebook.schema import load_file
from readouts.comparison.ledger import Ledger
from readouts.labels import knows, label
from readouts.reading import Reading
from readouts.storage.csv_files import begins_formula

if TYPE_CHECKING:
    import pandas as pd
    import xlsxwriter

# What a cell holds at most in Excel; the library leaves a longer text out whole.
_LONGEST = 32_767
# A file must not change with the day it is written on.
_CREATED = datetime.datetime(2000, 1, 1)
# How a row was found: in the tables of the library, of no use on a desk.
_TECHNICAL = {
    "theme", "nearest", "margin", "wording", "theme_likeness", "verb", "shared", "statement",
    "rule", "cue", "item", "then_item", "now_item",
}  # fmt: skip
_LONG_COLUMNS = ("quote", "scope", "cues", "notes", "reason")
_WIDE, _NARROW = 60, 16
# Columns that hold ids which have labels, and what the labels' keys begin with.
_LABELS = {
    "theme": "", "themes": "", "side": "", "speaker": "", "act": "act.", "reply_act": "act.",
    "status": "status.", "changed": "changed.", "moved": "moved.", "needs_look": "look.",
    "kind": "kind.", "role": "role.",
}  # fmt: skip
_SEVERAL = {"themes", "changed", "needs_look"}


def workbook(
    readings: Sequence[Reading], ledgers: Sequence[Ledger] = (), language: str = "en"
) -> bytes:
    """Return an ``.xlsx`` file with a sheet for each table that has rows, filters and frozen heads.

    ``ledgers`` are those of the meetings compared. Every text is stored as text, so that no cell
    becomes a formula; the same readings give the same bytes.

    >>> workbook([Reading("a", "")])[:2]
    b'PK'
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": _CREATED, "title": " – ".join(one.doc for one in readings)})
    for name, table in _sheets(readings, ledgers, language):
        if len(table):
            _Sheet(book, label(f"sheet.{name}", language), language).fill(table)
    book.close()
    return buffer.getvalue()


def _sheets(
    readings: Sequence[Reading], ledgers: Sequence[Ledger], language: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    pairs = [(ledger.then, ledger.now) for ledger in ledgers]
    rows = [ledger.frame for ledger in ledgers]
    yield "ledger", _joined([_between(*one) for one in zip(pairs, rows, strict=True)])
    yield "proposals", _joined([_of(reading, reading.items) for reading in readings])
    yield "requests", _joined([_requests(*pair) for pair in pairs])
    figures = [measures.figures_ledger(*pair, language=language) for pair in pairs]
    yield "figures", _joined([_between(*one) for one in zip(pairs, figures, strict=True)])
    yield "codebook", _codebook()
    yield "sources", _joined([_source(reading) for reading in readings])


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _of(reading: Reading, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(meeting=reading.doc)[["meeting", *table]]


def _between(pair: tuple[Reading, Reading], table: pd.DataFrame) -> pd.DataFrame:
    then, now = pair
    return table.assign(then=then.doc, now=now.doc)[["then", "now", *table]]


def _requests(then: Reading, now: Reading) -> pd.DataFrame:
    table = measures.asks(then, now)
    names = {"a": then.doc, "b": now.doc, "then": then.doc, "now": now.doc}
    return table.assign(meeting=table["meeting"].map(names))


def _codebook() -> pd.DataFrame:
    import pandas as pd

    themes = load_file().themes
    return pd.DataFrame(
        {
            "id": [theme.id for theme in themes],
            "label_en": [theme.en for theme in themes],
            "label_vi": [theme.vi for theme in themes],
            "scope_en": [theme.scope.en for theme in themes],
            "scope_vi": [theme.scope.vi for theme in themes],
            "cues": ["; ".join(words for _, words, _ in theme.every_cue()) for theme in themes],
        }
    )


def _source(reading: Reading) -> pd.DataFrame:
    import pandas as pd

    facts = measures.provenance(reading, reading)
    return pd.DataFrame([dict(zip(facts["fact"], facts["then"], strict=True))])


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class _Sheet:
    """One sheet being filled."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, language: str) -> None:
        self.language = language
        self.sheet = book.add_worksheet(name)
        plain = {"valign": "top", "text_wrap": True}
        self.head = book.add_format({**plain, "bold": True, "bg_color": "#E8EDF2", "bottom": 1})
        self.plain = book.add_format(plain)
        # Without the prefix a text like `= 1` becomes a formula when somebody edits its cell.
        self.prefixed = book.add_format({**plain, "quote_prefix": True})

    def fill(self, table: pd.DataFrame) -> None:
        columns = [name for name in table if name not in _TECHNICAL]
        for at, column in enumerate(columns):
            long = any(word in column for word in _LONG_COLUMNS)
            self.sheet.set_column(at, at, _WIDE if long else _NARROW)
            self.sheet.write_string(0, at, self._heading(column), self.head)
            for row, value in enumerate(table[column], 1):
                self._write(row, at, column, value)
        self.sheet.freeze_panes(1, 0)
        self.sheet.autofilter(0, 0, len(table), len(columns) - 1)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)

    def _heading(self, column: str) -> str:
        when, _, base = column.partition("_")
        if when in ("then", "now") and base:
            return f"{label(when, self.language).capitalize()}: {self._heading(base).lower()}"
        keys = [key for key in (f"column.{column}", f"fact.{column}", column) if knows(key)]
        words = label(keys[0], self.language) if keys else column.replace("_", " ")
        return words[:1].upper() + words[1:]

    def _write(self, row: int, at: int, column: str, value: Any) -> None:
        cell = self._shown(column, value)
        if isinstance(cell, str):
            known = _fitting(cell)
            style = self.prefixed if begins_formula(known) else self.plain
            self.sheet.write_string(row, at, known, style)
        elif cell is not None:
            self.sheet.write_number(row, at, cell, self.plain)

    def _shown(self, column: str, value: Any) -> str | float | None:
        import pandas as pd

        base = column.removeprefix("then_").removeprefix("now_")
        if isinstance(value, (tuple, list)):
            return self._labels(base, value)
        if isinstance(value, str):
            if base == "answer":
                return label(f"answer.{value}.label", self.language)
            return self._labels(base, value.split() if base in _SEVERAL else [value])
        if pd.isna(value):
            return None
        if isinstance(value, bool):
            return label("yes", self.language) if value else ""
        return float(value)

    def _labels(self, base: str, ids: Sequence[str]) -> str:
        keys = [f"{_LABELS[base]}{one}" if base in _LABELS else "" for one in ids]
        return ", ".join(
            label(key, self.language) if key and knows(key) else one
            for key, one in zip(keys, ids, strict=True)
        )
