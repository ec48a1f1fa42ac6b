"""The pages of reports made, several at once: by processes of this machine or by a Dask cluster."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from readouts.batch.execution import FIXED, Outcome, Task, run, warm_up
from readouts.batch.forking import in_fork, kernel_parent
from readouts.batch.jobs import run_each
from readouts.batch.plan import imports_of
from readouts.storage.paths import notebooks_dir

INDEX = "index.html"
# One more than there are cores: while a kernel starts or is waited for, another works.
_SPARE = 1


@dataclass(frozen=True)
class Page:
    """A page to make for the report of this number: a notebook's, or without a task the index."""

    report: int
    task: Task | None = None
    index: dict[str, Any] = field(default_factory=dict)


def made(  # no example: it takes kernels; tests/test_reports.py has many
    pages: Sequence[Page], meetings: Sequence[str], jobs: int = 0, scheduler: str = ""
) -> Iterator[tuple[int, Outcome]]:
    """Yield the number of the report and what came of it for each page, as they are done.

    ``jobs`` at once on this machine (0: as many as there are cores, and one), or wherever the
    Dask cluster at ``scheduler`` has room. ``meetings`` are those whose texts are read beforehand.
    """
    if scheduler:
        yield from _made_by_cluster(pages, scheduler)
        return
    at_once = jobs or (os.cpu_count() or 1) + _SPARE
    modules = imports_of(page.task.source for page in pages if page.task)
    with kernel_parent(modules, meetings, FIXED):
        # Meanwhile, and once for all the processes that are forked from here.
        warm_up()
        yield from run_each(pages, _make, _lost, at_once)


def index_page(arguments: dict[str, Any]) -> Outcome:  # no example: see report_index.index_text
    """Return the index made from ``arguments``, or why it could not be made."""
    try:
        text = in_fork("readouts.report.index:index_text", **arguments)
    except Exception as error:
        return Outcome(INDEX, error=f"{type(error).__name__}: {error}"[:300])
    return Outcome(INDEX, {INDEX: text.encode()})


def _make(page: Page) -> tuple[int, Outcome]:
    return page.report, run(page.task) if page.task else index_page(page.index)


def _lost(page: Page, reason: str) -> tuple[int, Outcome]:
    name = page.task.name if page.task else INDEX
    error = f"{reason}; run `readouts report` again to go on from here"
    return page.report, Outcome(name, error=error)


# --- on a cluster ---------------------------------------------------------------------------------


def _made_by_cluster(pages: Sequence[Page], scheduler: str) -> Iterator[tuple[int, Outcome]]:
    from readouts.corpus.executors import run_all, workers

    def given_up(task: list[Page], _: BaseException) -> list[tuple[int, Outcome]]:
        return [_lost(page, "every worker that ran it was lost") for page in task]

    with workers(1, scheduler) as by:
        tasks = [[page] for page in pages]
        for _, results in run_all(tasks, _make_apart, lambda task: [task], given_up, by):
            yield from results


def _make_apart(task: list[Page]) -> list[tuple[int, Outcome]]:
    """Make pages in a process of its own, whose environment is theirs and not the worker's."""
    done = subprocess.run(
        [sys.executable, "-c", "from readouts.batch.pages import serve; serve()"],
        input=pickle.dumps(task),
        env=os.environ | FIXED,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        reason = f"its process ended with status {done.returncode}"
        return [_lost(page, reason) for page in task]
    return pickle.loads(done.stdout)


def serve() -> None:
    """Make the pages that come on standard input, for the project as it lies on this machine."""
    folder = str(notebooks_dir())
    out = os.dup(1)
    os.dup2(2, 1)  # What anything prints must not get among the results.
    for_here: list[Page] = pickle.load(sys.stdin.buffer)
    results = [
        _make(replace(page, task=replace(page.task, folder=folder)) if page.task else page)
        for page in for_here
    ]
    with os.fdopen(out, "wb") as stream:
        pickle.dump(results, stream)
