"""Words are found with and without diacritics, whole, and every line leads back to the source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readouts.corpus.kwic import kwic, places, selected_items
from readouts.statements.parser import read

TEXT = (
    "Ngày 3/4/2024, Bộ trưởng Trần Văn Hải hội đàm với Bộ trưởng Lào Somsay Keo.\n\n"
    "Bộ trưởng Trần Văn Hải đề nghị hai bên mở cửa khẩu mới, tăng học bổng.\n"
)
READINGS = {"a": read(TEXT)}


@pytest.mark.parametrize("words", ["cửa khẩu", "cua khau", "CUA KHAU", "  cửa   khẩu "])
def test_spellings_of_one_search(words):
    assert [TEXT[start:end] for start, end in places(TEXT, words)] == ["cửa khẩu"]


def test_marks_in_the_search_are_kept_to():
    assert list(places("của khách", "cửa")) == []


def test_only_whole_words_are_found():
    assert list(places("khẩu phần", "kha")) == []


def test_a_search_of_signs_or_nothing_finds_its_signs_or_nothing():
    assert list(places("a (b)", "(")) == [(2, 3)]
    assert list(places(TEXT, "   ")) == []


def test_a_decomposed_source_is_found_at_its_own_offsets():
    source = unicodedata.normalize("NFD", "mở cửa khẩu")
    [(start, end)] = places(source, "cửa khẩu")
    assert unicodedata.normalize("NFC", source[start:end]) == "cửa khẩu"


def test_lines_stay_in_their_sentence_and_are_cut_between_words():
    [line] = kwic(READINGS, "hoc bong", context=12).to_dict("records")
    assert (line["keyword"], line["after"]) == ("học bổng", ".")
    assert TEXT[line["start"] : line["end"]] == "học bổng"
    assert line["before"] == "khẩu mới, tăng"[-len(line["before"]) :]
    assert f" {line['before']}" in TEXT


def test_items_are_narrowed_by_each_choice():
    everything = selected_items(READINGS)
    assert set(everything["quote"]) == {"mở cửa khẩu mới", "tăng học bổng"}
    assert list(selected_items(READINGS, words="hoc bong")["quote"]) == ["tăng học bổng"]
    assert list(selected_items(READINGS, themes=["education"])["quote"]) == ["tăng học bổng"]
    assert selected_items(READINGS, sides=["Lào"]).empty
    assert selected_items(READINGS, acts=["commit"]).empty
    assert list(selected_items({}).columns) == list(everything.columns)


@given(st.text(max_size=60), st.text(max_size=8))
def test_any_search_in_any_text_gives_spans_of_it(text, words):
    for start, end in places(text, words):
        assert 0 <= start < end <= len(text)
