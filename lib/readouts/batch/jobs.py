"""Work done in processes of its own, several at once, each ending with the run that began it.

A process a task rather than a pool: a task that is killed takes nothing with it, where a broken
pool loses all that it had not done.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_WATCH_SECONDS = 0.25


def run_each(
    tasks: Iterable[Task],
    work: Callable[[Task], Result],
    lost: Callable[[Task, str], Result],
    at_once: int,
    lifeline: Connection | None = None,
) -> Iterator[Result]:
    """Yield ``work(task)`` for each task as it is done, at most ``at_once`` at a time.

    A task is taken from ``tasks`` when it can begin.
    Where a task raises, or its process ends without a result, the yield is ``lost(task, reason)``.
    Leaving the loop, or the end of whoever holds the other side of ``lifeline``, ends what is
    still running, and all that it started.

    >>> sorted(run_each([3, 4], abs, lambda task, reason: -1, at_once=2))
    [3, 4]
    """
    # Other systems' libraries do not survive a fork of a process that has used them.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    waiting = iter(tasks)
    running: dict[Any, tuple[BaseProcess, Task]] = {}
    try:
        while True:
            for task in islice(waiting, at_once - len(running)):
                receive, send = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(send, work, task, os.getpid()))
                process.start()
                send.close()
                running[receive] = (process, task)
            if not running:
                return
            for done in wait([*running, *([lifeline] if lifeline else [])]):
                if done is lifeline:
                    return
                process, task = running.pop(done)
                yield _result(done, process, task, lost)
    finally:
        for process, _ in running.values():
            _end(process)


def _result(
    connection: Any, process: BaseProcess, task: Task, lost: Callable[[Task, str], Result]
) -> Result:
    try:
        result, reason = connection.recv()
    except EOFError:
        process.join()
        status = process.exitcode or 0
        ended = f"was ended by {signal.Signals(-status).name}" if status < 0 else ""
        reason = f"its process {ended or f'ended with status {status}'}"
    connection.close()
    _end(process)
    return lost(task, reason) if reason else result


def _end(process: BaseProcess) -> None:
    assert process.pid
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()  # where it has not come to be a group of its own
    process.join()


def _work(send: Connection, work: Callable[[Task], Result], task: Task, runner: int) -> None:
    os.setsid()  # Ctrl-C does not reach it; the run ends it itself, with what it started
    threading.Thread(target=_end_with, args=(runner,), daemon=True).start()
    try:
        done: tuple[Result | None, str] = work(task), ""
    except Exception as error:
        done = None, f"{type(error).__name__}: {error}"
    send.send(done)
    send.close()


def _end_with(runner: int) -> None:
    """End this process, and what it started, when the run has gone."""
    while os.getppid() == runner:
        time.sleep(_WATCH_SECONDS)
    os.killpg(0, signal.SIGKILL)
