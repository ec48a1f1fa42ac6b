"""Lists in lines are read as the one sentence they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_parses import parsed
from readouts.language.lists import join_lists
from readouts.language.zones import find_zones

ASK = "Bộ trưởng Somsay Keo đề nghị hai bên:"
ACTS = [
    "Tăng cường trao đổi đoàn cấp cao",
    "Mở thêm cặp cửa khẩu",
    "Bắt tay xây dựng trung tâm giao lưu",
]
ITEMS = [act[0].lower() + act[1:] for act in ACTS]


def items(*lines):
    return [quote[0].lower() + quote[1:] for quote in parsed("\n".join(lines)).items["quote"]]


MARKS = [
    "• ", "- ", "– ", "* ", "+ ", "➢ ", "◦ ", "★ ", "✅ ", "=> ", "~ ", "_ ", "» ", "> ",
    "\uf0b7\t", "o ", "[ ] ", "- [x] ", "\u00a0\u00a0• ", "{n}. ", "{n}) ", "({n}) ", "{n}- ",
    "{n}: ", "（{n}）", "{n}.{n}. ", "{n}\ufe0f\u20e3 ", "{a}) ", "{a}. ", "{a}/ ", "{A}) ",
    "{r}. ", "{R}. ", "{c}", "{o}, ", "{o}: ", "{m} là ", "Điểm {n}: ", "-", "",
]  # fmt: skip


def marked(mark, stop, acts):
    words = {
        "o": ("Thứ nhất", "Thứ hai", "Thứ ba"), "m": ("Một", "Hai", "Ba"), "a": "abc", "A": "ABC",
        "r": ("i", "ii", "iii"), "R": ("I", "II", "III"), "c": "①②③", "n": "123",
    }  # fmt: skip
    marks = [mark.format(**{k: word[n] for k, word in words.items()}) for n in range(len(acts))]
    return [f"{mark}{act}{stop}" for mark, act in zip(marks, acts, strict=True)]


@pytest.mark.parametrize("stop", ["", ";", "."])
@pytest.mark.parametrize("mark", MARKS)
def test_every_line_of_a_list_is_a_proposal(mark, stop):
    assert items(ASK, *marked(mark, stop, ACTS)) == ITEMS


@pytest.mark.parametrize("mark", MARKS)
def test_a_line_of_a_list_may_begin_small(mark):
    acts = ["mở thêm cửa khẩu", "giảm thuế cho gỗ", "ứng phó biến đổi khí hậu"]
    assert items(ASK, *marked(mark, ".", acts)) == acts


def test_blank_lines_do_not_end_a_list():
    assert items(ASK, "", f"- {ACTS[0]}", "", f"- {ACTS[1]}") == ITEMS[:2]


def test_emphasis_is_not_part_of_an_item():
    assert items(f"**{ASK}**", f"- **{ACTS[0]}**", f"- *{ACTS[1]}*") == ITEMS[:2]


def test_rows_of_a_table_are_lines_of_a_list():
    rows = [f"| {n} | {act} | Lào |" for n, act in enumerate(ACTS, start=1)]
    assert items(ASK, "| TT | Nội dung | Bên |", "|---|:--|---|", *rows) == ITEMS


def test_rows_pasted_from_a_sheet_are_lines_of_a_list():
    rows = [f"{n}\t{act}" for n, act in enumerate(ACTS[:2], start=1)]
    assert items(ASK, "STT\tNội dung", *rows) == ITEMS[:2]


def test_a_line_may_have_its_own_subject():
    lines = ["- Việt Nam hỗ trợ đào tạo cán bộ;", "- Doanh nghiệp hai nước mở rộng đầu tư."]
    assert items("Bộ trưởng Somsay Keo đề nghị:", *lines) == [
        "hỗ trợ đào tạo cán bộ",
        "mở rộng đầu tư",
    ]


def test_a_line_of_several_sentences_does_not_end_the_list():
    lines = [f"- {ACTS[0]}. Việc này rất quan trọng.", f"- {ACTS[1]}.", f"- {ACTS[2]}."]
    assert items(ASK, *lines) == ITEMS


def test_a_list_may_follow_a_whole_sentence():
    assert items("Hai bên nhất trí giảm thuế.", f"- {ACTS[0]}", f"- {ACTS[1]}") == [
        "giảm thuế",
        *ITEMS[:2],
    ]


def test_lists_within_lists_are_read():
    lines = ["- Về chính trị:", f"+ {ACTS[0]}", "- Về biên giới:", f"+ {ACTS[1]}"]
    assert items(ASK, *lines) == ITEMS[:2]


def test_what_follows_a_list_is_not_part_of_it():
    text = f"Lào đề nghị:\n- {ACTS[0]};\nÔng Hải cảm ơn Lào."
    assert join_lists(text).splitlines()[1] == "Ông Hải cảm ơn Lào."
    assert len(join_lists(text)) == len(text)


def test_a_list_without_an_announcement_is_body_and_counts_as_uncoded():
    reading = parsed("Kết quả\n\n- Mở thêm cặp cửa khẩu\n- Tăng cường trao đổi đoàn")
    assert reading.coverage < 1
    assert any("cửa khẩu" in quote for quote in reading.uncoded["quote"])


def lost(*lines):
    """Return the ends of acts that are in no item and not shown as left over."""
    reading = parsed(*lines)
    shown = [*reading.items["quote"], *reading.uncoded["quote"]]
    ends = [" ".join(act.split()[-3:]) for act in ACTS]
    return [end for end in ends if not any(end in quote for quote in shown)]


LINES = st.text(st.characters(exclude_categories=("L", "Cs")), max_size=6)


@given(LINES, st.sampled_from(["", ";", ".", ","]), st.sampled_from(["\n", "\n\n"]))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize(
    "asking",
    [ASK, ASK[:-1], "Bộ trưởng Somsay Keo nêu một số phương hướng:", "Hai bên nhất trí:"],
)
def test_a_line_is_an_item_or_uncoded_whatever_its_mark(asking, mark, stop, between):
    lines = between.join([asking, *(f"{mark}{act}{stop}" for act in ACTS)])
    assert lost(lines, "Hai bên cảm ơn nhau.") == []
    assert lost(lines) == []


@pytest.mark.parametrize("asking", ["nhấn mạnh một số trọng tâm", "nêu một số phương hướng"])
def test_a_list_in_a_line_without_items_is_uncoded(asking):
    assert lost(f"Bộ trưởng Somsay Keo {asking}: {'; '.join(ITEMS)}.") == []


def test_a_list_with_a_picture_credit_is_no_caption():
    lines = [ASK, *(f"- {act} (ảnh: VGP);" for act in ACTS)]
    assert len(items(*lines)) == len(ACTS)


@pytest.mark.parametrize("line", ["Theo dõi việc thực hiện thỏa thuận", "Chia sẻ tin (ảnh: VGP)"])
@pytest.mark.parametrize("after", [[], ["Hai bên cảm ơn nhau."]])
def test_a_line_that_opens_like_a_proposal_is_an_item_or_uncoded(line, after):
    reading = parsed(ASK[:-1], "", line, *after)
    assert any(line in quote for quote in [*reading.items["quote"], *reading.uncoded["quote"]])


@pytest.mark.parametrize(
    ("paragraph", "zone"),
    [
        ("Hai bên nhất trí đẩy nhanh xây dựng đường sắt", "body"),
        ("Hai bên nhất trí lập tổ công tác", "body"),
        ("Bộ trưởng Keo đề nghị:", "body"),
        ("Thúc đẩy quan hệ hữu nghị", "subheading"),
        ("Hai bên nhất trí giảm thuế nhập khẩu gỗ", "subheading"),
    ],
)
def test_a_paragraph_without_a_full_stop_is_body_unless_repeated(paragraph, zone):
    after = "Trong cuộc gặp, hai bên nhất trí giảm thuế nhập khẩu gỗ và than từ năm sau."
    text = f"Bộ trưởng gặp khách\n\nHai bên đã hội đàm.\n\n{paragraph}\n\n{after}"
    assert find_zones(text)[2].zone == zone
