"""Digests of every input of a result: if they are equal, the result has the same bytes.

Digests are of contents, because times of files say nothing (a checkout, a clock set back). A file
that may matter counts, so an error can only cause work to be done again.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from readouts.corpus import register
from readouts.storage.paths import OWN_CODEBOOK, data_dir, language_data, project_dir

# Packages that shape results although this library does not import them.
_BEHIND = ("ipython", "matplotlib-inline", "mistune", "pillow", "pygments", "underthesea-core")
# Texts of hand-coded readouts that are not in the register.
_CODED_TEXTS = Path("tests", "fixtures", "readouts")
_LIBRARY = Path(__file__).resolve().parents[1]


def digest(content: bytes | str) -> str:
    """Return the SHA-256 of a text or of bytes.

    >>> digest("đề nghị")[:12]
    '68f8b524ad96'
    """
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def digest_of(value: Any) -> str:
    """Return the SHA-256 of JSON types; the order of keys does not matter.

    >>> digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    True
    """
    return digest(json.dumps(value, sort_keys=True, ensure_ascii=False))


def inputs(meeting_ids: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of every data file that a report on these meetings may read, by path.

    The key of a register entry is ``data/meetings.yml#<id>``. Without meetings, the whole register
    and every text count.

    >>> first = next(iter(register.meetings()))
    >>> f"data/meetings.yml#{first}" in inputs([first])
    True
    """
    wanted, registered = list(meeting_ids), register.meetings()
    found = {
        path.relative_to(project_dir()).as_posix(): digest(path.read_bytes())
        for path in _data_files(wanted, registered)
    }
    for meeting_id in wanted:
        entry = registered[meeting_id].model_dump(mode="json")
        found[f"data/meetings.yml#{meeting_id}"] = digest_of(entry)
    if os.environ.get(OWN_CODEBOOK):
        found[OWN_CODEBOOK] = digest(language_data("codebook.yml").read_bytes())
    return found


def parser_hash() -> str:
    """Return a digest of everything that a reading depends on besides its text and register entry:
    the library, its language data and models, Python, and the packages that shape a result.

    >>> len(parser_hash())
    64
    """
    folders = [language_data(name) for name in ("lexicon", "models")]
    files = [path for folder in folders for path in _files_below(folder)]
    files += [path for path in [language_data("codebook.yml")] if path.exists()]
    words = [[path.name, digest(path.read_bytes())] for path in files]
    return digest_of([_running_library(), words, _packages(), sys.version_info[:2]])


def library() -> str:
    """Return one digest of all files of this library.

    >>> len(library())
    64
    """
    return digest_of(
        {
            path.relative_to(_LIBRARY).as_posix(): digest(path.read_bytes())
            for path in _files_below(_LIBRARY)
            if path.suffix != ".pyc"
        }
    )


@cache
def _running_library() -> str:
    # A process keeps the code that it has loaded, even if the files change.
    return library()


@cache
def _packages() -> dict[str, str]:
    return versions()


def _data_files(wanted: list[str], registered: Mapping[str, Any]) -> list[Path]:
    """Return every data file except the texts and glosses of other meetings.

    Texts coded by hand always count: the accuracy in a report is measured on all of them.
    """
    others = [
        entry
        for entry in registered.values()
        if wanted
        and entry.id not in wanted
        and not (data_dir() / "gold" / f"{entry.id}.jsonl").exists()
    ]
    skipped = {entry.path().resolve() for entry in others}
    skipped |= {data_dir() / "glosses" / f"{entry.id}.yml" for entry in others}
    if wanted:
        skipped.add(register.register_path())
    return [
        path
        for folder in (data_dir(), project_dir() / _CODED_TEXTS)
        for path in _files_below(folder)
        if path not in skipped and path.resolve() not in skipped
    ]


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder``, in order, also through links, without hidden ones."""
    seen = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        folders[:] = [] if real in seen else sorted(n for n in folders if not n.startswith("."))
        seen.add(real)
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def versions() -> dict[str, str]:
    """Return the version of every package that shapes a result, also of this library.

    >>> {"readouts", "pandas", "underthesea"} <= set(versions())
    True
    """
    from packaging.requirements import Requirement

    direct = importlib.metadata.requires("readouts") or []
    names = {Requirement(line).name for line in direct if "extra ==" not in line}
    return {name: _version(name) for name in sorted({*names, *_BEHIND, "readouts"})}


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:  # the code that needs it reports the error
        return ""
