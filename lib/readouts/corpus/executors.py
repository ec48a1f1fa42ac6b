"""Work spread over processes of this machine or over a Dask cluster, by one interface.

Both are `concurrent.futures` executors, and either works in processes that can be ended. One may be
lost half-way (killed, out of memory) or take too long: what it was doing is then done again, part
by part, and only a part that loses its worker every time, or takes too long by itself, is given up.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import LifoQueue
from typing import Any, Generic, TypeVar

from readouts.errors import ReadoutsError

Task = TypeVar("Task")
Result = TypeVar("Result")

_WATCH_SECONDS = 0.5
# Enough for one to be ready whenever a worker is free, few enough to keep memory flat.
_WAITING_PER_WORKER = 2
# How far, counted in those, a result may run ahead of the first that is still awaited.
_AHEAD = 4
_CONNECT_SECONDS = 20
_GREETING_SECONDS = 5
_MOST_FRAMES = 100
_ADDRESS = re.compile(
    r"(?P<scheme>(?:tcp|tls)://)?(?P<host>[\w.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\]):(?P<port>\d{1,5})"
)
_SERVE = "from readouts.corpus.executors import _serve; _serve({handle}, {runner})"


class WorkerLostError(Exception):
    """The process that did some work ended before it was done."""


class TookTooLongError(Exception):
    """Some work did not end in its time; the process that did it was ended."""


_LOST = (WorkerLostError, TookTooLongError)


@dataclass(frozen=True)
class Workers:
    """Who does the work: an executor, and how many work at once.

    ``lost`` are the errors of a future whose worker was lost; ``attempts`` how often a part is
    tried.
    """

    executor: Executor
    count: int
    lost: tuple[type[BaseException], ...]
    attempts: int


def _without_end(task: Any) -> None:
    """Default time limit: none."""


def _nothing() -> None:
    """What a process does before its first work where there is nothing to prepare."""


@contextmanager
def workers(
    jobs: int,
    scheduler: str = "",
    seconds: Callable[[Any], float | None] = _without_end,
    prepare: Callable[[], object] = _nothing,
) -> Iterator[Workers]:
    """Yield the workers: a Dask cluster at ``scheduler``, or ``jobs`` processes of this machine.

    A process (on a cluster, one that each worker starts) first runs ``prepare``, then works on a
    task for as many ``seconds`` as that task may take, and is ended if it takes longer. Raises
    `ReadoutsError` where no cluster answers.

    >>> with workers(1) as by:
    ...     by.executor.submit(abs, -3).result()
    3
    """
    if scheduler:
        with _cluster(scheduler, seconds, prepare) as cluster:
            yield cluster
    else:
        with _Processes(jobs, seconds, prepare) as processes:
            yield Workers(processes, jobs, _LOST, attempts=2)


def run_all(
    tasks: Iterable[Task],
    work: Callable[[Task], list[Result]],
    parts: Callable[[Task], Sequence[Task]],
    given_up: Callable[[Task, BaseException], list[Result]],
    by: Workers,
) -> Iterator[tuple[Task, list[Result]]]:
    """Yield each task with its results, as they come and never far out of order.

    ``tasks`` is drawn from as workers get free, so that few are in memory at once. Where a worker
    is lost, the ``parts`` of its task are done one by one; ``given_up`` is the result of a part
    that loses its worker every time or takes too long, by itself and the error.

    >>> with workers(1) as by:
    ...     list(run_all(["ba", "dc"], sorted, list, lambda part, error: [], by))
    [('ba', ['a', 'b']), ('dc', ['c', 'd'])]
    """
    for _, task, results in _Run(tasks, work, parts, given_up, by).results():
        yield task, results


def in_order(
    tasks: Iterable[Task],
    work: Callable[[Task], list[Result]],
    parts: Callable[[Task], Sequence[Task]],
    given_up: Callable[[Task, BaseException], list[Result]],
    by: Workers,
) -> Iterator[tuple[Task, list[Result]]]:
    """Yield the same as `run_all`, in the order of the tasks.

    >>> with workers(1) as by:
    ...     list(in_order(["ba", "dc"], sorted, list, lambda part, error: [], by))
    [('ba', ['a', 'b']), ('dc', ['c', 'd'])]
    """
    early: dict[int, tuple[Task, list[Result]]] = {}
    following = 0
    for number, task, results in _Run(tasks, work, parts, given_up, by).results():
        early[number] = task, results
        while following in early:
            yield early.pop(following)
            following += 1


class _Run(Generic[Task, Result]):
    """One run: what is under way, what lost its worker, and how many tasks were drawn so far."""

    def __init__(
        self,
        tasks: Iterable[Task],
        work: Callable[[Task], list[Result]],
        parts: Callable[[Task], Sequence[Task]],
        given_up: Callable[[Task, BaseException], list[Result]],
        by: Workers,
    ) -> None:
        self.waiting = enumerate(tasks)
        self.work, self.parts, self.given_up, self.by = work, parts, given_up, by
        self.most = 1 if by.count == 1 else by.count * _WAITING_PER_WORKER
        self.running: dict[Future[list[Result]], tuple[int, Task]] = {}
        self.lost: list[tuple[int, Task]] = []
        self.newest = 0

    def results(self) -> Iterator[tuple[int, Task, list[Result]]]:
        """Yield number, task and results, as they come."""
        self.fill()
        while self.running or self.lost:
            done = wait(self.running, return_when=FIRST_COMPLETED).done if self.running else set()
            for future in done:
                number, task = self.running.pop(future)
                try:
                    yield number, task, future.result()
                except self.by.lost:
                    self.lost.append((number, task))
            yield from self.again()
            self.fill()

    def fill(self) -> None:
        """Hand out tasks until enough are under way, or one would run too far ahead."""
        while len(self.running) < self.most and not self.lost:
            oldest = min((number for number, _ in self.running.values()), default=self.newest)
            if self.newest - oldest >= self.most * _AHEAD:
                return
            following = next(self.waiting, None)
            if following is None:
                return
            self.newest = following[0]
            self.running[self.by.executor.submit(self.work, following[1])] = following

    def again(self) -> Iterator[tuple[int, Task, list[Result]]]:
        """Do what lost its worker again, part by part, so that one part cannot cost the others."""
        while self.lost:
            number, task = self.lost.pop(0)
            results = [self.tried(part) for part in self.parts(task)]
            yield number, task, [result for some in results for result in some]

    def tried(self, part: Task) -> list[Result]:
        """Return the results of a part, or what it is given up for."""
        for left in reversed(range(self.by.attempts)):
            try:
                return self.by.executor.submit(self.work, part).result()
            except self.by.lost as error:
                # What took its whole time once would take it again.
                if not left or isinstance(error, TookTooLongError):
                    return self.given_up(part, error)
        raise AssertionError("a part is tried at least once")


# --- processes of this machine -------------------------------------------------------------------


class _Processes(Executor):
    """Does work in processes of this machine, each with a thread of this process that watches it.

    A `ProcessPoolExecutor` knows no limit of time, loses all that is under way with one worker,
    and may then wait for ever at its end (python/cpython issue 94777).
    """

    def __init__(
        self,
        count: int,
        seconds: Callable[[Any], float | None],
        prepare: Callable[[], object],
    ) -> None:
        self._seconds = seconds
        self._watchers = ThreadPoolExecutor(count, initializer=_keep_off_interrupts)
        self._processes = [_Process(prepare) for _ in range(count)]
        # The last to come back goes first: it has started already.
        self._idle: LifoQueue[_Process] = LifoQueue()
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


class _Process:
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


# --- a Dask cluster ------------------------------------------------------------------------------


@contextmanager
def _cluster(
    address: str, seconds: Callable[[Any], float | None], prepare: Callable[[], object]
) -> Iterator[Workers]:
    _look_for_scheduler(address)
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ReadoutsError(
            f"--scheduler {address}: expected the package `distributed`, which is not installed; "
            "install this project with its extra `cluster`."
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what fails is told here
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise _no_scheduler(address, type(error).__name__) from error
    try:
        count = sum(client.nthreads().values())
        if not count:
            raise ReadoutsError(
                f"--scheduler {address}: expected workers, found none; "
                f"start some with `dask worker {address} --nthreads 1`."
            )
        executor = _ClusterExecutor(client.get_executor(pure=False), seconds, prepare)
        yield Workers(executor, count, (KilledWorker, *_LOST), attempts=2)
    finally:
        client.close(timeout=2)


def _look_for_scheduler(address: str) -> None:
    """Raise `ReadoutsError` where no Dask scheduler greets at ``address`` within some seconds.

    Dask's own client tries for long, and for ever where something answers and then says nothing.
    """
    found = _ADDRESS.fullmatch(address)
    if not found or not 1 <= int(found["port"]) <= 65535:
        raise ReadoutsError(
            f"--scheduler {address[:80]!r}: expected an address such as tcp://192.0.2.7:8786 "
            "(`dask scheduler` prints it when it starts)."
        )
    try:
        place = (found["host"].strip("[]"), int(found["port"]))
        with socket.create_connection(place, timeout=_GREETING_SECONDS) as connection:
            if found["scheme"] == "tls://":
                return
            # A scheduler speaks first; a message begins with how many frames it has, in 8 bytes.
            greeting = connection.recv(8, socket.MSG_WAITALL)
    except TimeoutError:
        raise _no_scheduler(address, "no greeting in time") from None
    except (OSError, UnicodeError) as error:
        raise _no_scheduler(address, getattr(error, "strerror", None) or str(error)) from None
    if len(greeting) < 8 or int.from_bytes(greeting, "little") > _MOST_FRAMES:
        raise _no_scheduler(address, "something else answers there")


def _no_scheduler(address: str, reason: str) -> ReadoutsError:
    return ReadoutsError(
        f"--scheduler {address}: expected a Dask scheduler there, and none answered ({reason}). "
        f"Start one with `dask scheduler`, and workers with `dask worker {address} --nthreads 1`."
    )


class _ClusterExecutor(Executor):
    """Has each worker of a cluster do the work in a process of its own, which it can end."""

    def __init__(
        self,
        cluster: Executor,
        seconds: Callable[[Any], float | None],
        prepare: Callable[[], object],
    ) -> None:
        self._cluster, self._seconds, self._prepare = cluster, seconds, prepare

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        (task,) = args
        return self._cluster.submit(_apart, fn, task, self._seconds(task), self._prepare)


def _apart(
    work: Callable[[Any], Any],
    task: Any,
    seconds: float | None,
    prepare: Callable[[], object],
) -> Any:
    process, in_use = _process_of_worker(prepare)
    with in_use:
        return process.do(work, task, seconds)


@cache
def _process_of_worker(prepare: Callable[[], object]) -> tuple[_Process, threading.Lock]:
    """Return the process that a worker of a cluster keeps; it ends with the worker."""
    return _Process(prepare), threading.Lock()
