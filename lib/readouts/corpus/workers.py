"""Work under a limit of time: by processes of this machine, or of the machines of a Dask cluster.

A piece of work consists of tasks. Each is done in a process that may be lost half-way (killed, out
of memory) or take too long: that costs this task, and nothing else. A `ProcessPoolExecutor` knows
no limit of time, loses all that is under way with one process, and may then wait for ever at its
end (python/cpython issue 94777). Processes of `pebble` share one channel, so that one that is
stopped between two tasks holds up the others for ever.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")
# How many pieces may be under way for each worker: enough for one to be ready whenever a worker is
# free though the first takes long, few enough to keep memory flat.
_AHEAD = 8
_ATTEMPTS = 2
_WATCH_SECONDS = 0.5
_SERVE = "from readouts.corpus.workers import _serve; _serve({handle}, {runner})"


class WorkerLostError(Exception):
    """The process that did a task ended before it was done, each time."""


class TookTooLongError(Exception):
    """A task did not end in its time, each time; the process that did it was ended."""


class Worker:
    """A process that does one task after another; a new one where it was lost.

    It first runs ``prepare``. It is a command of its own, as the workers of Dask may not have
    children by `multiprocessing`.
    """

    def __init__(self, prepare: Callable[[], object]) -> None:
        self._prepare = prepare
        self._running: tuple[subprocess.Popen[bytes], Connection] | None = None
        self._closed = False
        self._changing = threading.Lock()

    def do(self, work: Callable[..., Result], *task: Any, seconds: float | None = None) -> Result:
        """Return ``work(*task)``; raises what it raises, or what became of the process."""
        for _ in range(_ATTEMPTS):
            try:
                result, error = self._asked(work, task, seconds)
            except (EOFError, OSError):
                lost: Exception = WorkerLostError()
            except TookTooLongError as late:  # or something had stopped the process before
                lost = late
            else:
                if error:
                    raise error
                return result
            self._end()
        raise lost

    def close(self) -> None:
        """Start no other process; ending this one frees the thread that waits for it."""
        with self._changing:
            self._closed = True
            if self._running:
                self._running[0].kill()
                self._running[0].wait()

    def _asked(self, work: Any, task: Any, seconds: float | None) -> tuple[Any, Exception | None]:
        if not self._running:
            self._start()
        assert self._running
        connection = self._running[1]
        connection.send((work, task))
        if not connection.poll(seconds):
            raise TookTooLongError(f"it took longer than {seconds:.0f} seconds")
        return connection.recv()

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
        ours.recv()  # it is ready

    def _end(self) -> None:
        with self._changing:
            if self._running:
                process, connection = self._running
                process.kill()
                process.wait()
                connection.close()
                self._running = None


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
            try:
                done = work(*task), None
            except Exception as error:
                done = None, error
            connection.send(done)


def _end_with(runner: int) -> None:
    """End this worker when the run has gone: it would wait for work for ever."""
    while os.getppid() == runner:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


class Workers(NamedTuple):
    """Who does the work: ``submit(work, piece)`` has one of ``count`` workers call
    ``work(piece, do)``, where ``do`` is its `Worker.do`, and returns a future of the result."""

    submit: Callable[[Callable[..., Any], Any], Future[Any]]
    count: int


@contextmanager
def workers(
    jobs: int, scheduler: str = "", prepare: Callable[[], object] = int
) -> Iterator[Workers]:
    """Yield the workers: those of a Dask cluster at ``scheduler``, or ``jobs`` of this machine.

    Each first runs ``prepare``. Raises `ReadoutsError` if no cluster answers.

    >>> with workers(1) as by:
    ...     by.submit(lambda piece, do: [do(abs, task) for task in piece], [-3, 4]).result()
    [3, 4]
    """
    if scheduler:
        from readouts.corpus.cluster import executor_of

        with executor_of(scheduler) as (executor, count):
            yield Workers(lambda work, piece: executor.submit(_there, work, piece, prepare), count)
        return
    own = threading.local()
    started: list[Worker] = []

    def begin() -> None:
        # Ctrl-C reaches every process of a terminal; the run ends its workers itself. What a thread
        # does not hear, the processes that it starts do not hear from their first moment.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        own.worker = Worker(prepare)
        started.append(own.worker)

    threads = ThreadPoolExecutor(jobs, initializer=begin)
    try:
        yield Workers(lambda work, piece: threads.submit(lambda: work(piece, own.worker.do)), jobs)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in started:
            worker.close()


def _there(work: Callable[..., Any], piece: Any, prepare: Callable[[], object]) -> Any:
    """Do a piece of work in a worker of a cluster, whose own process is never in danger."""
    worker, in_use = _worker_there(prepare)
    with in_use:
        return work(piece, worker.do)


@cache
def _worker_there(prepare: Callable[[], object]) -> tuple[Worker, threading.Lock]:
    return Worker(prepare), threading.Lock()


def in_order(
    pieces: Iterable[Piece], work: Callable[..., Result], by: Workers
) -> Iterator[tuple[Piece, Result]]:
    """Yield each piece with what ``work(piece, do)`` made of it, in order.

    ``pieces`` is drawn from as results are taken, so that few are in memory at once.

    >>> with workers(1) as by:
    ...     list(in_order(["ba", "dc"], lambda piece, do: do(sorted, piece), by))
    [('ba', ['a', 'b']), ('dc', ['c', 'd'])]
    """
    under_way: deque[tuple[Piece, Future[Result]]] = deque()
    for piece in pieces:
        under_way.append((piece, by.submit(work, piece)))
        if len(under_way) == by.count * _AHEAD:
            first, future = under_way.popleft()
            yield first, future.result()
    for piece, future in under_way:
        yield piece, future.result()
