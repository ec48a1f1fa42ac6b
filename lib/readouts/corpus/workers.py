"""Do tasks under a time limit, in processes of this machine or of a Dask cluster.

A batch consists of tasks. A process may die (killed, out of memory) or take too long: only the task
that it was doing is lost. Why not a pool of a library: `ProcessPoolExecutor` has no time limit,
loses all running tasks if one process dies, and may then run for ever (python/cpython issue 94777).
The processes of `pebble` share one channel, so one that is stopped between two tasks blocks the
others for ever.
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

Batch = TypeVar("Batch")
Result = TypeVar("Result")
# Batches that may be unfinished for each worker: enough that a free worker always has one although
# the first takes long, few enough to keep memory small.
_AHEAD = 8
_ATTEMPTS = 2
_WATCH_SECONDS = 0.5
_SERVE = "from readouts.corpus.workers import _serve; _serve({handle}, {runner})"


class WorkerLostError(Exception):
    """The process died during a task, at every attempt."""


class TookTooLongError(Exception):
    """A task reached its time limit at every attempt; its process was ended."""


class Worker:
    """A process that does one task after another; if it dies, a new one takes its place.

    A process first runs ``prepare``. It is started as a command, because the workers of Dask may
    not start children by `multiprocessing`.
    """

    def __init__(self, prepare: Callable[[], object]) -> None:
        self._prepare = prepare
        self._running: tuple[subprocess.Popen[bytes], Connection] | None = None
        self._closed = False
        self._changing = threading.Lock()

    def do(self, work: Callable[..., Result], *task: Any, seconds: float | None = None) -> Result:
        """Return ``work(*task)``.

        Raises its error, `WorkerLostError`, or `TookTooLongError` after ``seconds``.
        """
        for _ in range(_ATTEMPTS):
            try:
                result, error = self._asked(work, task, seconds)
            except (EOFError, OSError):
                lost: Exception = WorkerLostError()
            except TookTooLongError as late:  # perhaps the process was stopped before this task
                lost = late
            else:
                if error:
                    raise error
                return result
            self._end()
        raise lost

    def close(self) -> None:
        """Kill the process, which frees the thread that waits for it; no other is started."""
        self._closed = True
        self._end(keep_connection=True)

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
        own_end, process_end = Pipe()
        code = _SERVE.format(handle=process_end.fileno(), runner=os.getpid())
        with self._changing:
            if self._closed:
                raise EOFError
            process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.DEVNULL,
                pass_fds=[process_end.fileno()],
            )
            self._running = process, own_end
        process_end.close()
        own_end.send(sys.path)
        own_end.send(self._prepare)
        own_end.recv()  # the process is ready

    def _end(self, keep_connection: bool = False) -> None:
        with self._changing:
            if not self._running:
                return
            process, connection = self._running
            process.kill()
            process.wait()
            if not keep_connection:  # of another thread, which still waits for an answer
                connection.close()
                self._running = None


def _serve(handle: int, runner: int) -> None:
    """Do in this process the tasks that come through the pipe ``handle``, until the run ends."""
    threading.Thread(target=_end_with, args=(runner,), daemon=True).start()
    connection = Connection(handle)
    with suppress(EOFError, OSError):  # the run has ended
        sys.path[:] = connection.recv()
        prepare = connection.recv()
        with suppress(Exception):  # each task will report the same error
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
    """End this worker when the run ends; otherwise it would wait for tasks for ever."""
    while os.getppid() == runner:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


class Workers(NamedTuple):
    """The workers of a run: ``submit(work, batch)`` makes one of ``count`` workers call
    ``work(batch, do)``, where ``do`` is its `Worker.do`, and returns a future of the result."""

    submit: Callable[[Callable[..., Any], Any], Future[Any]]
    count: int


@contextmanager
def workers(
    jobs: int, scheduler: str = "", prepare: Callable[[], object] = int
) -> Iterator[Workers]:
    """Yield the workers: those of a Dask cluster at ``scheduler``, or ``jobs`` of this machine.

    Each first runs ``prepare``. Raises `ReadoutsError` if no cluster answers.

    >>> with workers(1) as pool:
    ...     pool.submit(lambda batch, do: [do(abs, task) for task in batch], [-3, 4]).result()
    [3, 4]
    """
    if scheduler:
        from readouts.corpus.cluster import executor_of

        with executor_of(scheduler) as (executor, count):
            yield Workers(lambda work, batch: executor.submit(_there, work, batch, prepare), count)
        return
    of_thread = threading.local()
    started: list[Worker] = []

    def begin() -> None:
        # Ctrl-C reaches every process of a terminal, but the run ends its workers itself. The
        # processes that a thread starts ignore the signals that the thread ignores.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        of_thread.worker = Worker(prepare)
        started.append(of_thread.worker)

    threads = ThreadPoolExecutor(jobs, initializer=begin)
    try:
        yield Workers(
            lambda work, batch: threads.submit(lambda: work(batch, of_thread.worker.do)), jobs
        )
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in started:
            worker.close()


def _there(work: Callable[..., Any], batch: Any, prepare: Callable[[], object]) -> Any:
    """Do a batch on a machine of the cluster; a task cannot kill the process of Dask itself."""
    worker, in_use = _worker_there(prepare)
    with in_use:
        return work(batch, worker.do)


@cache
def _worker_there(prepare: Callable[[], object]) -> tuple[Worker, threading.Lock]:
    return Worker(prepare), threading.Lock()


def in_order(
    batches: Iterable[Batch], work: Callable[..., Result], pool: Workers
) -> Iterator[tuple[Batch, Result]]:
    """Yield each batch with the result of ``work(batch, do)``, in order.

    Batches are taken only when they are needed, so that few are in memory at once.

    >>> with workers(1) as pool:
    ...     list(in_order(["ba", "dc"], lambda batch, do: do(sorted, batch), pool))
    [('ba', ['a', 'b']), ('dc', ['c', 'd'])]
    """
    unfinished: deque[tuple[Batch, Future[Result]]] = deque()
    for batch in batches:
        unfinished.append((batch, pool.submit(work, batch)))
        if len(unfinished) == pool.count * _AHEAD:
            first, future = unfinished.popleft()
            yield first, future.result()
    for batch, future in unfinished:
        yield batch, future.result()
