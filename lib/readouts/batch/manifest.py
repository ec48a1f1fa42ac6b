"""``manifest.json``: the inputs and outputs of a report, so that anyone can check it.

It is the same for all versions of Python and all machines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from readouts.corpus.fingerprints import digest, inputs, library, versions
from readouts.errors import Problem, ReadoutsError
from readouts.report.publishing import json_text
from readouts.storage.paths import notebooks_dir, shown

NAME = "manifest.json"
FORMAT = 2
# The file names of a report, inside its folder.
_NOTEBOOK = r"\d\d-[a-z0-9]+(?:-[a-z0-9]+)*"
_OURS = re.compile(
    rf"(?:(?:new|old)/)?(?:manifest\.json|index\.html|{_NOTEBOOK}\.html"
    rf"|notebooks/{_NOTEBOOK}\.ipynb|tables/{_NOTEBOOK}\..+\.csv|headline/{_NOTEBOOK}\..+\.json)"
)


@dataclass(frozen=True)
class NotebookRun:
    """A notebook of a report: the SHA-256 of its file, its parameters, and its ``error`` (``""`` if
    it finished)."""

    source: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True)
class Manifest:
    """A report: its name, language and meetings, and SHA-256 of all inputs and outputs.

    ``library`` is one digest of all files of this library.
    """

    name: str
    language: str
    meetings: Mapping[str, str]
    inputs: Mapping[str, str]
    library: str
    versions: Mapping[str, str]
    notebooks: Mapping[str, NotebookRun]
    outputs: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    format: int = FORMAT

    @property
    def complete(self) -> bool:
        """Return whether the index was made and every notebook finished."""
        return not self.error and not any(ran.error for ran in self.notebooks.values())

    @property
    def expected(self) -> dict[str, str]:
        """Return the outputs, with ``""`` for a page that is missing in the manifest."""
        pages = [name for n in self.notebooks for name in (f"{n}.html", f"notebooks/{n}.ipynb")]
        return dict.fromkeys(["index.html", *pages], "") | dict(self.outputs)

    def text(self) -> str:
        """Return the text of the file."""
        return json_text(asdict(self))


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a built report, or None if there is no readable one.

    >>> read_manifest(Path("no such folder")) is None
    True
    """
    try:
        content = json.loads((folder / NAME).read_bytes())
        notebooks = {name: NotebookRun(**ran) for name, ran in content.pop("notebooks").items()}
        manifest = Manifest(notebooks=notebooks, **content)
        named = [Path(name) for name in manifest.outputs]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    inside = not any(path.is_absolute() or ".." in path.parts for path in named)
    return manifest if inside and manifest.format == FORMAT else None


def hashes_below(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file in ``folder`` by its relative path, except the manifest.

    >>> hashes_below(Path("no such folder"))
    {}
    """
    return {
        path.relative_to(folder).as_posix(): digest(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() != NAME
    }


def report_files(folder: Path) -> list[Path]:
    """Return the files in ``folder`` whose names are those of a report.

    >>> report_files(Path("no such folder"))
    []
    """
    return [
        path
        for path in sorted(folder.rglob("*"))
        if (path.is_file() or path.is_symlink())
        and _OURS.fullmatch(path.relative_to(folder).as_posix())
    ]


def is_whole(folder: Path) -> bool:
    """Return whether there is a complete report with all its files.

    A fresh clone has its numbers and its manifest, but no pages.

    >>> is_whole(Path("no such folder"))
    False
    """
    manifest = read_manifest(folder)
    return bool(
        manifest and manifest.complete and manifest.expected.items() <= hashes_below(folder).items()
    )


def differences(folder: Path, whole: bool = True) -> list[Problem]:  # no example: needs a report
    """Return the differences between the report in ``folder`` and its manifest: outputs that have
    changed, are new or are missing, then inputs and versions that have changed.

    If the report need not be ``whole``, files that are missing are no difference.

    Raises `ReadoutsError` if there is no report.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise ReadoutsError(
            f"{shown(folder)}: expected a built report here (a folder with {NAME}), found none. "
            "`readouts report` builds the reports of reports/plan.yml."
        )
    outputs = manifest.expected.items()
    expected = {name: sha for name, sha in outputs if whole or (folder / name).is_file()}
    return [*_output_problems(folder, manifest, expected), *_input_problems(folder, manifest)]


def verify(folder: Path) -> int:  # no example: needs a built report
    """Print the differences between the report in ``folder`` and its manifest; return the exit
    status."""
    problems = differences(folder)
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{shown(folder)}: complete and up to date")
    return int(bool(problems))


def _output_problems(
    folder: Path, manifest: Manifest, outputs: Mapping[str, str]
) -> Iterator[Problem]:
    for name, change in _changes(outputs, hashes_below(folder)):
        yield Problem(f"{shown(folder)}/{name}", 0, f"this file of the report {change}")
    for name, ran in manifest.notebooks.items():
        if ran.error:
            yield Problem(f"{shown(folder)}/{name}.html", 0, f"did not finish: {ran.error}")


def _input_problems(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    hint = f"build the report again: readouts report {manifest.name}"
    try:
        now = inputs(manifest.meetings.values())
    except KeyError as error:
        yield Problem(shown(folder), 0, f"the meeting {error} is no longer registered", hint)
        return
    for name, change in _changes(manifest.inputs, now):
        yield Problem(shown(folder), 0, f"its input {name} {change}", hint)
    if manifest.library != library():
        yield Problem(shown(folder), 0, "the library has changed", hint)
    for name, change in _changes(manifest.versions, versions()):
        yield Problem(shown(folder), 0, f"the version of {name} {change}", hint)
    sources = {
        name: digest(path.read_bytes())
        if (path := notebooks_dir() / f"{name}.ipynb").exists()
        else ""
        for name in manifest.notebooks
    }
    made_from = {name: ran.source for name, ran in manifest.notebooks.items()}
    for name, _ in _changes(made_from, sources):
        yield Problem(shown(folder), 0, f"its notebook {name} has changed", hint)


def _changes(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the names whose hashes differ, each with what has happened to it."""
    for name in sorted({*then, *now}):
        if name not in now:
            yield name, "is missing"
        elif name not in then:
            yield name, "is new"
        elif then[name] != now[name]:
            yield name, "has changed"
