"""JupyterLab in a real browser: the notebooks opened, run to the end, a widget moved."""

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
from pathlib import Path

import pytest
from readouts.storage.paths import notebooks_dir, project_dir

# Starts a browser: runs with `make test-slow`.
pytestmark = pytest.mark.slow

TOKEN = "only-for-this-test"
SECONDS = 120
MINUTE = 60_000


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A JupyterLab on loopback; its address and the folder it shows."""
    folder = tmp_path_factory.mktemp("lab")
    port = _free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={folder}", "--allow-root",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=None",
    ]  # fmt: skip
    home = tmp_path_factory.mktemp("home")
    # Lab's settings and run files stay in the test's own home; the project is found by its name.
    environment = os.environ | {"HOME": str(home), "READOUTS_HOME": str(project_dir())}
    with open(folder / "lab.log", "wb") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, env=environment, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}/lab"
    try:
        _wait_for(address, server, folder / "lab.log")
        yield address, folder
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


@pytest.fixture
def opened_in_lab(browser, lab):
    address, folder = lab
    context = browser.new_context(viewport={"width": 1440, "height": 1000})

    def open_notebook(name: str):
        copied = _without_outputs(notebooks_dir() / name)
        (folder / name).write_text(copied, encoding="utf-8")
        page = context.new_page()
        page.set_default_timeout(2 * MINUTE)
        page.goto(f"{address}/tree/{name}?token={TOKEN}&reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        # Asked to run before its kernel has answered, Lab asks which kernel to take.
        page.get_by_text("| Idle").wait_for()
        return page

    yield open_notebook, folder
    context.close()


def run_all(page, path: Path) -> list[dict]:
    """Run every cell by the menu, save, and return the code cells as they stand on disk."""
    page.locator(".lm-MenuBar-item", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-item", has_text=re.compile("^Run All Cells$")).click()
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
        cells = _code_cells(path)
        failed = [out for cell in cells for out in cell["outputs"] if _is_error(out)]
        if failed or all(cell["execution_count"] for cell in cells):
            return cells
    pytest.fail(f"{path.name} did not run to its end in {SECONDS} s")


@pytest.mark.parametrize("name", ["00-explore.ipynb", "03-proposals.ipynb"])
def test_a_notebook_runs_to_its_end_without_an_error(opened_in_lab, name: str) -> None:
    open_notebook, folder = opened_in_lab
    cells = run_all(open_notebook(name), folder / name)
    assert not [out for cell in cells for out in cell["outputs"] if _is_error(out)]


def test_a_word_typed_into_the_panel_changes_the_table(opened_in_lab) -> None:
    open_notebook, folder = opened_in_lab
    page = open_notebook("00-explore.ipynb")
    run_all(page, folder / "00-explore.ipynb")
    panel = page.locator(".jp-OutputArea-output .widget-vbox", has=page.locator("input")).first
    panel.scroll_into_view_if_needed()
    rows = panel.locator("table tbody tr")
    whole = rows.count()
    words = panel.locator("input[type=text]").first
    words.fill("cua khau")
    words.press("Enter")
    page.wait_for_function(
        "([table, whole]) => table.querySelectorAll('tbody tr').length < whole",
        arg=[panel.element_handle(), whole],
    )
    assert 0 < rows.count() < whole
    assert all("cửa khẩu" in text.lower() for text in rows.all_inner_texts())


def _code_cells(path: Path) -> list[dict]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _without_outputs(path: Path) -> str:
    """Return a notebook as if it had never run, so that what stands in it later is of this run."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(notebook, ensure_ascii=False)


def _is_error(output: dict) -> bool:
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
