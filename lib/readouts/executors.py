"""Work spread over processes of this machine or over a Dask cluster, by one interface.

Both are `concurrent.futures` executors. A worker may be lost half-way (killed, out of memory):
what it was doing is then done again, part by part, and only a part that loses its worker every
time is given up.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
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


class _HereExecutor(Executor):
    """Does the work at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass
class Workers:
    """Who does the work: how to get an executor, how many work at once, and how a loss shows.

    ``lost`` are the errors of a future whose worker was lost; ``attempts`` how often a part is
    tried; ``fresh`` says that a loss breaks the executor, so that a new one is needed.
    """

    make: Callable[[], Executor]
    count: int
    lost: tuple[type[BaseException], ...] = ()
    attempts: int = 1
    fresh: bool = False
    _executor: Executor | None = field(default=None, repr=False)

    def executor(self) -> Executor:
        """Return the executor at work, made when first asked for."""
        if self._executor is None:
            self._executor = self.make()
        return self._executor

    def renew(self) -> None:
        """Leave a broken executor, so that the next work goes to a new one."""
        if self.fresh:
            self.close()

    def close(self) -> None:
        """Take no more work, and wait for nothing."""
        if self._executor is not None:
            with suppress(Exception):  # a broken executor may not even close
                self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = None


@contextmanager
def workers(jobs: int, scheduler: str = "") -> Iterator[Workers]:
    """Yield the workers: a Dask cluster at ``scheduler``, or ``jobs`` processes of this machine.

    One job is done in this process. Raises `ReadoutsError` where no cluster answers.

    >>> with workers(1) as here:
    ...     here.executor().submit(abs, -3).result()
    3
    """
    if scheduler:
        with _cluster(scheduler) as cluster:
            yield cluster
        return
    local = _processes(jobs) if jobs > 1 else Workers(_HereExecutor, 1)
    try:
        yield local
    finally:
        local.close()


def run_all(
    tasks: Iterable[Task],
    work: Callable[[Task], list[Result]],
    parts: Callable[[Task], Sequence[Task]],
    given_up: Callable[[Task], list[Result]],
    by: Workers,
) -> Iterator[tuple[Task, list[Result]]]:
    """Yield each task with its results, as they come and never far out of order.

    ``tasks`` is drawn from as workers get free, so that few are in memory at once. Where a worker
    is lost, the ``parts`` of its task are done one by one; ``given_up`` is the result of a part
    that loses its worker every time.

    >>> with workers(1) as here:
    ...     list(run_all([2, 3], lambda n: [n * n], lambda n: [n], lambda n: [], here))
    [(2, [4]), (3, [9])]
    """
    for _, task, results in _Run(tasks, work, parts, given_up, by).results():
        yield task, results


def in_order(
    tasks: Iterable[Task],
    work: Callable[[Task], list[Result]],
    parts: Callable[[Task], Sequence[Task]],
    given_up: Callable[[Task], list[Result]],
    by: Workers,
) -> Iterator[tuple[Task, list[Result]]]:
    """Yield the same as `run_all`, in the order of the tasks.

    >>> with workers(1) as here:
    ...     list(in_order([2, 3], lambda n: [n * n], lambda n: [n], lambda n: [], here))
    [(2, [4]), (3, [9])]
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
        given_up: Callable[[Task], list[Result]],
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
            try:
                self.running[self.by.executor().submit(self.work, following[1])] = following
            except self.by.lost:
                # The executor broke between two tasks: those under way will say so too.
                self.lost.append(following)

    def again(self) -> Iterator[tuple[int, Task, list[Result]]]:
        """Do what lost its worker again, part by part, so that one part cannot cost the others."""
        if self.lost and self.by.fresh:
            # Everything that was under way is lost with the executor.
            self.lost += self.running.values()
            self.running.clear()
            self.by.renew()
        while self.lost:
            number, task = self.lost.pop(0)
            results = [self.tried(part) for part in self.parts(task)]
            yield number, task, [result for some in results for result in some]

    def tried(self, part: Task) -> list[Result]:
        """Return the results of a part, or what it is given up for."""
        for _ in range(self.by.attempts):
            try:
                return self.by.executor().submit(self.work, part).result()
            except self.by.lost:
                self.by.renew()
        return self.given_up(part)


# --- processes of this machine -------------------------------------------------------------------


def _processes(jobs: int) -> Workers:
    # Spawned, not forked: a process that has threads (a progress bar, Arrow) is not safe to fork.
    context = get_context("spawn")

    def make() -> Executor:
        return ProcessPoolExecutor(jobs, context, _worker_starts, (os.getpid(),))

    return Workers(make, jobs, (BrokenProcessPool,), attempts=2, fresh=True)


def _worker_starts(runner: int) -> None:
    # Ctrl-C reaches every process of the terminal; the run ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(runner,), daemon=True).start()


def _end_with(runner: int) -> None:
    """End this worker when the run has gone: it would wait for work for ever."""
    while os.getppid() == runner:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


# --- a Dask cluster ------------------------------------------------------------------------------


@contextmanager
def _cluster(address: str) -> Iterator[Workers]:
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ReadoutsError(
            f"--scheduler {address}: expected the package `distributed`, which is not installed; "
            "install this project with its extra `cluster`."
        ) from None
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ReadoutsError(
            f"--scheduler {address}: expected a Dask scheduler there, and none answered "
            f"({type(error).__name__}). Start one with `dask scheduler`, and workers with "
            f"`dask worker {address} --nthreads 1`."
        ) from error
    try:
        count = sum(client.nthreads().values())
        if not count:
            raise ReadoutsError(
                f"--scheduler {address}: expected workers, found none; "
                f"start some with `dask worker {address} --nthreads 1`."
            )
        # Dask itself tries a task on four workers before it says that it kills them.
        yield Workers(lambda: client.get_executor(pure=False), count, (KilledWorker,))
    finally:
        client.close(timeout=2)
