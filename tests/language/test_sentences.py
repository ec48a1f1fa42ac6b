"""Paragraphs and sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readouts.language.sentences import paragraphs, sentences, trimmed


def parted(text):
    return [text[a:b] for a, b in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hai bên hội đàm. Hai bên nhất trí.", 2),
        ("Ông D.A. Petrov đến TP. Huế.", 1),
        ("Kim ngạch đạt 16.400 tấn, tăng 3.5 lần.", 1),
        ('Ông nói: "Chúng tôi sẵn sàng." Hai bên chia tay.', 2),
        ("Hai bên hội đàm.Hai bên nhất trí.", 2),
        ("Đoàn gồm các bộ… và doanh nghiệp.", 1),
        ("Không có dấu chấm", 1),
        ("", 0),
        (" \n ", 0),
    ],
)
def test_a_stop_ends_a_sentence_where_a_new_one_starts(text, count):
    assert len(parted(text)) == count


def test_long_text_without_a_stop_is_divided_at_a_space():
    parts = parted("hợp tác kinh tế, " * 1000)
    assert len(parts) > 1
    assert all(
        len(part) <= 4_000 and part.endswith(("tác", "kinh", "tế,", "hợp")) for part in parts
    )


def test_one_endless_word_is_divided_too():
    assert [len(part) for part in parted("a" * 9_000)] == [4_000, 4_000, 1_000]


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="aB .!?…\"')1\n", max_size=120))
def test_sentences_hold_every_letter_once_and_in_order(text):
    spans = list(sentences(text, 0, len(text)))
    assert "".join(text[a:b] for a, b in spans).split() == "".join(parted(text)).split()
    assert "".join("".join(parted(text)).split()) == "".join(text.split())
    assert spans == sorted(spans)


def test_paragraphs_are_lines_that_are_not_blank():
    assert list(paragraphs("Một.\n\n  Hai.\n \n")) == [(0, 4), (8, 12)]


def test_trimming_a_blank_span_leaves_nothing():
    start, end = trimmed("   ", 0, 3)
    assert start == end
