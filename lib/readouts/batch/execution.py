"""Run one notebook of a report: its results, or the results so far and the error."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readouts.report.publishing import FOLDER_VARIABLE

if TYPE_CHECKING:
    from nbformat import NotebookNode

# The environment of a notebook, always the same, so that results do not depend on the machine.
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
    # Settings of the user must not influence a report.
    "JUPYTER_NO_CONFIG": "1",
    "PYTHONNOUSERSITE": "1",
}
CELL_SECONDS = 120
MEMORY_VARIABLE = "READOUTS_KERNEL_MEMORY"
# Address space: several times the need of a notebook, but not enough to harm the machine.
DEFAULT_MEMORY = 8 * 2**30
_SO_FAR = "so-far.ipynb"


@dataclass(frozen=True)
class Task:
    """A notebook to run: ``source`` is the text of the file, ``name`` its name without the
    suffix."""

    name: str
    source: str
    folder: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    cell_seconds: int = CELL_SECONDS


@dataclass(frozen=True)
class Outcome:
    """The outcome of a task: the bytes of each file by its path in the report, and the ``error``,
    if any."""

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    error: str = ""


def run_task(task: Task, scratch: Path) -> Outcome:  # no example: tests/batch has many
    """Run a notebook and return its files: the notebook, its page, its tables and numbers.

    Temporary files are in the folder ``scratch``. The function changes environment, folder and
    limits of this process, which therefore does nothing else. If a notebook fails, its results so
    far and the reason in one line are returned; nothing is raised.
    """
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from readouts.batch.kernel import ENGINE

    # The outcome has the error; the messages of the tools would repeat it.
    logging.disable(logging.CRITICAL)
    _prepare_process(task, scratch)
    executed, error = nbformat.reads(task.source, as_version=4), ""
    kept = scratch / "executed.ipynb"
    try:
        executed = papermill.execute_notebook(
            executed,
            # papermill would fill in braces in a path.
            str(kept).replace("{", "{{").replace("}", "}}"),
            parameters=dict(task.parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            so_far=scratch / _SO_FAR,
            execution_timeout=task.cell_seconds,
        )
    except PapermillExecutionError as fault:
        executed = nbformat.read(kept, as_version=4)
        error = _one_line(fault.ename, fault.evalue, fault.exec_count)
    except Exception as fault:  # papermill itself failed
        error = _one_line(type(fault).__name__, str(fault), None)
    (scratch / _SO_FAR).unlink(missing_ok=True)
    return Outcome(task.name, _files(task, executed, scratch), error)


def interrupted(task: Task, scratch: Path, reason: str) -> Outcome:  # no example: see `run_task`
    """Return the outcome of a task whose process ended without a result."""
    import nbformat

    from readouts.batch.kernel import fail

    with suppress(Exception):  # the saved notebook may be damaged as well
        notebook = nbformat.read(scratch / _SO_FAR, as_version=4)
        count = 0
        for cell in notebook.cells:
            count += cell.cell_type == "code"
            if cell.metadata.papermill.status == "running":
                name, message = "DeadKernelError", f"the kernel died while this cell ran: {reason}"
                fail(cell, name, message)
                error = _one_line(name, message, count)
                return Outcome(task.name, _files(task, notebook, scratch), error)
    return Outcome(task.name, error=reason)


def _prepare_process(task: Task, scratch: Path) -> None:
    """Set the folders and limits of this process."""
    folders = {
        "IPYTHONDIR": "ipython",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTER_DATA_DIR": "jupyter",
        "TMPDIR": "temporary",
        FOLDER_VARIABLE: "published",
    }
    for variable, name in folders.items():
        (scratch / name).mkdir(parents=True)
        os.environ[variable] = str(scratch / name)
    tempfile.tempdir = os.environ["TMPDIR"]
    os.chdir(task.folder)
    with suppress(ImportError, ValueError, OSError):
        # A cell that fills the memory gets a MemoryError; the machine is not affected.
        import resource

        memory = int(os.environ.get(MEMORY_VARIABLE) or DEFAULT_MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _one_line(name: str, value: str, count: int | None) -> str:
    first_line = (value.strip().splitlines() or [""])[0][:300]
    where = f"cell {count}: " if count else ""
    return f"{where}{name}: {first_line}" if first_line else f"{where}{name}"


def _files(task: Task, executed: NotebookNode, scratch: Path) -> dict[str, bytes]:
    from readouts.batch.reproducible import normalised, notebook_text
    from readouts.report.notebook_pages import page_html

    clean = normalised(executed)
    files = {
        f"notebooks/{task.name}.ipynb": notebook_text(clean).encode(),
        f"{task.name}.html": page_html(clean, task.name).encode(),
    }
    for path in sorted((scratch / "published").iterdir()):
        folder = "headline" if path.suffix == ".json" else "tables"
        files[f"{folder}/{task.name}.{path.name}"] = path.read_bytes()
    return files
