"""Work under a limit of time: in processes of this machine, on a Dask cluster, or here.

A process may be lost half-way (killed, out of memory) or take too long: that costs the work it was
doing, and nothing else. A `ProcessPoolExecutor` knows no limit of time, loses all that is under way
with one worker, and may then wait for ever at its end (python/cpython issue 94777). Workers of
`pebble` share one channel, so that one that is stopped between two tasks holds up the others for
ever. A worker of a cluster does the work in such a process too.
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
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import LifoQueue
from typing import Any

from readouts.errors import ReadoutsError

_CONNECT_SECONDS = 20
_GREETING_SECONDS = 5
_MOST_FRAMES = 100
_ADDRESS = re.compile(
    r"(?P<scheme>(?:tcp|tls)://)?(?P<host>[\w.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\]):(?P<port>\d{1,5})"
)
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


# --- a Dask cluster ------------------------------------------------------------------------------


@contextmanager
def cluster(  # no example: it needs a cluster; tests/corpus/test_read_many.py has one
    address: str, seconds: Callable[[Any], float | None], prepare: Callable[[], object]
) -> Iterator[tuple[Executor, int, tuple[type[BaseException], ...]]]:
    """Yield an executor on the cluster at ``address``, how many work at once, and the errors of a
    future whose worker was lost. Raises `ReadoutsError` where no scheduler with workers answers.
    """
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
        yield executor, count, (KilledWorker,)
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
def _process_of_worker(prepare: Callable[[], object]) -> tuple[Process, threading.Lock]:
    """Return the process that a worker of a cluster keeps; it ends with the worker."""
    return Process(prepare), threading.Lock()


# --- this process --------------------------------------------------------------------------------


@contextmanager
def deadline(seconds: float, work: str) -> Iterator[None]:
    """Raise `ReadoutsError` where the block takes longer than ``seconds``.

    ``work`` says what is done, for the message. Only the main thread of a program on Linux or macOS
    can be interrupted; elsewhere there is no limit. `read_many` ends whole processes instead.

    >>> with deadline(5, "adding"):
    ...     1 + 1
    2
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def late(*_: object) -> None:
        raise ReadoutsError(
            f"{work} took longer than {seconds:.0f} seconds and was ended. Nothing was changed; a "
            "text that takes so long is no readout, or shows a fault: please report it."
        )

    earlier = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
