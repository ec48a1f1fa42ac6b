"""``manifest.json``: what a report was made of and what it holds, so that anyone can check it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from readouts.corpus.fingerprints import digest, inputs, versions
from readouts.errors import Problem, ReadoutsError
from readouts.report.publishing import json_text
from readouts.storage.paths import notebooks_dir, shown

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Ran:
    """A notebook of a report: on what it hung (``fingerprint``), with what it ran, how it ended
    (``error`` is ``""`` where it came to its end), and the SHA-256 of each file it gave."""

    source: str
    fingerprint: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    outputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """A report: its name, the meetings it compares, and SHA-256 of all inputs and outputs."""

    name: str
    meetings: Mapping[str, str]
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    notebooks: Mapping[str, Ran]
    outputs: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    format: int = FORMAT

    @property
    def complete(self) -> bool:
        """Return whether the index was made and every notebook came to its end."""
        return not self.error and not any(ran.error for ran in self.notebooks.values())

    def text(self) -> str:
        """Return the text of the file."""
        return json_text(asdict(self))


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a built report, or None where there is none that can be read.

    >>> read_manifest(Path("no such folder")) is None
    True
    """
    try:
        found = json.loads((folder / NAME).read_bytes())
        notebooks = {name: Ran(**ran) for name, ran in found.pop("notebooks").items()}
        manifest = Manifest(notebooks=notebooks, **found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    named = [name for ran in notebooks.values() for name in ran.outputs]
    inside = not any(Path(name).is_absolute() or ".." in Path(name).parts for name in named)
    return manifest if inside and manifest.format == FORMAT else None


def hashes_below(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file below ``folder`` by its path from there, but the manifest's.

    >>> hashes_below(Path("no such folder"))
    {}
    """
    return {
        path.relative_to(folder).as_posix(): digest(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() != NAME
    }


def differences(folder: Path, whole: bool = True) -> list[Problem]:  # no example: needs a report
    """Return what of the report in ``folder`` is not as its manifest says: outputs changed,
    missing (where it is to be ``whole``) or added, then inputs and versions that have changed.

    Raises `ReadoutsError` where there is no report.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise ReadoutsError(
            f"{shown(folder)}: expected a built report here (a folder with {NAME}), found none. "
            "`readouts report` builds the reports of reports/plan.yml."
        )
    outputs = manifest.outputs if whole else _present(folder, manifest.outputs)
    return [*_output_problems(folder, manifest, outputs), *_input_problems(folder, manifest)]


def _present(folder: Path, outputs: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in outputs.items() if (folder / name).is_file()}


def _output_problems(
    folder: Path, manifest: Manifest, outputs: Mapping[str, str]
) -> Iterator[Problem]:
    for name, what in _changes(outputs, hashes_below(folder)):
        yield Problem(f"{shown(folder)}/{name}", 0, f"this file of the report is {what}")
    for name, ran in manifest.notebooks.items():
        if ran.error:
            yield Problem(f"{shown(folder)}/{name}.html", 0, f"did not run to its end: {ran.error}")


def _input_problems(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    hint = f"build the report anew: readouts report {manifest.name}"
    try:
        now = inputs(manifest.meetings.values())
    except KeyError as error:
        yield Problem(shown(folder), 0, f"the meeting {error} is no longer registered", hint)
        return
    for name, what in _changes(manifest.inputs, now):
        yield Problem(shown(folder), 0, f"its input {name} is {what}", hint)
    for name, what in _changes(manifest.versions, versions()):
        yield Problem(shown(folder), 0, f"the version of {name} is {what}", hint)
    sources = {
        name: digest(path.read_bytes())
        if (path := notebooks_dir() / f"{name}.ipynb").exists()
        else ""
        for name in manifest.notebooks
    }
    made_from = {name: ran.source for name, ran in manifest.notebooks.items()}
    for name, _ in _changes(made_from, sources):
        yield Problem(shown(folder), 0, f"its notebook {name} is changed since", hint)


def _changes(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in sorted({*then, *now}):
        if name not in now:
            yield name, "missing"
        elif name not in then:
            yield name, "new since"
        elif then[name] != now[name]:
            yield name, "changed"
