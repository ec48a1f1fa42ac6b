"""ZIP archives with the same bytes on every machine and every day."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from readouts.errors import ReadoutsError

# The earliest day a ZIP file knows.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
# An archive of a few kilobytes may need more memory than a machine has.
_MOST_BYTES = 500_000_000


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files by name, stored: compressors differ between machines.

    >>> zipped({"a.txt": b"a"}) == zipped({"a.txt": b"a"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.create_system = 0  # Otherwise it names the system that wrote it.
            archive.writestr(entry, content)
    return buffer.getvalue()


def unzipped(content: bytes, suffixes: tuple[str, ...] = ("",)) -> dict[str, bytes]:
    """Return the files of an archive by name, those whose names end in one of ``suffixes``.

    Raises `ReadoutsError` if that is no archive, or holds more than memory should.

    >>> unzipped(zipped({"a.txt": b"a", "b.mp4": b"b"}), (".txt",))
    {'a.txt': b'a'}
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [file for file in archive.infolist() if file.filename.endswith(suffixes)]
            if sum(file.file_size for file in files) > _MOST_BYTES:
                raise ReadoutsError(f"expected a ZIP archive of at most {_MOST_BYTES:,} bytes.")
            return {file.filename: archive.read(file) for file in files}
    except (zipfile.BadZipFile, RuntimeError, EOFError, zlib.error) as error:
        raise ReadoutsError(
            f"expected a complete ZIP archive without a password ({error})."
        ) from error
