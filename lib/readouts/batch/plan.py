"""The plan of the reports: meetings, notebooks and parameters.

It is checked against the notebooks and the register before anything runs, because papermill only
warns about a misspelt parameter and then uses the default.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator

from readouts.corpus.register import checked_id, meetings
from readouts.errors import ReadoutsError, did_you_mean
from readouts.settings import RANGES, out_of_range
from readouts.storage.paths import notebooks_dir, reports_dir, shown
from readouts.storage.yaml_files import Entry, Fault, load_yaml

Value = bool | int | float | str | list[str] | list[float]
_NOTEBOOK = re.compile(r"\d\d-[a-z0-9]+(?:-[a-z0-9]+)*")
CELL_SECONDS = 120


class Report(Entry):
    """A report of the plan. ``meetings`` gives the meeting id for each parameter that names a
    meeting; ``notebooks`` are those to run (default: all that have these parameters);
    ``parameters`` go to every notebook that has them; ``cell_seconds`` is the time limit of a
    cell."""

    name: str
    meetings: dict[str, str] = Field(default_factory=dict)
    notebooks: tuple[str, ...] = ()
    parameters: dict[str, Value] = Field(default_factory=dict)
    language: Literal["en", "vi"] = "en"
    cell_seconds: int = CELL_SECONDS

    @field_validator("name")
    @classmethod
    def _names_a_folder(cls, name: str) -> str:
        return checked_id(name, "name")

    @field_validator("cell_seconds")
    @classmethod
    def _is_positive(cls, seconds: int) -> int:
        if not 1 <= seconds <= 86400:
            raise ValueError("expected from 1 to 86400 seconds")
        return seconds

    def given(self) -> dict[str, Value]:
        """Return all parameters of the report: its own, its meetings, its language."""
        return {"language": self.language, **self.parameters, **self.meetings}


def plan_path() -> Path:
    """Return the path of the plan.

    >>> plan_path().name
    'plan.yml'
    """
    return reports_dir() / "plan.yml"


def reports(names: Sequence[str] = ()) -> list[Report]:
    """Return the reports of the plan, or the named ones, each checked.

    Raises `ProblemsError` with all problems of ``reports/plan.yml``, `ReadoutsError` for a name
    that is not in the plan.

    >>> [report.name for report in reports()] == [report.name for report in reports([])]
    True
    """
    planned = load_yaml(plan_path(), tuple[Report, ...], check=_faults)
    known = {report.name: report for report in planned}
    for name in names:
        if name not in known:
            raise ReadoutsError(
                f"{shown(plan_path())}: no report is named {name[:80]!r}; "
                f"{did_you_mean(name, known, 'reports')}"
            )
    return [known[name] for name in dict.fromkeys(names)] or list(planned)


def available_notebooks() -> dict[str, Path]:
    """Return the notebooks of ``notebooks/`` by their names, in order.

    >>> all(path.suffix == ".ipynb" for path in available_notebooks().values())
    True
    """
    folder = notebooks_dir()
    paths = sorted(path for path in folder.glob("*.ipynb") if _NOTEBOOK.fullmatch(path.stem))
    # A link could lead to a notebook of somebody else; only files in this folder are run.
    return {path.stem: path for path in paths if path.resolve().parent == folder.resolve()}


def notebooks_of(report: Report) -> dict[str, Path]:
    """Return the notebooks of a report by name, in order.

    By default: all that have a parameter for every meeting, except number 00, which is for
    exploring.

    >>> list(notebooks_of(Report(name="x", notebooks=["99-no-such"])))
    []
    """
    available = available_notebooks()
    if report.notebooks:
        return {name: available[name] for name in report.notebooks if name in available}
    wanted = set(report.meetings)
    return {
        name: path
        for name, path in available.items()
        if not name.startswith("00") and wanted <= set(defaults(path))
    }


def parameters_of(report: Report, path: Path) -> dict[str, Value]:  # no example: needs a notebook
    """Return the parameters of the report that the notebook at ``path`` has."""
    names = defaults(path)
    return {name: value for name, value in report.given().items() if name in names}


def defaults(path: Path) -> dict[str, Any]:  # no example: needs a notebook
    """Return the parameters of a notebook with their defaults, from its cell ``parameters``.

    Raises `ReadoutsError` if the notebook cannot be read or a default is not a literal.
    """
    return dict(_defaults(path, path.read_bytes()))


def ranges(path: Path) -> dict[str, tuple[float, float]]:  # no example: needs a notebook
    """Return the ranges of the parameters of a notebook: those of settings of the library, and
    those at the end of the comment of a parameter (``# …, 0 to 1``)."""
    named = _RANGE.findall(_parameters_cell(path.read_bytes()))
    return RANGES | {name: (float(low), float(high)) for name, low, high in named}


_RANGE = re.compile(r"^(\w+)[^#\n]*#.*?(-?\d+(?:\.\d+)?) to (-?\d+(?:\.\d+)?)$", re.M)


def _parameters_cell(content: bytes) -> str:
    cells = json.loads(content)["cells"]
    tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    return "".join("".join(cell["source"]) + "\n" for cell in tagged)


@cache
def _defaults(path: Path, content: bytes) -> tuple[tuple[str, Any], ...]:
    try:
        return tuple(_assigned(ast.parse(_parameters_cell(content))))
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        raise ReadoutsError(
            f"{shown(path)}: expected a notebook whose cell tagged `parameters` assigns literals, "
            f"but it cannot be read ({error}). Open it in JupyterLab and correct that cell."
        ) from None


def _assigned(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, ast.literal_eval(node.value)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, ast.literal_eval(node.value)


def imports_of(sources: Iterable[str]) -> list[str]:
    """Return the names that notebooks with this code import, each once, in order.

    A name imported from a package may be a module; the caller has to try.

    >>> lines = ["import pandas as pd\\n", "from readouts.report import charts"]
    >>> cell = {"cell_type": "code", "source": lines}
    >>> imports_of([json.dumps({"cells": [cell]})])
    ['pandas', 'readouts.report.charts']
    """
    pairs = (pair for source in sources for pair in _IMPORT.findall(source))
    return list(dict.fromkeys(".".join(pair).strip(".") for pair in pairs))


_IMPORT = re.compile(r'"(?:from ([\w.]+) )?import ([\w.]+)')


# --- problems -----------------------------------------------------------------------------------


def _faults(planned: tuple[Report, ...]) -> Iterator[Fault]:
    registered, available = meetings(), available_notebooks()
    for number, report in enumerate(planned):
        if report.name in [earlier.name for earlier in planned[:number]]:
            yield Fault((number, "name"), f"the name `{report.name}` is used twice", "rename one")
        for parameter, meeting in report.meetings.items():
            if meeting not in registered:
                hint = did_you_mean(meeting, registered, "registered")
                at = (number, "meetings", parameter)
                yield Fault(at, f"no meeting is registered as `{meeting}`", hint)
        for place, name in enumerate(report.notebooks):
            if name not in available:
                hint = did_you_mean(name, available, "notebooks")
                at = (number, "notebooks", place)
                yield Fault(at, f"there is no notebook `{name}` in notebooks/", hint)
        if not report.notebooks and not notebooks_of(report):
            yield Fault((number,), f"`{report.name}` runs no notebook", "name at least one")
        yield from _parameter_faults(number, report)


def _parameter_faults(number: int, report: Report) -> Iterator[Fault]:
    if not report.meetings and not report.notebooks:
        message = "expected `meetings` to compare, or the `notebooks` to run; found neither"
        yield Fault((number,), message, "add one of them")
    paths = (notebooks_of(report) if report.notebooks else available_notebooks()).values()
    known: dict[str, list[tuple[Any, Any]]] = {}
    for path in paths:
        for name, default in defaults(path).items():
            known.setdefault(name, []).append((default, ranges(path).get(name)))
    for group in ("meetings", "parameters"):
        for name, value in getattr(report, group).items():
            if name not in known:
                message = f"no notebook of this report has the parameter `{name}`"
                hint = did_you_mean(name, known, "parameters")
            else:
                message = _value_problem(name, value, known[name])
                hint = f"its default is {known[name][0][0]!r}"
            if message:
                yield Fault((number, group, name), message, hint)


def _value_problem(name: str, value: Any, known: Sequence[tuple[Any, Any]]) -> str:
    """Return what is wrong with a value, given the default and range of each notebook, or ""."""
    if not any(_same_kind(value, default) for default, _ in known):
        return f"expected {_kind(known[0][0])} for `{name}`, found {_kind(value)}"
    numbers = value if isinstance(value, list) else [value]
    for low, high in sorted({bounds for _, bounds in known if bounds}):
        if any(out_of_range(number, low, high) for number in numbers):
            return f"expected `{name}` from {low:g} to {high:g}, found {value!r}"
    return ""


def _same_kind(value: Any, default: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, (int, float))
    return default is None or isinstance(value, type(default))


def _kind(value: Any) -> str:
    kinds = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
    return kinds.get(type(value), "a list")
