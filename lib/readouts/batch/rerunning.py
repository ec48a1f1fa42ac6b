"""Saved notebooks run again, to see whether the outputs saved in them are those of the code now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from readouts.batch.execution import Outcome, Task, run
from readouts.batch.jobs import run_each
from readouts.errors import Problem
from readouts.storage.paths import shown

_AT_ONCE = 3
# Pictures hang on the fonts of a machine; the table beside each is compared.
_PICTURES = ("image/png", "image/jpeg", "image/svg+xml", "application/pdf")
_HINT = "run it from top to bottom and save it"

Output = dict[str, Any]


def stale(notebooks: list[Path]) -> Iterator[Problem]:  # no example: it takes kernels
    """Yield a problem for each notebook whose saved outputs are not those that it gives now.

    The notebooks run with the parameters they are saved with, several at once; nothing is
    written. Pictures are not compared.
    """
    tasks = [_task(path) for path in notebooks]
    places = {path.stem: path for path in notebooks}
    for outcome in run_each(tasks, run, _lost, _AT_ONCE):
        path = places[outcome.name]
        if outcome.error:
            yield Problem(shown(path), 0, f"does not run: {outcome.error}", "correct it")
            continue
        now = outcome.files[f"notebooks/{path.name}"].decode()
        yield from _differences(path, path.read_text(encoding="utf-8"), now)


def _task(path: Path) -> Task:
    return Task(path.stem, path.read_text(encoding="utf-8"), str(path.parent))


def _lost(task: Task, reason: str) -> Outcome:
    return Outcome(task.name, error=reason)


def _differences(path: Path, saved: str, now: str) -> Iterator[Problem]:
    """Yield one problem that counts the cells whose outputs differ and names the first."""
    pairs = list(zip_longest(_outputs(saved), _outputs(now), fillvalue=[]))
    cells = [number for number, (then, new) in enumerate(pairs, 1) if then != new]
    if cells:
        told = f"the saved outputs of {len(cells)} of {len(pairs)} code cells are not those of "
        yield Problem(shown(path), 0, f"{told}now, cell [{cells[0]}] first", _HINT)


def _outputs(notebook: str) -> list[list[Output]]:
    """Return the outputs of each code cell of a notebook's text, without pictures and counts."""
    cells = [cell for cell in json.loads(notebook)["cells"] if cell["cell_type"] == "code"]
    return [[_compared(output) for output in cell["outputs"]] for cell in cells]


def _compared(output: Output) -> Output:
    data = {
        kind: "".join(value) if isinstance(value, list) else value
        for kind, value in output.get("data", {}).items()
        if kind not in _PICTURES
    }
    return {"text": "".join(output.get("text", "")), "data": data, "name": output.get("name", "")}
