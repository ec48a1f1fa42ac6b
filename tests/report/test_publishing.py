"""What leaves a notebook: written in a batch, only shown by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from readouts.errors import ReadoutsError
from readouts.report.publishing import FOLDER_VARIABLE, publish


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


def test_by_hand_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    items = pd.DataFrame({"quote": ["đề nghị"]})
    assert publish("items", items) is items
    assert list(tmp_path.iterdir()) == []


def test_a_table_becomes_csv_with_its_formulas_defused(folder: Path) -> None:
    publish("items", pd.DataFrame({"quote": ["=cmd()", "nhất trí"]}))
    assert (folder / "items.csv").read_text(encoding="utf-8-sig") == "quote\n'=cmd()\nnhất trí\n"


def test_numbers_become_json_in_one_order(folder: Path) -> None:
    publish("headline", {"new": np.int64(3), "a": np.float64(0.5), "themes": {"b", "a"}})
    text = (folder / "headline.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"a": 0.5, "new": 3, "themes": ["a", "b"]}
    assert text.index('"a"') < text.index('"new"')


@pytest.mark.parametrize("name", ["../up", "a/b", "", "A", "a b", ".hidden"])
def test_a_name_that_leads_elsewhere_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(ReadoutsError, match="expected a name"):
        publish(name, {"x": 1})
    assert list(folder.iterdir()) == []


def test_a_name_is_used_once(folder: Path) -> None:
    publish("items", {"x": 1})
    with pytest.raises(ReadoutsError, match="already used"):
        publish("items", {"x": 2})


@pytest.mark.parametrize("value", [float("nan"), object()])
def test_what_json_has_no_form_of_is_refused(folder: Path, value: object) -> None:
    with pytest.raises(ReadoutsError, match="expected texts, numbers"):
        publish("headline", {"x": value})
    assert list(folder.iterdir()) == []
