"""A JupyterLab of one's own for tests, on loopback, and what a person does in it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

TOKEN = "only-for-this-test"
SECONDS = 120
MINUTE = 60_000


@contextmanager
def running_lab(folder: Path, home: Path, project: Path) -> Iterator[str]:
    """Yield the address of a JupyterLab that shows ``folder`` and works on ``project``.

    Lab's settings and run files stay in ``home``; the project is found by its name.
    """
    port = _free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={folder}", "--allow-root",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=None",
    ]  # fmt: skip
    environment = os.environ | {"HOME": str(home), "READOUTS_HOME": str(project)}
    with open(home / "lab.log", "wb") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, env=environment, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}/lab"
    try:
        _wait_for(address, server, home / "lab.log")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def open_notebook(context: Any, address: str, name: str) -> Any:
    """Return a page with the notebook ``name`` of Lab's folder, its kernel ready."""
    page = context.new_page()
    page.set_default_timeout(2 * MINUTE)
    page.goto(f"{address}/tree/{name}?token={TOKEN}&reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    # Asked to run before its kernel has answered, Lab asks which kernel to take.
    page.get_by_text("| Idle").wait_for()
    return page


def run_all(page: Any, path: Path) -> list[dict]:
    """Run every cell by the menu, save, and return the code cells as they stand on disk."""
    page.locator(".lm-MenuBar-item", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-item", has_text=re.compile("^Run All Cells$")).click()
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
        cells = code_cells(path)
        failed = [out for cell in cells for out in cell["outputs"] if is_error(out)]
        if failed or all(cell["execution_count"] for cell in cells):
            return cells
    pytest.fail(f"{path.name} did not finish in {SECONDS} s")


def code_cells(path: Path) -> list[dict]:
    """Return the code cells of a notebook."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def without_outputs(path: Path) -> str:
    """Return a notebook as if it had never run, so that what stands in it later is of this run."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(notebook, ensure_ascii=False)


def is_error(output: dict) -> bool:
    """Tell an error among the outputs of a cell."""
    return output["output_type"] == "error"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}?token={TOKEN}", timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"JupyterLab did not start: {log.read_text(encoding='utf-8')[-2000:]}")
