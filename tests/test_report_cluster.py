"""Reports made by a Dask cluster: a real scheduler and two workers, each a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_notebooks import NUMBERS, TABLE, environment, make_batch, report, tree

PATIENCE = 90.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "project"
    home.mkdir()
    slow = "import time\ntime.sleep(3)"
    return make_batch(home, n01_table=(TABLE, NUMBERS), n02_slow=(slow,), n03_slow=(slow, "3"))


@pytest.fixture
def cluster(home: Path, tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    pytest.importorskip("distributed")
    told = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    local = ["--host", "127.0.0.1", "--no-dashboard"]
    started = []

    def start(*words: object) -> None:
        command = [str(word) for word in (*dask, *words, *local)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started.append(subprocess.Popen(command, cwd=tmp_path, env=environment(home), **quiet))

    try:
        start("scheduler", "--port", 0, "--scheduler-file", told)
        end = time.monotonic() + PATIENCE
        while not (told.exists() and told.read_text().strip().endswith("}")):
            assert time.monotonic() < end, "no scheduler came up"
            time.sleep(0.1)
        address = json.loads(told.read_text())["address"]
        for _ in range(2):
            start("worker", address, "--nthreads", 1, "--no-nanny", "--local-directory", tmp_path)
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE)
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed_half_way(
    home: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    folder = home / "reports" / "pair"
    assert report(home).returncode == 0
    local = tree(folder)
    shutil.rmtree(folder)
    running = subprocess.Popen(
        [sys.executable, "-m", "readouts", "report", "--scheduler", address],
        env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(4)
    workers[0].kill()
    _, told = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, told
    assert tree(folder) == local


def test_no_cluster_answers(home: Path) -> None:
    done = report(home, "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "expected a Dask scheduler there" in done.stderr
    assert not (home / "reports" / "pair").exists()
