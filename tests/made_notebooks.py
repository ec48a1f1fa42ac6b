"""Notebooks made for tests of the batch, and projects that run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from made_projects import NOW, REAL, THEN, make_project
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

IMPORTS = "import matplotlib.pyplot as plt\nimport pandas as pd\nimport readouts"
PARAMETERS = (
    f'then: str = "{THEN}"\nnow: str = "{NOW}"\nlanguage: str = "en"\nthreshold: float = 0.5'
)
TABLE = "items = readouts.load(then).items[['start', 'quote']]\nreadouts.publish('items', items)"
FIGURE = "figure, axes = plt.subplots(figsize=(2, 1))\naxes.bar(['đề nghị', 'nhất trí'], [3, 1]);"
NUMBERS = "readouts.publish('headline', {'items': len(items), 'threshold': threshold})"
# What differs from run to run unless somebody takes care.
TRICKY = (
    "print({'b', 'a', 'c'}, object())\n"
    "import os, time\n"
    "print(os.getcwd(), time.strftime('%Z'), os.environ['LC_ALL'])\n"
    "display(pd.DataFrame({'x': [1]}).style)"
)


def make_notebook(path: Path, *cells: str, title: str = "A question?") -> Path:
    """Write a notebook with a title, imports, parameters and ``cells``; return its path."""
    written = new_notebook(
        cells=[
            new_markdown_cell(f"# {title}", id="title"),
            new_code_cell(IMPORTS, id="imports"),
            new_code_cell(PARAMETERS, id="parameters", metadata={"tags": ["parameters"]}),
            *(new_code_cell(cell, id=f"cell-{at}") for at, cell in enumerate(cells)),
        ]
    )
    written.metadata.kernelspec = {"name": "python3", "display_name": "x", "language": "python"}
    nbformat.write(written, path)
    return path


def make_batch(home: Path, plan: str = "", **notebooks: tuple[str, ...]) -> Path:
    """Make a project with notebooks (``n01_table=(cells…)``) and a plan of one report, ``pair``."""
    make_project(home, THEN, NOW)
    for name in (THEN, NOW):
        shutil.copy(REAL / "data" / "gold" / f"{name}.jsonl", home / "data" / "gold")
    for name, cells in notebooks.items():
        make_notebook(home / "notebooks" / f"{name[1:].replace('_', '-')}.ipynb", *cells)
    plan = plan or f"- name: pair\n  meetings: {{then: {THEN}, now: {NOW}}}\n"
    (home / "reports" / "plan.yml").write_text(plan, encoding="utf-8")
    return home


def environment(home: Path, **variables: str) -> dict[str, str]:
    return os.environ | {"READOUTS_HOME": str(home)} | variables


def report(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``readouts report`` in the project ``home``."""
    return subprocess.run(
        [sys.executable, "-m", "readouts", "report", *arguments],
        env=environment(home, **variables),
        cwd=variables.pop("cwd", home),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` by its path from there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
