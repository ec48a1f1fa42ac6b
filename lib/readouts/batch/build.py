"""Reports of the plan: built where something has changed, written aside, moved into place whole.

A report that came to its end stands in ``reports/<name>/`` until another one does. While one is
built it lies in ``reports/.<name>.building/``, from where a run that was cut short is resumed. One
in which a notebook failed takes the place only where no whole one stands, and else lies beside it
in ``reports/<name>.failed/``.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from readouts import labels as interface
from readouts.batch import plan
from readouts.batch.execution import FIXED, Outcome, Task
from readouts.batch.manifest import (
    NAME,
    Manifest,
    Ran,
    differences,
    hashes_below,
    read_manifest,
)
from readouts.batch.pages import INDEX, Page, index_page, made
from readouts.corpus import fingerprints
from readouts.corpus import register as corpus
from readouts.corpus.fingerprints import digest, digest_of
from readouts.errors import Problem, ReadoutsError
from readouts.report.printing import print_pdf
from readouts.storage.atomic import locked
from readouts.storage.paths import notebooks_dir, reports_dir, shown


@dataclass
class Building:
    """A report on its way: its manifest so far, and the tasks that are left."""

    report: plan.Report
    manifest: Manifest
    tasks: dict[str, Task]
    sources: dict[str, Ran]
    unchanged: bool = False
    error: str = ""
    kept: dict[str, Path] = field(default_factory=dict)

    def errors(self) -> dict[str, str]:
        """Return what went wrong, by the notebook it went wrong in (or the index)."""
        failed = {name: ran.error for name, ran in self.sources.items() if ran.error}
        return failed | ({INDEX: self.error} if self.error else {})

    @property
    def final(self) -> Path:
        """Return where the report stands when it is whole."""
        return reports_dir() / self.report.name

    @property
    def aside(self) -> Path:
        """Return where it is built."""
        return reports_dir() / f".{self.report.name}.building"

    @property
    def failed(self) -> Path:
        """Return where it lies when a notebook failed and a whole one stands."""
        return reports_dir() / f"{self.report.name}.failed"


def build(  # no example: takes kernels; tests/test_reports.py has many
    names: Sequence[str] = (), *, jobs: int = 0, pdf: bool = False
) -> int:
    """Build the reports named, or all, as far as they are out of date; return the exit status.

    Prints the page of each, and with ``pdf`` also prints it to ``reports/<name>.pdf``. Returns 0
    where every notebook came to its end, 1 where one did not. Raises `ReadoutsError` before
    anything runs where plan, register, parameters or the words of the pages are wrong.
    """
    planned = plan.checked(names)
    corpus.verify()
    interface.load_words()
    with locked(_writable(reports_dir())), _told_if_refused():
        buildings = [_prepared(report) for report in planned]
        due = [building for building in buildings if not building.unchanged]
        if due:
            _run(due, jobs)
        status = _told(buildings)
        for building in buildings if pdf else ():
            paper = building.final.with_name(f"{building.report.name}.pdf")
            print_pdf(building.final / INDEX, paper)
            print(f"{building.report.name}: printed {paper}")
        return status


def verify(folder: Path) -> int:  # no example: needs a built report
    """Print what of the report in ``folder`` is not as its manifest says; return exit status."""
    problems = differences(folder)
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{shown(folder)}: whole, and made from what is here now")
    return int(bool(problems))


def problems(folder: Path) -> Iterator[Problem]:  # no example: needs a built report
    """Yield what of the report in ``folder`` is not as its manifest says.

    Where no page stands there, as in a fresh clone, the report is not built, and nothing missing.
    """
    yield from differences(folder, whole=any(folder.glob("*.html")))


# --- what is to do --------------------------------------------------------------------------------


def _prepared(report: plan.Report) -> Building:
    """Return what a report needs: nothing, or the notebooks whose fingerprints are not at hand."""
    inputs = fingerprints.inputs(report.meetings.values())
    versions = fingerprints.versions()
    behind = [versions, FIXED, sys.version_info[:2], report.language, report.cell_seconds]
    tasks, sources = {}, {}
    for name, path in plan.notebooks_of(report).items():
        source = path.read_text(encoding="utf-8")
        parameters = plan.parameters_of(report, path)
        read = fingerprints.inputs_of(f"{plan.code_of(source)} {parameters}", inputs)
        fingerprint = digest_of([read, behind, name, digest(source), parameters])
        sources[name] = Ran(digest(source), fingerprint, parameters)
        folder = str(notebooks_dir())
        tasks[name] = Task(name, source, folder, parameters, report.cell_seconds)
    manifest = Manifest(report.name, report.meetings, inputs, versions, {})
    building = Building(report, manifest, tasks, sources)
    _recover(building)
    return _with_what_is_at_hand(building)


def _with_what_is_at_hand(building: Building) -> Building:
    """Take over notebooks that ran on the same before, from a whole report or an unfinished one."""
    standing = read_manifest(building.final)
    for folder in (building.aside, building.failed, building.final):
        manifest = read_manifest(folder)
        for name, ran in (manifest.notebooks if manifest else {}).items():
            wanted = building.sources.get(name)
            same = wanted and not ran.error and ran.fingerprint == wanted.fingerprint
            if same and _intact(folder, ran):
                building.sources[name] = ran
                building.kept[name] = folder
    if standing and _whole(building.final):
        same_inputs = replace(building.manifest, notebooks=dict(building.sources))
        building.unchanged = standing == replace(same_inputs, outputs=standing.outputs)
    return building


def _whole(folder: Path) -> bool:
    """Return whether a report stands there that came to its end, with all that it had.

    In a fresh clone numbers and manifest of one stand there, but no pages.
    """
    manifest = read_manifest(folder)
    return bool(manifest and manifest.complete and manifest.outputs == hashes_below(folder))


def _intact(folder: Path, ran: Ran) -> bool:
    return all(
        (folder / name).is_file() and digest((folder / name).read_bytes()) == expected
        for name, expected in ran.outputs.items()
    )


# --- running --------------------------------------------------------------------------------------


def _run(due: list[Building], jobs: int) -> None:
    from tqdm import tqdm

    for building in due:
        _start(building)
    pages = [page for at, building in enumerate(due) for page in _left(at, building)]
    left = Counter(page.report for page in pages)
    meetings = list(dict.fromkeys(m for b in due for m in b.report.meetings.values()))
    with (
        tqdm(total=len(pages), unit="page", disable=None, leave=False) as bar,
        closing(made(pages, meetings, jobs)) as outcomes,
    ):
        for at, outcome in outcomes:
            _store(due[at], outcome)
            bar.update()
            left[at] -= 1
            if not left[at]:
                _finish(due[at])


def _left(at: int, building: Building) -> list[Page]:
    """Return the pages that are left to make, those first that are likely to take longest.

    A notebook saved with much to show tends to; a long one begun last would be waited for alone.
    """
    tasks = [task for name, task in building.tasks.items() if name not in building.kept]
    tasks.sort(key=lambda task: len(task.source), reverse=True)
    return [Page(at, index=_index_of(building)), *(Page(at, task) for task in tasks)]


def _index_of(building: Building) -> dict[str, Any]:
    """Return what the index is made from, as far as it is known how the notebooks ended."""
    from readouts.report.notebook_pages import title_of_text

    return {
        "name": building.report.name,
        "meetings": dict(building.report.meetings),
        "language": building.report.language,
        "notebooks": [
            {
                "name": name,
                "title": title_of_text(building.tasks[name].source, name),
                "address": f"{name}.html",
                "error": ran.error,
            }
            for name, ran in building.sources.items()
        ],
    }


# --- the folders ----------------------------------------------------------------------------------


@contextmanager
def _told_if_refused() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ReadoutsError(
            f"{error.filename or shown(reports_dir())}: the system refused to write here "
            f"({error.strerror or error}). The last whole report stands as it was; what was done "
            "since is kept. Make room, or allow writing there, and run `readouts report` again."
        ) from error


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReadoutsError(f"{folder}: cannot make this folder ({error.strerror}).") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ReadoutsError(
            f"{shown(folder)}: expected a folder to write reports to, but it is read-only. "
            "Nothing was changed; allow writing there, or set READOUTS_HOME to another project."
        )
    return folder


def _start(building: Building) -> None:
    """Bring what is at hand into the folder where the report is built, and clear away the rest."""
    aside = building.aside
    aside.mkdir(exist_ok=True)
    wanted = {name for at in building.kept for name in building.sources[at].outputs}
    for name in hashes_below(aside):
        if name not in wanted:
            (aside / name).unlink()
    for at, folder in building.kept.items():
        for name in building.sources[at].outputs:
            if folder != aside:
                (aside / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / name, aside / name)
    _note(building)


def _note(building: Building) -> None:
    """Write down which notebooks are done, so that a run that is cut short can be resumed."""
    done = {name: ran for name, ran in building.sources.items() if name in building.kept}
    building.manifest = replace(building.manifest, notebooks=done)
    _write(building.aside / NAME, building.manifest.text().encode())


def _store(building: Building, outcome: Outcome) -> None:
    for name, content in outcome.files.items():
        _write(building.aside / name, content)
    if outcome.name == INDEX:
        building.error = outcome.error
        return
    outputs = {name: digest(content) for name, content in sorted(outcome.files.items())}
    ran = building.sources[outcome.name]
    building.sources[outcome.name] = replace(ran, error=outcome.error, outputs=outputs)
    building.kept[outcome.name] = building.aside
    _note(building)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _finish(building: Building) -> None:
    """Name in the index what failed, write the manifest and move the report into place."""
    if building.errors() or not (building.aside / INDEX).exists():
        _name_failures(building)
    manifest = replace(building.manifest, notebooks=dict(building.sources), error=building.error)
    manifest = replace(manifest, outputs=hashes_below(building.aside))
    _write(building.aside / NAME, manifest.text().encode())
    building.manifest = manifest
    if manifest.complete or not _whole(building.final):
        _move(building.aside, building.final)
        shutil.rmtree(building.failed, ignore_errors=True)
    else:
        _move(building.aside, building.failed)


def _name_failures(building: Building) -> None:
    """Write the index anew with what failed; a plain list where the page itself is what failed."""
    arguments = _index_of(building)
    outcome = Outcome(INDEX) if building.error else index_page(arguments)
    if not outcome.files:
        arguments |= {"meetings": {}, "error": building.error or outcome.error}
        outcome = index_page(arguments)
    for name, content in outcome.files.items():
        _write(building.aside / name, content)


def _move(new: Path, place: Path) -> None:
    """Put a folder in the place of another; at every moment one of the two can be found."""
    old = _old(place)
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _recover(building: Building) -> None:
    """Put back what a run that was killed in the midst of a move had taken out of the way."""
    for place in (building.final, building.failed):
        if _old(place).exists():
            if place.exists():
                shutil.rmtree(_old(place))
            else:
                _old(place).rename(place)


def _old(place: Path) -> Path:
    return place.with_name(f".{place.name}.old")


# --- what is said ---------------------------------------------------------------------------------


def _told(buildings: Iterable[Building]) -> int:
    """Say what failed, then which page to open; return the exit status."""
    status = 0
    for building in buildings:
        name = building.report.name
        errors = building.errors()
        place = building.final
        for notebook, error in errors.items():
            print(f"readouts: {name}: {notebook} did not run to its end: {error}", file=sys.stderr)
        if errors:
            status = 1
            if building.failed.exists():
                place = building.failed
                print(
                    f"readouts: {shown(building.final)} still holds the last whole report; "
                    f"what came of this run is in {shown(place)}",
                    file=sys.stderr,
                )
        elif building.unchanged:
            print(f"{name}: nothing changed")
        print(f"{name}: open {place / 'index.html'}")
    return status
