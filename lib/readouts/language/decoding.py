"""Decode bytes to text, or raise a clear error.

A text stays as received: byte-order mark, line ends, decomposed letters and zero-width characters
are code points of the source like any other (the normalized view skips them), so that
``source[start:end]`` holds for ``open(file, encoding="utf-8", newline="").read()``.
"""

from __future__ import annotations

import codecs
import difflib
import re
import stat
from pathlib import Path

from readouts.errors import ReadoutsError, did_you_mean
from readouts.language.legacy_encodings import latin, recognised
from readouts.language.normalization import normalize
from readouts.storage.paths import shown

# A readout has some 10 kB; a book of a million words has 8 MB.
MAX_BYTES = 16 * 2**20

LEGACY = {
    "tcvn3": "TCVN3 (ABC fonts)",
    "vni": "VNI",
    "cp1258": "Windows-1258",
    "utf-8": "UTF-8 that was read as Latin-1 and saved again",
    "utf-16": "UTF-16",
}

_SIGNATURES = {
    b"%PDF": "a PDF; copy its text into a .txt file",
    b"\x89PNG": "a PNG image; type or scan its text into a .txt file",
    b"\xff\xd8\xff": "a JPEG image; type or scan its text into a .txt file",
    b"GIF8": "a GIF image; type or scan its text into a .txt file",
    b"PK\x03\x04": "a zip archive (.docx, .xlsx and .odt are such); save it as plain text",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file; save it as plain text",
    b"{\\rtf": "rich text (RTF); save it as plain text",
    b"\x1f\x8b": "a gzip archive; unpack it first",
}
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.I | re.S)
_TAGS = re.compile(
    r"</?(?:p|div|span|br|a|img|table|t[rdh]|ul|ol|li|h[1-6]|script|style|meta|strong|em|b|i)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.I,
)
_MANY_TAGS = 4
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# A file with more than one control character in a hundred is no text.
_BINARY_SHARE = 0.01
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300-\u0323]")


class _NoTextError(Exception):
    """The content is no text in UTF-8; the message says what it is instead, and what to do."""


def decode(content: bytes, name: str, encoding: str | None = None) -> str:
    r"""Return the text of ``content``; ``name`` is for messages.

    The encoding is UTF-8 by default, or ``tcvn3``, ``vni`` or any codec of Python. Raises
    `ReadoutsError` if the content is no text (empty, blank, binary, HTML, PDF, an image, an
    archive), ends inside a character, is in another encoding, or is too large.

    >>> decode("Hai bên nhất trí.".encode(), "a.txt")
    'Hai bên nhất trí.'
    >>> decode(b"Hai b\xaan nh\xcat tr\xdd", "a.txt", encoding="tcvn3")
    'Hai bên nhất trí'
    >>> decode(b"\x89PNG\r\n", "a.txt")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    readouts.errors.ReadoutsError: a.txt: expected a text, found a PNG image; ...
    """
    try:
        _refuse_other_files(content)
        text = _explicit(content, encoding) if encoding else _utf8(content)
        _refuse_other_texts(text)
        if not encoding:
            _refuse_legacy_text(text)
    except _NoTextError as found:
        raise ReadoutsError(f"{name}: expected a text, found {found}.") from None
    return text


def read_text(path: str | Path, encoding: str | None = None) -> str:
    """Return the text of a file, as `decode` gives it.

    >>> "Bytes to text" in read_text(__file__)
    True

    Raises `ReadoutsError` also for a file that is not there, a folder, a device, or one that may
    not be read.
    """
    return decode(read_bytes(path), shown(Path(path)), encoding)


def read_bytes(path: str | Path) -> bytes:
    """Return the bytes of a regular file, the first `MAX_BYTES` and one more of a larger one.

    >>> b"Bytes to text" in read_bytes(__file__)
    True

    Raises `ReadoutsError` for a folder or device and for what is not there or may not be read.
    """
    path = Path(path)
    name = shown(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a folder" if path.is_dir() else "a device or pipe"
            raise ReadoutsError(f"{name}: expected a text file, found {kind}.")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        found = "a link to nothing" if path.is_symlink() else f"nothing there{_neighbour(path)}"
        raise ReadoutsError(f"{name}: expected a text file, found {found}.") from None
    except OSError as error:
        raise ReadoutsError(
            f"{name}: expected a text file, but it cannot be read ({error.strerror}). "
            "Check its permissions, or leave it out."
        ) from None
    except ValueError as error:
        raise ReadoutsError(f"{name!r}: expected a file name, found none ({error}).") from None
    return content


def _neighbour(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return ""
    near = difflib.get_close_matches(path.name, names, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _refuse_other_files(content: bytes) -> None:
    if not content:
        raise _NoTextError("an empty file")
    if len(content) > MAX_BYTES:
        raise _NoTextError(f"more than {MAX_BYTES // 2**20} MB; split it into a file per readout")
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise _NoTextError(kind)


def check_encoding(encoding: str) -> None:
    """Raise `ReadoutsError` if there is no such encoding.

    >>> check_encoding("tcvn3"), check_encoding("utf-16")
    (None, None)
    """
    try:
        b"a".decode(encoding)
    except UnicodeError:
        return
    except (LookupError, ValueError):
        hint = did_you_mean(encoding, [*LEGACY, "utf-8-sig", "latin-1"], "such as")
        raise ReadoutsError(f"--encoding {encoding!r} is not known; {hint}.") from None


def _explicit(content: bytes, encoding: str) -> str:
    check_encoding(encoding)
    codec = codecs.lookup(encoding).name
    try:
        text = (_unpasted(content) if codec == "cp1258" else content).decode(codec)
        text.encode()  # some codecs accept half a character, which no file can hold
        return text
    except UnicodeError as error:
        decoding = isinstance(error, UnicodeDecodeError)
        place = f" at {_place(content, error.start)}" if decoding else ""
        raise _NoTextError(
            f"bytes that are not {encoding}{place}; try another --encoding"
        ) from None


def _utf8(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _legacy("utf-16")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place(content, error.start)
        if error.reason == "unexpected end of data" and error.start > len(content) - 4:
            raise _NoTextError(
                f"a file that ends in the middle of a character ({place}); copy it again"
            ) from None
        found = "utf-16" if _utf16(content) else recognised(latin(content))
        if found:
            raise _legacy(found) from None
        raise _NoTextError(
            f"byte 0x{content[error.start]:02X} at {place}, which is not UTF-8; save the file as "
            "UTF-8, or give its --encoding"
        ) from None


def _unpasted(content: bytes) -> bytes:
    """Return the bytes a legacy text had before it was pasted into a UTF-8 file, if it was."""
    try:
        return latin(content).encode("latin-1")
    except UnicodeEncodeError:
        return content


def _utf16(content: bytes) -> bool:
    """Return whether bytes are UTF-16 without a mark: every second byte of Latin script is 0."""
    sample = content[:2000]
    return max(sample[0::2].count(0), sample[1::2].count(0)) > len(sample) * 0.2


def _refuse_other_texts(text: str) -> None:
    if "\0" in text and _utf16(text.encode("utf-8")[:2000]):
        raise _legacy("utf-16")
    controls = _CONTROLS.findall(text)
    if "\0" in text or len(controls) > max(3, len(text) * _BINARY_SHARE):
        line = text[: text.index(controls[0])].count("\n") + 1
        raise _NoTextError(
            f"binary data (NUL or control characters, the first on line {line}); save the readout "
            "as plain text in UTF-8"
        )
    if not normalize(text[:100000]).text.strip() and not normalize(text).text.strip():
        raise _NoTextError("only blanks")
    if _PAGE.match(text[:5000]) or len(_TAGS.findall(text)) >= _MANY_TAGS:
        raise _NoTextError(
            "HTML; open the page in a browser and copy its text, without menus and comments"
        )


def _refuse_legacy_text(text: str) -> None:
    """Refuse legacy text that was pasted into a UTF-8 file: it has no Vietnamese letter at all."""
    if not text.isascii() and not _VIETNAMESE.search(text):
        found = recognised(latin(text.encode("utf-8")))
        if found:
            raise _legacy(found)


def _legacy(encoding: str) -> _NoTextError:
    remedy = f"save the file as UTF-8, or read it with --encoding {encoding}"
    if encoding == "utf-8":
        remedy = "copy the text again from its origin"
    return _NoTextError(f"{LEGACY[encoding]}; {remedy}")


def _place(content: bytes, at: int) -> str:
    return f"line {content[:at].count(10) + 1}, byte {at}"
