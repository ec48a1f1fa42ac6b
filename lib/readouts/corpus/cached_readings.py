"""A cache of readings in the project's ``.cache/``, so that each text is read only once.

A cached reading is used only if its file is unchanged, and so are the text, its register entry and
everything that shapes a reading (`fingerprints.parser_hash`). To load it takes neither underthesea
nor the lexicon, which take longer to load than most texts take to read.
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
from readouts.storage import disk_cache
from readouts.storage.paths import project_dir

# So many digits of a digest are enough to distinguish the files of one project.
_DIGITS = 24


def read_once(
    text: str, *, doc: str = "", published: str = "", meeting: Meeting | None = None
) -> Reading:
    """Return the reading of a text (`parser.read`), from the cache if it is there.

    A cache that cannot be read or written is ignored. Raises `ReadoutsError` if the language data
    are wrong.

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
    place = _readings() / f"{version}-{key[:_DIGITS]}{disk_cache.SUFFIX}"
    reading = _kept(place, text)
    if reading is None:
        reading = read(text, **known)
        if version == _version():  # nothing has changed meanwhile
            _keep(place, reading, version)
    return reading


def read_registered(meeting_id: str) -> Reading:
    """Return the reading of a registered meeting, without the decisions of people.

    Date, place and sides come from the register if a person gave them or if the text does not;
    their basis says so.

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
    """Return a digest of the parser and its data, or "" if readings must not be cached.

    A process loads the lexicon once. If it was loaded before the digest was computed, or if the
    digest has changed since, then readings of this process may not agree with the files.
    """
    try:
        now, first = fingerprints.parser_hash(), _knowledge_of_process(str(project_dir()))
    except OSError:
        return ""  # the parser needs these files, and reports the error
    return now[:_DIGITS] if now == first else ""


@cache
def _knowledge_of_process(project: str) -> str:
    return "" if word_list.cache_info().currsize else fingerprints.parser_hash()


def _readings() -> Path:
    return project_dir() / ".cache" / "readings"


def _kept(place: Path, text: str) -> Reading | None:
    from pydantic import ValidationError

    content = disk_cache.load(place)
    try:
        found: Reading | None = _adapter().validate_json(content) if content else None
    except ValidationError:
        return None
    return found if found and found.source == text else None


def _keep(place: Path, reading: Reading, version: str) -> None:
    with suppress(OSError, ReadoutsError, ValueError):
        names = [path.name for path in _readings().glob(f"{version}-*")]
        if not names:
            # Readings of other versions of the library or its data are no longer needed.
            disk_cache.forget(_readings())
        disk_cache.save(place, _adapter().dump_json(reading))


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Reading)
