"""A new readout registered, read and reviewed to the end in JupyterLab, by keyboard alone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import readouts
from made_lab import open_notebook, run_all, running_lab, without_outputs
from made_projects import REAL, THEN, make_project
from readouts.cli import main
from readouts.corpus.decisions import load_decisions

NEW = "laos-transport-2021"
TEXT = REAL / "tests" / "fixtures" / "review" / f"{NEW}.txt"
NOTEBOOK = "09-review.ipynb"
# What a person may take for twenty decisions: a program that waits for each answer is faster.
SECONDS_A_DECISION = 6


@pytest.fixture
def panel(browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Panel]:
    home = make_project(tmp_path / "project", THEN)
    monkeypatch.setenv("READOUTS_HOME", str(home))
    assert main(["add", str(TEXT), "--id", NEW, "--date", "2021-07-06"]) == 0
    lab, own = tmp_path / "lab", tmp_path / "own"
    lab.mkdir(), own.mkdir()
    notebook = without_outputs(REAL / "notebooks" / NOTEBOOK)
    pair = json.dumps(["guangxi-2024", "guangxi-2025"])[1:-1].replace('"', '\\"')
    ours = json.dumps([THEN, NEW])[1:-1].replace('"', '\\"')
    assert pair in notebook
    (lab / NOTEBOOK).write_text(notebook.replace(pair, ours), encoding="utf-8")
    with running_lab(lab, own, home) as address:
        context = browser.new_context(viewport={"width": 1600, "height": 1000})
        page = open_notebook(context, address, NOTEBOOK)
        run_all(page, lab / NOTEBOOK)
        yield Panel(page, home)
        context.close()


class Panel:
    """The panel as a person at the keyboard has it."""

    def __init__(self, page, home: Path) -> None:
        self.page, self.decisions = page, home / "data" / "decisions"
        self.root = page.locator(".readouts-review")
        self.root.wait_for()
        self.root.focus()

    @property
    def kind(self) -> str:
        return self.root.get_attribute("data-kind")

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.decisions.iterdir()}

    def type(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def decide(self, *keys: str) -> None:
        """Press keys the last of which decides (or goes on), and wait for what follows."""
        before = self.root.get_attribute("data-task")
        self.type(*keys)
        self.page.wait_for_function(
            "([root, before]) => root.dataset.task !== before",
            arg=[self.root.element_handle(), before],
            timeout=20_000,
        )

    def barriers(self) -> list[str]:
        """Return what would keep a person who sees or hears less from using the panel."""
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
        found = axe.Axe().run(self.page, context=".readouts-review").response["violations"]
        return [fault["id"] for fault in found]

    def accept_all(self, kind: str, at_most: int = 60) -> int:
        """Accept while there is something of a kind; return how many."""
        for number in range(at_most):
            if self.kind != kind:
                return number
            self.decide("a")
        raise AssertionError(f"expected an end of what is to be judged within {at_most} decisions")


def test_a_new_readout_is_reviewed_to_the_end_by_keyboard(panel: Panel) -> None:
    assert panel.files() == {}
    panel.decide("i", "A", "B", "Enter")
    assert panel.files() == {}, "a name decides nothing"
    assert panel.barriers() == []
    decided, began = 0, time.monotonic()
    first_steps = [
        ("3", "t", "g", "i", "a", "o", "ArrowDown", "Enter", "Escape", "a"),  # act and a theme
        ("v", "Enter", "a"),  # another speaker
        ("d", "ArrowDown", "Enter", "a"),  # another side
        ("}", "a"),  # an edge moved
        ("r",),
        ("u",),
        ("w", "a", "n", "Enter", "r"),  # rejected, with a reason
        ("s", "ArrowRight", "Enter"),
        ("j",),
        ("n",),
        ("b",),
    ]
    for keys in first_steps:
        panel.decide(*keys)
        decided += keys[-1] not in "unb"
    panel.decide("m", "N", "h", "u", "n", "g", "Enter")
    assert panel.kind == "add"
    panel.decide("1", "a")
    decided += 1
    decided += panel.accept_all("item")
    assert panel.kind == "match"
    assert panel.barriers() == []
    panel.decide("r")
    panel.decide("o", "ArrowDown", "Enter")
    decided += 2
    decided += panel.accept_all("match")
    assert panel.kind == "done"
    seconds = (time.monotonic() - began) / decided
    print(f"{decided} decisions, {seconds:.2f} s each")
    assert seconds < SECONDS_A_DECISION
    _is_reviewed()
    for _ in range(3 * decided):
        if "nothing to undo" in panel.root.locator("[role=status]").inner_text():
            break
        panel.decide("u")
    assert panel.files() == {}


def _is_reviewed() -> None:
    reading = readouts.load(NEW)
    assert reading.reviewed
    assert reading.review.by == ("AB",)
    said = load_decisions()
    kinds = {one.decide for one in said}
    assert kinds >= {"accept", "code", "edges", "drop", "split", "join", "add", "match", "never"}
    assert {one.by for one in said} == {"AB"}
    assert "an" in {one.reason for one in said}
    ledger = readouts.compare(THEN, NEW)
    assert ledger.frame["decided"].sum() > 1
