"""Money, percentages, lengths of time, counts: form by form."""

from __future__ import annotations

import pytest
from readouts.entities.mentions import find_mentions
from readouts.language.normalization import normalize

FORMS = [
    # money
    ("viện trợ 500.000 USD", "500.000 USD", "money", 500_000, "USD"),
    ("đạt khoảng 42 tỷ USD", "42 tỷ USD", "money", 42e9, "USD"),
    ("đạt hơn 42 tỉ đô la Mỹ", "42 tỷ đô la Mỹ", "money", 42e9, "USD"),
    ("trị giá 1,5 triệu đô-la New Zealand", "1,5 triệu đô-la New Zealand", "money", 1.5e6, "NZD"),
    ("trị giá 0,5 triệu đô - la Úc", "0,5 triệu đô - la Úc", "money", 0.5e6, "AUD"),
    ("vốn 2,4 nghìn tỷ đồng", "2,4 nghìn tỷ đồng", "money", 2.4e12, "VND"),
    ("vốn 1.250 tỷ đồng", "1.250 tỷ đồng", "money", 1.25e12, "VND"),
    ("tổng cộng 1.234.567,89 euro", "1.234.567,89 euro", "money", 1234567.89, "EUR"),
    ("khoản vay 30 tỷ yên", "30 tỷ yên", "money", 30e9, "JPY"),
    ("khoản vay 800 triệu nhân dân tệ", "800 triệu nhân dân tệ", "money", 8e8, "CNY"),
    ("hỗ trợ hai tỷ rưỡi kíp", "hai tỷ rưỡi kíp", "money", 2.5e9, "LAK"),
    ("hỗ trợ hai mươi lăm triệu USD", "hai mươi lăm triệu USD", "money", 25e6, "USD"),
    ("một tỷ USD", "một tỷ USD", "money", 1e9, "USD"),
    ("năm triệu USD", "năm triệu USD", "money", 5e6, "USD"),
    ("gói 500,000 USD", "500,000 USD", "money", 500_000, "USD"),
    ("gói 12,500 USD", "12,500 USD", "money", 12_500, "USD"),
    ("gói USD 500.000", "USD 500.000", "money", 500_000, "USD"),
    ("gói $5 triệu", "$5 triệu", "money", 5e6, "USD"),
    ("giá 38.000 đồng / kg", "38.000 đồng / kg", "money", 38_000, "VND/kg"),
    ("kim ngạch 200 tỷ\nUSD", "200 tỷ\nUSD", "money", 200e9, "USD"),
    # percentages
    ("tăng 16,4%", "16,4%", "percent", 16.4, "%"),
    ("tăng 16,4 phần trăm", "16,4 phần trăm", "percent", 16.4, "%"),
    ("tăng 7.5 %", "7.5 %", "percent", 7.5, "%"),
    ("giảm 0,5 điểm phần trăm", "0,5 điểm phần trăm", "percent", 0.5, "điểm %"),
    ("tăng trưởng âm 2,1%", "2,1%", "percent", -2.1, "%"),
    ("mười phần trăm", "mười phần trăm", "percent", 10, "%"),
    # lengths of time
    ("liên tục 26 năm", "26 năm", "duration", 26, "năm"),
    ("kỷ niệm 50 năm thiết lập quan hệ", "50 năm", "duration", 50, "năm"),
    ("sau hai mươi lăm năm", "hai mươi lăm năm", "duration", 25, "năm"),
    ("trong năm năm tới", "năm năm", "duration", 5, "năm"),
    ("trong vòng một năm", "một năm", "duration", 1, "năm"),
    ("trong một năm rưỡi", "một năm rưỡi", "duration", 1.5, "năm"),
    ("trong 6 tháng qua", "6 tháng", "duration", 6, "tháng"),
    ("thông quan trong 24 giờ", "24 giờ", "duration", 24, "giờ"),
    ("gần hai thập kỷ", "hai thập kỷ", "duration", 2, "thập kỷ"),
    ("kế hoạch 5 năm", "5 năm", "duration", 5, "năm"),
    ("vòng 3 ngày", "3 ngày", "duration", 3, "ngày"),
    # counts
    ("thực hiện 3 văn kiện pháp lý về biên giới", "3 văn kiện", "count", 3, "văn kiện"),
    ("theo 6 trụ cột hai bên đã xác định", "6 trụ cột", "count", 6, "trụ cột"),
    ("ký ba thỏa thuận", "ba thỏa thuận", "count", 3, "thỏa thuận"),
    ("ký ba thoả thuận", "ba thỏa thuận", "count", 3, "thỏa thuận"),
    ("ký năm văn kiện", "năm văn kiện", "count", 5, "văn kiện"),
    ("ký 14 Hiệp định", "14 Hiệp định", "count", 14, "hiệp định"),
    ("đón 1,5 triệu lượt khách", "1,5 triệu lượt khách", "count", 1.5e6, "lượt khách"),
    ("đón 17.000 lượt người", "17.000 lượt người", "count", 17_000, "lượt người"),
    ("có 12,500 người", "12,500 người", "count", 12_500, "người"),
    ("nằm trong số 10 thị trường lớn nhất", "10 thị trường", "count", 10, "thị trường"),
    ("tăng gấp hai lần", "hai lần", "count", 2, "lần"),
    ("cách bờ 120 km", "120 km", "count", 120, "km"),
    ("công suất 5MW", "5MW", "count", 5, "MW"),
    ("đón 2.100 lượt khách/ngày", "2.100 lượt khách/ngày", "count", 2_100, "lượt khách/ngày"),
    ("cấp 20 suất học bổng mỗi năm", "20 suất học bổng", "count", 20, "suất học bổng"),
    ("trao 40 bộ bàn ghế", "40 bộ", "count", 40, "bộ"),
    ("khôi phục 7 vườn chè tại tỉnh", "7 vườn chè", "count", 7, "vườn chè"),
    ("giao lưu với 8 nghệ nhân trẻ", "8 nghệ nhân", "count", 8, "nghệ nhân"),
    ("tặng 5.000 tấn gạo để khắc phục", "5.000 tấn gạo", "count", 5000, "tấn gạo"),
    ("khai thác 240 triệu tấn dầu", "240 triệu tấn dầu", "count", 240e6, "tấn dầu"),
    ("mua 14 chiếc máy bay", "14 chiếc máy bay", "count", 14, "chiếc máy bay"),
    ("trao đổi danh mục 14 dự án", "14 dự án", "count", 14, "dự án"),
    ("hơn 2000 người", "2000 người", "count", 2000, "người"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "words", "kind", "value", "unit"), FORMS)
def test_a_figure(sentence: str, words: str, kind: str, value: float, unit: str) -> None:
    text = normalize(sentence).text
    mentions = find_mentions(text, "2025-11-26")
    assert [(text[m.start : m.end], m.kind, m.value, m.unit) for m in mentions] == [
        (normalize(words).text, kind, value, unit)
    ]


RANGES = [
    ("mục tiêu 1,7 tỷ - 2 tỷ USD", [("1,7 tỷ", 1.7e9, "USD"), ("2 tỷ USD", 2e9, "USD")]),
    ("vay 20-30 triệu euro", [("20", 20e6, "EUR"), ("30 triệu euro", 30e6, "EUR")]),
    ("tăng 5 - 7%", [("5", 5, "%"), ("7%", 7, "%")]),
    ("từ 5% lên 7%", [("5%", 5, "%"), ("7%", 7, "%")]),
    ("910 triệu lên đến 1,1 tỷ USD", [("910 triệu", 910e6, "USD"), ("1,1 tỷ USD", 1.1e9, "USD")]),
    ("trong 2-3 năm", [("2", 2, "năm"), ("3 năm", 3, "năm")]),
    ("ba đến bốn dự án", [("ba", 3, "dự án"), ("bốn dự án", 4, "dự án")]),
    ("từ 10-12 người", [("10", 10, "người"), ("12 người", 12, "người")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), RANGES)
def test_both_ends_of_a_range_are_figures(
    sentence: str, expected: list[tuple[str, float, str]]
) -> None:
    mentions = find_mentions(sentence, "2025-11-26")
    assert [(sentence[m.start : m.end], m.value, m.unit) for m in mentions] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "gặp 12 đồng chí lãnh đạo",
        "tặng 2 đồng hồ",
        "thanh toán bằng hai đồng nội tệ",
    ],
)
def test_dong_that_opens_another_word_is_no_money(sentence: str) -> None:
    assert all(mention.kind != "money" for mention in find_mentions(sentence))


def test_the_year_word_is_not_the_number_five() -> None:
    assert find_mentions("Mỗi năm nhà máy sản xuất nhiều sản phẩm.") == []


def test_a_count_of_years_before_a_year_is_a_date() -> None:
    mentions = find_mentions("Trong hai năm 2024 và 2025, hai bên họp thường xuyên.")
    assert [mention.iso for mention in mentions] == ["2024", "2025"]
