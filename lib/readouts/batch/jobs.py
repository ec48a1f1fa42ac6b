"""Run tasks in separate processes, several at once; they end when the run ends.

One process per task instead of a pool: a killed task affects no other, but a broken pool loses all
unfinished tasks.
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
    """Yield ``work(task)`` for each task when it is done, at most ``at_once`` at a time.

    A task is taken from ``tasks`` when it can start.
    If a task raises, or its process ends without a result, ``lost(task, reason)`` is yielded. When
    the loop is left, or when the process at the other end of ``lifeline`` ends, running tasks and
    their child processes are ended.

    >>> sorted(run_each([3, 4], abs, lambda task, reason: -1, at_once=2))
    [3, 4]
    """
    # On other systems, libraries fail in a fork of a process that has used them.
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
            for ended in wait([*running, *([lifeline] if lifeline else [])]):
                if ended is lifeline:
                    return
                process, task = running.pop(ended)
                yield _result(ended, process, task, lost)
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
        how = f"was ended by {signal.Signals(-status).name}" if status < 0 else ""
        reason = f"its process {how or f'ended with status {status}'}"
    connection.close()
    _end(process)
    return lost(task, reason) if reason else result


def _end(process: BaseProcess) -> None:
    assert process.pid
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()  # if it has no process group of its own yet
    process.join()


def _work(send: Connection, work: Callable[[Task], Result], task: Task, runner: int) -> None:
    os.setsid()  # Ctrl-C does not reach it; the run ends it and its child processes
    threading.Thread(target=_end_with, args=(runner,), daemon=True).start()
    try:
        result: tuple[Result | None, str] = work(task), ""
    except Exception as error:
        result = None, f"{type(error).__name__}: {error}"
    send.send(result)
    send.close()


def _end_with(runner: int) -> None:
    """End this process and its child processes when the run has ended."""
    while os.getppid() == runner:
        time.sleep(_WATCH_SECONDS)
    os.killpg(0, signal.SIGKILL)
