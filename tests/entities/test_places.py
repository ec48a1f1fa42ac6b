"""Names of countries, places and bodies, and whose side a title is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readouts.entities.places import country_of, find_names, side_of
from readouts.language.normalization import normalize


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("Thủ tướng Lào", "Lào"),
        ("Đại sứ CHLB Đức tại Việt Nam", "Đức"),
        ("Đại sứ Việt Nam tại Hoa Kỳ", "Việt Nam"),
        ("Ngoại trưởng Ô-xtrây-li-a", "Úc"),
        ("Chủ tịch Quốc hội CHDCND Triều Tiên", "Triều Tiên"),
        ("Công chúa Thuỵ Điển", "Thụy Điển"),
        ("Bộ trưởng Bộ Công Thương Nga", "Nga"),
        ("Bí thư Tỉnh uỷ Vân Nam (Trung Quốc)", "Vân Nam"),
        ("Ủy viên Trung ương Đảng Cộng sản Trung Quốc, Tỉnh trưởng Quý Châu", "Quý Châu"),
        ("Bí thư Tỉnh ủy Quảng Trị", "Việt Nam"),
        ("Tỉnh trưởng tỉnh Hà Nam, Trung Quốc", "Hà Nam"),
        ("Bí thư Tỉnh ủy Hà Nam", "Việt Nam"),
        ("Thống đốc tỉnh Yamaguchi", "Yamaguchi"),
        ("Phó Chủ tịch Nghị viện châu Âu", "EU"),
        ("Tổng Thư ký Liên Hiệp Quốc", "Liên Hợp Quốc"),
        ("Trưởng đại diện JICA tại Việt Nam", "JICA"),
        ("Thống đốc Ngân hàng Trung ương Nga", "Nga"),
        ("Chủ tịch Tập đoàn Minh Long Nhật Bản", "Tập đoàn Minh Long Nhật Bản"),
        ("Chủ tịch Hội hữu nghị Nhật - Việt", "Nhật Bản"),
        ("Đặc phái viên của Tổng thống Mỹ về khí hậu", "Mỹ"),
        ("Cố vấn Nhà Trắng", "Mỹ"),
        ("Phó Thủ tướng, Bộ trưởng Ngoại giao", ""),
        ("", ""),
    ],
)
def test_a_title_names_its_side(title, side):
    assert side_of(title) == side


@pytest.mark.parametrize(
    "text",
    [
        "Bà Nguyễn Thị Nga và ông Trần Đức Anh phát biểu",
        "Pháp luật quy định; Anh hùng lao động; Ý kiến của Đức Giáo hoàng",
        "Trung tâm nghiên cứu và Trung ương Hội",
        "khu vực Ấn Độ Dương - Thái Bình Dương",
        "ông Yamaguchi phát biểu",
    ],
)
def test_namesakes_are_no_places(text):
    assert find_names(text) == ()


def test_short_forms_count_in_pairs_and_after_a_noun_only():
    text = "quan hệ Việt - Trung, người Việt, phía Hàn, ông Hàn Vũ, Trung tâm"
    assert [text[span.start : span.end] for span in find_names(text)] == [
        "Việt", "Trung", "Việt", "Hàn",
    ]  # fmt: skip


def test_the_longest_name_wins_and_bodies_are_apart():
    text = "Hàn Quốc, Nam Sudan, Ngân hàng Phát triển châu Á và Liên minh châu Âu"
    countries = [span.name for span in find_names(text) if span.kind == "country"]
    assert countries == ["Hàn Quốc", "Nam Sudan"]
    bodies = [span.place.side for span in find_names(text) if span.kind == "body"]
    assert bodies == ["ADB", "EU"]


@pytest.mark.parametrize(
    ("side", "country"),
    [("Vân Nam", "Trung Quốc"), ("Yamaguchi", "Nhật Bản"), ("KOICA", "Hàn Quốc"), ("WHO", "")],
)  # fmt: skip
def test_a_side_belongs_to_a_country(side, country):
    assert country_of(side) == country


@given(st.text(alphabet="VNa iệtm-LàoĐứcTrung,.()Nga", max_size=60))
def test_spans_are_words_of_the_text_in_order(text):
    folded = normalize(text).text
    reached = 0
    for span in find_names(folded):
        assert reached <= span.start < span.end <= len(folded)
        reached = span.end
