"""Read many texts in order, on one machine or several; a run that was killed can continue.

Each finished batch is a file in the folder ``<out>.partial``, named by its position and by a digest
of everything it depends on (the texts, their register entries, the library and its language data).
If a run finds an unchanged file of that name with a record for each text, it does not read the
batch again. When all files are there, they become the output.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from readouts.corpus.fingerprints import digest, digest_of, parser_hash
from readouts.corpus.texts import Text, find_texts, texts
from readouts.corpus.workers import (
    TookTooLongError,
    WorkerLostError,
    Workers,
    in_order,
    workers,
)
from readouts.errors import ReadoutsError, WorkLostError
from readouts.language.decoding import check_encoding, decode
from readouts.storage import disk_cache
from readouts.storage.atomic import locked
from readouts.terminal import warn

# For 50 small texts the time to send them to a cluster is little beside the time to read them.
BATCH_TEXTS = 50
BATCH_BYTES = 2**20
# A text of 2,600 characters takes 26 ms; what reaches this limit is no readout, or shows a fault.
TEXT_SECONDS = 60.0
_PROCESS_DIED = (
    "the process that read it died at every attempt (killed, or out of memory). "
    "Read it alone, or with fewer --jobs."
)
_PARTIAL = ".partial"

Record = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """Some texts of one run, and the time limit of a text.

    ``parser_hash`` is a digest of the library and its language data.
    """

    number: int
    texts: tuple[Text, ...]
    parser_hash: str = ""
    seconds: float = TEXT_SECONDS

    @property
    def name(self) -> str:
        """Return the name of the file for the batch's records."""
        known = [asdict(text) | {"content": digest(text.content)} for text in self.texts]
        return f"{self.number:07d}-{digest_of([self.parser_hash, known])[:24]}{disk_cache.SUFFIX}"


def read_paths(  # no example: it writes files and starts processes; the tests show it
    paths: Iterable[str | Path],
    out: str = "",
    jobs: int = 0,
    encoding: str = "",
    scheduler: str = "",
    progress: bool | None = None,
    seconds: float = TEXT_SECONDS,
) -> int:
    """Read texts and write a record of each to ``out`` (default: standard output).

    The suffix of ``out`` chooses JSON lines, CSV (a row per item) or Parquet (a row per text). The
    bytes are the same with any number of processes (``jobs``; 0 means one per core) and with the
    Dask cluster at ``scheduler``. A run that was interrupted continues where it stopped.
    ``progress`` is shown on standard error (default: only on a terminal). The time limit of a text
    is ``seconds``, and the same again for each megabyte.

    Returns the exit status: 1 if a text could not be read; its record then has the reason. Raises
    `ReadoutsError` if the request or a file of the language data is wrong.
    """
    from readouts.corpus.records_file import SUFFIXES

    if out and Path(out).suffix not in SUFFIXES:
        raise ReadoutsError(f"--out {out}: expected a name ending in {', '.join(SUFFIXES)}.")
    if Path(out).is_dir() and out:
        raise ReadoutsError(f"--out {out}: expected the name of a file, found a folder.")
    if encoding:
        check_encoding(encoding)
    files = find_texts(paths)
    batches = _batches(files, encoding, seconds)
    count = _useful_jobs(jobs, len(files))
    with workers(count, scheduler, _load) as pool, closing(_Progress(len(files), progress)) as bar:
        if not out:
            return _to_screen(batches, pool, bar)
        return _to_file(batches, Path(out), pool, bar)


def corpus_file(folder: str | Path) -> Path:  # no example: it writes a file
    """Return a corpus in Parquet of the texts in ``folder``; it is read only once.

    The file is in the project's ``.cache/``; its name has a digest of everything it depends on.
    Raises `ReadoutsError` if a text cannot be read.
    """
    from readouts.storage.paths import project_dir

    files = find_texts([folder])
    batches = _batches(files)
    name = digest("\n".join(batch.name for batch in batches))[:24]
    out = project_dir() / ".cache" / "corpora" / f"{name}.parquet"
    if not out.exists() and read_paths([folder], str(out), progress=False):
        out.unlink()
        raise ReadoutsError(
            f"{folder}: expected texts, found some that cannot be read (see above)."
        )
    return out


def read_batch(batch: Batch, do: Callable[..., Record]) -> list[Record]:
    """Return a record for each text of a batch, ``{"doc", "error"}`` for one that cannot be read.

    ``do`` is `workers.Worker.do`.

    >>> empty = Batch(0, (Text("a.txt", b""),))
    >>> read_batch(empty, lambda work, *task, seconds: {"doc": task[0].doc, "seconds": seconds})
    [{'doc': 'a.txt', 'seconds': 60.0}]
    """
    return [_read_under_limit(do, text, batch) for text in batch.texts]


def _read_under_limit(do: Callable[..., Record], text: Text, batch: Batch) -> Record:
    seconds = batch.seconds * (1 + len(text.content) / 2**20)
    try:
        return do(read_text, text, batch.parser_hash, seconds=seconds)
    except TookTooLongError as error:
        return _failed(text, f"reading {error}. Leave it out, or allow more --seconds.")
    except WorkerLostError:
        return _failed(text, _PROCESS_DIED)


def _failed(text: Text, reason: str) -> Record:
    return {"doc": text.doc, "error": f"{text.doc}: {reason}"}


# A text that uses every step of the parser, so that all data are loaded before a limit counts.
_EVERY_STEP = (
    "Ngày 3/4, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo. Hai bên nhất trí cần "
    "khuyến khích doanh nghiệp đầu tư 5 triệu USD trong các lĩnh vực mới, mở thêm cửa khẩu."
)


def _load() -> None:
    """Load lexicon and models, so that this is not part of the time of the first text."""
    from readouts.statements.parser import read

    _parser_hash()
    read(_EVERY_STEP)


# Computed once, so that data that change during a run are noticed.
_parser_hash = cache(parser_hash)


def read_text(text: Text, expected_hash: str = "") -> Record:
    """Return the record of a text, ``{"doc", "error"}`` if it cannot be read.

    ``expected_hash`` is the `parser_hash` of the run; "" allows any.

    >>> read_text(Text("a.txt", b""))
    {'doc': 'a.txt', 'error': 'a.txt: expected a text, found an empty file.'}
    """
    from readouts.statements.parser import read

    if expected_hash and expected_hash != _parser_hash():
        return _failed(text, "this worker has another version of the library or its language data")
    try:
        if text.fault:
            raise ReadoutsError(text.fault)
        source = decode(text.content, text.doc, text.encoding or None)
    except ReadoutsError as error:
        return {"doc": text.doc, "error": str(error)}
    try:
        reading = read(source, doc=text.doc, published=text.published, meeting=text.meeting)
        return reading.record()
    except ReadoutsError:  # the language data are wrong, for every text
        raise
    except Exception as error:  # one text must not stop the other 50,000
        return _failed(text, f"a fault of this program ({type(error).__name__}: {error})")


# --- batches -------------------------------------------------------------------------------------


def _batches(
    files: list[str], encoding: str = "", seconds: float = TEXT_SECONDS
) -> Iterator[Batch]:
    """Yield batches when they are needed; batches depend only on the texts."""
    most = max(1, min(BATCH_TEXTS, len(files) // 8))
    batch: list[Text] = []
    size = number = 0
    for text in texts(files, encoding):
        if batch and (len(batch) == most or size + len(text.content) > BATCH_BYTES):
            yield Batch(number, tuple(batch), _parser_hash(), seconds)
            batch, size, number = [], 0, number + 1
        batch.append(text)
        size += len(text.content)
    if batch:
        yield Batch(number, tuple(batch), _parser_hash(), seconds)


def _useful_jobs(jobs: int, texts: int) -> int:
    """Return how many processes to start: each needs a second or two to load."""
    return min(jobs, texts) if jobs else min(os.cpu_count() or 1, max(1, texts // 20))


# --- saving records -------------------------------------------------------------------------------


def _to_screen(batches: Iterator[Batch], pool: Workers, bar: _Progress) -> int:
    for _, records in in_order(batches, read_batch, pool):
        for record in records:
            sys.stdout.write(_line(record).decode())
            bar.note(record)
        sys.stdout.flush()
        bar.add(len(records))
    return 1 if bar.failures else 0


def _to_file(batches: Iterator[Batch], out: Path, pool: Workers, bar: _Progress) -> int:
    from readouts.corpus.records_file import write_corpus

    partial = _partial_folder(out)
    with locked(partial):
        files: list[tuple[Path, int]] = []
        missing = _not_yet_read(batches, partial, files, bar)
        try:
            for batch, records in in_order(missing, read_batch, pool):
                disk_cache.save(partial / batch.name, b"".join(map(_line, records)))
                bar.add(len(records))
            # A link may lead to another disk, and no file can be moved there in one step.
            aside = None if out.is_symlink() else partial
            write_corpus(_lines_of(files), out, bar.note, aside)
            disk_cache.forget(partial)
        except KeyboardInterrupt:
            bar.say(f"finished texts are kept in {partial}; the same command continues from there.")
            raise
        finally:
            with suppress(OSError):  # the folder stays if it has finished batches
                partial.rmdir()
    return 1 if bar.failures else 0


def _partial_folder(out: Path) -> Path:
    partial = out.with_name(out.name + _PARTIAL)
    if partial.is_symlink():
        raise ReadoutsError(
            f"--out {out}: expected to make the folder {partial}, found a link of that name. "
            "Nothing was done; move it away, or choose another name."
        )
    try:
        partial.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReadoutsError(
            f"--out {out}: expected to make {partial}, but the system refused ({error.strerror})."
        ) from None
    return partial


def _not_yet_read(
    batches: Iterator[Batch], partial: Path, files: list[tuple[Path, int]], bar: _Progress
) -> Iterator[Batch]:
    """Yield the batches that no earlier run has finished; add the file of every batch, and its
    number of texts, to ``files``."""
    for batch in batches:
        files.append((partial / batch.name, len(batch.texts)))
        if _finished(*files[-1]):
            bar.skip(len(batch.texts))
        else:
            yield batch


def _finished(path: Path, count: int) -> list[bytes]:
    """Return the lines of a finished batch; none if the file has not one for each text."""
    lines = (disk_cache.load(path) or b"").split(b"\n")[:-1]
    return lines if len(lines) == count else []


def _lines_of(files: Iterable[tuple[Path, int]]) -> Iterator[bytes]:
    """Yield the lines of all batches; raises `WorkLostError` if one was damaged since."""
    for path, count in files:
        lines = _finished(path, count)
        if not lines:
            raise WorkLostError(
                f"{path}: expected the records of {count} texts, but the file was removed or "
                "changed meanwhile. Run the same command again: these texts are read again."
            )
        yield from lines


def _line(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False) + "\n").encode()


class _Progress:
    """A line on standard error: how many texts are done, how fast, and how much time is left."""

    def __init__(self, total: int, wanted: bool | None) -> None:
        from tqdm import tqdm

        self.failures = 0
        shown = sys.stderr.isatty() if wanted is None else wanted
        self._bar = tqdm(total=total, unit=" texts", disable=not shown, dynamic_ncols=True)
        self.add, self.close = self._bar.update, self._bar.close

    def skip(self, texts: int) -> None:
        """Count texts of an earlier run, which say nothing about the speed of this one."""
        if not self._bar.disable:
            self._bar.initial += texts
            self._bar.update(texts)

    def note(self, record: Record) -> None:
        """Print why a text could not be read, if so."""
        if record.get("error"):
            self.failures += 1
            self.say(record["error"])

    def say(self, message: str) -> None:
        """Print a message above the bar."""
        self._bar.clear()
        warn(message)
