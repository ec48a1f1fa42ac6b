"""Names inside proposals: whole ones, of one thing, that the other text does not name in part."""

from __future__ import annotations

import pytest
from made_readings import made
from readouts.measures.named import named_things, only_in


def names(words: str) -> list[str]:
    return [one.words for one in named_things(made(("Lào", "propose", words)))]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("tham dự Hội nghị Cấp cao Sông Vàng tại Cổ Lũng", "Hội nghị Cấp cao Sông Vàng"),
        ("sớm ký Hiệp định Hàng hải ven bờ Velmara", "Hiệp định Hàng hải ven bờ Velmara"),
        (
            "tuân thủ Công ước của Liên hợp quốc về Luật Biển năm 1982",
            "Công ước của Liên hợp quốc về Luật Biển năm 1982",
        ),
        ("mở đường bay Cổ Lũng - Vũng Xanh", "Cổ Lũng - Vũng Xanh"),
        ("hỗ trợ nông dân qua tổ chức FAO", "FAO"),
    ],
)
def test_a_name_is_told_whole(words: str, name: str) -> None:
    assert name in names(words)


@pytest.mark.parametrize(
    "words",
    [
        # A verb in small letters may belong to the name or not.
        "góp vốn vào Quỹ Hợp tác phát triển kinh tế nông thôn",
        # One word half in capitals.
        "tổ chức Năm Giao lưu học sinh miền núi",
        "đẩy mạnh quan hệ Việt Nam - Hoa Kỳ",
        "trao đổi với Bộ Giao thông Cổ Lũng",
        "mời Thủ tướng Chính phủ thăm",
        "giữ hòa bình ở châu Á - Thái Bình Dương",
        "Thúc đẩy Tăng trưởng",
    ],
)
def test_a_cut_name_an_office_and_a_side_are_no_named_thing(words: str) -> None:
    assert names(words) == []


def told(words: str, other: str) -> list[str]:
    return [
        one.words
        for one in only_in(made(("Lào", "propose", words)), made(("Lào", "affirm", other)))
    ]


def test_a_name_counts_as_named_in_part_in_short_or_under_another_name() -> None:
    bridge = "xây cầu Sông Vàng Hai"
    assert told(bridge, "coi trọng đường sắt") == ["Sông Vàng Hai"]
    assert told(bridge, "cầu Vàng Hai đã xong") == []
    assert told("mở đường bay Cổ Lũng - Vũng Xanh", "cảng Vũng Xanh") == []
    assert told("cải cách Tổ chức Thương mại Thế giới", "coi trọng WTO") == []
    assert told("thực hiện UNCLOS", "tôn trọng Công ước về Luật biển") == []
    # That both speak of some agreement names nothing.
    assert told("ký Hiệp định Hàng hải ven bờ Velmara", "thực hiện các hiệp định đã ký")


def test_a_sum_counts_as_named_by_its_value_alone() -> None:
    def giving(amount: str, value: float):
        sums = (("money", amount, value, "USD", ""),)
        return made(("Lào", "commit", f"cấp {amount} xây trường"), mentions=sums)

    assert [one.words for one in only_in(giving("2 tỷ USD", 2e9), giving("1,5 tỷ USD", 1.5e9))]
    assert only_in(giving("2 tỷ USD", 2e9), giving("2.000 triệu USD", 2e9)) == []


def test_the_level_of_today_is_no_sum_that_is_put_forward() -> None:
    def only(words: str) -> list[str]:
        sums = (("money", "4 tỷ USD", 4e9, "USD", ""),)
        reading = made(("Lào", "propose", words), mentions=sums)
        return [one.words for one in only_in(reading, made(("Lào", "affirm", "mở cửa khẩu")))]

    assert only("nâng kim ngạch lên 4 tỷ USD") == ["4 tỷ USD"]
    assert only("tăng kim ngạch hiện đang ở mức 4 tỷ USD") == []
    assert only("thực hiện dự án trị giá 4 tỷ USD") == ["4 tỷ USD"]
    assert only("thực hiện tại chỗ dự án trị giá 4 tỷ USD") == ["4 tỷ USD"]


def test_a_country_or_a_small_word_in_a_name_does_not_make_it_named() -> None:
    committee = "họp Ủy ban Sen Vàng Việt Nam - Lào"
    assert told(committee, "quan hệ Việt Nam và Lào phát triển") == [
        "Ủy ban Sen Vàng Việt Nam - Lào"
    ]
    law = "thực hiện Công ước Sông Vàng về Nước Ngọt"
    assert told(law, "coi trọng hợp tác của Sông Hồng về Nước Mặn") == [
        law.removeprefix("thực hiện ")
    ]
