"""Words as spans of the text they came from."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readouts.language.words import edges, segment, tag


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thúc đẩy giao lưu nhân dân", ["thúc đẩy", "giao lưu", "nhân dân"]),
        ("hòa bình", ["hòa bình"]),
        ("", []),
        ("  ", []),
    ],
)
def test_words_are_spans(text, words):
    assert [text[word.start : word.end] for word in segment(text)] == words


def test_odd_spaces_do_not_move_words():
    text = "  thúc  đẩy   hợp tác "
    assert "".join(text[w.start : w.end] for w in segment(text)).replace(" ", "") == "thúcđẩyhợptác"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_words_keep_their_order_and_stay_inside(text):
    words = segment(text)
    assert all(0 <= word.start <= word.end <= len(text) for word in words)
    assert all(a.end <= b.start for a, b in itertools.pairwise(words))


def test_edges_are_where_words_start_and_end():
    starts, ends = edges("thúc đẩy hợp tác")
    assert (sorted(starts), sorted(ends)) == ([0, 9], [8, 16])


def test_the_tagger_tells_verbs_from_nouns():
    assert [word.tag for word in tag("Lào thể hiện sự coi trọng")][1:3] == ["V", "N"]
