"""Atomic writing: a file is written under a temporary name and then moved."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from readouts.errors import ReadoutsError

_PREFIX = ".readouts-writing-"


@contextmanager
def writing(
    path: str | Path, mode: str = "w", aside: Path | None = None, *, durable: bool = True
) -> Iterator[IO[Any]]:
    """Yield a file to write (text is UTF-8 with ``\\n`` line ends; ``mode="wb"`` for bytes).

    ``path`` changes only when the block ends without an error; until then, and after an error or a
    kill, the earlier file stays (after a loss of power only if it is ``durable``). The temporary
    file is in the folder ``aside`` (default: the folder of ``path``). Missing folders are made. A
    path that is not a regular file (``/dev/stdout``, a pipe) is written directly. Raises
    `ReadoutsError` if the system refuses: no space, no permission, or a folder of this name.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "items.txt")
    ...     with writing(path) as file:
    ...         _ = file.write("Việt Nam\\n")
    ...     path.read_text(encoding="utf-8")
    'Việt Nam\\n'
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            with _open(target, mode) as file:
                yield file
        else:
            yield from _aside(target, mode, aside or target.parent, durable)
    except OSError as error:
        if not _is_about(error, target):
            raise
        raise ReadoutsError(
            f"{path}: expected to write this file, but the system refused "
            f"({error.strerror or error}). Nothing was changed; make room or choose another place."
        ) from error


def write_text(path: str | Path, text: str) -> None:
    """Write ``text`` as UTF-8 to ``path``, completely or not at all.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_text(Path(folder, "a.txt"), "đề nghị")
    ...     Path(folder, "a.txt").read_text(encoding="utf-8")
    'đề nghị'
    """
    with writing(path) as file:
        file.write(text)


def write_bytes(path: str | Path, content: bytes, *, durable: bool = True) -> None:
    """Write ``content`` to ``path``, completely or not at all (see `writing`)."""
    with writing(path, "wb", durable=durable) as file:
        file.write(content)


@contextmanager
def locked(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Lock ``folder`` while the block runs; no file is left, even after a kill.

    Raises `ReadoutsError` if another run has the lock (unless ``wait`` is set), or if there is no
    such folder.
    """
    if sys.platform == "win32":
        raise ReadoutsError("Writing to a project needs Linux or macOS; reading does not.")
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise ReadoutsError(f"{folder}: expected a folder here ({error.strerror}).") from error
    try:
        if not _lock(handle, wait):
            raise ReadoutsError(
                f"{folder}: another run is working in this folder. "
                "Wait for it to end, then try again."
            )
        clear_abandoned(folder)
        yield
    finally:
        os.close(handle)


def clear_abandoned(folder: Path) -> None:
    """Remove the temporary files in ``folder`` of runs that were killed while writing."""
    if sys.platform == "win32":
        return
    for path in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                if _lock(handle):  # no process is writing it
                    path.unlink()
            finally:
                os.close(handle)


def _lock(handle: int, wait: bool = False) -> bool:
    """Lock an open file or folder; return False if another process has the lock."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _aside(target: Path, mode: str, folder: Path, durable: bool) -> Iterator[IO[Any]]:
    if target.is_dir():
        raise IsADirectoryError(21, "it is a folder", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=folder)
    try:
        _lock(handle)
        os.chmod(name, _permissions(target))
        with _open(handle, mode) as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _open(place: int | Path, mode: str) -> IO[Any]:
    if "b" in mode:
        return open(place, mode)
    return open(place, mode, encoding="utf-8", newline="\n")


def _permissions(target: Path) -> int:
    """Return the mode of the replaced file; for a new file, 0o666 without the bits of the umask."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _is_about(error: OSError, target: Path) -> bool:
    """Return whether an error is about ``target``, and not from the block of the caller."""
    if error.filename is None:
        return True
    place = Path(os.fsdecode(error.filename))
    return place in (target, *target.parents) or place.name.startswith(_PREFIX)
