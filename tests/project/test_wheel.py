"""The built wheel: a text is read in any folder, without the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Builds a package: runs with `make test-slow`.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("lib", "data", "pyproject.toml", "setup.py", "README.md", "LICENSE")
TEXT = (
    "Ngày 3/4/2024, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo. "
    "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác giáo dục."
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the built wheel is installed."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "install", "-qq", "--no-build-isolation", "--no-deps"]
    subprocess.run([*command, "--no-index", "--target", target, source], check=True)
    return target


def anywhere(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in ``folder`` with the installed library and no project."""
    kept = {name: value for name, value in os.environ.items() if name != "READOUTS_HOME"}
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env={**kept, "PYTHONPATH": str(installed)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_text_is_read_in_any_folder(installed: Path, tmp_path: Path) -> None:
    code = (
        "import readouts, pathlib\n"
        f"reading = readouts.read({TEXT!r})\n"
        "print(pathlib.Path(readouts.__file__).parent)\n"
        "print(*reading.items[['quote', 'side', 'act']].iloc[0], sep='; ')\n"
        "print(len(readouts.compare(reading, reading)))\n"
    )
    done = anywhere(installed, tmp_path, "-c", code)
    assert done.returncode == 0, done.stderr
    where, item, rows = done.stdout.splitlines()
    assert Path(where) == installed / "readouts"
    assert item == "tăng cường hợp tác giáo dục; Việt Nam; propose"
    assert rows == "1"


def test_the_command_reads_files_and_asks_for_a_project_where_it_needs_one(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = anywhere(installed, tmp_path, "-m", "readouts", "read", "a.txt")
    assert done.returncode == 0, done.stderr
    assert "tăng cường hợp tác giáo dục" in done.stdout
    done = anywhere(installed, tmp_path, "-m", "readouts", "list")
    assert done.returncode == 2
    assert "expected a project" in done.stderr
