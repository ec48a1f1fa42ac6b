"""Work spread over processes of this machine or over a Dask cluster, by one interface.

Both are `concurrent.futures` executors, and either works in processes that can be ended. One may be
lost half-way (killed, out of memory) or take too long: what it was doing is then done again, part
by part, and only a part that loses its worker every time, or takes too long by itself, is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from readouts.corpus.processes import LOST, Processes, TookTooLongError, cluster

Task = TypeVar("Task")
Result = TypeVar("Result")

# Enough for one to be ready whenever a worker is free, few enough to keep memory flat.
_WAITING_PER_WORKER = 2
# How far, counted in those, a result may run ahead of the first that is still awaited.
_AHEAD = 4


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
        with cluster(scheduler, seconds, prepare) as (executor, count, lost):
            yield Workers(executor, count, (*lost, *LOST), attempts=2)
    else:
        with Processes(jobs, seconds, prepare) as processes:
            yield Workers(processes, jobs, LOST, attempts=2)


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
