"""The pages of reports made, several at once, by processes of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from readouts.batch.execution import FIXED, Outcome, Task, run, warm_up
from readouts.batch.forking import in_fork, kernel_parent
from readouts.batch.jobs import run_each
from readouts.batch.plan import imports_of

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
    pages: Sequence[Page], meetings: Sequence[str], jobs: int = 0
) -> Iterator[tuple[int, Outcome]]:
    """Yield the number of the report and what came of it for each page, as they are done.

    ``jobs`` at once (0: as many as there are cores, and one). ``meetings`` are those whose texts
    are read beforehand.
    """
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
