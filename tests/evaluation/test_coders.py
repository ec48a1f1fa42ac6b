"""Two coders of the same text: how far they agree, and on what they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
import readouts
from made_projects import NOW, THEN, make_project
from readouts.cli import main
from readouts.errors import ReadoutsError
from readouts.evaluation.coders import agreement, alpha
from readouts.report.review import ReviewSession


@pytest.fixture
def coded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[ReviewSession, ReviewSession]:
    monkeypatch.setenv("READOUTS_HOME", str(make_project(tmp_path / "home", THEN, NOW)))
    first, second = (ReviewSession(THEN, by=name, coder=name) for name in ("AB", "CD"))
    for session in (first, second):
        for task in session.queue():
            session.accept(task)
    return first, second


def test_alpha_is_that_of_the_textbook() -> None:
    """Ten units of two labels, four told apart (Krippendorff 2011, section B): 0.095."""
    first, second = "0100000010", "1110010000"
    assert alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=0.001)


def test_sets_that_share_a_theme_differ_less_than_sets_that_share_none() -> None:
    near = [(frozenset("ab"), frozenset("a")), (frozenset("c"), frozenset("c"))]
    far = [(frozenset("ab"), frozenset("d")), (frozenset("c"), frozenset("c"))]
    assert alpha(near) > alpha(far)


def test_coders_who_accept_the_same_agree(coded) -> None:
    found = agreement("AB", "CD")
    assert found.texts == [THEN]
    assert found.measures.set_index("measure")["value"]["f1"] == 1.0
    assert found.differences.empty
    assert found.disagreements() == []
    assert len(found.agreed()) == len(coded[0].reading(THEN).item_rows)


def test_where_they_differ_is_listed(coded, capsys: pytest.CaptureFixture[str]) -> None:
    _, second = coded
    act, gone = second.queue()[:2]
    second.accept(act, act="agree")
    second.reject(gone)
    found = agreement("AB", "CD")
    assert set(found.differences["what"]) == {"act", "missed"}
    [one, other] = sorted(found.disagreements(), key=lambda each: each.second is None)
    assert (one.first.start, one.second.act) == (act.span[0], "agree")
    assert (other.first.start, other.second) == (gone.span[0], None)
    values = found.measures.set_index("measure")["value"]
    assert values["f1"] < 1
    assert values["act"] < values["side"] == 1
    assert main(["agreement", "AB", "CD"]) == 0
    assert "missed" in capsys.readouterr().out


def test_a_text_that_one_has_not_finished_is_no_ground(coded) -> None:
    coded[1].undo()
    with pytest.raises(ReadoutsError, match="no text in common"):
        agreement("AB", "CD")


def test_what_they_see_differently_is_settled_by_a_third(coded) -> None:
    _, second = coded
    act, gone, kept = second.queue()[:3]
    second.accept(act, act="agree")
    second.reject(gone)
    second.accept(kept, (kept.span[0], kept.span[0] + 3 + second_space(second, kept)))
    third = ReviewSession(THEN, by="EF", adjudicate=("AB", "CD"))
    tasks = {task.span: task for task in third.queue()}
    assert not any(task.settled for task in tasks.values())
    third.take(tasks[act.span], 1)
    third.take(tasks[gone.span], 1)
    assert third.reading(THEN).review.by == ("EF",)
    assert third.item(tasks[act.span]).act == "agree"
    assert third.item(tasks[gone.span]) is None
    for task in third.queue():
        if not task.settled:
            third.take(task, 0)
    assert all(task.settled for task in third.queue())
    assert third.take_agreed() > 0
    assert third.reading(THEN).reviewed
    while third.undo():
        pass
    assert third.reading(THEN).review.settled == 0


def second_space(session: ReviewSession, task) -> int:
    words = session.reading(task.meeting).source[slice(*task.span)]
    return words.rindex(" ") - 3


def test_the_panel_shows_both_versions_and_takes_one(coded) -> None:
    from readouts.report.review_panel import ReviewPanel

    _, second = coded
    gone = second.queue()[0]
    second.reject(gone)
    panel = ReviewPanel(ReviewSession(THEN, by="EF", adjudicate=("AB", "CD")))
    task = panel.state["task"]
    assert task["kind"] == "choice"
    assert [quote[0] for quote in task["quotes"]] == ["AB", "CD"]
    assert task["quotes"][1][2] == ""
    panel.press("take", which=1)
    assert panel.state["task"]["kind"] == "done"
    panel.press("agreed")
    assert "Accepted" in panel.state["message"]
    assert readouts.load(THEN).reviewed
