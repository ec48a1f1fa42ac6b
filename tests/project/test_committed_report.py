"""What is committed is what the code gives now: the plan's first report, built in another place.

Built once, with every way out of the machine closed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from readouts.batch import plan
from readouts.batch.manifest import read_manifest
from readouts.batch.reproducible import normalised
from readouts.corpus import fingerprints

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = ROOT / "tests" / "fixtures" / "offline"
FIRST = plan.reports()[0]
STEP = "run `make reports` and commit reports/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with its first report, built without a network and without a home."""
    home = tmp_path_factory.mktemp("copy") / "a project"
    for folder in ("data", "notebooks", "tests/fixtures/readouts"):
        shutil.copytree(ROOT / folder, home / folder)
    (home / "reports").mkdir()
    shutil.copy(ROOT / "reports" / "plan.yml", home / "reports")
    empty = home / "empty"
    empty.mkdir()
    path = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-m", "readouts", "report", FIRST.name],
        env=os.environ
        | {"READOUTS_HOME": str(home), "HOME": str(empty), "PYTHONPATH": path}
        | {"OFFLINE_LOG": str(home / "connections.txt"), "TZ": "Asia/Ho_Chi_Minh"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return home


def test_the_main_job_asks_nothing_of_the_network(built: Path) -> None:
    tried = built / "connections.txt"
    assert not tried.exists(), tried.read_text(encoding="utf-8")


def test_it_writes_nothing_to_the_home_folder(built: Path) -> None:
    left = [path for path in (built / "empty").rglob("*") if path.is_file()]
    assert not [
        path for path in left if "matplotlib" not in path.parts and "fontlist" not in path.name
    ]


def test_the_committed_report_is_what_the_code_gives_now(built: Path) -> None:
    committed = read_manifest(ROOT / "reports" / FIRST.name)
    if committed is None:
        pytest.skip(f"no report is committed yet; {STEP}")
    if committed.versions != fingerprints.versions():
        pytest.skip("built with other versions of packages than the committed one")
    now = read_manifest(built / "reports" / FIRST.name)
    assert now is not None
    then = committed.outputs
    changed = {name for name in {*then, *now.outputs} if then.get(name) != now.outputs.get(name)}
    assert not changed, f"{STEP}: {sorted(changed)}"


@pytest.mark.parametrize("name", list(plan.notebooks_of(FIRST)))
def test_saved_figures_are_those_the_code_draws_now(built: Path, name: str) -> None:
    """nbval compares every output but images."""
    saved = normalised(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4))
    ran = built / "reports" / FIRST.name / "notebooks" / f"{name}.ipynb"
    if pictures(saved) and plan.parameters_of(FIRST, ROOT / "notebooks" / f"{name}.ipynb"):
        assert pictures(saved) == pictures(nbformat.read(ran, as_version=4)), (
            f"{name}: a saved figure differs; run the notebook from top to bottom and save it"
        )


def pictures(notebook: nbformat.NotebookNode) -> list[str]:
    return [
        output.data[kind].replace("\n", "")
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        for kind in ("image/png", "image/svg+xml")
        if kind in output.get("data", {})
    ]
