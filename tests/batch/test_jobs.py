"""Tasks in processes of their own: none is lost, and none takes another with it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest
from made_projects import make_project
from readouts.batch import pages
from readouts.batch.jobs import run_each

# Starts processes: runs with `make test-slow`.
pytestmark = pytest.mark.slow


def work(task: str) -> str:
    if task == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "exit":
        os._exit(3)
    if task == "raise":
        raise ValueError("no such theme")
    return task.upper()


def lost(task: str, reason: str) -> str:
    return f"{task}: {reason}"


@pytest.mark.parametrize("at_once", [1, 3])
def test_each_task_gives_a_result_or_a_reason(at_once: int) -> None:
    found = set(run_each(["a", "kill", "b", "exit", "raise", "c"], work, lost, at_once))
    assert found == {
        "A", "B", "C",
        "kill: its process was ended by SIGKILL",
        "exit: its process ended with status 3",
        "raise: ValueError: no such theme",
    }  # fmt: skip


def test_leaving_early_ends_what_still_runs() -> None:
    before = set(psutil.Process().children())
    results = run_each(["a", "b"], lambda task: task if task == "a" else signal.pause(), lost, 2)
    assert next(results) == "a"
    results.close()
    assert set(psutil.Process().children()) <= before


def test_nothing_to_do() -> None:
    assert list(run_each([], work, lost, 2)) == []


def test_a_maker_that_cannot_start_says_what_to_do(monkeypatch, tmp_path: Path) -> None:
    """As with an installation that is older than the project: its imports fail."""
    monkeypatch.chdir(make_project(tmp_path))
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    [(_, outcome)] = pages.make_pages([pages.Page("pair", "0" * 64)], [])
    assert "could not start: run `make environment`" in outcome.error
