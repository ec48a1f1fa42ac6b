"""The widgets, without a browser: what a click sets, a test sets; the views follow at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import readouts
from made_projects import NOW, THEN, make_project
from readouts.report.explore import Explorer

EMPTY = "none-voters-2023"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("home"), THEN, NOW, EMPTY)


@pytest.fixture(autouse=True)
def in_project(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_HOME", str(home))


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
