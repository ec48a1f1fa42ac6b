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
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any

# What a kernel itself is made of, and the report's index.
_WARM = (
    "numpy", "pandas", "pyarrow", "matplotlib.pyplot", "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg", "ipykernel.kernelapp", "ipykernel.ipkernel",
    "ipykernel.zmqshell", "ipykernel.debugger", "comm", "tornado.ioloop", "IPython.core.completer",
    "IPython.core.pylabtools", "IPython.display", "zmq.eventloop.zmqstream",
    "readouts.report.index", "readouts.report.comparison_page", "readouts.loading",
    "readouts.report.publishing",
)  # fmt: skip


def serve(handle: int, modules: Iterable[str], meetings: Sequence[str]) -> None:
    """Fork a kernel for each request on the socket ``handle`` until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Children are nobody's to wait for here: whoever asked notices by the connection.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listening = socket.socket(fileno=handle)
    listening.setblocking(True)
    warm_up(modules, meetings)
    gc.collect()
    gc.freeze()
    while True:
        ready, _, _ = select.select([listening, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        connection, _ = listening.accept()
        with connection:
            _answer(connection, listening)


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
            from readouts.evaluation import agreement as validity

            validity.scores()


def _draw_and_print() -> None:
    """Do once what is slow the first time: find fonts, format a table."""
    import io

    import pandas as pd
    from matplotlib.figure import Figure

    figure = Figure(figsize=(1, 1))
    figure.subplots().set_title("Việt Nam", fontfamily=["DejaVu Sans"])
    figure.savefig(io.BytesIO(), format="png")
    pd.DataFrame({"quote": ["đề nghị"], "count": [1.5]}).to_html()


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
        handle = connection.detach()
        if "call" in request:
            _call(request, handle)
        else:
            _become_kernel(request, handle)
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
    serve(int(sys.argv[1]), asked["modules"], asked["meetings"])
