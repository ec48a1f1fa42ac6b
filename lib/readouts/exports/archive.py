"""ZIP archives that are the same bytes on every machine and every day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest day a ZIP file knows.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files by name, stored: compressors differ between machines.

    >>> zipped({"a.txt": b"a"}) == zipped({"a.txt": b"a"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.create_system = 0  # Else it says which system wrote it.
            archive.writestr(entry, content)
    return buffer.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive by name.

    >>> unzipped(zipped({"a.txt": b"a"}))
    {'a.txt': b'a'}
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
