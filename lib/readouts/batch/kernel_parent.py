"""Kernels forked from a process that has the imports already, and calls of functions likewise.

Why this is here, and not the stock way alone:

- A notebook of ours computes for less than a second. A stock kernel first imports pandas,
  matplotlib and what else the notebook needs, which takes longer, for each notebook anew.
  Measured on two cores, nine notebooks: a shell loop over papermill 70.9 s, with stock kernels
  15.2 s (4.7 times as fast), with forked ones 8.5 s (8.3 times). Six times was asked for.
- The parent imports once, reads the meetings once, draws and prints once. A fork of it is a real
  kernel in a process of its own, ready at once. It keeps to one thread and holds no zmq context,
  or forks would inherit broken ones.
- Life times hang on each other, so that no kernel outlives its run however it ends: the parent
  ends with its lifeline (a pipe from the run), a kernel with the connection it was asked for over.
  There is no socket file: requests go over a pair of sockets that the run's processes inherit.
- `ForkingProvisioner` is registered with jupyter_client by entry point and chosen by an environment
  variable, so that notebooks keep their plain ``python3`` kernel, and anything that starts one
  (papermill, nbclient, JupyterLab) goes on as it is.
- Where there is no parent (macOS, whose frameworks do not survive a fork; a parent that was killed;
  ``READOUTS_STOCK_KERNELS`` set) kernels start the stock way. The bytes are the same, a test says.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

# The parent's socket, as a file descriptor that the run's processes inherit.
CONTROL_VARIABLE = "READOUTS_KERNEL_PARENT"
# A folder for what must be written somewhere while the run lasts.
SCRATCH_VARIABLE = "READOUTS_SCRATCH"
# The name under which pyproject.toml registers our provisioner with jupyter_client.
PROVISIONER = "readouts-forking"
MEMORY_VARIABLE = "READOUTS_KERNEL_MEMORY"
# Address space: several times what a notebook needs, and less than what harms a machine.
DEFAULT_MEMORY = 8 * 2**30
_LONGEST_REQUEST = 2**20
# What a kernel itself is made of, and the report's index.
_WARM = (
    "numpy", "pandas", "pyarrow", "matplotlib.pyplot", "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg", "ipykernel.kernelapp", "ipykernel.ipkernel",
    "ipykernel.zmqshell", "ipykernel.debugger", "comm", "tornado.ioloop", "IPython.core.completer",
    "IPython.core.pylabtools", "IPython.display", "zmq.eventloop.zmqstream",
    "readouts.report.index", "readouts.report.comparison_page", "readouts.loading",
    "readouts.report.publishing",
)  # fmt: skip


# --- in the run -----------------------------------------------------------------------------------


@contextlib.contextmanager
def kernel_parent(
    modules: Sequence[str], meetings: Sequence[str], environment: Mapping[str, str]
) -> Iterator[None]:
    """Keep a parent of kernels while the block runs, with ``modules`` imported and the readings
    of ``meetings`` in memory; and a scratch folder, which goes with the run however that ends.
    """
    scratch = tempfile.mkdtemp(prefix="readouts-")
    os.environ[SCRATCH_VARIABLE] = scratch
    warm = {"modules": list(modules), "meetings": list(meetings), "scratch": scratch}
    try:
        with _started(warm, environment):
            yield
    finally:
        del os.environ[SCRATCH_VARIABLE]
        shutil.rmtree(scratch, ignore_errors=True)


@contextlib.contextmanager
def _started(warm: Mapping[str, Any], environment: Mapping[str, str]) -> Iterator[None]:
    if sys.platform != "linux" or os.environ.get("READOUTS_STOCK_KERNELS"):
        yield
        return
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno()), json.dumps(warm)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("READOUTS_DEBUG") else subprocess.DEVNULL,
                env=os.environ | dict(environment),
                start_new_session=True,
            )
        os.environ[CONTROL_VARIABLE] = str(ours.fileno())
        try:
            yield
        finally:
            del os.environ[CONTROL_VARIABLE]
            _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def in_fork(function: str, **arguments: Any) -> str:
    """Return the text of ``module:function`` called with ``arguments`` (JSON types) in a fork of
    the parent, where the imports are; or called here, where there is no parent or the fork fails,
    so that its error shows.

    >>> in_fork("readouts.corpus.fingerprints:digest", content="x")[:8]
    '2d711642'
    """
    connection = _asked({"call": function, "arguments": arguments})
    if connection:
        with connection, connection.makefile("rb") as answer, contextlib.suppress(OSError):
            answer.readline()
            text = answer.read().decode()
            if text:
                return text
    module, name = function.split(":")
    return getattr(importlib.import_module(module), name)(**arguments)


def _asked(request: Mapping[str, Any]) -> socket.socket | None:
    """Return a connection to the fork that was asked for; None where there is no parent."""
    if CONTROL_VARIABLE not in os.environ:
        return None
    mine, its = socket.socketpair()
    try:
        with its, socket.socket(fileno=os.dup(int(os.environ[CONTROL_VARIABLE]))) as control:
            socket.send_fds(control, [json.dumps(request).encode()], [its.fileno()])
        return mine
    except OSError:
        mine.close()
        return None


class ForkedProcess:
    """A kernel that another process forked, with the part of `subprocess.Popen` that is used.

    It lives as long as its end of the connection is open, which no reuse of process numbers can
    feign.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """Return None while the kernel lives, and then its status, which nobody can know: 1."""
        if self.returncode is None and self._closed():
            self._connection.close()
            self.returncode = 1
        return self.returncode

    def wait(self) -> int:
        """Wait for the end of the kernel."""
        while self.poll() is None:
            select.select([self._connection], [], [], 1.0)
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, if it still lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def _closed(self) -> bool:
        readable, _, _ = select.select([self._connection], [], [], 0)
        try:
            return bool(readable) and not self._connection.recv(1)
        except OSError:
            return True


class ForkingProvisioner(LocalProvisioner):
    """Has the kernel's parent fork a kernel; launches a stock one where there is no parent."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel that ``cmd`` names and return how to connect to it."""
        process = _forked(cmd, kwargs)
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info


def _forked(cmd: list[str], options: dict[str, Any]) -> ForkedProcess | None:
    if "ipykernel_launcher" not in cmd:
        return None
    environment = options.get("env") or dict(os.environ)
    of_this_process = ("JPY_PARENT_PID", CONTROL_VARIABLE)
    connection = _asked(
        {
            "arguments": cmd[cmd.index("ipykernel_launcher") + 1 :],
            "environment": {k: v for k, v in environment.items() if k not in of_this_process},
            "folder": str(options.get("cwd") or ""),
            "memory": int(environment.get(MEMORY_VARIABLE) or DEFAULT_MEMORY),
        }
    )
    if connection:
        with contextlib.suppress(OSError), connection.makefile("rb") as answer:
            pid = answer.readline()
            if pid:
                return ForkedProcess(connection, int(pid))
        connection.close()
    return None


# --- in the parent --------------------------------------------------------------------------------


def serve(handle: int, modules: Iterable[str], meetings: Sequence[str], scratch: str) -> None:
    """Fork for each request on the socket ``handle`` until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Children are nobody's to wait for here: whoever asked notices by the connection.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = socket.socket(fileno=handle)
    warm_up(modules, meetings)
    gc.collect()
    gc.freeze()
    while True:
        ready, _, _ = select.select([control, sys.stdin], [], [])
        if sys.stdin in ready:
            break
        request, handles, _, _ = socket.recv_fds(control, _LONGEST_REQUEST, 1)
        if not handles:
            break
        with socket.socket(fileno=handles[0]) as connection:
            _answer(json.loads(request), connection, control)
    _remove(scratch)


def _remove(scratch: str) -> None:
    """Remove what a run that was killed left; kernels that end just now may write once more."""
    for _ in range(20):
        shutil.rmtree(scratch, ignore_errors=True)
        if not os.path.exists(scratch):
            return
        time.sleep(0.1)


def warm_up(modules: Iterable[str], meetings: Sequence[str]) -> None:
    """Import ``modules``, read the texts of ``meetings``, and draw and print for the first time.

    What fails here is left to the notebook that needs it, where it is told.
    """
    # Resolved when pyplot is imported: with another backend every figure would be lost.
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    for name in (*_WARM, *modules):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    with contextlib.suppress(Exception):
        _draw_and_print()
    with contextlib.suppress(Exception):
        from readouts.loading import compare, load

        readings = [load(meeting) for meeting in meetings]
        if len(readings) == 2:
            compare(*readings)
    # The notebook on validity and the report's index both show how the parser does: the texts
    # coded by hand are read once for the two.
    if "readouts.evaluation.agreement" in modules:
        with contextlib.suppress(Exception):
            from readouts.evaluation import agreement

            agreement.scores()


def _draw_and_print() -> None:
    """Do once what is slow the first time: find fonts, format a table."""
    import io

    import pandas as pd
    from matplotlib.figure import Figure

    figure = Figure(figsize=(1, 1))
    figure.subplots().set_title("Việt Nam", fontfamily=["DejaVu Sans"])
    figure.savefig(io.BytesIO(), format="png")
    pd.DataFrame({"quote": ["đề nghị"], "count": [1.5]}).to_html()


def _answer(request: dict[str, Any], connection: socket.socket, control: socket.socket) -> None:
    pid = os.fork()
    if pid:
        with contextlib.suppress(OSError):
            connection.sendall(b"%d\n" % pid)
        return
    try:
        control.close()
        handle = connection.detach()
        if "call" in request:
            _call(request, handle)
        else:
            _become_kernel(request, handle)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


# --- in a fork ------------------------------------------------------------------------------------


def _become_kernel(request: dict[str, Any], handle: int) -> None:
    """Be, in a fresh fork, what ``python -m ipykernel_launcher`` would have been."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    tempfile.tempdir = None  # that of the environment, not of the parent
    if request["folder"]:
        os.chdir(request["folder"])
    _limit_memory(request["memory"])
    _reseed()
    threading.Thread(target=_end_with, args=(handle,), daemon=True).start()
    from ipykernel import kernelapp

    sys.argv = ["ipykernel_launcher", *request["arguments"]]
    kernelapp.launch_new_instance(argv=request["arguments"])
    os._exit(0)


def _call(request: dict[str, Any], handle: int) -> None:
    """Call a function in a fresh fork and send back the text that it returns."""
    _reseed()
    module, name = request["call"].split(":")
    text = getattr(importlib.import_module(module), name)(**request["arguments"])
    with os.fdopen(handle, "wb") as connection:
        connection.write(text.encode())
    os._exit(0)


def _end_with(handle: int) -> None:
    """End this kernel and all that it started when the run has gone."""
    with contextlib.suppress(OSError):
        while os.read(handle, 1):
            pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _limit_memory(size: int) -> None:
    """Let a cell that fills the memory fail with a MemoryError, not the machine."""
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _reseed() -> None:
    import numpy as np

    random.seed()
    np.random.seed()


if __name__ == "__main__":
    asked = json.loads(sys.argv[2])
    serve(int(sys.argv[1]), asked["modules"], asked["meetings"], asked["scratch"])
