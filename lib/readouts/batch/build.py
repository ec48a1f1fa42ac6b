"""Build the reports of the plan: pages are made or reused, put together, and moved into place.

A complete report stays in ``reports/<name>/`` until a new one is complete. The files of a new
report are written into a new folder beside it, compared with what was made, and then moved. A
report with a failed notebook is moved to ``reports/<name>/`` only if there is no complete report;
otherwise it is in ``reports/<name>.failed/``. Files that do not belong to a report are never
removed.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from readouts import labels
from readouts.batch import plan
from readouts.batch.execution import FIXED, Outcome, Task
from readouts.batch.manifest import (
    NAME,
    Manifest,
    NotebookRun,
    hashes_below,
    is_whole,
    read_manifest,
    report_files,
)
from readouts.batch.pages import INDEX, Page, forget_all_but, make_pages
from readouts.corpus import fingerprints, register
from readouts.corpus.fingerprints import digest, digest_of
from readouts.errors import ReadoutsError
from readouts.report.printing import print_pdf
from readouts.storage.atomic import locked
from readouts.storage.paths import notebooks_dir, reports_dir, shown


@dataclass
class Building:
    """A report in progress: its pages (the index is the last), and the outcome of each so far.

    ``error`` says why its files could not be moved into place.
    """

    manifest: Manifest
    pages: list[Page]
    unchanged: bool
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    error: str = ""

    def errors(self) -> dict[str, str]:
        """Return the errors by place: a notebook, the index, the folder."""
        failed = {name: outcome.error for name, outcome in self.outcomes.items() if outcome.error}
        return failed | ({"its folder": self.error} if self.error else {})

    @property
    def final(self) -> Path:
        """Return the folder of the report if it is complete."""
        return reports_dir() / self.manifest.name

    @property
    def failed(self) -> Path:
        """Return the folder of the report if a notebook failed and a complete report exists."""
        return reports_dir() / f"{self.manifest.name}.failed"


def build(  # no example: takes kernels; tests/batch/test_build.py has many
    names: Sequence[str] = (), *, jobs: int = 0, pdf: bool = False
) -> int:
    """Build the named reports, or all, if they are not up to date; return the exit status.

    Prints the path of each page; ``pdf`` also writes ``reports/<name>.pdf``. Returns 0 if every
    notebook finished, 1 if one did not. Raises `ReadoutsError` before anything runs if plan,
    register, parameters or labels are wrong.
    """
    planned = plan.reports(names)
    register.verify()
    labels.load_words()
    with _reports_written(), locked(reports_dir()):
        buildings = [_prepared(report) for report in planned]
        _run([building for building in buildings if not building.unchanged], jobs)
        if not names:
            forget_all_but([page.key for building in buildings for page in building.pages])
        for building in buildings:
            _print_outcome(building)
        for building in buildings if pdf else ():
            paper = building.final.with_name(f"{building.manifest.name}.pdf")
            print_pdf(building.final / INDEX, paper)
            print(f"{building.manifest.name}: printed {paper}")
    return int(any(building.errors() for building in buildings))


# --- planning the work ----------------------------------------------------------------------------


def _prepared(report: plan.Report) -> Building:
    """Return the inputs and pages of a report, after repairing what a killed run left."""
    _recover(report.name)
    inputs = fingerprints.inputs(report.meetings.values())
    library, versions = fingerprints.library(), fingerprints.versions()
    shared_inputs = [inputs, library, versions, FIXED, sys.version_info[:2]]
    shared_inputs += [report.name, report.meetings, report.language, report.cell_seconds]
    tasks, notebooks = [], {}
    for name, path in plan.notebooks_of(report).items():
        source = path.read_text(encoding="utf-8")
        parameters = plan.parameters_of(report, path)
        tasks.append(Task(name, source, str(notebooks_dir()), parameters, report.cell_seconds))
        notebooks[name] = NotebookRun(digest(source), parameters)
    made_from = (inputs, library, versions, notebooks)
    manifest = Manifest(report.name, report.language, report.meetings, *made_from)
    index_key = digest_of(
        [shared_inputs, INDEX, {name: ran.source for name, ran in notebooks.items()}]
    )
    index = Page(report.name, index_key, index=_index_of(report, tasks))
    # Notebooks with large saved outputs probably take longest; if one of them started last, all
    # others would be finished while it runs. The index is made last, when the hand-coded texts have
    # been read.
    tasks.sort(key=lambda task: len(task.source), reverse=True)
    keys = [digest_of([shared_inputs, t.name, digest(t.source), dict(t.parameters)]) for t in tasks]
    pages = [Page(report.name, key, task) for key, task in zip(keys, tasks, strict=True)]
    folder = reports_dir() / report.name
    earlier = read_manifest(folder)
    unchanged = bool(
        earlier and is_whole(folder) and earlier == replace(manifest, outputs=earlier.outputs)
    )
    return Building(manifest, [*pages, index], unchanged)


def _index_of(report: plan.Report, tasks: Sequence[Task]) -> dict[str, object]:
    """Return the inputs of the index, before any notebook has failed."""
    from readouts.report.notebook_pages import title_of

    titles = {task.name: title_of(json.loads(task.source), task.name) for task in tasks}
    listed = [
        {"name": name, "title": title, "address": f"{name}.html", "error": ""}
        for name, title in titles.items()
    ]
    shared = {"name": report.name, "meetings": report.meetings, "language": report.language}
    return {**shared, "notebooks": listed}


def _run(due: Sequence[Building], jobs: int) -> None:
    from tqdm import tqdm

    by_name = {building.manifest.name: building for building in due}
    pages = [page for building in due for page in building.pages]
    meetings = list(dict.fromkeys(m for b in due for m in b.manifest.meetings.values()))
    with (
        tqdm(total=len(pages), unit="page", disable=None, leave=False) as bar,
        closing(make_pages(pages, meetings, jobs)) as outcomes,
    ):
        for page, outcome in outcomes:
            building = by_name[page.report]
            building.outcomes[page.name] = outcome
            bar.update()
            if len(building.outcomes) == len(building.pages):
                _finish(building)


def _finish(building: Building) -> None:
    """Name the failures in the index, and move the report to its place."""
    if errors := building.errors():
        *_, index = building.pages
        listed = [nb | {"error": errors.get(nb["name"], "")} for nb in index.index["notebooks"]]
        key = digest_of([index.key, errors])
        again = replace(index, key=key, index=index.index | {"notebooks": listed})
        [(_, building.outcomes[INDEX])] = make_pages([again], ())
        errors = building.errors()
    notebooks = {
        name: replace(ran, error=errors.get(name, ""))
        for name, ran in building.manifest.notebooks.items()
    }
    files = {n: text for o in building.outcomes.values() for n, text in o.files.items()}
    outputs = {name: digest(content) for name, content in sorted(files.items())}
    manifest = replace(
        building.manifest, notebooks=notebooks, outputs=outputs, error=errors.get(INDEX, "")
    )
    place = building.failed if errors and is_whole(building.final) else building.final
    building.error = _move_to_place(place, files | {NAME: manifest.text().encode()})


# --- the folders ----------------------------------------------------------------------------------


@contextmanager
def _reports_written() -> Iterator[None]:
    """Check that reports can be written, and say what to do if the system refuses in the block."""
    folder = reports_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise OSError(errno.EROFS, "it is read-only", str(folder))
        yield
    except OSError as error:
        raise ReadoutsError(
            f"{shown(Path(error.filename or folder))}: the system refused to write here "
            f"({error.strerror or error}). The last complete report is unchanged; finished pages "
            "are kept. Make room, or allow writing there, and run `readouts report` again."
        ) from error


def _move_to_place(place: Path, files: Mapping[str, bytes]) -> str:
    """Move a report of these files to its place; return "" or why the earlier one was kept.

    At every moment one of the two exists: at its place, or in the folder that `_recover` checks.
    """
    aside = Path(tempfile.mkdtemp(prefix=f".{place.name}-", suffix=_ASIDE, dir=place.parent))
    new, old = aside / "new", aside / "old"
    try:
        for name, content in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(content)
        written = {name: digest(content) for name, content in files.items() if name != NAME}
        lost = len(written.items() - hashes_below(new).items())
        if lost or not read_manifest(new):
            return f"{lost or 1} of its files were removed while it was written; {_AGAIN}"
        if place.exists():
            place.rename(old)
        new.rename(place)
        _keep_others(old, place)
        return ""
    finally:
        _restore(aside, place)


_ASIDE = ".building"
_AGAIN = "run `readouts report` again"


def _recover(name: str) -> None:
    """Restore the report that a run moved away before it was killed."""
    for place in (reports_dir() / name, reports_dir() / f"{name}.failed"):
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise ReadoutsError(
                f"{shown(place)}: expected a folder to hold the report, found a link or a file. "
                "Nothing was changed; move it away, or give the report another name in the plan."
            )
        names = re.compile(rf"\.{re.escape(place.name)}-[a-z0-9_]{{8}}{re.escape(_ASIDE)}")
        for folder in sorted(reports_dir().iterdir()):
            if names.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                _restore(folder, place)


def _restore(aside: Path, place: Path) -> None:
    """Move the earlier report back from ``aside`` if its place is empty; remove what is left."""
    if (aside / "old").is_dir() and not place.exists():
        (aside / "old").rename(place)
    _clear(aside)


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


def _print_outcome(building: Building) -> None:
    """Print what failed, then which page to open."""
    name, place = building.manifest.name, building.final
    for notebook, error in building.errors().items():
        print(f"readouts: {name}: {notebook} did not finish: {error}", file=sys.stderr)
    if not building.errors():
        _clear(building.failed)
    elif building.failed.exists():
        place = building.failed
        print(
            f"readouts: {shown(building.final)} still has the last complete report; "
            f"the results of this run are in {shown(place)}",
            file=sys.stderr,
        )
    if building.unchanged:
        print(f"{name}: nothing changed")
    print(f"{name}: open {place / 'index.html'}")
