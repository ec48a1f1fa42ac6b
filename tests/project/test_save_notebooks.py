"""Notebooks are saved as a run gives them, the same each time; one that fails is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from made_projects import REAL, make_project
from nbformat.v4 import new_code_cell, new_notebook

# Starts processes: runs with `make test-slow`.
pytestmark = pytest.mark.slow

SPEC = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = make_project(tmp_path_factory.mktemp("home"))
    write(home, "01-good", "40 + 2")
    write(home, "02-bad", "1 / 0")
    return home


def write(home: Path, name: str, *sources: str) -> Path:
    cells = [new_code_cell(source, id=f"c{at}") for at, source in enumerate(sources)]
    path = home / "notebooks" / f"{name}.ipynb"
    path.write_text(nbformat.writes(new_notebook(cells=cells, metadata=SPEC)), encoding="utf-8")
    return path


def save(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(REAL / "tools" / "save_notebooks.py"), *words],
        env=os.environ | {"READOUTS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_outputs_are_saved_and_a_second_run_changes_nothing(home: Path):
    path = home / "notebooks" / "01-good.ipynb"
    assert save(home, "--check", "01").returncode == 1
    assert save(home, "01").returncode == 0
    [cell] = nbformat.read(path, as_version=4).cells
    assert (cell.execution_count, cell.outputs[0].data["text/plain"]) == (1, "42")
    before = path.read_bytes()
    assert "as saved" in save(home, "01").stdout
    assert save(home, "--check", "01").returncode == 0
    assert path.read_bytes() == before


def test_one_that_fails_is_told_and_left_alone(home: Path):
    path = home / "notebooks" / "02-bad.ipynb"
    before = path.read_bytes()
    done = save(home, "02")
    assert done.returncode == 1
    assert "02-bad.ipynb: ZeroDivisionError" in done.stderr
    assert path.read_bytes() == before
