"""How the cells of a notebook are run, with a limit on everything, for `notebook_engine`.

Every way a notebook can fail becomes an error in the cell it met. papermill then treats a cell
that ran out of time, killed its kernel, printed without end or called ``sys.exit`` like one that
raised: it keeps the notebook so far and says where.
"""

from __future__ import annotations

from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.log import logger

# A page a browser still opens; what a notebook has to say fits many times over.
MAX_OUTPUT = 10 * 2**20


class ReportClient(PapermillNotebookClient):
    """A client that keeps at most `MAX_OUTPUT` characters of what a notebook puts out."""

    printed = 0

    def output(self, outs: Any, msg: Any, display_id: str, cell_index: int) -> Any:
        """Keep an output, or drop it where the notebook has put out too much already."""
        self.printed += _size(msg["content"])
        if self.printed > MAX_OUTPUT:
            return None
        return super().output(outs, msg, display_id, cell_index)


class LimitedEngine(NBClientEngine):
    """Runs a notebook with a limit on everything, every failure told in its cell."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: int | None = None,
        start_timeout: int = 60,
        **options: Any,
    ) -> None:
        """Run all cells; returns with an error output where one failed."""
        known = ("resources", "shutdown_kernel", "record_timing")
        client = ReportClient(
            nb_man,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            extra_arguments=["--Application.log_level=CRITICAL"],
            log=logger,
            on_cell_executed=_count_quitting_as_failure,
            **{name: options[name] for name in known if name in options},
        )
        cells = nb_man.nb.cells
        try:
            client.execute()
        except CellTimeoutError:
            _tell(cells, "TimeoutError", f"the cell ran longer than {execution_timeout} seconds")
        except DeadKernelError:
            _tell(cells, "DeadKernelError", "the kernel died while this cell ran")
        if client.printed > MAX_OUTPUT:
            _tell(cells, "OutputError", f"the notebook put out more than {MAX_OUTPUT >> 20} MB")
        _count_exit_as_failure(cells)


def _size(content: Any) -> int:
    if isinstance(content.get("text"), str):
        return len(content["text"])
    return sum(len(part) for part in content.get("data", {}).values() if isinstance(part, str))


def _tell(cells: list[Any], name: str, message: str) -> None:
    """Add an error to the cell that ran last."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    started = [cell for cell in code if cell.metadata.get("papermill", {}).get("start_time")]
    cell = (started or code)[-1]
    cell.outputs.append(
        new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])
    )


def _count_quitting_as_failure(cell: Any, cell_index: int, execute_reply: Any) -> None:
    # ``exit()`` and ``quit()`` raise nothing: they ask whoever runs the kernel to end it.
    payload = execute_reply["content"].get("payload") or ()
    if any(request.get("source") == "ask_exit" for request in payload):
        message = "the cell asked to end the notebook early"
        cell.outputs.append(
            new_output("error", ename="SystemExit", evalue=message, traceback=[message])
        )


def _count_exit_as_failure(cells: list[Any]) -> None:
    # papermill takes an exit with status 0 for success, whatever was left undone.
    for cell in cells:
        for output in cell.get("outputs", []):
            exited = output.output_type == "error" and output.ename == "SystemExit"
            if exited and output.evalue in ("", "0", "None"):
                output.evalue = f"sys.exit({output.evalue}) ended the notebook early"
