"""One spelling for many, and the way back."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readouts.language.normalization import mark_second_vowel, normalize, normalize_words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("hoà bình", "hòa bình"),
        ("Uỷ ban", "Ủy ban"),
        ("thoả thuận", "thỏa thuận"),
        ("hoàn toàn", "hoàn toàn"),
        ("quý", "quý"),
        ("hi vọng", "hy vọng"),
        ("kí kết", "ký kết"),
        ("tỉ đồng", "tỷ đồng"),
        ("chi tiết", "chi tiết"),
        ("2025–2030", "2025-2030"),
        ("“hoà”", '"hòa"'),
        ("a\u00a0b", "a b"),
        ("a\u200bb", "ab"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("a\r\nb", "a\nb"),
        (unicodedata.normalize("NFD", "Việt Nữ"), "Việt Nữ"),
        ("e\u0301\u0302", "ế"),
    ],
)
def test_spellings_are_normalized_to_one(typed, folded):
    assert normalize_words(typed) == folded


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_every_offset_of_the_view_maps_to_the_source(source):
    view = normalize(source)
    spans = [view.span(at, at + 1) for at in range(len(view.text))]
    assert all(0 <= start < end <= len(source) for start, end in spans)
    assert spans == sorted(spans)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_normalizing_twice_changes_nothing(source):
    once = normalize(source).text
    assert normalize(once).text == once


def test_a_span_of_the_view_covers_whole_letters_of_the_source():
    source = unicodedata.normalize("NFD", "Việt Nam hợp tác")
    view = normalize(source)
    at = view.text.index("hợp")
    start, end = view.span(at, at + 3)
    assert unicodedata.normalize("NFC", source[start:end]) == "hợp"


def test_an_empty_span_stays_empty():
    view = normalize("a\u200bb")
    assert view.span(1, 1) == (2, 2)
    assert view.span(2, 2) == (3, 3)


def test_models_get_the_spelling_they_were_trained_on():
    assert mark_second_vowel("hòa bình, quý, ủy ban, hoàn") == "hoà bình, quý, uỷ ban, hoàn"
