"""A Dask cluster for tests: a real scheduler and two workers, each a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from made_corpora import wait_until

_START_SECONDS = 120


@dataclass(frozen=True)
class Cluster:
    """The address of its scheduler, and its workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def dask_cluster(folder: Path, env: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """Yield a cluster whose files lie in ``folder``, and end it."""
    pytest.importorskip("distributed")
    told = folder / "scheduler.json"
    local = ["--host", "127.0.0.1", "--no-dashboard"]
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: object) -> None:
        command = [sys.executable, "-m", "dask", *map(str, words), *local]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started.append(subprocess.Popen(command, cwd=folder, env=env, **quiet))

    try:
        start("scheduler", "--port", 0, "--scheduler-file", told)
        wait_until(lambda: told.exists() and told.read_text().endswith("}"), _START_SECONDS)
        address = json.loads(told.read_text())["address"]
        for _ in range(2):
            start("worker", address, "--nthreads", 1, "--no-nanny", "--local-directory", folder)
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=_START_SECONDS)
        yield Cluster(address, tuple(started[1:]))
    finally:
        for process in started:
            process.kill()
            process.wait()
