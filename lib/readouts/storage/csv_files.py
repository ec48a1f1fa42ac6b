"""CSV that a spreadsheet shows as text and never runs."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from readouts.storage.atomic import writing

if TYPE_CHECKING:
    import pandas as pd

# The characters that start a formula in Excel, LibreOffice and Google Sheets, also after blanks:
# https://owasp.org/www-community/attacks/CSV_Injection. Full-width forms count as well.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def defused(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula; numbers stay numbers.

    A text that starts like a formula gets an apostrophe before it; lists and tuples are joined with
    ``; ``, and missing values become empty cells.

    >>> [defused(cell) for cell in ["=1+1", " @SUM(A1)", "đề nghị", -0.5, ("trade", "tax"), None]]
    ["'=1+1", "' @SUM(A1)", 'đề nghị', -0.5, 'trade; tax', '']
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, (list, tuple)):
        return defused("; ".join(str(part) for part in cell))
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "\N{SYMBOL FOR NULL}")
    begins = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return "'" + text if begins else text


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    r"""Yield the lines of a table as CSV (RFC 4180 quoting, each ends in ``\n``), cells defused.

    The first line has a byte-order mark; without it Excel shows Vietnamese wrongly.

    >>> list(csv_lines(["quote", "n"], [["=cmd()", 1], ["a, b", None]]))
    ['\ufeffquote,n\n', "'=cmd(),1\n", '"a, b",\n']
    """
    mark = "\ufeff"
    for cells in chain([columns], rows):
        # The csv writer quotes a carriage return in a cell only if lines end in one.
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\r\n").writerow(map(defused, cells))
        yield mark + buffer.getvalue().removesuffix("\r\n") + "\n"
        mark = ""


def frame_lines(columns: Iterable[str], frames: Iterable[pd.DataFrame]) -> Iterator[str]:
    r"""Yield the lines of tables of these columns, one below the other, as `csv_lines` does.

    >>> list(frame_lines(["quote"], []))
    ['\ufeffquote\n']
    """
    cells = (frame.astype(object).where(frame.notna(), None) for frame in frames)
    rows = (row for frame in cells for row in frame.itertuples(index=False, name=None))
    return csv_lines(columns, rows)


def write_csv(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write the columns of ``frame`` (not its index) to ``path`` as CSV in UTF-8.

    It is written completely or not at all.

    >>> import tempfile, pandas as pd
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "items.csv")
    ...     write_csv(pd.DataFrame({"quote": ["+ tăng cường"], "start": [7]}), path)
    ...     path.read_text(encoding="utf-8-sig")
    "quote,start\\n'+ tăng cường,7\\n"
    """
    with writing(path) as file:
        file.writelines(frame_lines(frame.columns, [frame]))
