"""papermill's engine for reports: the cells of a notebook run in this process.

Why there is a separate engine:

* A notebook computes for less than a second. A standard kernel is a separate process, which first
  imports pandas, matplotlib and other libraries; this takes longer than the computation and is
  repeated for each notebook. So `pages` starts one process that imports, reads, draws and prints
  once. A fork of it (`jobs`) is ready at once: it runs one notebook with the in-process kernel of
  ipykernel, makes the page, returns the files and ends.
* Both kernels are the same code of ipykernel and send the same messages, which nbclient turns into
  the same outputs; a test compares the bytes. Plain papermill and JupyterLab still start standard
  kernels; nothing is registered with them.
* Every failure becomes an error in its cell, as if the cell had raised it. The notebook is saved
  when each cell starts, so that its outputs are available even if the process dies
  (`execution.interrupted`).
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ipykernel.inprocess.manager import InProcessKernelManager
from nbclient.exceptions import CellExecutionComplete, CellExecutionError
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

ENGINE = "readouts"
# A browser still opens a page of this size; normal notebooks are much smaller.
MAX_OUTPUT = 10 * 2**20
_TOO_MUCH = f"the notebook put out more than {MAX_OUTPUT >> 20} MB"
# The time limit for kernel messages that were already sent.
_MESSAGE_SECONDS = 60
# A cell that catches the time-out, or ignores signals, is ended this many seconds after its limit.
_GRACE_SECONDS = 5


class OutputError(Exception):
    """A notebook has printed more than a page can show."""


class ReportClient(PapermillNotebookClient):
    """Runs cells in this process, and keeps at most `MAX_OUTPUT` characters of their output."""

    printed = 0
    so_far: Path

    def execute(self, **_: Any) -> Any:
        """Run all cells, or all up to the first that fails, and return the notebook."""
        self.reset_execution_trackers()
        # A file of what was typed is slow to make, and nobody reads it.
        manager = InProcessKernelManager(config=Config(HistoryManager={"hist_file": ":memory:"}))
        manager.start_kernel()
        for stream in (manager.kernel.stdout, manager.kernel.stderr):
            stream.write = self._counted(stream.write)
        self.kernel = manager.client()
        self.kernel.start_channels()
        self.papermill_execute_cells()
        self.nb.metadata["language_info"] = manager.kernel.language_info
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, **_: Any) -> Any:
        """Run a cell; raises `CellExecutionError` if it fails."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        self.so_far.write_text(json.dumps(self.nb), encoding="utf-8")
        self.clear_before_next_output = False
        with _time_limit(self.timeout):
            self.kernel.execute(cell.source, allow_stdin=False)
        with suppress(CellExecutionComplete):
            while message := self.kernel.get_iopub_msg(timeout=_MESSAGE_SECONDS):
                self.process_message(message, cell, cell_index)
        reply = self.kernel.get_shell_msg(timeout=_MESSAGE_SECONDS)["content"]
        if self.printed > MAX_OUTPUT:
            fail(cell, OutputError.__name__, _TOO_MUCH)
        elif any(asked.get("source") == "ask_exit" for asked in reply.get("payload") or ()):
            # `exit()` raises nothing: it asks the client to end the kernel.
            fail(cell, "SystemExit", "the cell asked to end the notebook early")
        elif reply["status"] == "ok" or "raises-exception" in cell.metadata.get("tags", []):
            return cell
        raise CellExecutionError("", reply.get("ename", ""), reply.get("evalue", ""))

    def output(self, outs: Any, msg: Any, display_id: str, cell_index: int) -> Any:
        """Keep an output, or drop it if the notebook already has too much output."""
        data = msg["content"].get("data", {}).values()
        self.printed += sum(len(part) for part in data if isinstance(part, str))
        if self.printed > MAX_OUTPUT:
            return None
        return super().output(outs, msg, display_id, cell_index)

    def _counted(self, write: Callable[[str], int]) -> Callable[[str], int]:
        """Return a function that writes like ``write``, up to the limit of output."""

        def counting(text: str) -> int:
            self.printed += len(text)
            if self.printed > MAX_OUTPUT:
                raise OutputError(_TOO_MUCH)
            return write(text)

        return counting


class ReportEngine(Engine):
    """papermill's engine of reports."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: int | None = None,
        *,
        so_far: Path,
        **_: Any,
    ) -> None:
        """Run all cells; if one fails, its error is in the outputs.

        When each cell starts, the notebook is saved as ``so_far``.
        """
        client = ReportClient(nb_man, timeout=execution_timeout, record_timing=False)
        client.so_far = so_far
        client.execute()
        # papermill treats an exit with status 0 as success, even if cells were not run.
        for cell in nb_man.nb.cells:
            for output in cell.get("outputs", []):
                exited = output.output_type == "error" and output.ename == "SystemExit"
                if exited and output.evalue in ("", "0", "None"):
                    output.evalue = f"sys.exit({output.evalue}) ended the notebook early"


papermill_engines.register(ENGINE, ReportEngine)


def fail(cell: Any, name: str, message: str) -> None:
    """Add an error to the outputs of a cell."""
    traceback = [f"{name}: {message}"]
    cell.outputs.append(new_output("error", ename=name, evalue=message, traceback=traceback))


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Raise `TimeoutError` in the block after some seconds; if that has no effect, end the
    process."""

    def late(*_: object) -> None:
        raise TimeoutError(f"the cell ran longer than {seconds} seconds")

    with open(os.devnull, "w") as nowhere:
        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        faulthandler.dump_traceback_later(seconds + _GRACE_SECONDS, exit=True, file=nowhere)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()
