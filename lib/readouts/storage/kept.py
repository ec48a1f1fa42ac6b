"""Results kept on disk to be used again, and believed only as they were written.

Each file carries a digest of its name and its content: one that was cut, changed or swapped for
another is as if it were not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from readouts.storage.atomic import clear_abandoned, write_bytes

SUFFIX = ".kept"


def keep(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` (a name ending in `SUFFIX`) with its digest.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     keep(Path(folder, "a.kept"), b"text")
    ...     kept(Path(folder, "a.kept")), kept(Path(folder, "b.kept"))
    (b'text', None)
    """
    if path.is_symlink():  # what it leads to is not ours to write
        path.unlink()
    write_bytes(path, _digest(path.name, content) + b"\n" + content)


def kept(path: Path) -> bytes | None:
    """Return what was kept at ``path``, or ``None`` where it is not there as it was written.

    >>> kept(Path("no such file")) is None
    True
    """
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if digest == _digest(path.name, content) else None


def forget(folder: Path, but: Collection[str] = ()) -> None:
    """Remove from ``folder`` the files kept there whose names are not in ``but``.

    Nothing else in it is touched, nor what lies behind a link; a folder left empty goes as well.
    """
    if folder.is_symlink() or not folder.is_dir():
        return
    clear_abandoned(folder)
    for path in folder.glob(f"*{SUFFIX}"):
        if path.name not in but and path.is_file() and not path.is_symlink():
            path.unlink()
    with suppress(OSError):  # it holds something still
        folder.rmdir()


def _digest(name: str, content: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + content).hexdigest().encode()
