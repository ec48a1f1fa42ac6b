"""The pattern language of cues, one form each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readouts.codebook.cues import CueIndex, compile_cue
from readouts.language.normalization import normalize_words


def found(cue, text, gap=6):
    return [text[m.start : m.end] for m in CueIndex([compile_cue(cue, gap)]).matches(text)]


@pytest.mark.parametrize(
    ("cue", "text", "expected"),
    [
        ("khoa học công nghệ", "Khoa học - công nghệ", ["Khoa học - công nghệ"]),
        ("khoa học", "khoa họcx", []),
        ("AI", "ai cũng biết AI", ["AI"]),
        ("(mua|buôn) bán", "mua bán, buôn bán", ["mua bán", "buôn bán"]),
        ("vật liệu (chưa|) nổ", "vật liệu chưa nổ", ["vật liệu chưa nổ"]),
        ("vật liệu (chưa|) nổ", "vật liệu nổ", ["vật liệu nổ"]),
        ("(các|) cơ chế", "các cơ chế", ["các cơ chế", "cơ chế"]),
        ("mở cửa * nông sản", "mở cửa thị trường cho nông sản", ["mở cửa thị trường cho nông sản"]),
        ("mở cửa * nông sản", "mở cửa; nhập nông sản", []),
        ("đào tạo * thợ", "đào tạo 1.200 thợ", ["đào tạo 1.200 thợ"]),
        ("mở cửa *1 nông sản", "mở cửa thị trường cho nông sản", []),
        ("một cửa, một điểm", "mô hình một cửa, một điểm dừng", ["một cửa, một điểm"]),
        ("hai (Đảng|đảng), hai nước", "hai Đảng, hai nước", ["hai Đảng, hai nước"]),
    ],
)  # fmt: skip
def test_a_form_of_cue(cue, text, expected):
    assert found(cue, text) == expected


@pytest.mark.parametrize("cue", ["", "* biển", "biển *", "(biển", "(a (b) c)", "(biển|)"])
def test_what_is_no_cue_says_why(cue):
    with pytest.raises(ValueError, match="cue"):
        compile_cue(cue)


def test_a_match_is_inside_the_words_of_another_but_not_inside_its_gap():
    text = "quản lý nguồn nước sông lớn"
    index = CueIndex([compile_cue("quản lý * sông"), compile_cue("quản lý ** sông")])
    gapped, whole = index.matches(text)
    (inner,) = CueIndex([compile_cue("nguồn nước")]).matches(text)
    assert not inner.inside(gapped)
    assert inner.inside(whole)
    assert not whole.inside(gapped)


@given(st.lists(st.sampled_from(["hòa", "bình", "biển", "Đông", ",", ";", "-"]), max_size=12))
def test_matches_are_words_of_the_text_left_to_right(words):
    text = normalize_words(" ".join(words))
    index = CueIndex([compile_cue("biển * Đông"), compile_cue("hòa bình"), compile_cue("biển")])
    starts = [match.start for match in index.matches(text)]
    assert starts == sorted(starts)
    for match in index.matches(text):
        assert match.cue.pattern.fullmatch(text[match.start : match.end])
