"""The widgets, without a browser: what a click sets, a test sets; the views follow at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import readouts
from made_projects import NOW, THEN, make_project
from readouts.errors import ReadoutsError
from readouts.report.explore import Corrector, Explorer
from readouts.report.review import correction, drop_decision

EMPTY = "none-voters-2023"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("home"), THEN, NOW, EMPTY)


@pytest.fixture(autouse=True)
def in_project(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("READOUTS_HOME", str(home))
    yield
    for path in (home / "data" / "decisions").iterdir():
        path.unlink()


def decided(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "data" / "decisions").iterdir())


def test_nothing_chosen_is_everything_of_the_meetings_chosen():
    explorer = Explorer(THEN, NOW)
    assert len(explorer.items) == len(readouts.load(THEN).items) + len(readouts.load(NOW).items)
    explorer.meetings.value = (NOW,)
    assert set(explorer.items["meeting"]) == {NOW}


def test_every_view_follows_a_choice_at_once():
    explorer = Explorer(THEN, NOW)
    before = explorer.shown
    quote = explorer.items["quote"].iloc[0]
    explorer.words.value = quote
    table, sentences, lines = explorer.shown
    assert (table, sentences, lines) == tuple(
        str(view.html) for view in (explorer.table, explorer.sentences, explorer.lines)
    )
    assert all(new != old for new, old in zip(explorer.shown, before, strict=True))
    assert quote in table
    assert f">{quote}</mark>" in sentences
    assert quote in lines


def test_only_what_the_meetings_have_is_on_offer_and_a_choice_gone_is_let_go():
    explorer = Explorer(THEN, NOW)
    only_then = set(readouts.load(THEN).items["side"]) - set(readouts.load(NOW).items["side"])
    explorer.sides.value = tuple(only_then)
    explorer.meetings.value = (NOW,)
    assert explorer.sides.value == ()
    assert not only_then & {side for _, side in explorer.sides.options}


def test_meetings_without_items_or_no_meetings_leave_nothing_to_choose():
    explorer = Explorer(EMPTY)
    assert explorer.items.empty
    explorer.meetings.value = ()
    assert [len(widget.options) for widget in (explorer.themes, explorer.sides)] == [0, 0]
    assert "Nothing to list" in explorer.shown[0]


def test_a_search_is_text_and_never_markup():
    explorer = Explorer(THEN)
    explorer.words.value = "<script>"
    assert not any("<script>" in view for view in explorer.shown)


def test_labels_are_vietnamese_when_asked_for():
    assert Explorer(THEN, language="vi").themes.description == "Chủ đề"


def test_a_panel_says_what_it_is_where_there_is_no_browser():
    assert "JupyterLab" in repr(Explorer(THEN).panel)


def test_what_would_follow_is_shown_and_nothing_is_written(home: Path):
    corrector = Corrector(THEN, NOW)
    corrector.kind.value, corrector.reason.value = "drop", "an example"
    corrector.show.click()
    assert "decide: drop" in corrector.told.text
    assert repr(readouts.compare(THEN, NOW)) in corrector.told.text
    corrector.write.click()
    assert "Saving is off" in corrector.told.text
    assert corrector.write.disabled
    assert decided(home) == []


def test_a_correction_without_a_reason_is_a_sentence_not_a_traceback():
    corrector = Corrector(THEN, NOW)
    corrector.show.click()
    assert "reason" in corrector.told.text
    assert "Traceback" not in corrector.told.text


def test_what_is_written_is_honoured_at_once(home: Path):
    corrector = Corrector(THEN, NOW, save=True)
    meeting, quote = corrector.item.value
    corrector.kind.value, corrector.reason.value = "drop", "it was said in passing"
    corrector.write.click()
    assert decided(home) == [f"{meeting}.yml"]
    assert quote not in set(readouts.load(meeting).items["quote"])
    assert quote not in {label for _, (_, label) in corrector.item.options}


def test_themes_of_an_item_are_put_right():
    corrector = Corrector(THEN, NOW)
    corrector.themes.value, corrector.reason.value = ("general",), "no theme of its own"
    found = corrector.correction()
    assert found.then.item_rows[0].themes == ("general",)
    assert readouts.load(THEN).item_rows[0].themes != ("general",)


@pytest.mark.parametrize(("kind", "match"), [("match", True), ("never", False)])
def test_two_items_are_one_or_never(kind: str, match: bool):
    corrector = Corrector(THEN, NOW)
    corrector.kind.value, corrector.reason.value = kind, "read side by side"
    rows = corrector.correction().ledger.frame
    together = rows[rows["then_item"].eq(0) & rows["now_item"].eq(0)]
    assert len(together) == match
    assert rows["decided"].any()


def test_the_partner_is_of_the_other_meeting():
    corrector = Corrector(THEN, NOW)
    corrector.item.index = len(corrector.item.options) - 1
    assert {meeting for _, (meeting, _) in corrector.partner.options} == {THEN}


def test_meetings_without_items_leave_nothing_to_correct():
    corrector = Corrector(EMPTY, EMPTY)
    corrector.reason.value = "none"
    corrector.show.click()
    assert corrector.told.text == "There is no proposal to correct."


def test_words_that_are_no_item_are_refused(home: Path):
    then, now = readouts.load(THEN), readouts.load(NOW)
    with pytest.raises(ReadoutsError, match="has no item"):
        correction(then, now, drop_decision(then, "chưa ai nói câu này", "for a test"))
    assert decided(home) == []
