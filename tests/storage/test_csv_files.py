"""No cell of ours is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from readouts.storage.csv_files import csv_lines, defused, write_csv


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1+1", "@A1", "\t=1", "  =1", "＝1"])
def test_what_begins_like_a_formula_is_text(cell: str) -> None:
    assert defused(cell) == "'" + cell


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_comes_back_and_begins_no_formula(cell: str) -> None:
    text = "".join(csv_lines(["quote"], [[cell]]))
    [[_], [read]] = csv.reader(io.StringIO(text, newline=""))
    assert read.removeprefix("'") == cell.removeprefix("'")
    assert not read.lstrip().startswith(("=", "+", "-", "@"))


def test_numbers_stay_numbers_and_gaps_stay_empty(tmp_path: Path) -> None:
    frame = pd.DataFrame({"change": [-0.5, None], "n": [-3, 4], "themes": [("trade", "tax"), ()]})
    frame["n"] = pd.array([-3, pd.NA], dtype="Int64")
    write_csv(frame, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "change,n,themes",
        "-0.5,-3,trade; tax",
        ",,",
    ]
