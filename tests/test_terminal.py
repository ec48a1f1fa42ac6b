"""Nothing in a text can command the terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from readouts.terminal import columns, one_line, plain, table


@given(st.text())
def test_no_control_character_passes(text: str) -> None:
    shown = plain(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    shown.encode("utf-8")


@given(st.text(), st.integers(1, 40))
def test_a_line_is_one_line_and_no_wider_than_asked(text: str, width: int) -> None:
    line = one_line(text, width)
    assert "\n" not in line
    assert columns(line) <= width


def test_columns_line_up_with_marks_apart_and_wide_letters() -> None:
    decomposed = unicodedata.normalize("NFD", "Việt")
    shown = table(["a", "b"], [["Việt", "x"], [decomposed, "y"], ["会谈", "z"]]).splitlines()
    assert {columns(line) for line in shown[1:]} == {7}


def test_direction_marks_and_escapes_are_written_out() -> None:
    assert plain("\u202etxt\x9b31m") == "\\u202etxt\\x9b31m"
