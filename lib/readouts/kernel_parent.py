"""A process that has the imports already and forks a kernel for whoever asks.

Importing pandas, matplotlib and underthesea costs more than most notebooks do. The parent pays it
once; a fork of it is a real kernel in a process of its own, ready at once. It must keep to one
thread and hold no zmq context, or forks would inherit broken ones.

Life times hang on each other, so that no kernel outlives its run however it ends: the parent ends
with its lifeline (a pipe from the run), a kernel with the connection it was asked for over.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

# Where the parent listens, for `kernels.ForkingProvisioner` in this process and its children.
SOCKET_VARIABLE = "READOUTS_KERNEL_PARENT"
# The name under which pyproject.toml registers that provisioner with jupyter_client.
PROVISIONER = "readouts-forking"
# What every notebook imports, and what a kernel itself is made of.
_WARM = (
    "numpy", "pandas", "pyarrow", "matplotlib.pyplot", "matplotlib.backends.backend_agg",
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell",
    "IPython.core.completer", "IPython.core.pylabtools", "IPython.display", "ipywidgets",
    "tornado.ioloop", "zmq.eventloop.zmqstream", "readouts",
)  # fmt: skip


@contextlib.contextmanager
def kernel_parent(meetings: Sequence[str], environment: Mapping[str, str]) -> Iterator[None]:
    """Keep a parent of kernels while the block runs, with the readings of ``meetings`` in memory.

    Sets ``READOUTS_KERNEL_PARENT`` meanwhile. Where sockets or forks are not to be had, nothing
    is set, and kernels start the stock way.
    """
    if not hasattr(os, "fork") or sys.platform == "darwin":
        # macOS: its frameworks do not survive a fork of a process that has used them.
        yield
        return
    with tempfile.TemporaryDirectory(prefix="readouts-") as folder:
        address = os.path.join(folder, "kernels")
        try:
            process = _started(address, meetings, environment)
        except OSError:
            yield
            return
        os.environ[SOCKET_VARIABLE] = address
        try:
            yield
        finally:
            del os.environ[SOCKET_VARIABLE]
            _ended(process)


def _started(
    address: str, meetings: Sequence[str], environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the parent on a socket that listens already, so that nobody has to wait for it."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen(64)
        handle = listening.fileno()
        return subprocess.Popen(
            [sys.executable, "-m", "readouts.kernel_parent", str(handle), *meetings],
            pass_fds=[handle],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("READOUTS_DEBUG") else subprocess.DEVNULL,
            env=os.environ | dict(environment),
            start_new_session=True,
        )


def _ended(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# --- in the parent ------------------------------------------------------------------------------


def serve(handle: int, meetings: Sequence[str]) -> None:
    """Fork a kernel for each request on the socket ``handle`` until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Children are nobody's to wait for here: whoever asked notices by the connection.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listening = socket.socket(fileno=handle)
    listening.setblocking(True)
    warm_up(meetings)
    gc.collect()
    gc.freeze()
    while True:
        ready, _, _ = select.select([listening, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        connection, _ = listening.accept()
        with connection:
            _answer(connection, listening)


def warm_up(meetings: Sequence[str]) -> None:
    """Import what notebooks import and read the texts of ``meetings``.

    What fails here is left to the notebook that needs it, where it is told.
    """
    # Resolved when pyplot is imported: with another backend every figure would be lost.
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    for name in _WARM:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in ("__main__", "kernels", "kernel_parent", "cli"):
            with contextlib.suppress(Exception):
                importlib.import_module(f"readouts.{path.stem}")
    with contextlib.suppress(Exception):
        import readouts

        readings = [readouts.load(meeting) for meeting in meetings]
        if len(readings) == 2:
            readouts.compare(*readings)


def _answer(connection: socket.socket, listening: socket.socket) -> None:
    try:
        request = json.loads(connection.makefile("rb").readline())
    except ValueError:
        return  # Whoever asked has gone, in the middle of a word.
    pid = os.fork()
    if pid:
        with contextlib.suppress(OSError):
            connection.sendall(b"%d\n" % pid)
        return
    try:
        listening.close()
        _become_kernel(request, connection.detach())
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def _become_kernel(request: dict[str, Any], handle: int) -> None:
    """Be, in a fresh fork, what ``python -m ipykernel_launcher`` would have been."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    if request["folder"]:
        os.chdir(request["folder"])
    _limit_memory(request["memory"])
    _reseed()
    threading.Thread(target=_end_with, args=(handle,), daemon=True).start()
    from ipykernel import kernelapp

    sys.argv = ["ipykernel_launcher", *request["arguments"]]
    kernelapp.launch_new_instance(argv=request["arguments"])
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
    serve(int(sys.argv[1]), sys.argv[2:])
