"""A new readout registered, read and reviewed to the end in JupyterLab, by keyboard alone."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
import readouts
from made_lab import open_notebook, run_all, running_lab, without_outputs
from made_projects import REAL, THEN, make_project
from readouts.cli import main
from readouts.corpus.decisions import load_decisions
from readouts.labels import shown_date
from readouts.model import Item
from readouts.report.review import ReviewSession
from readouts.report.review_tasks import item_task

NEW = "laos-transport-2021"
TEXT = REAL / "tests" / "fixtures" / "review" / f"{NEW}.txt"
NOTEBOOK = "09-review.ipynb"
# One notebook stands for all of the report.
SHOWN = "03-proposals.ipynb"
# What a person may take for twenty decisions: a program that waits for each answer is faster.
SECONDS_A_DECISION = 6


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one written readout, into which the new one is registered by the command."""
    home = make_project(tmp_path / "project", THEN)
    monkeypatch.setenv("READOUTS_HOME", str(home))
    assert main(["add", str(TEXT), "--id", NEW, "--date", "2021-07-06"]) == 0
    return home


@pytest.fixture
def opened(browser, home: Path, tmp_path: Path) -> Iterator[Callable[..., Panel]]:
    """Open the panel of the notebook, run in JupyterLab with the parameters given."""
    lab, own = tmp_path / "lab", tmp_path / "own"
    lab.mkdir(), own.mkdir()
    with running_lab(lab, own, home) as address:
        context = browser.new_context(viewport={"width": 1600, "height": 1000})

        def open_panel(**parameters: object) -> Panel:
            notebook = json.loads(without_outputs(REAL / "notebooks" / NOTEBOOK))
            [cell] = [one for one in notebook["cells"] if one["metadata"].get("tags")]
            cell["source"] += [f"\n{name} = {value!r}" for name, value in parameters.items()]
            (lab / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")
            page = open_notebook(context, address, NOTEBOOK)
            run_all(page, lab / NOTEBOOK)
            return Panel(page, home)

        yield open_panel
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

    def click_word(self, number: int) -> str:
        """Click a word of what is marked, from the end where ``number`` is below 0."""
        marked = self.root.locator(".word.mark")
        count = marked.count()
        word = marked.nth(number % count)
        text = word.inner_text()
        word.click()
        return text

    def settle(self) -> None:
        """Settle the proposal shown, with a theme where it has none."""
        if self.root.locator(".codes b").last.inner_text() == "–":
            self.type("t", "Enter", "Escape")
        self.decide("a")

    def barriers(self) -> list[str]:
        """Return what would keep a person who sees or hears less from using the panel."""
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
        found = axe.Axe().run(self.page, context=".readouts-review").response["violations"]
        return [fault["id"] for fault in found]

    def settle_all(self, kind: str, at_most: int = 60) -> int:
        """Accept while there is something of a kind; return how many."""
        for number in range(at_most):
            if self.kind != kind:
                return number
            self.settle() if kind == "item" else self.decide("a")
        raise AssertionError(f"expected an end of what is to be judged within {at_most} decisions")


def test_a_new_readout_is_reviewed_to_the_end_and_reported(opened, browser, home: Path) -> None:
    panel = opened(meetings=[THEN, NEW])
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
    ]
    for keys in first_steps:
        panel.decide(*keys)
        decided += keys != ("u",)
    for _ in range(2):  # the parts of what was split come next
        panel.settle()
        decided += 1
    decided += _judged_by_mouse(panel)
    for keys in (("j",), ("n",), ("b",)):
        panel.decide(*keys)
    panel.decide("m", "N", "h", "u", "n", "g", "Enter")
    assert panel.kind == "add"
    panel.decide("1", "a")
    decided += 2 + panel.settle_all("item")
    assert panel.kind == "match"
    assert panel.barriers() == []
    panel.decide("r")
    panel.decide("o", "ArrowDown", "Enter")
    decided += 2 + panel.settle_all("match")
    assert panel.kind == "done"
    seconds = (time.monotonic() - began) / decided
    print(f"{decided} decisions, {seconds:.2f} s each")
    assert decided > 20
    assert seconds < SECONDS_A_DECISION
    _is_reviewed()
    _is_reported(browser, home)
    for _ in range(3 * decided):
        if "nothing to undo" in panel.root.locator("[role=status]").inner_text():
            break
        panel.decide("u")
    assert panel.files() == {}


def _judged_by_mouse(panel: Panel) -> int:
    """Move an edge by clicking the last word but one, and settle it."""
    word = panel.click_word(-2)
    assert panel.root.locator(".word.mark").last.inner_text() == word
    panel.root.focus()
    panel.settle()
    return 1


def _is_reviewed() -> None:
    reading = readouts.load(NEW)
    assert reading.reviewed
    assert reading.review.by == ("AB",)
    said = load_decisions()
    kinds = {one.decide for one in said}
    assert kinds >= {"accept", "code", "edges", "drop", "split", "join", "add", "match", "never"}
    assert {one.by for one in said} == {"AB"}
    assert "an" in {one.reason for one in said}
    assert readouts.compare(THEN, NEW).frame["decided"].all()


def _is_reported(browser, home: Path) -> None:
    shutil.copy(REAL / "notebooks" / SHOWN, home / "notebooks")
    plan = f"- name: pair\n  meetings: {{then: {THEN}, now: {NEW}}}\n"
    (home / "reports" / "plan.yml").write_text(plan, encoding="utf-8")
    assert main(["compare", THEN, NEW]) == 0
    assert main(["report"]) == 0
    page = browser.new_page()
    page.goto((home / "reports" / "pair" / "index.html").as_uri())
    items = sum(len(readouts.load(name).item_rows) for name in (THEN, NEW))
    told = f"{items} of {items} proposals reviewed by AB, {shown_date(date.today().isoformat())}."
    assert told in page.locator(".state.reviewed").inner_text()
    rows = page.locator("#ledger tr.row")
    assert rows.count() == page.locator("#ledger tr.row[data-decided='1']").count() > 0
    page.close()


def test_what_two_coders_see_differently_is_judged_from_the_list(opened, home: Path) -> None:
    _coded("AB", {})
    _coded("CD", {0: "other", 3: "none", 5: "shorter"})
    panel = opened(meetings=[NEW], adjudicate=["AB", "CD"])
    panel.decide("i", "E", "F", "Enter")
    assert panel.kind == "choice"
    assert panel.barriers() == []
    panel.type("l")
    listed = panel.root.locator(".popup li")
    assert listed.count() == 3
    last = listed.last.inner_text().partition(": ")[2]
    panel.decide("ArrowDown", "ArrowDown", "Enter")
    quoted = panel.root.locator(".quote .mark").first.inner_text()
    assert quoted.startswith(last.rstrip("…")[:60])
    panel.decide("w", "l", "o", "n", "g", "Enter", "1")
    panel.decide("2")
    panel.decide("2")
    assert panel.kind == "done"
    panel.decide("g")
    reading = readouts.load(NEW)
    assert reading.reviewed
    assert reading.review.by == ("EF",)
    assert "long" in {one.reason for one in load_decisions()}
    coded = {name: readouts.load(NEW, coder=name).item_rows for name in ("AB", "CD")}
    # The first coder was right about the edges, the second about the act and about what is none.
    kept = [coded["AB"][number] for number in range(len(coded["AB"])) if number not in (0, 3)]
    assert set(_codes(reading.item_rows)) == set(_codes([coded["CD"][0], *kept]))


def _coded(coder: str, otherwise: dict[int, str]) -> None:
    """Let a coder settle every proposal of the new readout, some of them otherwise."""
    session = ReviewSession(NEW, by=coder, coder=coder)
    for number, item in enumerate(session.reading(NEW).item_rows):
        task = item_task(NEW, item)
        if otherwise.get(number) == "none":
            session.reject(task)
            continue
        themes = {"themes": item.themes or ("trade",)}
        acts = {"act": "agree" if item.act != "agree" else "propose"}
        words = session.reading(NEW).source[item.start : item.end].rsplit(" ", 1)[0]
        span = (item.start, item.start + len(words))
        session.accept(
            task,
            span if otherwise.get(number) == "shorter" else None,
            **themes | (acts if otherwise.get(number) == "other" else {}),
        )


def _codes(items: Iterable[Item]) -> list[tuple[object, ...]]:
    return [(item.start, item.end, item.act, item.themes) for item in items]
