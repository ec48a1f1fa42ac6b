"""Reports of the plan: pages made or taken from the last run, put together, moved into place whole.

A report that came to its end stands in ``reports/<name>/`` until another one does. The files of a
new one are written into a fresh folder of their own, and moved; what then stands there is compared
with the manifest, and the earlier report put back where anything is missing. A report in which a
notebook failed takes the place only where no whole one stands, and else lies beside it in
``reports/<name>.failed/``. Files that are not a report's are never removed.
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
    """A report on its way: what it is to be made of, and what came of each of its pages."""

    report: plan.Report
    manifest: Manifest
    tasks: dict[str, Task]
    keys: dict[str, str]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    unchanged: bool = False
    error: str = ""

    def errors(self) -> dict[str, str]:
        """Return what went wrong, by where: a notebook, the index, the folder."""
        failed = {name: came.error for name, came in self.outcomes.items() if came.error}
        return failed | ({"its folder": self.error} if self.error else {})

    @property
    def final(self) -> Path:
        """Return where the report stands when it is whole."""
        return reports_dir() / self.report.name

    @property
    def failed(self) -> Path:
        """Return where it lies when a notebook failed and a whole one stands."""
        return reports_dir() / f"{self.report.name}.failed"


def build(  # no example: takes kernels; tests/batch/test_build.py has many
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
        if not names:
            forget_all_but([key for building in buildings for key in building.keys.values()])
        status = _told(buildings)
        for building in buildings if pdf else ():
            paper = building.final.with_name(f"{building.report.name}.pdf")
            print_pdf(building.final / INDEX, paper)
            print(f"{building.report.name}: printed {paper}")
        return status


# --- what is to do --------------------------------------------------------------------------------


def _prepared(report: plan.Report) -> Building:
    """Return what a report is to be made of, after putting right what a killed run left."""
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
    """Return the pages to make, those first that are likely to take longest.

    A notebook saved with much to show tends to; a long one begun last would be waited for alone.
    """
    tasks = sorted(building.tasks.values(), key=lambda task: len(task.source), reverse=True)
    index = Page(number, building.keys[INDEX], index=_index_of(building))
    return [index, *(Page(number, building.keys[task.name], task) for task in tasks)]


def _index_of(building: Building) -> dict[str, Any]:
    """Return what the index is made from, as far as it is known how the notebooks ended."""
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
    """Name in the index what failed, and put the report in its place."""
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
    """Return the index with what failed; a plain list where the page itself is what failed."""
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
    """Put a report of these files in its place, and return "" or why the earlier one stands still.

    At every moment one of the two can be found: in the place, or in the folder `_recover` looks at.
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
            pass  # somebody took it away; the comparison tells
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
    """Yield a fresh folder beside ``place``; afterwards what is ours in it goes."""
    folder = Path(tempfile.mkdtemp(prefix=f".{place.name}-", suffix=_ASIDE, dir=place.parent))
    try:
        yield folder
    finally:
        _clear(folder)


_ASIDE = ".building"


def _recover(name: str) -> None:
    """Put back the report that a run killed in the midst of a move had taken out of its place."""
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
        with suppress(OSError):  # somebody's file is in it
            os.rmdir(below)


def _keep_others(old: Path, place: Path) -> None:
    """Bring what people have put into the earlier report's folder over into the new one."""
    reported = set(report_files(old))
    for path in sorted(old.rglob("*")):
        target = place / path.relative_to(old)
        if path not in reported and (path.is_symlink() or path.is_file()) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)


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
