"""Processes of this machine that do work and can be ended, each watched by a thread of this one.

One may be lost half-way (killed, out of memory) or take too long: that costs the work it was doing,
and nothing else. A `ProcessPoolExecutor` knows no limit of time, loses all that is under way with
one worker, and may then wait for ever at its end (python/cpython issue 94777). Workers of `pebble`
share one channel, so that one that is stopped between two tasks holds up the others for ever.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import LifoQueue
from typing import Any

_WATCH_SECONDS = 0.5
_SERVE = "from readouts.corpus.processes import _serve; _serve({handle}, {runner})"


class WorkerLostError(Exception):
    """The process that did some work ended before it was done."""


class TookTooLongError(Exception):
    """Some work did not end in its time; the process that did it was ended."""


LOST = (WorkerLostError, TookTooLongError)


class Processes(Executor):
    """An executor of ``count`` processes; ``seconds`` says how long a task may take."""

    def __init__(
        self,
        count: int,
        seconds: Callable[[Any], float | None],
        prepare: Callable[[], object],
    ) -> None:
        self._seconds = seconds
        self._watchers = ThreadPoolExecutor(count, initializer=_keep_off_interrupts)
        self._processes = [Process(prepare) for _ in range(count)]
        # The last to come back goes first: it has started already.
        self._idle: LifoQueue[Process] = LifoQueue()
        for process in self._processes:
            self._idle.put(process)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._watchers.submit(self._watched, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._watchers.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.close()

    def _watched(self, work: Callable[[Any], Any], task: Any) -> Any:
        process = self._idle.get()
        try:
            return process.do(work, task, self._seconds(task))
        finally:
            self._idle.put(process)


class Process:
    """A process that does one piece of work after another; a new one where it was lost.

    A command of its own, as the workers of Dask may not have children by `multiprocessing`.
    """

    def __init__(self, prepare: Callable[[], object]) -> None:
        self._prepare = prepare
        self._running: tuple[subprocess.Popen[bytes], Connection] | None = None
        self._closed = False
        self._changing = threading.Lock()

    def do(self, work: Callable[[Any], Any], task: Any, seconds: float | None) -> Any:
        """Return what ``work`` makes of ``task``; raises what it raises, or that it was lost."""
        try:
            connection = self._connection()
            connection.send((work, task))
            if not connection.poll(seconds):
                raise TookTooLongError(f"it took longer than {seconds:.0f} seconds")
            result, error = connection.recv()
        except (EOFError, OSError) as end:
            self._end()
            raise WorkerLostError from end
        except TookTooLongError:
            self._end()
            raise
        if error:
            raise error
        return result

    def close(self) -> None:
        """Start no other process; ending this one frees the thread that watches it."""
        with self._changing:
            self._closed = True
            if self._running:
                self._running[0].kill()
                self._running[0].wait()

    def _connection(self) -> Connection:
        if not self._running:
            self._start()
            assert self._running
            self._running[1].recv()  # it is ready
        return self._running[1]

    def _start(self) -> None:
        ours, theirs = Pipe()
        code = _SERVE.format(handle=theirs.fileno(), runner=os.getpid())
        with self._changing:
            if self._closed:
                raise EOFError
            process = subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
            )
            self._running = process, ours
        theirs.close()
        ours.send(sys.path)
        ours.send(self._prepare)

    def _end(self) -> None:
        with self._changing:
            if self._running:
                process, connection = self._running
                process.kill()
                process.wait()
                connection.close()
                self._running = None


def _keep_off_interrupts() -> None:
    """Keep Ctrl-C from this thread and from the processes it starts, from their first moment.

    It reaches every process of a terminal; the run ends its workers itself.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(handle: int, runner: int) -> None:
    """Do in this process what comes by the pipe ``handle``, until the run has gone."""
    threading.Thread(target=_end_with, args=(runner,), daemon=True).start()
    connection = Connection(handle)
    with suppress(EOFError, OSError):  # the run has gone, or wants nothing more
        sys.path[:] = connection.recv()
        prepare = connection.recv()
        with suppress(Exception):  # the work will meet the same fault, and tell it
            prepare()
        connection.send("ready")
        while True:
            work, task = connection.recv()
            connection.send(_done(work, task))


def _done(work: Callable[[Any], Any], task: Any) -> tuple[Any, Exception | None]:
    try:
        return work(task), None
    except Exception as error:
        return None, error


def _end_with(runner: int) -> None:
    """End this worker when the run has gone: it would wait for work for ever."""
    while os.getppid() == runner:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)
