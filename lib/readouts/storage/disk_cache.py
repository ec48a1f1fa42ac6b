"""A cache on disk, whose files are used only if they are unchanged.

Each file has a digest of its name and its content; a file that was cut, changed or exchanged counts
as missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from readouts.storage.atomic import clear_abandoned, write_bytes

SUFFIX = ".kept"


def save(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` (a name ending in `SUFFIX`) with its digest.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Path(folder, "a.kept"), b"text")
    ...     load(Path(folder, "a.kept")), load(Path(folder, "b.kept"))
    (b'text', None)
    """
    if path.is_symlink():  # the target of a link is never overwritten
        path.unlink()
    write_bytes(path, _digest(path.name, content) + b"\n" + content, durable=False)


def load(path: Path) -> bytes | None:
    """Return the content cached at ``path``, or ``None`` if it is missing or changed.

    >>> load(Path("no such file")) is None
    True
    """
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if digest == _digest(path.name, content) else None


def forget(folder: Path, but: Collection[str] = ()) -> None:
    """Remove the cached files of ``folder`` whose names are not in ``but``.

    Other files and targets of links stay; an empty folder is removed.
    """
    if folder.is_symlink() or not folder.is_dir():
        return
    clear_abandoned(folder)
    for path in folder.glob(f"*{SUFFIX}"):
        if path.name not in but and path.is_file() and not path.is_symlink():
            path.unlink()
    with suppress(OSError):  # it is not empty
        folder.rmdir()


def _digest(name: str, content: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + content).hexdigest().encode()
