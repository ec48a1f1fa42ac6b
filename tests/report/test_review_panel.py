"""The panel without a browser: what a key asks for is done, and what is wrong is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import readouts
from made_projects import NOW, THEN, make_project
from readouts.corpus.decisions import load_decisions
from readouts.report.review import ReviewSession
from readouts.report.review_panel import ReviewPanel


@pytest.fixture
def panel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReviewPanel:
    monkeypatch.setenv("READOUTS_HOME", str(make_project(tmp_path / "home", THEN, NOW)))
    return ReviewPanel(ReviewSession(THEN, NOW, on="2026-11-30"))


def shown(panel: ReviewPanel) -> dict[str, Any]:
    return panel.state["task"]


def given(panel: ReviewPanel) -> dict[str, Any]:
    return {"span": shown(panel)["span"], "codes": shown(panel)["codes"]}


def marked(panel: ReviewPanel) -> str:
    start, end = shown(panel)["span"]
    return " ".join(w[2] for w in shown(panel)["words"] if w[0] < end and start < w[1])


def test_an_item_stands_in_its_paragraph_with_what_made_it_so(panel: ReviewPanel) -> None:
    task = shown(panel)
    source = readouts.load(dict(task["facts"])["Meeting"]).source
    start, end = task["span"]
    assert all(source[a:b] == word for a, b, word, _ in task["words"])
    text = "".join(gap + word for _, _, word, gap in task["words"]) + task["tail"]
    assert source[start:end] in text
    assert {"Rule", "Probability"} <= set(dict(task["facts"]))
    assert load_decisions() == ()


def test_without_a_name_nothing_is_written(panel: ReviewPanel) -> None:
    panel.press("accept", **given(panel))
    assert panel.state["fault"]
    assert "initials" in panel.state["message"]
    assert load_decisions() == ()


def test_keys_go_on_back_and_undo(panel: ReviewPanel) -> None:
    panel.press("by", name="AB")
    first = marked(panel)
    panel.press("accept", **given(panel))
    assert marked(panel) != first
    assert "Written" in panel.state["message"]
    panel.press("back")
    assert marked(panel) == first
    panel.press("next")
    panel.press("undo")
    assert load_decisions() == ()
    assert marked(panel) == first
    panel.press("undo")
    assert "nothing to undo" in panel.state["message"]


def test_what_is_changed_and_undone_is_shown_again(panel: ReviewPanel) -> None:
    panel.press("by", name="AB")
    first, words = marked(panel), shown(panel)["words"]
    start, end = shown(panel)["span"]
    inside = [word for word in words if start <= word[0] < end]
    panel.press("accept", span=[inside[1][0], end], codes=shown(panel)["codes"])
    assert load_decisions()[0].decide == "edges"
    panel.press("undo")
    assert marked(panel) == first


def test_a_missed_one_is_marked_and_added(panel: ReviewPanel) -> None:
    panel.press("by", name="AB")
    place = shown(panel)["choices"]["mark"][-1][0]
    panel.press("mark", span=place)
    assert shown(panel)["kind"] == "add"
    codes = shown(panel)["codes"] | {"act": "agree", "speaker": "both", "side": "both"}
    panel.press("add", span=place[1:], codes=codes)
    [added] = load_decisions()
    assert (added.decide, added.meeting, added.act) == ("add", place[0], "agree")
    panel.press("mark", span=place)
    panel.press("back")
    assert shown(panel)["kind"] == "item"


def test_matches_follow_and_then_the_end(panel: ReviewPanel) -> None:
    panel.press("by", name="AB")
    for _ in range(80):
        kind = shown(panel)["kind"]
        if kind == "match":
            assert [len(quote) for quote in shown(panel)["quotes"]] == [5, 5]
            panel.press("same")
        elif kind == "item":
            panel.press("accept", **given(panel))
        else:
            break
    assert shown(panel)["kind"] == "done"
    assert all(share == 1 for _, share, _ in panel.state["progress"])


def test_a_message_that_no_key_sends_does_nothing(panel: ReviewPanel) -> None:
    before = panel.state
    panel.press("_decided")
    panel.press("show")
    assert panel.state == before
    assert "JupyterLab" in repr(panel)
