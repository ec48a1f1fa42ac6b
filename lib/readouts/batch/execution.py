"""One notebook of a report run to its end: what it gave, or how far it came and why not further."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readouts.batch.kernel_parent import PROVISIONER, SCRATCH_VARIABLE
from readouts.report.publishing import FOLDER_VARIABLE

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What a kernel sees of the machine. A result must not hang on any of it.
FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "SOURCE_DATE_EPOCH": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "COLUMNS": "80",
    "IPYKERNEL_CELL_NAME": "<cell>",
    "TQDM_DISABLE": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # Settings of the user are theirs, and no part of a report.
    "JUPYTER_NO_CONFIG": "1",
    "PYTHONNOUSERSITE": "1",
}
CELL_SECONDS = 120
START_SECONDS = 60


@dataclass(frozen=True)
class Task:
    """A notebook to run: ``source`` is the file's text, ``name`` its name without the suffix."""

    name: str
    source: str
    folder: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    cell_seconds: int = CELL_SECONDS


@dataclass(frozen=True)
class Outcome:
    """What came of a task: the bytes of each file by its path in the report, and in ``error`` why
    it failed, if it did."""

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    error: str = ""


def fixed_environment(scratch: str) -> dict[str, str]:
    """Return the environment of every kernel, with ``scratch`` for what must be written somewhere.

    >>> fixed_environment("scratch")["PYTHONHASHSEED"]
    '0'
    """
    folders = {
        "IPYTHONDIR": "ipython",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTER_DATA_DIR": "jupyter",
        "TMPDIR": "temporary",
    }
    written = {name: os.path.join(scratch, folder) for name, folder in folders.items()}
    return FIXED | written | {"JUPYTER_DEFAULT_PROVISIONER_NAME": PROVISIONER}


def run(task: Task) -> Outcome:  # no example: it takes a kernel; tests/test_execution.py has many
    """Run a notebook and return its files: the notebook, its page, its tables and numbers.

    Changes the environment of this process, which therefore does nothing else. A notebook that
    fails gives what it had come to and the reason in one line; nothing is raised for it.
    """
    # What fails is told by the outcome; the tools would tell it in their words as well.
    logging.disable(logging.CRITICAL)
    folder = os.environ.get(SCRATCH_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="readouts-", dir=folder) as scratch:
        published = Path(scratch, "published")
        published.mkdir()
        Path(scratch, "temporary").mkdir()
        tempfile.tempdir = str(Path(scratch, "temporary"))
        os.environ.update(fixed_environment(scratch))
        os.environ[FOLDER_VARIABLE] = str(published)
        try:
            executed, error = _executed(task, Path(scratch, "executed.ipynb"))
            return Outcome(task.name, _files(task, executed, published), error)
        finally:
            tempfile.tempdir = None


def warm_up() -> None:
    """Import what running a notebook takes, and make a first page, which is the slow one."""
    with _without_grammar():
        from readouts.batch import notebook_client  # noqa: F401
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    from readouts.batch.reproducible import normalised, notebook_text
    from readouts.report.notebook_pages import page_html

    table = new_output("display_data", data={"text/html": "<table><tr><td>1</td></tr></table>"})
    cells = [new_markdown_cell("# *Title*"), new_code_cell("1", outputs=[table])]
    first = normalised(new_notebook(cells=cells))
    notebook_text(first)
    page_html(first, "first")


@contextmanager
def _without_grammar() -> Iterator[None]:
    """Import what stands in the block without the optional checker of web addresses (IRIs).

    nbformat imports jsonschema, and that the checker where it is installed, which compiles a
    grammar at once: longer than all other imports of a run take together. No schema of a notebook
    asks for it.
    """
    name = "rfc3987_syntax"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # not to be found, as if not installed
    try:
        yield
    finally:
        del sys.modules[name]


def _executed(task: Task, kept: Path) -> tuple[NotebookNode, str]:
    """Return the notebook as far as it ran, and the error that stopped it.

    A kernel that dies before it answers is started once more: between the choice of its ports and
    their use another process may take one.
    """
    with _without_grammar():
        import nbformat
    from papermill.exceptions import PapermillExecutionError

    for again in (True, False):
        notebook = nbformat.reads(task.source, as_version=4)
        try:
            return _run_cells(task, notebook, kept), ""
        except PapermillExecutionError as error:
            told = _told(error.ename, error.evalue, error.exec_count)
            return nbformat.read(kept, as_version=4), told
        except Exception as error:  # The kernel never came up, or papermill itself failed.
            if not (again and isinstance(error, RuntimeError)):
                return notebook, _told(type(error).__name__, str(error), None)
    raise AssertionError("the second time returns")


def _run_cells(task: Task, notebook: NotebookNode, kept: Path) -> NotebookNode:
    with _without_grammar():
        import papermill

    return papermill.execute_notebook(
        notebook,
        # papermill fills in braces of a path, which are ours and mean nothing.
        str(kept).replace("{", "{{").replace("}", "}}"),
        parameters=dict(task.parameters),
        engine_name="readouts",
        kernel_name="python3",
        progress_bar=False,
        request_save_on_cell_execute=False,
        start_timeout=START_SECONDS,
        execution_timeout=task.cell_seconds,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": task.folder}},
    )


def _told(name: str, value: str, count: int | None) -> str:
    first_line = (value.strip().splitlines() or [""])[0][:300]
    where = f"cell {count}: " if count else ""
    return f"{where}{name}: {first_line}" if first_line else f"{where}{name}"


def _files(task: Task, executed: NotebookNode, published: Path) -> dict[str, bytes]:
    from readouts.batch.reproducible import normalised, notebook_text
    from readouts.report.notebook_pages import page_html

    clean = normalised(executed)
    files = {
        f"notebooks/{task.name}.ipynb": notebook_text(clean).encode(),
        f"{task.name}.html": page_html(clean, task.name).encode(),
    }
    for path in sorted(published.iterdir()):
        folder = "headline" if path.suffix == ".json" else "tables"
        files[f"{folder}/{task.name}.{path.name}"] = path.read_bytes()
    return files
