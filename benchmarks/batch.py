"""The batch beside what else a user could run: the same notebooks, executed and turned to HTML.

    python benchmarks/batch.py [--rounds N] [--out FILE]

Every variant runs in every round, one after another on an otherwise idle machine, so that the
ratios hold even where the seconds do not. What the notebooks showed is compared cell by cell.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from readouts.batch import plan
from readouts.batch.execution import FIXED
from readouts.batch.reproducible import normalised

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "batch.md")
    arguments = parser.parse_args()
    report = plan.reports()[0]
    notebooks = list(plan.notebooks_of(report).values())
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        home = project_in(Path(scratch) / "project")
        alone: dict[str, list[float]] = {}
        variants = variants_of(report, notebooks, home, Path(scratch), alone)
        seconds: dict[str, list[float]] = {name: [] for name in variants}
        shown: dict[str, list[list[str]]] = {}
        for number in range(arguments.rounds):
            for name, (run, executed) in variants.items():
                began = time.perf_counter()
                run()
                seconds[name].append(time.perf_counter() - began)
                shown[name] = [outputs_of(path) for path in executed()]
                print(f"round {number + 1}: {seconds[name][-1]:6.1f} s  {name}", flush=True)
    text = table(seconds, shown, len(notebooks)) + table_alone(alone)
    arguments.out.write_text(text, encoding="utf-8")
    print(arguments.out.read_text(encoding="utf-8"))


Variant = tuple[Callable[[], None], Callable[[], list[Path]]]


def variants_of(
    report: plan.Report,
    notebooks: list[Path],
    home: Path,
    scratch: Path,
    alone: dict[str, list[float]],
) -> dict[str, Variant]:
    """Return, for each way to do it, what runs it and where the executed notebooks lie.

    ``alone`` gets the seconds of each notebook run by itself.
    """
    out = scratch / "out"
    environment = os.environ | FIXED | {"READOUTS_HOME": str(home)}
    parameters = {path: plan.parameters_of(report, path) for path in notebooks}

    def fresh() -> None:
        # Each way reads the texts itself.
        shutil.rmtree(home / ".cache", ignore_errors=True)
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()

    def call(*command: object) -> str:
        words = [str(word) for word in command]
        done = subprocess.run(
            words, env=environment, cwd=home, check=True, capture_output=True, text=True
        )
        return done.stdout

    def given(path: Path) -> list[str]:
        return [
            word for name, value in parameters[path].items() for word in ("-p", name, str(value))
        ]

    def shell_loop() -> None:
        fresh()
        for path in notebooks:
            call(PYTHON, "-m", "papermill", path, out / path.name, *given(path))
            call(PYTHON, "-m", "nbconvert", "--to", "html", out / path.name)

    def papermill_api() -> None:
        fresh()
        jobs = [(str(path), str(out / path.name), dict(parameters[path])) for path in notebooks]
        # Twice: the first notebook of a process also pays for what papermill loads.
        jobs[:0] = [(str(imports_only(scratch)), str(out / IMPORTS_ONLY), {})] * 2
        for line in call(PYTHON, "-c", API, repr(jobs)).splitlines()[1:]:
            seconds, name = line.split(" ", 1)
            alone.setdefault(name, []).append(float(seconds))

    def nbconvert_execute() -> None:
        fresh()
        call(
            PYTHON, "-m", "nbconvert", "--to", "html", "--execute", "--output-dir", out, *notebooks
        )

    def ploomber() -> None:
        fresh()
        jobs = [(str(path), str(out / path.name), dict(parameters[path])) for path in notebooks]
        call(PYTHON, "-c", PLOOMBER, repr(jobs))

    def ours() -> None:
        fresh()
        shutil.rmtree(home / "reports" / report.name, ignore_errors=True)
        again()

    def again() -> None:
        call(PYTHON, "-m", "readouts", "report", report.name)

    def in_out() -> list[Path]:
        return [out / path.name for path in notebooks if (out / path.name).exists()]

    def in_report() -> list[Path]:
        return [home / "reports" / report.name / "notebooks" / path.name for path in notebooks]

    variants: dict[str, Variant] = {
        "shell loop: papermill, then nbconvert": (shell_loop, in_out),
        "papermill's API, one after another, then HTML": (papermill_api, in_out),
        "nbconvert --execute, all at once (no parameters)": (nbconvert_execute, in_out),
        "readouts report": (ours, in_report),
        "readouts report, nothing changed": (again, in_report),
    }
    if find_spec("ploomber"):
        variants["ploomber, Parallel(2), then HTML"] = (ploomber, in_out)
    return variants


IMPORTS_ONLY = "nothing but the imports.ipynb"
API = """
import ast, pathlib, sys, time, papermill
from nbconvert import HTMLExporter
for source, out, parameters in ast.literal_eval(sys.argv[1]):
    began = time.perf_counter()
    done = papermill.execute_notebook(source, out, parameters, progress_bar=False)
    print(time.perf_counter() - began, pathlib.Path(source).stem)
    page, _ = HTMLExporter().from_notebook_node(done)
    open(out + ".html", "w", encoding="utf-8").write(page)
"""
PLOOMBER = """
import ast, sys
from pathlib import Path
from ploomber import DAG
from ploomber.executors import Parallel
from ploomber.products import File
from ploomber.tasks import NotebookRunner
from nbconvert import HTMLExporter
dag = DAG(executor=Parallel(processes=2))
jobs = ast.literal_eval(sys.argv[1])
for source, out, parameters in jobs:
    NotebookRunner(Path(source), File(out), dag, name=Path(source).stem, params=parameters,
                   static_analysis="disable")
dag.build(force=True)
for _, out, _ in jobs:
    page, _ = HTMLExporter().from_filename(out)
    open(out + ".html", "w", encoding="utf-8").write(page)
"""


def project_in(home: Path) -> Path:
    """Copy what reports are made from to ``home``, so that none of ours is touched."""
    for folder in ("data", "notebooks", "tests/fixtures/readouts"):
        shutil.copytree(ROOT / folder, home / folder)
    (home / "reports").mkdir()
    shutil.copyfile(ROOT / "reports" / "plan.yml", home / "reports" / "plan.yml")
    return home


def imports_only(folder: Path) -> Path:
    """Write a notebook that does nothing: what a kernel and the imports take by themselves."""
    cell = new_code_cell("import pandas, matplotlib.pyplot, readouts")
    notebook = new_notebook(cells=[cell])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "x", "language": "python"}
    nbformat.write(notebook, folder / IMPORTS_ONLY)
    return folder / IMPORTS_ONLY


def outputs_of(path: Path) -> list[str]:
    """Return what each code cell showed, without what differs from run to run anyway."""
    cells = normalised(nbformat.read(path, as_version=4)).cells
    return [
        str([output.get("data") or output.get("text") or output for output in cell.outputs])
        for cell in cells
        if cell.cell_type == "code" and "injected-parameters" not in cell.metadata.get("tags", [])
    ]


def table(seconds: dict[str, list[float]], shown: dict[str, list[list[str]]], count: int) -> str:
    """Return the table of results as Markdown."""
    first = next(iter(seconds))
    base, reference = statistics.median(seconds[first]), shown[first]
    rounds = len(seconds[first])
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    lines = [
        f"{count} notebooks, executed and turned to HTML; {rounds} rounds; {cores} cores, "
        f"Python {platform.python_version()}, {platform.system()}; byte code for all.",
        "",
        "| how | median, s | from | to | times faster | cells that show the same |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, times in seconds.items():
        median = statistics.median(times)
        lines.append(
            f"| {name} | {median:.1f} | {min(times):.1f} | {max(times):.1f} | {base / median:.1f} "
            f"| {same_cells(reference, shown[name])} |"
        )
    return "\n".join(lines) + "\n"


def table_alone(alone: dict[str, list[float]]) -> str:
    """Return the table of the notebooks run by themselves, each in a stock kernel of its own."""
    medians = {name: statistics.median(times) for name, times in alone.items()}
    imports = medians[Path(IMPORTS_ONLY).stem]
    lines = ["", "| notebook on its own, stock kernel | median, s | beyond the imports |"]
    lines += ["|---|---:|---:|"]
    lines += [f"| {name} | {took:.1f} | {took - imports:.1f} |" for name, took in medians.items()]
    lines += [
        "",
        "The first that has them also reads the two texts, which the others find kept; the",
    ]
    lines += ["one on validity reads the texts coded by hand."]
    return "\n".join(lines) + "\n"


def same_cells(reference: list[list[str]], found: list[list[str]]) -> str:
    """Return how many cells show what those of the reference do, of how many."""
    if not found:
        return "(not kept)"
    pairs = [
        (ours, theirs)
        for one, other in zip(reference, found, strict=True)
        for ours, theirs in zip(one, other, strict=True)
    ]
    return f"{sum(ours == theirs for ours, theirs in pairs)} of {len(pairs)}"


if __name__ == "__main__":
    main()
