"""Files that are either whole or untouched: written aside and moved into place."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from readouts.errors import ReadoutsError

_PREFIX = ".writing-"


@contextmanager
def writing(path: str | Path, mode: str = "w") -> Iterator[IO[Any]]:
    """Yield a file to write (text is UTF-8 with ``\\n`` line ends; ``mode="wb"`` for bytes).

    ``path`` changes only when the block ends without an error; until then, and after a fault or a
    kill, the earlier file stands. Missing folders are made. Something that is no regular file
    (``/dev/stdout``, a pipe) is written to directly. Raises `ReadoutsError` where the system
    refuses: no space, no permission, a folder in the way.

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
            yield from _aside(target, mode)
    except OSError as error:
        if not _about(error, target):
            raise
        raise ReadoutsError(
            f"{path}: expected to write this file, but the system refused "
            f"({error.strerror or error}). Nothing was changed; make room or choose another place."
        ) from error


def write_text(path: str | Path, text: str) -> None:
    """Write ``text`` as UTF-8 to ``path``, whole or not at all.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_text(Path(folder, "a.txt"), "đề nghị")
    ...     Path(folder, "a.txt").read_text(encoding="utf-8")
    'đề nghị'
    """
    with writing(path) as file:
        file.write(text)


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write ``content`` to ``path``, whole or not at all."""
    with writing(path, "wb") as file:
        file.write(content)


@contextmanager
def locked(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the only lock on ``folder`` while the block runs; leaves no file, even when killed.

    Raises `ReadoutsError` where another run holds it (unless told to ``wait`` for its end), or
    where there is no such folder.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise ReadoutsError(f"{folder}: expected a folder here ({error.strerror}).") from error
    try:
        _lock(handle, folder, wait)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path, wait: bool) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        raise ReadoutsError(
            f"{folder}: another run is working in this folder. Wait for it to end, then try again."
        ) from None


def _aside(target: Path, mode: str) -> Iterator[IO[Any]]:
    if target.is_dir():
        raise IsADirectoryError(21, "it is a folder", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=target.parent)
    try:
        os.fchmod(handle, _permissions(target))
        with _open(handle, mode) as file:
            yield file
            file.flush()
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
    """Return the mode of the file replaced, or what the umask leaves of 0o666 for a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _about(error: OSError, target: Path) -> bool:
    """Tell a refusal to write ``target`` from any other fault in the caller's block."""
    if error.filename is None:
        return True
    place = Path(os.fsdecode(error.filename))
    return place in (target, *target.parents) or (
        place.parent == target.parent and place.name.startswith(_PREFIX)
    )
