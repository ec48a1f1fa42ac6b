"""The baseline splitter does what it says, no more."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from readouts.evaluation.baseline import baseline_items

VERBS = {
    "propose": ["đề nghị", "mong", "mong muốn"],
    "agree": ["nhất trí"],
    "affirm": ["khẳng định"],
}


def quotes(text):
    return [item["quote"] for item in baseline_items(text, VERBS)]


def test_pieces_are_cut_at_commas_and_semicolons():
    text = "Ông Nam đề nghị mở cửa khẩu, giảm thuế; họp hằng năm."
    assert quotes(text) == ["mở cửa khẩu", "giảm thuế", "họp hằng năm"]


def test_sentence_without_an_asking_verb_yields_nothing():
    assert quotes("Ông Nam khẳng định Việt Nam luôn coi trọng Lào, mở rộng hợp tác.") == []


def test_longest_verb_wins_and_names_the_act():
    [item] = baseline_items("Bà Hoa mong muốn mở rộng học bổng.", VERBS)
    assert (item["quote"], item["act"], item["speaker"]) == (
        "mở rộng học bổng",
        "propose",
        "Bà Hoa",
    )


def test_joint_speakers_are_both():
    [item] = baseline_items("Hai bên nhất trí họp hằng năm.", VERBS)
    assert (item["speaker"], item["side"]) == ("both", "both")


def test_any_spelling_is_found_and_offsets_are_the_sources():
    text = unicodedata.normalize("NFD", "Bà Hoà ĐỀ NGHỊ mở cửa khẩu.")
    [item] = baseline_items(text, VERBS)
    assert text[item["start"] : item["end"]] == item["quote"]
    assert unicodedata.normalize("NFC", item["quote"]) == "mở cửa khẩu"


def test_themes_come_from_the_coder_given():
    [item] = baseline_items("Lào đề nghị mở cửa.", VERBS, themes=lambda quote: ["trade"])
    assert item["themes"] == ["trade"]


def test_no_verbs_no_items():
    assert baseline_items("Lào đề nghị mở cửa.", {}) == []


@given(st.text(alphabet="đề nghị,;.\nİa", max_size=60))
def test_quotes_are_slices_of_any_text(text):
    for item in baseline_items(text, VERBS):
        assert text[item["start"] : item["end"]] == item["quote"] != ""
