"""What keeps two proposals apart though their words are alike."""

from __future__ import annotations

import pytest
from made_readings import made
from readouts.comparison.contradictions import contradictions
from readouts.comparison.ledger import compare
from readouts.comparison.similarity import similarity

OPPOSITES = [
    ("tăng thuế nhập khẩu đối với thép", "giảm thuế nhập khẩu đối với thép"),
    ("mở cửa khẩu phụ tại vùng biên", "sớm đóng cửa khẩu phụ tại vùng biên"),
    ("xây nhà máy điện hạt nhân", "không xây nhà máy điện hạt nhân"),
    ("dỡ bỏ lệnh cấm nhập khẩu thịt lợn", "áp dụng lệnh cấm nhập khẩu thịt lợn"),
    ("nối lại đường bay thẳng", "tạm dừng đường bay thẳng"),
    ("cho phép tàu cá vào tránh bão", "cấm tàu cá vào tránh bão"),
    ("tiếp tục mở rộng hạn ngạch gạo", "cắt giảm hạn ngạch gạo"),
    ("ký hiệp định dẫn độ", "từ chối ký hiệp định dẫn độ"),
    ("duy trì trợ cấp cho nông dân", "chấm dứt trợ cấp cho nông dân"),
    ("kéo dài thời hạn thị thực", "rút ngắn thời hạn thị thực"),
]
DIRECTIONS = [
    ("Lào mua điện của Việt Nam", "Việt Nam mua điện của Lào"),
    ("mở cửa thị trường cho gạo Campuchia", "mở cửa thị trường cho gạo Việt Nam"),
    ("hỗ trợ Lào đào tạo cán bộ", "hỗ trợ Việt Nam đào tạo cán bộ"),
    (
        "khuyến khích doanh nghiệp Nhật Bản đầu tư vào Việt Nam",
        "khuyến khích doanh nghiệp Việt Nam đầu tư vào Nhật Bản",
    ),
    ("Hàn Quốc tiếp nhận lao động Việt Nam", "Việt Nam tiếp nhận lao động Hàn Quốc"),
    ("xuất khẩu than sang Việt Nam", "nhập khẩu than từ Việt Nam"),
    ("tạo thuận lợi cho hàng của Lào", "tạo thuận lợi cho hàng của Thái Lan"),
]
NAMES = [
    ("xây dựng bệnh viện tại Viêng Chăn", "xây dựng bệnh viện tại Savannakhet"),
    ("mở đường bay thẳng Hà Nội - Osaka", "mở đường bay thẳng Đà Nẵng - Nagoya"),
    ("hợp tác với Ngân hàng Thế giới", "hợp tác với Ngân hàng Phát triển châu Á"),
]
FIGURES = [
    ("nâng kim ngạch lên 10 tỷ USD vào năm 2025", "nâng kim ngạch lên 15 tỷ USD vào năm 2028"),
    ("cấp 30 suất học bổng mỗi năm", "cấp 50 suất học bổng mỗi năm"),
]
OBJECTS = [
    ("xây dựng bệnh viện tại vùng biên", "xây dựng trường học tại vùng biên"),
    ("mở cửa thị trường cho quả chanh leo", "mở cửa thị trường cho sản phẩm sữa"),
    ("cung cấp thiết bị y tế", "cung cấp thiết bị quân sự"),
]


@pytest.mark.parametrize(
    ("kind", "then", "now"),
    [
        (kind, *pair)
        for kind, pairs in (("opposite", OPPOSITES), ("direction", DIRECTIONS), ("name", NAMES))
        for pair in pairs
    ],
)
def test_what_contradicts_is_never_the_same_but_is_shown(kind: str, then: str, now: str) -> None:
    assert kind in contradictions(then, now)
    assert similarity([then], [now]).score[0, 0] < 0.1
    found = compare(made(("Lào", "propose", then)), made(("Lào", "propose", now))).frame
    assert sorted(found["status"]) == ["dropped", "new"]
    near = similarity([then], [now]).likely[0, 0] > 0.5
    assert not near or found["needs_look"].str.contains(kind).all()


@pytest.mark.parametrize(("then", "now"), FIGURES)
def test_another_figure_is_the_same_proposal_reframed(then: str, now: str) -> None:
    found = compare(made(("Lào", "propose", then)), made(("Lào", "propose", now))).frame
    assert found[["status", "changed"]].values.tolist() == [["reframed", "figure"]]


@pytest.mark.parametrize(("then", "now"), OBJECTS)
def test_the_same_formula_for_another_object_is_marked(then: str, now: str) -> None:
    found = compare(made(("Lào", "propose", then)), made(("Lào", "propose", now))).frame
    assert (found["status"].isin(["new", "dropped"]) | (found["needs_look"] != "")).all()


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("mở cửa thị trường cho nông sản", "tạo thuận lợi nhập khẩu hoa quả, nông sản"),
        ("tăng cường hợp tác quốc phòng", "mở rộng hợp tác quốc phòng, an ninh"),
        ("tháo gỡ vướng mắc của các dự án", "giải quyết khó khăn của các dự án tồn đọng"),
        ("không để tội phạm vượt biên", "ngăn tội phạm vượt biên"),
        ("tăng cường hợp tác với Lào", "mở rộng hợp tác với Việt Nam"),
    ],
)
def test_other_words_for_the_same_do_not_contradict(then: str, now: str) -> None:
    assert not set(contradictions(then, now)) & {"opposite", "direction", "name"}
