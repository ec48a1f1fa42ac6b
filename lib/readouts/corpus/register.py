"""The register of meetings: their texts, where these are from, and whether they are unchanged."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationInfo, field_validator, model_validator

from readouts.errors import Problem, ProblemsError, ReadoutsError, did_you_mean
from readouts.language.decoding import decode, read_bytes
from readouts.model import Meeting
from readouts.storage.atomic import clear_abandoned, locked, write_bytes, write_text
from readouts.storage.paths import data_dir, shown
from readouts.storage.yaml_entries import placed
from readouts.storage.yaml_files import (
    Entry,
    Fault,
    IsoDate,
    iso_date,
    load_yaml,
    read_yaml_text,
    validated,
)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_ID = 64
UNCHANGED = "Nothing was changed."
# Stands for the file of an entry until it has its name.
SOME_FILE = {"file": "raw/x", "sha256": "0" * 64}
_FILE_NAME = re.compile(r"[\w][\w .,()+-]{0,99}")


def checked_id(word: str, what: str = "id") -> str:
    """Return ``word`` if it may be the name of a meeting, a report or a folder; else raise
    `ValueError`.

    >>> checked_id("hanoi-2019")
    'hanoi-2019'
    >>> checked_id("../etc")
    Traceback (most recent call last):
        ...
    ValueError: expected an id of small letters a-z, digits and single hyphens, at most 64 long
    """
    if len(word) > _MAX_ID or not _ID.fullmatch(word):
        article = "an" if what[0] in "aeiou" else "a"
        raise ValueError(
            f"expected {article} {what} of small letters a-z, digits and single hyphens, "
            f"at most {_MAX_ID} long"
        )
    return word


class Known(Entry):
    """A known fact about a meeting, and its basis: the text, or another source."""

    value: str
    basis: Literal["text", "metadata"]
    source: str = ""

    @model_validator(mode="after")
    def _names_its_source(self) -> Known:
        if self.basis == "metadata" and not self.source.strip():
            raise ValueError("expected the `source` of a fact that the text does not give")
        return self

    def basis_and_source(self) -> str:
        """Return ``text``, or ``metadata: …`` with the source."""
        return "text" if self.basis == "text" else f"metadata: {self.source}"


# The pattern of each field, and its description.
_FORMS = {
    "file": (
        r"(?!\.?/)(?!(?:.*/)?\.\.(?:/|$))[^/]+/.*[^/]",
        "a file inside data/, such as raw/name.txt",
    ),
    "sha256": (r"[0-9a-f]{64}", "the SHA-256 of the file, 64 digits 0-9a-f"),
    "address": (
        r"(?:https?://[^\s<>\"']+)?",
        "an address that begins with https:// or http://",
    ),
}


class MeetingEntry(Entry):
    """A meeting of the register; ``file`` is relative to ``data/``, empty texts mean unknown."""

    id: str
    file: str
    sha256: str
    encoding: str = ""
    outlet: str = ""
    address: str = ""
    published: IsoDate = ""
    date: Known | None = None
    place: Known | None = None
    event: Known | None = None
    level: Known | None = None
    sides: tuple[str, ...] = ()
    notes: str = ""

    _check_id = field_validator("id")(checked_id)

    @field_validator("sides")
    @classmethod
    def _are_two(cls, sides: tuple[str, ...]) -> tuple[str, ...]:
        if len(sides) not in (0, 2) or len(set(sides)) != len(sides) or not all(sides):
            raise ValueError(f"expected two sides, not the same, found {len(sides)}")
        return sides

    @field_validator(*_FORMS)
    @classmethod
    def _has_its_form(cls, value: str, info: ValidationInfo) -> str:
        pattern, description = _FORMS[info.field_name or ""]
        if not value.isprintable() or not re.fullmatch(pattern, value):
            raise ValueError(f"expected {description}")
        return value

    @field_validator("date")
    @classmethod
    def _is_a_date(cls, date: Known | None) -> Known | None:
        if date is not None:
            iso_date(date.value)
        return date

    def fields(self) -> dict[str, Any]:
        """Return the keys with values, for the register."""
        return self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    def path(self) -> Path:
        """Return the path of the file."""
        return data_dir() / self.file

    def metadata(self) -> Meeting:
        """Return the facts of the register about the event, each with its basis.

        >>> fact = Known(value="2026-12-04", basis="metadata", source="the outlet's archive")
        >>> entry = MeetingEntry(id="a", file="raw/a.txt", sha256="0" * 64, date=fact)
        >>> entry.metadata().date_basis
        "metadata: the outlet's archive"
        """
        known = {name: getattr(self, name) for name in ("date", "place", "event", "level")}
        values = {name: fact.value for name, fact in known.items() if fact}
        bases = {f"{name}_basis": fact.basis_and_source() for name, fact in known.items() if fact}
        sides_basis = "metadata: data/meetings.yml" if self.sides else ""
        return Meeting(**values, **bases, sides=self.sides, sides_basis=sides_basis)


def register_path() -> Path:
    """Return the path of the register.

    >>> register_path().name
    'meetings.yml'
    """
    return data_dir() / "meetings.yml"


def meetings() -> dict[str, MeetingEntry]:
    """Return the registered meetings by id, in the order of the register.

    Raises `ProblemsError` with all problems of ``data/meetings.yml``.

    >>> all(entry.id == meeting_id for meeting_id, entry in meetings().items())
    True
    """
    entries = load_yaml(register_path(), tuple[MeetingEntry, ...], check=_repeated)
    return {entry.id: entry for entry in entries}


def meeting(meeting_id: str) -> MeetingEntry:
    """Return one registered meeting; raises `ReadoutsError` for an id that is not registered.

    >>> first = next(iter(meetings()))
    >>> meeting(first).id == first
    True
    """
    registered = meetings()
    if meeting_id not in registered:
        hint = did_you_mean(meeting_id, registered, "registered")
        raise ReadoutsError(
            f"no meeting is registered as {meeting_id[:_MAX_ID]!r}; "
            f"{hint}{'' if hint.endswith('?') else '.'} "
            "`readouts list` shows all, `readouts add FILE` registers another."
        )
    return registered[meeting_id]


def source(meeting_id: str) -> str:
    """Return the text of a registered meeting.

    Raises `ReadoutsError` if the file is missing or was changed since it was registered.

    >>> first = next(iter(meetings().values()))
    >>> hashlib.sha256(source(first.id).encode()).hexdigest() == first.sha256
    True
    """
    entry = meeting(meeting_id)
    return decode(_verified(entry), shown(entry.path()), entry.encoding or None)


def changed() -> list[Problem]:
    """Return a problem for each registered file that is missing or was changed.

    >>> changed()
    []
    """
    problems = []
    for entry in meetings().values():
        try:
            _verified(entry)
        except ReadoutsError as error:
            name = shown(entry.path())
            problems.append(Problem(name, 0, str(error).removeprefix(f"{name}: ")))
    return problems


def verify(*ids: str) -> None:
    """Raise `ReadoutsError` if an id is not registered, or any registered file is missing or
    changed."""
    for meeting_id in ids:
        meeting(meeting_id)
    problems = changed()
    if problems:
        raise ProblemsError(problems)


def add(  # no example: it writes to the project's data; the tests show it
    file: str | Path, *, id: str = "", encoding: str = "", **facts: object
) -> MeetingEntry:
    """Register a readout: copy ``file`` to ``data/raw/``, add an entry to the register, return it.

    ``facts`` are keys of `MeetingEntry` (``outlet``, ``address``, ``published``, ``date``,
    ``place``, ``sides``, ``notes``); ``date`` and ``place`` are a `Known` or a dict of its keys.
    The default of ``id`` is the file's name in plain letters. The register so far stays byte for
    byte. Raises `ReadoutsError`, with nothing changed, if the file is no text, the text or the id
    is registered already, or a fact does not fit.
    """
    content = read_bytes(file)
    text = decode(content, shown(Path(file)), encoding or None)
    with locked(data_dir()):
        registered = meetings()
        sha256 = hashlib.sha256(content).hexdigest()
        refuse_known(registered, text, id)
        new_id = id or _free_id(Path(file).stem, registered)
        keys = {"encoding": encoding, **facts, "id": new_id, **SOME_FILE}
        entry: MeetingEntry = validated(MeetingEntry, keys, UNCHANGED)
        taken = {Path(other.file).name for other in registered.values()}
        raw = _raw_name(Path(file), content, new_id, taken)
        entry = entry.model_copy(update={"file": f"raw/{raw}", "sha256": sha256})
        clear_abandoned(entry.path().parent)
        write_bytes(entry.path(), content)
        try:
            rewrite(
                _appended(read_yaml_text(register_path()), entry), {**registered, new_id: entry}
            )
        except BaseException:
            entry.path().unlink(missing_ok=True)
            raise
    return entry


def rewrite(text: str, expected: Mapping[str, MeetingEntry]) -> None:
    """Write the register, but restore it if it then does not have the ``expected`` entries."""
    before = read_yaml_text(register_path())
    write_text(register_path(), text)
    try:
        if expected != meetings():
            raise ReadoutsError(f"{shown(register_path())}: could not be changed; edit it by hand.")
    except BaseException:
        write_text(register_path(), before)
        raise


def _repeated(entries: tuple[MeetingEntry, ...]) -> Iterator[Fault]:
    for key in ("id", "file", "sha256"):
        first: dict[str, int] = {}
        for at, entry in enumerate(entries):
            value = getattr(entry, key)
            if first.setdefault(value, at) != at:
                other = entries[first[value]].id
                yield Fault(
                    (at, key), f"the {key} {value} appears twice (also {other})", "keep one"
                )


def _verified(entry: MeetingEntry) -> bytes:
    content = read_bytes(entry.path())
    found = hashlib.sha256(content).hexdigest()
    if found != entry.sha256:
        raise ReadoutsError(
            f"{shown(entry.path())}: expected the file registered as {entry.id} "
            f"(SHA-256 {entry.sha256[:12]}…), found another ({found[:12]}…). Restore the file, or "
            "register the new text with `readouts add`."
        )
    return content


def same_text(registered: Mapping[str, MeetingEntry], text: str) -> str:
    """Return the id of the registered meeting whose text has the same words, or "" if none.

    Byte-order marks, line ends, blanks and the composition of letters make no difference.

    >>> same_text({}, "Hai bên")
    ''
    """
    words = _words(text)
    for entry in registered.values():
        with suppress(ReadoutsError):  # missing or changed: `readouts check` reports it
            if _words(decode(_verified(entry), entry.file, entry.encoding or None)) == words:
                return entry.id
    return ""


def _words(text: str) -> list[str]:
    visible = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFC", "".join(visible)).split()


def refuse_known(registered: Mapping[str, MeetingEntry], text: str, new_id: str) -> None:
    """Raise `ReadoutsError` if the id, or a text with the same words, is registered already."""
    if new_id in registered:
        raise ReadoutsError(
            f"the id {new_id} is registered already, for {registered[new_id].file}; choose another."
        )
    if known := same_text(registered, text):
        raise ReadoutsError(f"this text is registered already, as {known}; nothing to add.")


def _free_id(stem: str, registered: Mapping[str, MeetingEntry]) -> str:
    letters = unicodedata.normalize("NFD", stem.lower().replace("đ", "d"))
    plain = re.sub(r"[^a-z0-9]+", "-", letters.encode("ascii", "ignore").decode()).strip("-")
    base = plain[: _MAX_ID - 4].strip("-") or "readout"
    numbered = (f"{base}-{number}" for number in range(2, len(registered) + 3))
    return next(name for name in (base, *numbered) if name not in registered)


def _raw_name(file: Path, content: bytes, new_id: str, taken: set[str]) -> str:
    """Return the name in ``data/raw/``: that of the file if it is plain and free, else the id.

    A file with these bytes that is not in the register was left by a run that was killed.
    """
    for name in (unicodedata.normalize("NFC", file.name), f"{new_id}.txt"):
        path = data_dir() / "raw" / name
        if not _FILE_NAME.fullmatch(name) or name in taken:
            continue
        if not os.path.lexists(path) or (path.is_file() and path.read_bytes() == content):
            return name
    raise ReadoutsError(f"data/raw/{new_id}.txt is there already; choose another --id.")


def _appended(register: str, entry: MeetingEntry) -> str:
    """Return the text of the register with one more entry, indented like the others."""
    text = register.rstrip("\n") + "\n\n"
    start, end, block = placed(text, entry.fields())
    return (text[:start] + block + text[end:]).rstrip("\n") + "\n"
