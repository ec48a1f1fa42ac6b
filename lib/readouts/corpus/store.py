"""Readings cached in the project's ``.cache/``, so that each text is read only once.

What is kept depends on the text, on what was known of it, and on everything that shapes a reading
(`fingerprints.parser_hash`); when any of it changes the text is read anew, and so it is where the
file is not as it was written. Loading a reading needs neither underthesea nor the lexicon, which
take longer to load than most texts take to read.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from readouts.corpus import fingerprints, register
from readouts.errors import ReadoutsError
from readouts.language.lexicon import word_list
from readouts.model import Meeting
from readouts.reading import Reading
from readouts.storage import kept
from readouts.storage.paths import project_dir

# Enough of a digest to tell files of one project apart.
_DIGITS = 24


def read_once(
    text: str, *, doc: str = "", published: str = "", meeting: Meeting | None = None
) -> Reading:
    """Return what `parsing.read` gives, from the store where it is there, and keep it.

    A store that cannot be written or read is passed over. Raises `ReadoutsError` if the
    language data are wrong.

    >>> from readouts.statements.parser import read
    >>> text = "Hai bên nhất trí mở thêm đường bay."
    >>> read_once(text, doc="a") == read_once(text, doc="a") == read(text, doc="a")
    True
    """
    from readouts.statements.parser import read

    known = {"doc": doc, "published": published, "meeting": meeting}
    version = _version()
    if not version:
        return read(text, **known)
    given = [fingerprints.digest(text.encode("utf-8", "surrogatepass")), doc, published]
    key = fingerprints.digest_of([*given, asdict(meeting) if meeting else None])
    place = _readings() / f"{version}-{key[:_DIGITS]}{kept.SUFFIX}"
    reading = _kept(place, text)
    if reading is None:
        reading = read(text, **known)
        if version == _version():  # nothing has changed while it was read
            _keep(place, reading, version)
    return reading


def read_registered(meeting_id: str) -> Reading:
    """Return the reading of a registered meeting, before any decision of a person.

    Date, place and sides that a person gave, or the text leaves empty, come from the register and
    say so.

    >>> first = next(iter(register.meetings()))
    >>> read_registered(first).doc == first
    True
    """
    known = register.meeting(meeting_id)
    return read_once(
        register.source(meeting_id),
        doc=meeting_id,
        published=known.published,
        meeting=known.metadata(),
    )


def _version() -> str:
    """Return a digest of what this process reads by, or "" where what it reads must not be kept.

    The lexicon is loaded once. Where that was before its digest was taken, or the digest is another
    by now, what is read here may not be what the files say.
    """
    try:
        now, first = fingerprints.parser_hash(), _knowledge_of_process(str(project_dir()))
    except OSError:
        return ""  # whoever reads needs these files, and tells what is wrong with them
    return now[:_DIGITS] if now == first else ""


@cache
def _knowledge_of_process(project: str) -> str:
    return "" if word_list.cache_info().currsize else fingerprints.parser_hash()


def _readings() -> Path:
    return project_dir() / ".cache" / "readings"


def _kept(place: Path, text: str) -> Reading | None:
    from pydantic import ValidationError

    content = kept.kept(place)
    try:
        found: Reading | None = _adapter().validate_json(content) if content else None
    except ValidationError:
        return None
    return found if found and found.source == text else None


def _keep(place: Path, reading: Reading, version: str) -> None:
    with suppress(OSError, ReadoutsError, ValueError):
        names = [path.name for path in _readings().glob(f"{version}-*")]
        if not names:
            # What other versions of library or language data gave is not asked for again.
            kept.forget(_readings())
        kept.keep(place, _adapter().dump_json(reading))


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Reading)
