"""Read many texts: streamed, in order, resumable after a kill, on one machine or several.

Finished batches are in the folder ``<out>.partial``, one file per batch, named by its position and
by a digest of everything it depends on (the texts, their register entries, and the library with its
language data). If a run finds an unchanged file of that name with a record for each text, it does
not read the batch again. The output is built from these files when all are there.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

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
from readouts.storage import kept
from readouts.storage.atomic import locked
from readouts.terminal import warn

# Handing out 50 small texts at a time costs a cluster nothing beside reading them; one at a time
# it costs more than it gains.
BATCH_TEXTS = 50
BATCH_BYTES = 2**20
# A text of 2,600 characters takes 26 ms: what takes so long is no readout, or meets a fault.
TEXT_SECONDS = 60.0
_GIVEN_UP = (
    "reading it ended the process that read it, each time (killed, or out of memory). "
    "Read it alone, or with fewer --jobs."
)
_PARTIAL = ".partial"

Record = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """Some texts of one run; ``knowledge`` is the digest of what reading them depends on.

    ``seconds`` is what a text of ordinary length may take.
    """

    number: int
    texts: tuple[Text, ...]
    knowledge: str = ""
    seconds: float = TEXT_SECONDS

    @property
    def name(self) -> str:
        """Return the name of the file the batch's records are kept in."""
        said = [asdict(text) | {"content": _digest(text.content)} for text in self.texts]
        line = json.dumps([self.knowledge, said], ensure_ascii=True, sort_keys=True)
        return f"{self.number:07d}-{_digest(line.encode())[:24]}{kept.SUFFIX}"


def read_paths(  # no example: it writes files and starts processes; the tests show it
    paths: Iterable[str | Path],
    out: str = "",
    jobs: int = 0,
    encoding: str = "",
    scheduler: str = "",
    progress: bool | None = None,
    seconds: float = TEXT_SECONDS,
) -> int:
    """Read texts and write a record of each to ``out`` (standard output where empty).

    JSON lines, CSV (a row per item) or Parquet (a row per text) by the suffix of ``out``, the same
    bytes whoever does the work: ``jobs`` processes (one per core for 0) or the Dask cluster at
    ``scheduler``. A run that was interrupted goes on where it stopped. ``progress`` is shown on
    standard error, where None only on a terminal. Raises `ReadoutsError` if the request or a
    file of the language data is wrong. A text that takes longer than ``seconds`` (and as much
    again for each megabyte) is given up. Returns the exit status: 0, or 1 where a text could not be
    read (it is named, and recorded).
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
    by_whom = workers(_worth(jobs, len(files)), scheduler, _load)
    with by_whom as by, closing(_Progress(len(files), progress)) as shown:
        if not out:
            return _to_screen(batches, by, shown)
        return _to_file(batches, Path(out), by, shown)


def corpus_file(folder: str | Path) -> Path:  # no example: it writes a file
    """Return a corpus in Parquet of the texts in ``folder``, read now unless it was before.

    It lies in the project's ``.cache/``, named by a digest of all that reading the texts hangs on.
    Raises `ReadoutsError` if a text cannot be read.
    """
    from readouts.storage.paths import project_dir

    files = find_texts([folder])
    batches = _batches(files)
    digest = _digest("\n".join(batch.name for batch in batches).encode())
    out = project_dir() / ".cache" / "corpora" / f"{digest[:24]}.parquet"
    if not out.exists() and read_paths([folder], str(out), progress=False):
        out.unlink()
        raise ReadoutsError(
            f"{folder}: expected texts, found some that cannot be read (see above)."
        )
    return out


def read_batch(batch: Batch, do: Callable[..., Record]) -> list[Record]:
    """Return a record for each text of a batch, ``{"doc", "error"}`` where it cannot be read.

    ``do`` is a worker's (`workers.Worker.do`), which reads one text after another.

    >>> empty = Batch(0, (Text("a.txt", b""),))
    >>> read_batch(empty, lambda work, *task, seconds: {"doc": task[0].doc, "seconds": seconds})
    [{'doc': 'a.txt', 'seconds': 60.0}]
    """
    return [_record_by(do, text, batch) for text in batch.texts]


def _record_by(do: Callable[..., Record], text: Text, batch: Batch) -> Record:
    # As much time again for each megabyte.
    seconds = batch.seconds * (1 + len(text.content) / 2**20)
    try:
        return do(read_text, text, batch.knowledge, seconds=seconds)
    except TookTooLongError as error:
        return _failed(text, f"reading {error}. Leave it out, or allow more --seconds.")
    except WorkerLostError:
        return _failed(text, _GIVEN_UP)


def _failed(text: Text, reason: str) -> Record:
    return {"doc": text.doc, "error": f"{text.doc}: {reason}"}


# A text that takes every step of reading, so that nothing is compiled in the time of another.
_EVERY_STEP = (
    "Ngày 3/4, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo. Hai bên nhất trí cần "
    "khuyến khích doanh nghiệp đầu tư 5 triệu USD trong các lĩnh vực mới, mở thêm cửa khẩu."
)


def _load() -> None:
    """Load lexicon, models and digests, which is not the time of the first text."""
    from readouts.statements.parser import read

    _knowledge()
    read(_EVERY_STEP)


@cache
def _knowledge() -> str:
    from readouts.corpus.fingerprints import parser_hash

    return parser_hash()


def read_text(text: Text, knowledge: str = "") -> Record:
    """Return the record of a text, ``{"doc", "error"}`` where it cannot be read.

    ``knowledge`` is the digest of the language data it is to be read with.

    >>> read_text(Text("a.txt", b""))
    {'doc': 'a.txt', 'error': 'a.txt: expected a text, found an empty file.'}
    """
    from readouts.statements.parser import read

    if knowledge and knowledge != _knowledge():
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
    except ReadoutsError:  # of the language data: every text would meet it
        raise
    except Exception as error:  # one text must not stop the other 50,000
        return _failed(text, f"a fault of this program ({type(error).__name__}: {error})")


# --- batches -------------------------------------------------------------------------------------


def _batches(
    files: list[str], encoding: str = "", seconds: float = TEXT_SECONDS
) -> Iterator[Batch]:
    """Yield batches when they are needed; batches depend only on the texts."""
    most = max(1, min(BATCH_TEXTS, len(files) // 8))
    held: list[Text] = []
    size = number = 0
    for text in texts(files, encoding):
        if held and (len(held) == most or size + len(text.content) > BATCH_BYTES):
            yield Batch(number, tuple(held), _knowledge(), seconds)
            held, size, number = [], 0, number + 1
        held.append(text)
        size += len(text.content)
    if held:
        yield Batch(number, tuple(held), _knowledge(), seconds)


def _worth(jobs: int, texts: int) -> int:
    """Return the useful number of processes: each needs a second or two to load."""
    return min(jobs, texts) if jobs else min(os.cpu_count() or 1, max(1, texts // 20))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- saving records -------------------------------------------------------------------------------


def _to_screen(batches: Iterator[Batch], by: Workers, shown: _Progress) -> int:
    for _, records in in_order(batches, read_batch, by):
        for record in records:
            sys.stdout.write(_line(record).decode())
            shown.tell(record)
        sys.stdout.flush()
        shown.add(len(records))
    return 1 if shown.faults else 0


def _to_file(batches: Iterator[Batch], out: Path, by: Workers, shown: _Progress) -> int:
    from readouts.corpus.records_file import write_corpus

    partial = _partial_folder(out)
    with locked(partial):
        batches_read: list[tuple[Path, int]] = []
        missing = _not_yet_read(batches, partial, batches_read, shown)
        try:
            for batch, records in in_order(missing, read_batch, by):
                kept.keep(partial / batch.name, b"".join(_line(record) for record in records))
                shown.add(len(records))
            # Through a link the output may come to lie on another disk, where nothing moves to.
            aside = None if out.is_symlink() else partial
            write_corpus(_parts(batches_read), out, shown.tell, aside)
            kept.forget(partial)
        except KeyboardInterrupt:
            shown.say(f"what was read is kept in {partial}; the same command goes on from there.")
            raise
        finally:
            with suppress(OSError):  # it is kept where anything was read
                partial.rmdir()
    return 1 if shown.faults else 0


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
    batches: Iterator[Batch], partial: Path, read: list[tuple[Path, int]], shown: _Progress
) -> Iterator[Batch]:
    """Yield the batches an earlier run did not finish; ``read`` gets the file of each batch and
    how many texts it has, in order."""
    for batch in batches:
        read.append((partial / batch.name, len(batch.texts)))
        if _records_kept(*read[-1]) is not None:
            shown.skip(len(batch.texts))
        else:
            yield batch


def _records_kept(path: Path, texts: int) -> list[bytes] | None:
    """Return the lines kept of a batch, or ``None`` where there is not one for each text."""
    content = kept.kept(path)
    lines = None if content is None else content.split(b"\n")[:-1]
    return lines if lines is not None and len(lines) == texts else None


def _parts(batches: Iterable[tuple[Path, int]]) -> Iterator[bytes]:
    """Yield the lines of all batches; raises where one was damaged since it was read."""
    for path, count in batches:
        lines = _records_kept(path, count)
        if lines is None:
            raise WorkLostError(
                f"{path}: expected what was read of {count} texts, but the file was removed or "
                "changed meanwhile. Run the same command again: these texts are read again."
            )
        yield from lines


def _line(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False) + "\n").encode()


class _Progress:
    """A line on standard error: texts done, of how many, how fast, how much longer."""

    def __init__(self, total: int, asked: bool | None) -> None:
        from tqdm import tqdm

        self.faults = 0
        wanted = sys.stderr.isatty() if asked is None else asked
        self._bar = tqdm(total=total, unit=" texts", disable=not wanted, dynamic_ncols=True)
        self.add, self.close = self._bar.update, self._bar.close

    def skip(self, texts: int) -> None:
        """Count texts an earlier run read: done, and nothing to judge the speed by."""
        if not self._bar.disable:
            self._bar.initial += texts
            self._bar.update(texts)

    def tell(self, record: Record) -> None:
        """Name a text that could not be read."""
        if record.get("error"):
            self.faults += 1
            self.say(record["error"])

    def say(self, message: str) -> None:
        """Print a line of its own, above the bar."""
        self._bar.clear()
        warn(message)
