"""Write the records of a corpus: JSON lines, CSV (a row per item), or Parquet (a row per text).

Few texts are in memory at once. A file is written completely or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cache
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from readouts.model import Item, Meeting, Mention, Person, Statement, Zone
from readouts.storage.atomic import writing
from readouts.storage.csv_files import csv_lines

if TYPE_CHECKING:
    import pyarrow

SUFFIXES = (".jsonl", ".csv", ".parquet")
# Texts in memory at once, and in a row group of Parquet: about 10 MB.
_ROWS = 500
_ITEM_COLUMNS = (
    "doc", "start", "end", "quote", "speaker", "side", "act", "addressee", "themes", "cues", "rule",
    "confidence", "error",
)  # fmt: skip
# The tables of a record, and the type of their rows.
_TABLES = {
    "participants": Person, "statements": Statement, "items": Item, "mentions": Mention,
    "zones": Zone,
}  # fmt: skip

Record = dict[str, Any]


def write_corpus(
    lines: Iterable[bytes], out: Path, seen: Callable[[Record], None], aside: Path | None = None
) -> None:
    """Write records (lines of JSON) to ``out`` in the format of its suffix.

    Until it is complete the file is in the folder ``aside``. ``seen`` is called with every record.
    Raises `ReadoutsError` if ``out`` cannot be written.
    """
    write = {".jsonl": _write_lines, ".csv": _write_csv, ".parquet": _write_parquet}[out.suffix]
    with writing(out, "wb", aside) as file:
        write(_records(lines, seen), file)


def _records(lines: Iterable[bytes], seen: Callable[[Record], None]) -> Iterator[Record]:
    for line in lines:
        record = json.loads(line)
        seen(record)
        yield record


def _write_lines(records: Iterator[Record], file: IO[bytes]) -> None:
    for record in records:
        file.write((json.dumps(record, ensure_ascii=False) + "\n").encode())


def _write_csv(records: Iterator[Record], file: IO[bytes]) -> None:
    file.writelines(line.encode() for line in csv_lines(_ITEM_COLUMNS, _item_rows(records)))


def _item_rows(records: Iterable[Record]) -> Iterator[list[Any]]:
    for record in records:
        for row in record.get("items", [{"error": record.get("error", "")}]):
            yield [{"doc": record["doc"], **row}.get(column) for column in _ITEM_COLUMNS]


def _write_parquet(records: Iterator[Record], file: IO[bytes]) -> None:
    import pyarrow
    import pyarrow.parquet

    schema = record_schema()
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(records, _ROWS)):
            writer.write_table(pyarrow.Table.from_pylist(some, schema))


@cache
def record_schema() -> pyarrow.Schema:
    """Return the columns of a corpus in Parquet: those of ``Reading.record()``, and ``error``.

    They are declared, so that they are the same if the first texts have no items.

    >>> record_schema().names[:3]
    ['doc', 'sha256', 'meeting']
    """
    import pyarrow

    tables = [
        pyarrow.field(name, pyarrow.list_(_struct(kind, spans=True)))
        for name, kind in _TABLES.items()
    ]
    return pyarrow.schema(
        [
            pyarrow.field("doc", pyarrow.string()),
            pyarrow.field("sha256", pyarrow.string()),
            pyarrow.field("meeting", _struct(Meeting)),
            *tables,
            pyarrow.field("coverage", pyarrow.float64()),
            pyarrow.field("error", pyarrow.string()),
        ]
    )


def _struct(kind: type, *, spans: bool = False) -> pyarrow.StructType:
    import pyarrow

    columns = {column.name: _arrow_type(str(column.type)) for column in fields(kind)}
    if spans:
        first = {name: columns.pop(name) for name in ("start", "end")}
        columns = {**first, "quote": pyarrow.string(), **columns}
    return pyarrow.struct(list(columns.items()))


def _arrow_type(annotation: str) -> pyarrow.DataType:
    import pyarrow

    known = {
        "int": pyarrow.int64(),
        "bool": pyarrow.bool_(),
        "float | None": pyarrow.float64(),
        "tuple[str, ...]": pyarrow.list_(pyarrow.string()),
    }
    return known.get(annotation, pyarrow.string())
