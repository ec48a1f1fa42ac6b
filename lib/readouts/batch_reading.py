"""Many texts read at once, in order; a text that cannot be read is recorded and passed over."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from readouts.atomic import writing
from readouts.csvfiles import csv_text
from readouts.decoding import read_text
from readouts.errors import ReadoutsError
from readouts.terminal import plain

SUFFIXES = (".jsonl", ".csv", ".parquet")


@dataclass(frozen=True)
class Task:
    """One text to read: its file, the name its results carry, its encoding ("" for UTF-8)."""

    path: Path
    doc: str
    encoding: str = ""


def find_texts(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files named and the ``.txt`` files below the folders named, each folder sorted.

    Links to folders are not followed. Raises `ReadoutsError` where nothing is named, a path is not
    there, or no text is found.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            below = (Path(folder, name) for folder, _, names in os.walk(path) for name in names)
            texts = sorted(text for text in below if text.suffix.lower() == ".txt")
            if not texts:
                raise ReadoutsError(f"{path}: expected .txt files in this folder, found none.")
            found |= dict.fromkeys(texts)
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise ReadoutsError(f"{path}: expected a text file or a folder, found nothing there.")
    return list(found)


def tasks(paths: Iterable[Path], encoding: str = "") -> list[Task]:
    """Return a task per file; ``doc`` is the file's name, or its path where names repeat.

    >>> [task.doc for task in tasks([Path("a/x.txt"), Path("b/x.txt"), Path("b/y.txt")])]
    ['a/x.txt', 'b/x.txt', 'y.txt']
    """
    files = list(paths)
    names = Counter(file.name for file in files)
    return [
        Task(file, _shown(file.name if names[file.name] == 1 else str(file)), encoding)
        for file in files
    ]


def _shown(name: str) -> str:
    """Return a file name that UTF-8 can carry (Linux allows names that are no text)."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def read_one(task: Task) -> dict[str, Any]:
    """Return the record of one text, or ``{"doc", "error"}`` where it cannot be read."""
    import readouts

    try:
        text = read_text(task.path, task.encoding or None)
        return readouts.read(text, doc=task.doc).record()
    except ReadoutsError as error:
        return {"doc": task.doc, "error": str(error)}
    except Exception as error:  # one text must not stop the other 50,000
        fault = f"{type(error).__name__}: {error}"
        return {"doc": task.doc, "error": f"{task.doc}: a fault of this program ({fault})"}


def read_paths(
    paths: Iterable[str | Path], out: str = "", jobs: int = 0, encoding: str = ""
) -> int:
    """Read texts and write a record of each to ``out`` (standard output where empty).

    JSON lines, CSV (a row per item) or Parquet (a row per text) by the suffix of ``out``. Returns
    the exit status: 0, or 1 where a text could not be read (it is named, and recorded).
    """
    if out and Path(out).suffix not in SUFFIXES:
        raise ReadoutsError(f"--out {out}: expected a name ending in {', '.join(SUFFIXES)}.")
    work = tasks(find_texts(paths), encoding)
    failures: list[str] = []
    with writing(out, "wb") if out else nullcontext() as file:
        _write(_named_failures(_records(work, jobs), failures), Path(out).suffix, file)
    for failure in failures:
        print(f"readouts: {plain(failure)}", file=sys.stderr)
    return 1 if failures else 0


def _records(work: list[Task], jobs: int) -> Iterator[dict[str, Any]]:
    workers = min(jobs or os.cpu_count() or 1, len(work))
    if workers <= 1:
        yield from map(read_one, work)
        return
    pool = ProcessPoolExecutor(workers)
    try:
        yield from pool.map(read_one, work, chunksize=4)
    finally:
        pool.shutdown(cancel_futures=True)


def _named_failures(
    records: Iterable[dict[str, Any]], failures: list[str]
) -> Iterator[dict[str, Any]]:
    for record in records:
        if "error" in record:
            failures.append(record["error"])
        yield record


def _write(records: Iterable[dict[str, Any]], suffix: str, file: IO[bytes] | None) -> None:
    if suffix == ".csv" and file:
        file.write(("\ufeff" + csv_text(_ITEM_COLUMNS, _item_rows(records))).encode())
    elif suffix == ".parquet" and file:
        import pyarrow
        import pyarrow.parquet

        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(records)), file)
    else:
        for record in records:
            line = json.dumps(record, ensure_ascii=False) + "\n"
            if file:
                file.write(line.encode())
            else:
                sys.stdout.write(line)


_ITEM_COLUMNS = (
    "doc", "start", "end", "quote", "speaker", "side", "act", "addressee", "themes", "cues", "rule",
    "confidence", "error",
)  # fmt: skip


def _item_rows(records: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    for record in records:
        rows = record.get("items", [{"error": record.get("error", "")}])
        for row in rows:
            yield [{"doc": record["doc"], **row}.get(column) for column in _ITEM_COLUMNS]
