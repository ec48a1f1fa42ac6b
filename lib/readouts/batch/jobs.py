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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_WATCH_SECONDS = 0.25


@dataclass(frozen=True)
class Failure:
    """What comes back from a task that raised."""

    reason: str


def run_each(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    lost: Callable[[Task, str], Result],
    at_once: int,
) -> Iterator[Result]:
    """Yield ``work(task)`` for each task as it is done, at most ``at_once`` at a time.

    Where a task raises, or its process ends without a result, the yield is ``lost(task, reason)``.
    Leaving the loop ends what is still running.

    >>> sorted(run_each([3, 4], abs, lambda task, reason: -1, at_once=2))
    [3, 4]
    """
    # Other systems' libraries do not survive a fork of a process that has used them.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    waiting = list(reversed(tasks))
    running: dict[Connection, tuple[BaseProcess, Task]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                task = waiting.pop()
                receive, send = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(send, work, task, os.getpid()))
                process.start()
                send.close()
                running[receive] = (process, task)
            for done in wait(list(running)):
                assert isinstance(done, Connection)
                process, task = running.pop(done)
                yield _result(done, process, task, lost)
    finally:
        for process, _ in running.values():
            process.kill()
            process.join()


def _result(
    connection: Connection,
    process: BaseProcess,
    task: Task,
    lost: Callable[[Task, str], Result],
) -> Result:
    try:
        result = connection.recv()
        return lost(task, result.reason) if isinstance(result, Failure) else result
    except EOFError:
        process.join()
        return lost(task, _reason(process.exitcode))
    finally:
        connection.close()
        process.join()


def _reason(status: int | None) -> str:
    if status is not None and status < 0:
        return f"its process was ended by {signal.Signals(-status).name}"
    return f"its process ended with status {status}"


def _work(send: Connection, work: Callable[[Task], Result], task: Task, runner: int) -> None:
    # Ctrl-C reaches every process of the terminal; the run ends its tasks itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(runner,), daemon=True).start()
    try:
        result = work(task)
    except Exception as error:
        send.send(Failure(f"{type(error).__name__}: {error}"))
    else:
        send.send(result)
    send.close()


def _end_with(runner: int) -> None:
    """End this process when the run has gone, and with it the kernel that hangs on it."""
    while os.getppid() == runner:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)
