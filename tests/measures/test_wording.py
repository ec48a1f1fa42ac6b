"""Formula and substance, words over-used in one text, passages that recur."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import made
from readouts.language.lexicon import word_list
from readouts.measures.wording import formula_share, formulas, keyness, text_reuse
from readouts.reading import Reading

EMPTY = Reading("empty", "")


def said(*sentences: str) -> Reading:
    return made(*(("Lào", "affirm", sentence) for sentence in sentences))


@pytest.mark.parametrize(
    ("sentence", "phrase", "kind"),
    [
        ("hai bên họp trong không khí hữu nghị, chân thành", "trong không khí hữu nghị, chân thành",
         "atmosphere"),
        ("quan hệ hai Đảng, hai nước phát triển", "hai Đảng, hai nước", "friendship"),
        ("làm sâu sắc quan hệ Đối tác chiến lược toàn diện", "quan hệ Đối tác chiến lược toàn diện",
         "partnership"),
        ("TRÂN TRỌNG CẢM ƠN sự giúp đỡ", "TRÂN TRỌNG CẢM ƠN", "regard"),
    ],
)  # fmt: skip
def test_ritual_phrases_are_found_with_their_kind(sentence: str, phrase: str, kind: str) -> None:
    found = formulas(EMPTY, said(sentence))
    assert found[["quote", "kind"]].values.tolist()[0] == [phrase, kind]


def test_formulas_are_spans_of_the_source_in_any_spelling() -> None:
    reading = said(unicodedata.normalize("NFD", "mọi việc vì hoà bình, ổn định và phát triển"))
    row = formulas(EMPTY, reading).iloc[0]
    assert reading.source[row["start"] : row["end"]] == row["quote"]
    assert unicodedata.normalize("NFC", row["quote"]).startswith("vì hoà bình")


def test_the_share_of_formula_lies_between_none_and_all() -> None:
    found = formula_share(said("mở cảng cá mới"), said("trân trọng cảm ơn"))
    assert found["formulas"].tolist() == [0, 1]
    assert found["share"].tolist() == [0.0, pytest.approx(17 / 18)]


def test_every_formula_is_written_in_the_little_language_of_the_file() -> None:
    for kind, listed in word_list("formulas").items():
        assert re.fullmatch(r"[a-z]+", kind)
        for words in listed:
            assert re.fullmatch(r"[\w ()|?]+", words), words
            re.compile(words)


def test_a_word_over_used_in_one_text_comes_with_counts_and_effect() -> None:
    then = said("mở đường bay mới", "nghiên cứu cảng biển")
    now = said("mở học bổng mới", "thêm học bổng", "trao học bổng", "nghiên cứu cảng biển")
    found = keyness(then, now).iloc[0]
    assert (found["word"], found["then"], found["now"]) == ("học bổng", 0, 3)
    assert found["effect"] > 1
    assert (keyness(now, then)["effect"] < -1).all()


def test_names_grammar_and_formulas_are_not_over_used() -> None:
    now = said(*["Lào và các nước trân trọng cảm ơn rằng nhà máy chạy tốt"] * 4)
    listed = set(keyness(said("nghiên cứu cảng biển"), now)["word"])
    assert "nhà máy" in listed
    assert not {"lào", "và", "các", "trân trọng", "cảm ơn"} & listed
    assert keyness(EMPTY, now).empty


def test_words_inside_formulas_count_where_asked() -> None:
    then, now = said("nghiên cứu cảng biển"), said(*["xây cộng đồng chia sẻ tương lai"] * 4)
    assert "tương lai" not in set(keyness(then, now)["word"])
    assert "tương lai" in set(keyness(then, now, formula=True)["word"])


def test_what_recurs_word_for_word_is_found_in_any_spelling() -> None:
    then = said("sẵn sàng xây tuyến đường sắt nối hai cảng biển lớn, thoả thuận rõ ràng")
    now = said("lại nói về tuyến đường sắt nối hai cảng biển lớn - thỏa thuận rõ ràng ấy")
    row = text_reuse(then, now).iloc[0]
    assert row["exact"]
    assert row["then_quote"].startswith("tuyến đường sắt")
    assert then.source[row["then_start"] : row["then_end"]] == row["then_quote"]
    assert now.source[row["now_start"] : row["now_end"]] == row["now_quote"]


def test_a_passage_may_differ_by_a_word_but_not_more() -> None:
    common = "xây tuyến đường sắt nối hai cảng {} biển lớn của vùng này"
    then, now = said(common.format("cũ")), said(common.format("nước sâu"))
    far = said(common.format("nằm rất xa trên bờ"))
    assert text_reuse(then, now)[["words", "exact"]].values.tolist() == [[12, False]]
    assert text_reuse(then, far).empty or text_reuse(then, far)["words"].max() < 12


def test_no_passage_runs_over_the_end_of_a_sentence() -> None:
    text = said("họ xây tuyến đường sắt mới", "rồi mở cảng cá lớn")
    assert text_reuse(text, text).empty


syllables = st.lists(st.sampled_from(("xây", "cầu", "sông", "bến", "mở")), min_size=1, max_size=14)
texts = st.lists(syllables, max_size=3)


@settings(deadline=None)
@given(texts, texts)
def test_passages_are_the_same_words_and_do_not_overlap_in_the_later_text(
    then: list, now: list
) -> None:
    earlier, later = (said(*(" ".join(words) for words in one)) for one in (then, now))
    found = text_reuse(earlier, later)
    for row in found.itertuples():
        assert row.words >= 7
        if row.exact:
            assert row.then_quote == row.now_quote
    spans = sorted(zip(found["now_start"], found["now_end"], strict=True))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
