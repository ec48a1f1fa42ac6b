"""How a run starts its kernels: forked from one that has the imports, or else the stock way.

`ForkingProvisioner` is registered with jupyter_client by entry point and chosen by
``JUPYTER_DEFAULT_PROVISIONER_NAME``, so that notebooks keep their plain ``python3`` kernel and
anything that starts one (papermill, nbclient, JupyterLab) goes on as it is.
"""

from __future__ import annotations

import json
import os
import queue
import select
import signal
import socket
import time
from pathlib import Path
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

from readouts.batch.forking import SOCKET_VARIABLE

MEMORY_VARIABLE = "READOUTS_KERNEL_MEMORY"
# Address space: several times what a notebook needs, and less than what harms a machine.
DEFAULT_MEMORY = 8 * 2**30


class ForkedProcess:
    """A kernel that another process forked, with the part of `subprocess.Popen` that is used.

    It lives as long as its end of the connection is open, which no reuse of process numbers can
    feign.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """Return None while the kernel lives, and then its status, which nobody can know: 1."""
        if self.returncode is None and self._closed():
            self._connection.close()
            self.returncode = 1
        return self.returncode

    def wait(self) -> int:
        """Wait for the end of the kernel."""
        while self.poll() is None:
            select.select([self._connection], [], [], 1.0)
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, if it still lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def _closed(self) -> bool:
        readable, _, _ = select.select([self._connection], [], [], 0)
        try:
            return bool(readable) and not self._connection.recv(1)
        except OSError:
            return True


class ForkingProvisioner(LocalProvisioner):
    """Has the kernel's parent fork a kernel; launches a stock one where there is no parent."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel that ``cmd`` names and return how to connect to it."""
        process = _forked(cmd, kwargs)
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info


def _forked(cmd: list[str], options: dict[str, Any]) -> ForkedProcess | None:
    address = os.environ.get(SOCKET_VARIABLE)
    if not address or "ipykernel_launcher" not in cmd:
        return None
    environment = options.get("env") or dict(os.environ)
    request = {
        "arguments": cmd[cmd.index("ipykernel_launcher") + 1 :],
        "environment": {k: v for k, v in environment.items() if k != "JPY_PARENT_PID"},
        "folder": str(options.get("cwd") or ""),
        "memory": int(environment.get(MEMORY_VARIABLE) or DEFAULT_MEMORY),
    }
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(address)
        connection.sendall(json.dumps(request).encode() + b"\n")
        answer = connection.makefile("rb").readline()
        if answer:
            return ForkedProcess(connection, int(answer))
    except OSError:
        pass
    connection.close()
    return None


class ReadyClient(AsyncKernelClient):
    """A client that takes a kernel for ready when it answers, without a wait for stray messages.

    jupyter_client then waits 0.2 s for messages of other requests. nbclient tells messages of
    other requests apart by itself, so that the wait is for nothing.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its outputs are heard.

        Raises `RuntimeError` where it dies first, or after ``timeout`` seconds.
        """
        deadline = time.monotonic() + (timeout or float("inf"))
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if time.monotonic() > deadline:
                raise RuntimeError(f"the kernel did not answer in {timeout} seconds")

    async def _answers(self) -> bool:
        self.kernel_info()
        try:
            await self.shell_channel.get_msg(timeout=1)
            # Until something arrives here the subscription to outputs is not in place.
            await self.iopub_channel.get_msg(timeout=0.2)
        except queue.Empty:
            return False
        return True


class ReadyKernelManager(AsyncKernelManager):
    """A manager whose clients do not wait for nothing."""

    client_class = "readouts.batch.kernels.ReadyClient"
