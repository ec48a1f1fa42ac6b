"""Figures and dates together: one pass, in order, no overlap, nothing of what is no figure."""

from __future__ import annotations

import pytest
from growth import assert_in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st
from readouts.entities.mentions import find_mentions
from readouts.language.normalization import normalize

PUBLISHED = "2025-11-26"


def found(sentence: str, published: str = PUBLISHED) -> list[tuple[str, str]]:
    """Return each mention as (its words, what it says)."""
    text = normalize(sentence).text
    return [
        (text[m.start : m.end], m.iso if m.value is None else f"{m.value:g} {m.unit}".strip())
        for m in find_mentions(text, published)
    ]


def test_figures_and_dates_come_in_the_order_of_the_text() -> None:
    sentence = "Ngày 25/11, hai bên cho biết kim ngạch năm 2024 đạt 42 tỷ USD, tăng 16,4%."
    assert found(sentence) == [
        ("Ngày 25/11", "2025-11-25"),
        ("năm 2024", "2024"),
        ("42 tỷ USD", "4.2e+10 USD"),
        ("16,4%", "16.4 %"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Hội nghị thượng đỉnh G20 và nhóm P5+1 họp tại Johannesburg.",
        "Hai bên nhắc đến phương châm 16 chữ vàng và tinh thần 4 tốt.",
        "Trung tâm hỗ trợ hoạt động 24 giờ/ngày, 24/7, qua 1 cửa.",
        "Cuộc cách mạng công nghiệp 4.0 và mạng 5G là cơ hội lớn.",
        "Hai nước tổ chức phiên họp lần thứ 14 và kỳ họp lần 2 của Ủy ban.",
        "Đại hội XIV, Điều 5 và khoản 2 của Luật, Nghị quyết 57 của Bộ Chính trị.",
        "Nghị định 116/2018/NĐ-CP và Chỉ thị số 12-CT/TW được nêu ra.",
        "Dịch COVID-19 và máy bay Su-30, tên lửa S-400 không được nhắc tới.",
        "Việt Nam chuẩn bị đăng cai APEC 2027 và SEA Games 33.",
        "Cầu trên Quốc lộ 1 và cao tốc số 5 đã thông xe.",
        "Gọi số 024.3845.1234 hoặc 0912 345 678 để biết thêm.",
        "Xem https://example.org/2025/11/26/tin-123.html và tệp anh_2025-11-26.jpg.",
        "Thư gửi tới ban.to.chuc2025@example.org trước lễ ký.",
        "Việt Nam ứng cử Hội đồng Bảo an nhiệm kỳ 2026-2031.",
        "Một số nội dung, hàng trăm doanh nghiệp, nhiều nước và vài dự án.",
        "Hai bên, hai nước, hai Đảng, hai Bộ trưởng, 2 bên và ba nước nhất trí.",
        "Cuộc gặp bắt đầu lúc 8 giờ 30 phút, kết thúc lúc 10h15, nghỉ lúc 9:40.",
        "Cửa khẩu mở đến 20 giờ hằng ngày.",
        "Biển số 29C-719.53 và tàu mang số hiệu 371 rời cảng.",
        "Hơn 2/3 dân số và khoảng 1/3 các nước thành viên ủng hộ.",
        "Công ước Liên Hợp Quốc về Luật Biển 1982 (UNCLOS 1982) là nền tảng.",
        "Việt Nam thắng 3-1 trong trận chung kết.",
    ],
)
def test_names_labels_and_formulas_are_no_figures(sentence: str) -> None:
    assert found(sentence) == []


def test_a_formula_with_the_look_of_a_date_is_one_after_a_date_word() -> None:
    assert found("Đường dây nóng trực 24/7. Sáng 24/7, hai bên ký kết.", "2025-07-25") == [
        ("24/7", "2025-07-24")
    ]


def test_same_day_is_the_day_named_last() -> None:
    assert found("Chiều 3/4, hai bên hội đàm. Tối cùng ngày, đoàn dự tiệc.", "2024-04-04") == [
        ("3/4", "2024-04-03"),
        ("Tối cùng ngày", "2024-04-03"),
    ]


def test_same_day_is_as_open_as_the_day_named_last() -> None:
    sentence = "Chiều 31/3, hai bên hội đàm. Tối cùng ngày, đoàn dự tiệc."
    assert [iso for _, iso in found(sentence, "")] == ["--03-31", "--03-31"]


def test_same_day_is_no_future_day_and_none_long_past() -> None:
    sentence = (
        "Sáng 28/3, hai bên hội đàm, nhất trí họp trước 31/12/2022 theo thỏa thuận ký ngày "
        "5/9/1995. Chiều cùng ngày, đoàn về nước."
    )
    assert found(sentence, "2022-03-29")[-1] == ("Chiều cùng ngày", "2022-03-28")


PIECES = st.sampled_from(
    [
        *(
            "ngày ",
            "tháng ",
            "năm ",
            "sáng ",
            "từ ",
            "đến ",
            "quý ",
            "hai ",
            "mươi ",
            "lăm ",
            "cùng ngày",
        ),
        *(
            "hôm nay",
            "đầu năm",
            "Điều ",
            "đồng ",
            "G20",
            "3 dự án ",
            "42 tỷ USD",
            "16,4%",
            "1.234.567",
        ),
        *("25/11", "3-4", "12.5", "2025", "2024-2025", "0", "99999999999999999999", "$", "İ", "ß"),
        *(" - ", "/", ".", ",", "(", ")", "\n", " "),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["", PUBLISHED, "2024-02-29"]))
def test_mentions_lie_in_the_text_in_order_and_never_overlap(text: str, published: str) -> None:
    text = normalize(text).text
    mentions = find_mentions(text, published)
    ends = 0
    for mention in mentions:
        assert ends <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        assert (mention.kind in ("date", "period")) == (mention.value is None)
        ends = mention.end
    assert mentions == find_mentions(text, published)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["", PUBLISHED, "no date"]))
def test_any_text_is_read_without_error(text: str, published: str) -> None:
    folded = normalize(text).text
    for mention in find_mentions(folded, published):
        assert folded[mention.start : mention.end]


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "1",
            "1.",
            "1,",
            "1/",
            "1-",
            "1 ",
            "1.234.",
            "12/",
            "năm ",
            "ngày 1, ",
            "hai ",
            "từ ",
            "@",
        ),
        *("@", "1 tỷ ", "a.jpg", "x", " ", "\n", "năm 2024, ", "tháng 1, ", "USD ", "hai mươi "),
    ],
)
def test_hostile_runs_take_time_in_proportion_to_their_length(unit: str) -> None:
    run = unit * (8_000 // len(unit))
    assert_in_proportion(lambda size: find_mentions(run * size, PUBLISHED))
