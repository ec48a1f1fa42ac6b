"""Make the pages of reports, several at once, in processes on this machine.

One process, the maker, does once what all pages need: imports, reading, drawing. A fork of it makes
a page (`kernel` gives the reason). The outcome of each page is kept in ``.cache/pages/`` under a
digest of all its inputs, so that an interrupted run can be resumed, and unchanged pages are not
made again.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from readouts.batch.execution import FIXED, Outcome, Task, interrupted, run_task
from readouts.batch.jobs import run_each
from readouts.batch.plan import imports_of
from readouts.errors import ReadoutsError
from readouts.storage import disk_cache
from readouts.storage.paths import notebooks_dir, project_dir

INDEX = "index.html"
# One more than the cores: while one page waits for the disk, another is made.
_SPARE = 1
# How often a maker is started again after it was killed.
_ATTEMPTS = 2
_AGAIN = "run `readouts report` again to continue"
_ENDED = f"was ended; {_AGAIN}"
_NO_START = "could not start: run `make environment`, and then `readouts report` again"
# Modules that every notebook and the index import.
_IMPORTED = (
    "matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg",
    "pyarrow", "scipy.optimize", "underthesea", "readouts.batch.kernel",
    "ipykernel.inprocess.ipkernel", "ipykernel.debugger", "IPython.core.pylabtools",
    "IPython.core.completer", "readouts.loading", "readouts.report.index",
    "readouts.report.comparison_page",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A page to make for a report: that of a notebook, or the index (without a task).

    ``key`` is a digest of all its inputs.
    """

    report: str
    key: str
    task: Task | None = None
    index: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the name of the notebook, or of the index."""
        return self.task.name if self.task else INDEX


def make_pages(  # no example: it starts processes; tests/batch has many
    pages: Sequence[Page], meetings: Sequence[str], jobs: int = 0
) -> Iterator[tuple[Page, Outcome]]:
    """Yield each page with its outcome, cached pages first.

    ``jobs`` is the number of pages at once (0: cores plus one). The texts of ``meetings`` are read
    first.
    """
    due = {}
    for number, page in enumerate(pages):
        outcome = _cached(page)
        if outcome:
            yield page, outcome
        else:
            due[number] = page
    lost = ""
    for _ in range(_ATTEMPTS):
        if not due or lost == _NO_START:
            break
        due_before = len(due)
        scratch_folder = tempfile.TemporaryDirectory(prefix="readouts-", ignore_cleanup_errors=True)
        with scratch_folder as scratch, _maker() as (process, maker), suppress(EOFError, OSError):
            maker.send((due, meetings, jobs or (os.cpu_count() or 1) + _SPARE, scratch))
            while due:
                number, outcome = maker.recv()
                page = due.pop(number)
                _cache(page, outcome)
                yield page, outcome
        # A status of its own, and not a signal's, before the first page: it could not import.
        lost = _NO_START if (process.returncode or 0) > 0 and due_before == len(due) else _ENDED
    for page in due.values():
        yield page, Outcome(page.name, error=f"the process that makes pages {lost}")


@contextmanager
def _maker() -> Iterator[tuple[subprocess.Popen[bytes], Connection]]:
    """Start a maker, and yield it with its connection; the maker ends when that is closed."""
    connection, maker_end = Pipe()
    code = f"from readouts.batch.pages import serve; serve({maker_end.fileno()})"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        pass_fds=[maker_end.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("READOUTS_DEBUG") else subprocess.DEVNULL,
        env=os.environ | FIXED,
        start_new_session=True,
    )
    maker_end.close()
    try:
        yield process, connection
    finally:
        connection.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def forget_all_but(keys: Collection[str]) -> None:
    """Remove the cached pages that no report of the plan needs."""
    disk_cache.forget(_folder(), [f"{key}{disk_cache.SUFFIX}" for key in keys])


def _cached(page: Page) -> Outcome | None:
    content = disk_cache.load(_place(page))
    files = json.loads(content) if content else {}
    return Outcome(page.name, {n: text.encode() for n, text in files.items()}) if files else None


def _cache(page: Page, outcome: Outcome) -> None:
    """Cache the outcome of a page; if this is not possible, the page is made again next time."""
    if not outcome.error:
        texts = {name: content.decode() for name, content in outcome.files.items()}
        with suppress(OSError, ReadoutsError):
            disk_cache.save(_place(page), json.dumps(texts).encode())


def _place(page: Page) -> Path:
    return _folder() / f"{page.key}{disk_cache.SUFFIX}"


def _folder() -> Path:
    return project_dir() / ".cache" / "pages"


# --- in the maker ---------------------------------------------------------------------------------


def serve(handle: int) -> None:
    """Make the pages requested over the pipe ``handle``, as long as its other end is open."""
    run = Connection(handle)
    pages, meetings, at_once, scratch = run.recv()
    try:
        _warm_up(pages.values(), meetings)
        make, lost = partial(_make, scratch), partial(_lost, scratch)
        for outcome in run_each(_in_turn(pages, meetings), make, lost, at_once, run):
            run.send(outcome)
    except OSError:
        pass  # the run has ended
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(0)  # to unload all that was imported would take half a second


def _in_turn(pages: Mapping[int, Page], meetings: Sequence[str]) -> Iterator[tuple[int, Page]]:
    """Yield the pages: first those that read all hand-coded texts, which takes longest.

    While these are made, this process reads and compares the meetings for all other pages.
    """
    agreement = "readouts.evaluation.agreement"
    tasks = {number: page.task for number, page in pages.items() if page.task}
    longest = {n for n, task in tasks.items() if agreement in imports_of([task.source])}
    yield from ((number, pages[number]) for number in longest)
    with suppress(Exception):  # the page that needs the readings will report it
        _read(meetings)
    gc.freeze()
    yield from ((number, page) for number, page in pages.items() if number not in longest)


def _make(scratch: str, numbered: tuple[int, Page]) -> tuple[int, Outcome]:
    from readouts.report.index import index_text

    number, page = numbered
    if page.task:
        return number, run_task(page.task, Path(scratch, str(number)))
    try:
        return number, Outcome(INDEX, {INDEX: index_text(**page.index).encode()})
    except Exception as fault:  # a list of the notebooks says so
        error = f"{type(fault).__name__}: {fault}"[:300]
        text = index_text(**page.index | {"meetings": {}, "error": error})
        return number, Outcome(INDEX, {INDEX: text.encode()}, error)


def _lost(scratch: str, numbered: tuple[int, Page], reason: str) -> tuple[int, Outcome]:
    number, page = numbered
    if not reason.startswith("its process"):  # an exception was raised
        return number, Outcome(page.name, error=reason[:300])
    reason = f"{reason}; {_AGAIN}"
    if page.task:
        return number, interrupted(page.task, Path(scratch, str(number)), reason)
    return number, Outcome(page.name, error=reason)


def _warm_up(pages: Iterable[Page], meetings: Sequence[str]) -> None:
    """Import the libraries of the pages, read the texts of ``meetings``, and draw and print once.

    An error here is ignored; the page that needs the step will report it.
    """
    gc.disable()  # what is loaded here stays; looking for garbage in it takes a sixth of the time
    # nbformat imports a checker of web addresses (IRIs) if one is installed. It compiles a grammar,
    # which takes longer than all other imports, and no schema of nbformat needs it.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # as if not installed
    modules = imports_of(page.task.source for page in pages if page.task)
    for name in (*_IMPORTED, *modules):
        with suppress(Exception):
            importlib.import_module(name)
    del sys.modules["rfc3987_syntax"]
    with suppress(OSError):
        os.chdir(notebooks_dir())  # labels are loaded again in any other folder
    for prepare in (_draw_and_print, partial(_read, meetings[:1])):
        with suppress(Exception):
            prepare()
    gc.freeze()
    gc.enable()


def _draw_and_print() -> None:
    """Do once what is slow at first: load labels, find fonts, format a table, make a page."""
    import io

    import pandas as pd
    from matplotlib.figure import Figure
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    from readouts import labels
    from readouts.batch.reproducible import normalised, notebook_text
    from readouts.report.notebook_pages import page_html

    labels.load_words()
    figure = Figure(figsize=(1, 1))
    figure.subplots().set_title("Việt Nam", fontfamily=["DejaVu Sans"])
    figure.savefig(io.BytesIO(), format="png")
    shown = {"text/html": pd.DataFrame({"quote": ["đề nghị"], "count": [1.5]}).to_html()}
    table = new_output("display_data", data=shown)
    cells = [new_markdown_cell("# *Title*"), new_code_cell("1", outputs=[table])]
    first = normalised(new_notebook(cells=cells))
    notebook_text(first)
    page_html(first, "first")


def _read(meetings: Sequence[str]) -> None:
    """Read and compare once: results for single wordings are cached and used by all pages."""
    from readouts.loading import compare, load
    from readouts.measures.findings import findings

    readings = [load(meeting) for meeting in meetings]
    if len(readings) == 2:
        findings(compare(*readings))
