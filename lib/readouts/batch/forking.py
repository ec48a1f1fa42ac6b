"""Forks of a process that has the imports already, for whoever asks: kernels and function calls.

`kernel_parent` starts that process and `in_fork` asks it for a call; `kernels` asks it for kernels.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# Where the parent listens, for this process and its children.
SOCKET_VARIABLE = "READOUTS_KERNEL_PARENT"
# The name under which pyproject.toml registers our provisioner with jupyter_client.
PROVISIONER = "readouts-forking"


@contextlib.contextmanager
def kernel_parent(
    modules: Sequence[str], meetings: Sequence[str], environment: Mapping[str, str]
) -> Iterator[None]:
    """Keep a parent of kernels while the block runs, with ``modules`` imported and the readings
    of ``meetings`` in memory.

    Sets ``READOUTS_KERNEL_PARENT`` meanwhile. Where sockets or forks are not to be had, or where
    ``READOUTS_STOCK_KERNELS`` is set, nothing is, and kernels start the stock way.
    """
    if sys.platform != "linux" or os.environ.get("READOUTS_STOCK_KERNELS"):
        # macOS: its frameworks do not survive a fork of a process that has used them.
        yield
        return
    with tempfile.TemporaryDirectory(prefix="readouts-") as folder:
        address = os.path.join(folder, "kernels")
        try:
            process = _started(address, {"modules": modules, "meetings": meetings}, environment)
        except OSError:
            yield
            return
        os.environ[SOCKET_VARIABLE] = address
        try:
            yield
        finally:
            del os.environ[SOCKET_VARIABLE]
            _ended(process)


def _started(
    address: str, warm: Mapping[str, Sequence[str]], environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the parent on a socket that listens already, so that nobody has to wait for it."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen(64)
        handle = listening.fileno()
        return subprocess.Popen(
            [sys.executable, "-m", "readouts.batch.kernel_parent", str(handle), json.dumps(warm)],
            pass_fds=[handle],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("READOUTS_DEBUG") else subprocess.DEVNULL,
            env=os.environ | dict(environment),
            start_new_session=True,
        )


def _ended(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def in_fork(function: str, **arguments: Any) -> str:
    """Return the text of ``module:function`` called with ``arguments`` (JSON types) in a fork of
    the parent, where the imports are; or called here, where there is no parent or the fork fails,
    so that its error shows.

    >>> in_fork("readouts.corpus.fingerprints:digest", content="x")[:8]
    '2d711642'
    """
    address = os.environ.get(SOCKET_VARIABLE)
    if address:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.connect(address)
            request = {"call": function, "arguments": arguments}
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as answer:
                answer.readline()
                text = answer.read().decode()
            if text:
                return text
    module, name = function.split(":")
    return getattr(importlib.import_module(module), name)(**arguments)
