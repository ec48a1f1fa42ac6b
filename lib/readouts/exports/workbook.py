"""An Excel workbook: ledger, proposals, requests, figures, codebook and sources."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from readouts import measures
from readouts.cells import heading, in_words
from readouts.codebook.schema import load_file
from readouts.comparison.ledger import Ledger
from readouts.comparison.outlets import left_out, same_meeting
from readouts.exports.archive import unzipped, zipped
from readouts.labels import label
from readouts.reading import Reading

if TYPE_CHECKING:
    import pandas as pd

# A text stays text, also if it starts like a formula.
_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# The greatest length of a cell in Excel.
_LONGEST = 32_767
# The file must not depend on the day on which it is written.
_CREATED = datetime.datetime(2000, 1, 1)
# Columns about how a row was found, which are left out of the workbook.
_TECHNICAL = {
    "theme", "nearest", "margin", "wording", "shared", "statement",
    "rule", "cue", "item", "then_item", "now_item",
}  # fmt: skip
_LONG_COLUMNS = ("quote", "scope", "cues", "notes", "reason")
_WIDE, _NARROW = 60, 16


def workbook(
    readings: Sequence[Reading], ledgers: Sequence[Ledger] = (), language: str = "en"
) -> bytes:
    """Return an ``.xlsx`` file with a sheet for each table that has rows, filters and frozen heads.

    ``ledgers`` are those of the meetings compared. Every text is stored as text, so that no cell
    becomes a formula; the same readings give the same bytes.

    >>> workbook([Reading("a", "")])[:2]
    b'PK'
    """
    import pandas as pd

    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": _TEXT}) as writer:
        writer.book.set_properties({"created": _CREATED})
        for name, table in _sheets(readings, ledgers, language):
            if len(table):
                _write(writer, label(f"sheet.{name}", language), table, language)
    return zipped(unzipped(buffer.getvalue()))


def _sheets(
    readings: Sequence[Reading], ledgers: Sequence[Ledger], language: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    import pandas as pd

    pairs = [(ledger.then, ledger.now) for ledger in ledgers]
    figures = [
        measures.figures_ledger(*pair).rename(columns={"status": "verdict"}) for pair in pairs
    ]
    tables = {
        "ledger": [_between(ledger.then, ledger.now, ledger.frame) for ledger in ledgers],
        "proposals": [_of(reading, reading.items) for reading in readings],
        "requests": [_named(*pair, measures.requests(*pair)) for pair in pairs],
        "figures": [_between(*pair, rows) for pair, rows in zip(pairs, figures, strict=True)],
        "left_out": [
            _named(*pair, left_out(ledger))
            for pair, ledger in zip(pairs, ledgers, strict=True)
            if same_meeting(*pair)
        ],
        "codebook": [_codebook()],
        "sources": [_source(reading) for reading in readings],
    }
    for name, parts in tables.items():
        yield name, pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _of(reading: Reading, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(meeting=reading.doc)[["meeting", *table]]


def _between(then: Reading, now: Reading, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(then=then.doc, now=now.doc)[["then", "now", *table]]


def _named(then: Reading, now: Reading, table: pd.DataFrame) -> pd.DataFrame:
    names = {"then": then.doc, "now": now.doc}
    return table.assign(meeting=table["meeting"].map(names))


def _codebook() -> pd.DataFrame:
    import pandas as pd

    themes = pd.json_normalize([theme.model_dump() for theme in load_file().themes])
    columns = ["id", "en", "vi", "scope.en", "scope.vi", "cues"]
    return themes[columns].rename(columns={"en": "label_en", "vi": "label_vi"})


def _source(reading: Reading) -> pd.DataFrame:
    import pandas as pd

    facts = measures.provenance(reading, reading)
    return pd.DataFrame([dict(zip(facts["fact"], facts["then"], strict=True))])


def _write(writer: pd.ExcelWriter, title: str, table: pd.DataFrame, language: str) -> None:
    import pandas as pd

    table = table[[name for name in table if name not in _TECHNICAL]]
    shown = {name: [_cell(name, value, language) for value in table[name]] for name in table}
    heads = [heading(name, language) for name in table]
    cells = pd.DataFrame(shown)
    cells.to_excel(writer, sheet_name=title, header=heads, index=False, freeze_panes=(1, 0))
    sheet = writer.sheets[title]
    # Without the prefix a text like `= 1` becomes a formula when somebody edits its cell.
    style = writer.book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True})
    for number, column in enumerate(table):
        long = any(word in column for word in _LONG_COLUMNS)
        sheet.set_column(number, number, _WIDE if long else _NARROW, style)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(column: str, value: Any, language: str) -> Any:
    """Return the value of a cell; a long text is shortened."""
    words = in_words(column, value, language)
    long = isinstance(words, str) and len(words) > _LONGEST
    return words[: _LONGEST - 1] + "…" if long else words
