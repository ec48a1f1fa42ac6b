"""A notebook run to its end, where its kernel may not come up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made_notebooks import make_notebook
from readouts.batch import execution
from readouts.batch.execution import Task


@pytest.mark.parametrize(
    ("deaths", "told"), [(1, ""), (2, "RuntimeError: Kernel died before replying")]
)
def test_a_kernel_that_dies_before_it_answers_is_started_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deaths: int, told: str
) -> None:
    started = []

    def run_cells(task: Task, notebook: Any, kept: Path) -> Any:
        started.append(task.name)
        if len(started) <= deaths:
            raise RuntimeError("Kernel died before replying")
        return notebook

    monkeypatch.setattr(execution, "_run_cells", run_cells)
    source = make_notebook(tmp_path / "a.ipynb", "1 + 1").read_text(encoding="utf-8")
    _, error = execution._executed(Task("a", source, str(tmp_path)), tmp_path / "kept.ipynb")
    assert error == told
    assert len(started) == 2
