"""Connect to a Dask cluster, or say why that is not possible."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from readouts.errors import ReadoutsError, WorkLostError

_CONNECT_SECONDS = 20
_GREETING_SECONDS = 5
_MOST_FRAMES = 100
_ADDRESS = re.compile(
    r"(?:tcp://)?(?P<host>[\w.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\]):(?P<port>\d{1,5})"
)


@contextmanager
def executor_of(address: str) -> Iterator[tuple[Executor, int]]:  # no example: needs a cluster
    """Yield an executor of the cluster at ``address``, and its number of workers.

    Raises `ReadoutsError` if no scheduler with workers answers.
    """
    _look_for_scheduler(address)
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ReadoutsError(
            f"--scheduler {address}: expected the package `distributed`, which is not installed; "
            "install this project with its extra `cluster`."
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # errors are reported here
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
        yield client.get_executor(pure=False), count
    except KilledWorker as error:
        raise WorkLostError(
            f"--scheduler {address}: its workers die again and again ({error}). Finished texts "
            "are kept; look at the cluster, and run the same command again."
        ) from None
    finally:
        client.close(timeout=2)


def _look_for_scheduler(address: str) -> None:
    """Raise `ReadoutsError` if no Dask scheduler greets at ``address`` within some seconds.

    The client of Dask tries for a long time, or for ever if a service accepts the connection but
    never answers.
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
            # A scheduler sends first; a message starts with its number of frames, in 8 bytes.
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
