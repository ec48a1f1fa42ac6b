"""The pages of reports made, several at once, by processes of this machine.

What came of each is kept in ``.cache/pages/`` under a digest of all it depends on, so that a run
goes on where another was cut short, and what has not changed is not made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readouts.batch.execution import FIXED, Outcome, Task, run, warm_up
from readouts.batch.jobs import run_each
from readouts.batch.kernel_parent import in_fork, kernel_parent
from readouts.batch.plan import imports_of
from readouts.errors import ReadoutsError
from readouts.storage import kept
from readouts.storage.paths import project_dir

INDEX = "index.html"
# One more than there are cores: while a kernel starts or is waited for, another works.
_SPARE = 1


@dataclass(frozen=True)
class Page:
    """A page to make for the report of this number: a notebook's, or without a task the index.

    ``key`` is a digest of all that it depends on.
    """

    report: int
    key: str
    task: Task | None = None
    index: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the notebook's name, or the index's."""
        return self.task.name if self.task else INDEX


def made(  # no example: it takes kernels; tests/batch has many
    pages: Sequence[Page], meetings: Sequence[str], jobs: int = 0
) -> Iterator[tuple[Page, Outcome]]:
    """Yield each page with what came of it, those kept from another run first.

    ``jobs`` at once (0: as many as there are cores, and one). ``meetings`` are those whose texts
    are read beforehand.
    """
    due = []
    for page in pages:
        outcome = _kept(page)
        if outcome:
            yield page, outcome
        else:
            due.append(page)
    if not due:
        return
    at_once = jobs or (os.cpu_count() or 1) + _SPARE
    modules = imports_of(page.task.source for page in due if page.task)
    with kernel_parent(modules, meetings, FIXED):
        # Meanwhile, and once for all the processes that are forked from here.
        warm_up()
        for page, outcome in run_each(due, _make, _lost, at_once):
            _keep(page, outcome)
            yield page, outcome


def forget_all_but(keys: Collection[str]) -> None:
    """Remove the pages kept for what no report of the plan is any more."""
    kept.forget(_folder(), [f"{key}{kept.SUFFIX}" for key in keys])


def index_page(arguments: dict[str, Any]) -> Outcome:  # no example: see report.index.index_text
    """Return the index made from ``arguments``, or why it could not be made."""
    try:
        text = in_fork("readouts.report.index:index_text", **arguments)
    except Exception as error:
        return Outcome(INDEX, error=f"{type(error).__name__}: {error}"[:300])
    return Outcome(INDEX, {INDEX: text.encode()})


def _make(page: Page) -> tuple[Page, Outcome]:
    return page, run(page.task) if page.task else index_page(page.index)


def _lost(page: Page, reason: str) -> tuple[Page, Outcome]:
    error = f"{reason}; run `readouts report` again to go on from here"
    return page, Outcome(page.name, error=error)


def _kept(page: Page) -> Outcome | None:
    content = kept.kept(_place(page))
    if content is None:
        return None
    files = {name: text.encode() for name, text in json.loads(content).items()}
    return Outcome(page.name, files)


def _keep(page: Page, outcome: Outcome) -> None:
    """Keep what came of a page that was made; where that cannot be, it is made anew next time."""
    if not outcome.error:
        texts = {name: content.decode() for name, content in outcome.files.items()}
        with suppress(OSError, ReadoutsError):
            kept.keep(_place(page), json.dumps(texts).encode())


def _place(page: Page) -> Path:
    return _folder() / f"{page.key}{kept.SUFFIX}"


def _folder() -> Path:
    return project_dir() / ".cache" / "pages"
