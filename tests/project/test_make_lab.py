"""`make lab`: what it starts keeps its token and listens to this machine alone."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

# Starts processes: runs with `make test-slow`.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def recipe() -> list[str]:
    """The command that `make lab` ends with."""
    shown = subprocess.run(
        ["make", "--no-print-directory", "-n", "lab"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return shlex.split(shown.stdout.splitlines()[-1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What JupyterLab says of itself: process, address and token."""
    home = tmp_path_factory.mktemp("home")
    python, *words = recipe()
    if not (ROOT / python).exists():
        pytest.skip("not in the project's own environment")
    running = subprocess.Popen(
        [ROOT / python, *words, "--no-browser", f"--port={free_port()}"],
        cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(home), "JUPYTER_RUNTIME_DIR": str(home / "runtime")},
    )  # fmt: skip
    try:
        yield told(home / "runtime")
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(timeout=30)


def told(folder: Path) -> dict[str, Any]:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for file in folder.glob("jpserver-*.json"):
            found = json.loads(file.read_text() or "{}")
            if found and status(found, found["token"]) == 200:
                return found
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not start")


def status(server: dict[str, Any], token: str) -> int:
    """The answer to a request for the files, with this token."""
    try:
        with urllib.request.urlopen(f"{server['url']}api/contents?token={token}") as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError:
        return 0


@pytest.mark.parametrize("token", ["", "guessed"])
def test_without_its_token_it_shows_nothing(server: dict[str, Any], token: str) -> None:
    assert server["token"]
    assert status(server, token) == 403


def test_it_listens_to_this_machine_alone(server: dict[str, Any]) -> None:
    at = [
        connection.laddr.ip
        for connection in psutil.Process(server["pid"]).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert at
    assert set(at) <= {"127.0.0.1", "::1"}
