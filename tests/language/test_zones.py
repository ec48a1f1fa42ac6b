"""What is title, standfirst, body, caption, byline: one text each."""

import itertools

import pytest
from readouts.language.sentences import paragraphs
from readouts.language.zones import find_zones

BODY = (
    "Ngày 3/4, tại Hà Nội, hai bên hội đàm, trao đổi về thương mại, đầu tư và giáo dục.",
    "Hai bên nhất trí mở rộng hợp tác nông nghiệp, tạo thuận lợi thông quan hàng hóa.",
)


def kinds(*lines):
    return [zone.zone for zone in find_zones("\n".join(lines))]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Toàn cảnh cuộc hội đàm", "caption"),
        ("Hai bên chào mừng thành công của chuyến thăm. Ảnh: TTXVN.", "caption"),
        ("Bộ trưởng Trần Văn Hải (phải) và Bộ trưởng Somsay Keo.", "caption"),
        ("Hai Bộ trưởng chụp ảnh chung.", "caption"),
        ("Thúc đẩy kết nối hạ tầng", "subheading"),
        ("Xem thêm: Việt Nam và Lào ký thỏa thuận mới", "boilerplate"),
        ("Tham dự hội đàm có lãnh đạo các bộ, ngành; đại diện địa phương.", "attendees"),
        ("Hai bên nhất trí giảm thuế, mở thêm cửa khẩu.", "body"),
    ],
)
def test_the_zone_of_a_line_follows_from_its_form(line, kind):
    assert kinds("Việt Nam và Lào hội đàm", BODY[0], line, BODY[1])[2] == kind


def test_the_first_line_without_a_stop_is_the_title():
    assert kinds("Việt Nam và Lào hội đàm", *BODY) == ["title", "body", "body"]


def test_a_text_without_title_is_body_from_the_start():
    assert kinds(*BODY) == ["body", "body"]


def test_a_standfirst_that_the_body_repeats_is_sapo():
    said = "Hai bên nhất trí mở rộng hợp tác nông nghiệp, tạo thuận lợi thông quan."
    assert kinds("Việt Nam và Lào hội đàm", said, *BODY)[1] == "sapo"


def test_a_first_paragraph_of_its_own_is_body():
    said = "Chính phủ Lào vừa công bố kế hoạch phát triển đường sắt cao tốc nối các tỉnh miền Nam."
    assert kinds("Việt Nam và Lào hội đàm", said, *BODY)[1] == "body"


@pytest.mark.parametrize("prefix", ["(TTXVN) - ", "date 2025-11-26 ", "(Chinhphu.vn) - "])
def test_a_date_stamp_or_agency_stands_apart(prefix):
    assert kinds("Việt Nam và Lào hội đàm", prefix + BODY[0], BODY[1])[1:3] == ["dateline", "body"]


def test_the_last_line_in_capitals_is_the_byline():
    assert kinds("Việt Nam và Lào hội đàm", *BODY, "Minh Thu")[-1] == "byline"


def test_lines_repeated_below_the_text_are_captions():
    scene = "Quan chức hai nước xem trưng bày sản phẩm"
    lines = ["Việt Nam và Lào hội đàm", BODY[0], scene, BODY[1], scene]
    assert kinds(*lines)[2] == "caption"


def test_every_paragraph_lies_in_the_zones():
    text = "\n".join(["Việt Nam và Lào hội đàm", "(TTXVN) - " + BODY[0], "", BODY[1]])
    zones = find_zones(text)
    assert [(z.start, z.end) for z in zones if z.zone != "dateline"][-1] == list(paragraphs(text))[
        -1
    ]
    assert all(a.end <= b.start for a, b in itertools.pairwise(zones))


def test_no_text_has_no_zones():
    assert find_zones("") == []
