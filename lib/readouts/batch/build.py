"""Build the reports of the plan: pages are made or reused, put together, and moved into place.

A complete report stays in ``reports/<name>/`` until a new one is complete. The files of a new
report are written into a new folder and then moved; the result is compared with the manifest, and
the earlier report is restored if a file is missing. A report with a failed notebook is moved to
``reports/<name>/`` only if there is no complete report; otherwise it is in
``reports/<name>.failed/``. Files that do not belong to a report are never removed.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from readouts import labels as interface
from readouts.batch import plan
from readouts.batch.execution import FIXED, Outcome, Task
from readouts.batch.manifest import NAME, Manifest, Ran, is_whole, read_manifest, report_files
from readouts.batch.pages import INDEX, Page, forget_all_but, made
from readouts.corpus import fingerprints
from readouts.corpus import register as corpus
from readouts.corpus.fingerprints import digest, digest_of
from readouts.errors import ReadoutsError
from readouts.report.printing import print_pdf
from readouts.storage.atomic import locked
from readouts.storage.paths import notebooks_dir, reports_dir, shown


@dataclass
class Building:
    """A report in progress: its inputs, and the outcome of each of its pages."""

    report: plan.Report
    manifest: Manifest
    tasks: dict[str, Task]
    keys: dict[str, str]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    unchanged: bool = False
    error: str = ""

    def errors(self) -> dict[str, str]:
        """Return the errors by place: a notebook, the index, the folder."""
        failed = {name: came.error for name, came in self.outcomes.items() if came.error}
        return failed | ({"its folder": self.error} if self.error else {})

    @property
    def final(self) -> Path:
        """Return the folder of the report if it is complete."""
        return reports_dir() / self.report.name

    @property
    def failed(self) -> Path:
        """Return the folder of the report if a notebook failed and a complete report exists."""
        return reports_dir() / f"{self.report.name}.failed"


def build(  # no example: takes kernels; tests/batch/test_build.py has many
    names: Sequence[str] = (), *, jobs: int = 0, pdf: bool = False
) -> int:
    """Build the named reports, or all, if they are not up to date; return the exit status.

    Prints the path of each page; ``pdf`` also writes ``reports/<name>.pdf``. Returns 0 if every
    notebook finished, 1 if one did not. Raises `ReadoutsError` before anything runs if plan,
    register, parameters or labels are wrong.
    """
    planned = plan.reports(names)
    corpus.verify()
    interface.load_words()
    with locked(_writable(reports_dir())), _told_if_refused():
        buildings = [_prepared(report) for report in planned]
        due = [building for building in buildings if not building.unchanged]
        if due:
            _run(due, jobs)
        if not names:
            forget_all_but([key for building in buildings for key in building.keys.values()])
        status = _told(buildings)
        for building in buildings if pdf else ():
            paper = building.final.with_name(f"{building.report.name}.pdf")
            print_pdf(building.final / INDEX, paper)
            print(f"{building.report.name}: printed {paper}")
        return status


# --- planning the work ----------------------------------------------------------------------------


def _prepared(report: plan.Report) -> Building:
    """Return the inputs of a report, after repairing what a killed run left."""
    _recover(report.name)
    inputs = fingerprints.inputs(report.meetings.values())
    library, versions = fingerprints.library(), fingerprints.versions()
    behind = [inputs, library, versions, FIXED, sys.version_info[:2]]
    behind += [report.name, report.meetings, report.language, report.cell_seconds]
    tasks, notebooks, keys = {}, {}, {}
    for name, path in plan.notebooks_of(report).items():
        source = path.read_text(encoding="utf-8")
        parameters = plan.parameters_of(report, path)
        tasks[name] = Task(name, source, str(notebooks_dir()), parameters, report.cell_seconds)
        notebooks[name] = Ran(digest(source), parameters)
        keys[name] = digest_of([behind, name, digest(source), parameters])
    keys[INDEX] = digest_of([behind, INDEX, {name: ran.source for name, ran in notebooks.items()}])
    made_from = (inputs, library, versions, notebooks)
    manifest = Manifest(report.name, report.language, report.meetings, *made_from)
    building = Building(report, manifest, tasks, keys)
    standing = read_manifest(building.final)
    if standing and is_whole(building.final):
        building.unchanged = standing == replace(manifest, outputs=standing.outputs)
    if building.unchanged:
        _clear(building.failed)
    return building


def _pages(number: int, building: Building) -> list[Page]:
    """Return the pages to make, those first that probably take longest.

    Notebooks with large saved outputs probably take longest; if one of them started last, all
    others would be finished while it runs. The index shows how accurate the parser is: after the
    notebooks, it finds the hand-coded texts read.
    """
    tasks = sorted(building.tasks.values(), key=lambda task: len(task.source), reverse=True)
    index = Page(number, building.keys[INDEX], index=_index_of(building))
    return [*(Page(number, building.keys[task.name], task) for task in tasks), index]


def _index_of(building: Building) -> dict[str, Any]:
    """Return the inputs of the index, as far as the outcomes of the notebooks are known."""
    from readouts.report.notebook_pages import title_of

    return {
        "name": building.report.name,
        "meetings": dict(building.report.meetings),
        "language": building.report.language,
        "notebooks": [
            {
                "name": name,
                "title": title_of(json.loads(task.source), name),
                "address": f"{name}.html",
                "error": building.errors().get(name, ""),
            }
            for name, task in building.tasks.items()
        ],
    }


def _run(due: list[Building], jobs: int) -> None:
    from tqdm import tqdm

    pages = [page for number, building in enumerate(due) for page in _pages(number, building)]
    meetings = list(dict.fromkeys(m for b in due for m in b.report.meetings.values()))
    with (
        tqdm(total=len(pages), unit="page", disable=None, leave=False) as bar,
        closing(made(pages, meetings, jobs)) as outcomes,
    ):
        for page, outcome in outcomes:
            building = due[page.report]
            building.outcomes[page.name] = outcome
            bar.update()
            if building.outcomes.keys() == building.keys.keys():
                _finish(building)


def _finish(building: Building) -> None:
    """Name the failures in the index, and move the report to its place."""
    if building.errors():
        building.outcomes[INDEX] = _index_with_failures(building)
    errors = building.errors()
    manifest = replace(
        building.manifest,
        notebooks={
            name: replace(ran, error=errors.get(name, ""))
            for name, ran in building.manifest.notebooks.items()
        },
        error=errors.get(INDEX, ""),
    )
    files = {name: text for came in building.outcomes.values() for name, text in came.files.items()}
    hashes = {name: digest(content) for name, content in sorted(files.items())}
    manifest = replace(manifest, outputs=hashes)
    place = building.final
    if not manifest.complete and is_whole(building.final):
        place = building.failed
    building.error = _put(place, files | {NAME: manifest.text().encode()})
    if manifest.complete and not building.error:
        _clear(building.failed)


def _index_with_failures(building: Building) -> Outcome:
    """Return the index with the failures; a plain list if the index page itself failed."""
    arguments, came = _index_of(building), building.outcomes[INDEX]
    again = came if came.error else _index(arguments)
    if not again.error:
        return again
    plain = _index(arguments | {"meetings": {}, "error": again.error})
    return replace(plain, error=again.error)


def _index(arguments: dict[str, Any]) -> Outcome:
    [(_, outcome)] = made([Page(0, digest_of([INDEX, arguments]), index=arguments)], ())
    return outcome


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


def _put(place: Path, files: Mapping[str, bytes]) -> str:
    """Move a report of these files to its place; return "" or why the earlier one was kept.

    At every moment one of the two exists: at its place, or in the folder that `_recover` checks.
    """
    with _aside(place) as aside:
        new, old = aside / "new", aside / "old"
        for name, content in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(content)
        try:
            if place.exists():
                place.rename(old)
            new.rename(place)
        except FileNotFoundError:
            pass  # another process removed it; the comparison reports it
        lost = [name for name, content in files.items() if not _holds(place / name, content)]
        if not lost:
            _keep_others(old, place)
            return ""
        if place.exists():
            place.rename(new)
        if old.exists():
            old.rename(place)
    return (
        f"{lost[0]} and {len(lost) - 1} more of its files were taken away while it was written; "
        "run `readouts report` again"
    )


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


@contextmanager
def _aside(place: Path) -> Iterator[Path]:
    """Yield a new folder beside ``place``; afterwards our files in it are removed."""
    folder = Path(tempfile.mkdtemp(prefix=f".{place.name}-", suffix=_ASIDE, dir=place.parent))
    try:
        yield folder
    finally:
        _clear(folder)


_ASIDE = ".building"


def _recover(name: str) -> None:
    """Restore the report that a run moved away before it was killed."""
    for place in (reports_dir() / name, reports_dir() / f"{name}.failed"):
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise ReadoutsError(
                f"{shown(place)}: expected a folder to hold the report, found a link or a file. "
                "Nothing was changed; move it away, or give the report another name in the plan."
            )
        ours = re.compile(rf"\.{re.escape(place.name)}-[a-z0-9_]{{8}}{re.escape(_ASIDE)}")
        for folder in sorted(reports_dir().iterdir()):
            if ours.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                if (folder / "old").is_dir() and not place.exists():
                    (folder / "old").rename(place)
                _clear(folder)


def _clear(folder: Path) -> None:
    """Remove the files of reports below ``folder``, and the folders that are left empty."""
    for path in report_files(folder):
        path.unlink(missing_ok=True)
    for below, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):  # it has a file of somebody else
            os.rmdir(below)


def _keep_others(old: Path, place: Path) -> None:
    """Move files that people put into the folder of the earlier report to the new one."""
    reported = set(report_files(old))
    for path in sorted(old.rglob("*")):
        target = place / path.relative_to(old)
        if path not in reported and (path.is_symlink() or path.is_file()) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)


# --- messages -------------------------------------------------------------------------------------


def _told(buildings: Iterable[Building]) -> int:
    """Print what failed, then which page to open; return the exit status."""
    status = 0
    for building in buildings:
        name = building.report.name
        errors = building.errors()
        place = building.final
        for notebook, error in errors.items():
            print(f"readouts: {name}: {notebook} did not finish: {error}", file=sys.stderr)
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
