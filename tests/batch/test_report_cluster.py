"""Reports made by a Dask cluster: a real scheduler and two workers, each a process of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from made_clusters import dask_cluster
from made_corpora import wait_until
from made_notebooks import NUMBERS, TABLE, environment, make_batch, report, tree

psutil = pytest.importorskip("psutil")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "project"
    home.mkdir()
    slow = "import time\ntime.sleep(3)"
    return make_batch(home, n01_table=(TABLE, NUMBERS), n02_slow=(slow,), n03_slow=(slow, "3"))


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed_half_way(
    home: Path, tmp_path: Path
) -> None:
    folder = home / "reports" / "pair"
    assert report(home).returncode == 0
    local = tree(folder)
    shutil.rmtree(folder)
    with dask_cluster(tmp_path, environment(home)) as cluster:
        running = subprocess.Popen(
            [sys.executable, "-m", "readouts", "report", "--scheduler", cluster.address],
            env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        worker = psutil.Process(cluster.workers[0].pid)
        wait_until(lambda: len(worker.children(recursive=True)) > 1)  # it makes a page
        worker.kill()
        _, told = running.communicate(timeout=180)
    assert running.returncode == 0, told
    assert tree(folder) == local


def test_no_cluster_answers(home: Path) -> None:
    done = report(home, "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "expected a Dask scheduler there" in done.stderr
    assert not (home / "reports" / "pair").exists()
