"""Which meeting a text reports, and whether one at all."""

import pytest
import readouts
from made_parses import FRAME, cut, parsed
from readouts.statements.parser import evidence_of

ASKS = "Bộ trưởng Trần Văn Hải đề nghị hai bên tăng cường hợp tác."


def test_the_opening_names_day_place_event_and_sides():
    met = parsed(ASKS).meeting
    assert (met.date, met.place, met.event) == ("2024-04-03", "Hà Nội", "hội đàm")
    assert (met.sides, met.level) == (("Việt Nam", "Lào"), "ministers")


def test_what_the_text_does_not_say_is_empty_with_a_reason():
    met = readouts.read("Trời hôm nay đẹp.").meeting
    assert (met.place, met.place_basis) == ("", "the text names no place")
    assert (met.event, met.sides) == ("", ())
    assert "no kind of meeting" in met.event_basis


def test_the_year_comes_from_the_day_of_publication():
    frame = FRAME.replace("/2024", "")
    assert readouts.read(frame + ASKS, published="2023-04-05").meeting.date == "2023-04-03"


@pytest.mark.parametrize(
    "text",
    [
        "Bộ trưởng Trần Văn Hải tiếp xúc cử tri Hà Nội. Cử tri đề nghị mở rộng đường.",
        "Người phát ngôn đề nghị các bên kiềm chế.",
        "Bộ trưởng Trần Văn Hải sẽ thăm Lào. Ông mong muốn mở rộng hợp tác.",
        "We ask both sides to expand trade.",
        "",
        "Hai bên",
    ],
)
def test_a_text_that_reports_no_meeting_has_no_items(text):
    assert readouts.read(text).item_rows == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Tại buổi tiếp, Bộ trưởng Trần Văn Hải cảm ơn Đại sứ Lào. Việt Nam đề nghị hai bên "
            "mở rộng hợp tác.",
            id="a report without its frame",
        ),
        pytest.param(
            "Thứ trưởng Trần Văn Hải thăm Lào. Hai bên nhất trí mở cửa khẩu. Hai bên nhất trí "
            "giảm thuế. Việt Nam coi trọng quan hệ này.",
            id="consents of both, where nobody of the other side is named",
        ),
        pytest.param(
            "Trường Đại học Vinh của Việt Nam và một trường đại học Lào gặp nhau. Tại cuộc gặp, "
            "hai bên thống nhất mở lớp chung.",
            id="two schools",
        ),
    ],
)
def test_a_clipped_report_is_known_by_its_two_sides(text):
    assert evidence_of(text)[1].met


@pytest.mark.parametrize(
    "frame",
    [
        "Chiều 3/4, Bộ trưởng Công Thương Trần Văn Hải tiếp Bộ trưởng Công Thương Lào Somsay Keo.",
        "Ngày 3/4, Bộ trưởng Công Thương Trần Văn Hải điện đàm với Bộ trưởng Công Thương Lào "
        "Somsay Keo.",
    ],
)
def test_each_kind_of_event_is_a_meeting(frame):
    assert len(readouts.read(f"{frame}\n{ASKS}").item_rows) == 1


@pytest.mark.parametrize(
    "lede",
    [
        "Trả lời phỏng vấn báo chí, Đại sứ Lào Somsay Keo nói về quan hệ hai nước.",
        "Người phát ngôn Lào Somsay Keo bình luận về cuộc hội đàm Việt Nam - Lào.",
        "Thủ tướng Lào Somsay Keo gửi điện mừng tới Thủ tướng Việt Nam Trần Văn Hải.",
        "Thủ tướng Lào Somsay Keo sẽ thăm Việt Nam và dự kiến hội đàm với Thủ tướng Việt Nam.",
        "Sáng 3/4, Đại sứ Lào Somsay Keo gặp gỡ báo chí tại Hà Nội.",
        "Bộ Công Thương Việt Nam nói về công tác chuẩn bị cuộc gặp với Bộ Công Thương Lào.",
    ],
)
def test_other_genres_report_no_meeting(lede):
    said = "Ông Somsay Keo đề nghị hai bên mở rộng hợp tác. Ông mong muốn Việt Nam giảm thuế."
    assert readouts.read(f"{lede}\n\n{said}\n\nViệt Nam coi trọng quan hệ này.").item_rows == ()


ASKED = "Bộ trưởng Trần Văn Hải đề nghị Lào xây cảng tại Huế trước ngày 5/6/2025."


@pytest.mark.parametrize(
    ("frame", "date", "place", "event"),
    [
        (
            "Ngày 3/4/2024, tại Hà Nội, Bộ trưởng Trần Văn Hải hội đàm với Bộ trưởng Lào Somsay "
            "Keo, nhân chuyến thăm Đà Nẵng ngày 1/4/2024.",
            "2024-04-03",
            "Hà Nội",
            "hội đàm",
        ),
        (
            "Chiều 3/4/2024, tại Trụ sở Chính phủ, Bộ trưởng Trần Văn Hải tiếp Đại sứ Lào tại Việt "
            "Nam Somsay Keo.",
            "2024-04-03",
            "Trụ sở Chính phủ",
            "tiếp",
        ),
        (
            "Chiều 3/4/2024, tại Phủ Chủ tịch, Viêng Chăn, Bộ trưởng Trần Văn Hải hội kiến Chủ "
            "tịch nước Lào Somsay Keo.",
            "2024-04-03",
            "Viêng Chăn",
            "hội kiến",
        ),
        (
            "Sáng 3/4/2024, Bộ trưởng Trần Văn Hải điện đàm với Bộ trưởng Lào Somsay Keo.",
            "2024-04-03",
            "",
            "điện đàm",
        ),
        (
            "Đang ở thăm Lào, Bộ trưởng Trần Văn Hải đã gặp Bộ trưởng Lào Somsay Keo.",
            "",
            "",
            "gặp",
        ),
        (
            "Bộ trưởng Trần Văn Hải nêu rõ như vậy trong cuộc hội đàm với Bộ trưởng Lào Somsay Keo "
            "tại Viêng Chăn ngày 3/4/2024.",
            "2024-04-03",
            "Viêng Chăn",
            "hội đàm",
        ),
        (
            "Bộ trưởng Trần Văn Hải tiếp Bộ trưởng Lào Somsay Keo tại trụ sở Bộ Ngoại giao hôm "
            "3/4/2024.",
            "2024-04-03",
            "trụ sở Bộ Ngoại giao",
            "tiếp",
        ),
        (
            "Ngày 3/4/2024, Bộ trưởng Trần Văn Hải gặp Bộ trưởng Mỹ John Reed tại Washington.",
            "2024-04-03",
            "Washington",
            "gặp",
        ),
        (
            "Chiều 3/4/2024, sau lễ đón tại Phủ Chủ tịch, Bộ trưởng Trần Văn Hải hội đàm "
            "với Bộ trưởng Lào Somsay Keo tại Viêng Chăn.",
            "2024-04-03",
            "Viêng Chăn",
            "hội đàm",
        ),
    ],
)
def test_day_place_and_kind_are_those_of_the_clause_that_reports_it(frame, date, place, event):
    met = readouts.read(f"Bộ trưởng thăm Huế ngày 9/9/2023\n\n{frame}\n\n{ASKED}").meeting
    assert (met.date, met.place, met.event) == (date, place, event)


def test_a_part_of_a_word_is_no_event():
    """`trực tiếp` and `giao tiếp` have `tiếp`, and receive nobody."""
    frame = "Bộ trưởng Trần Văn Hải hội đàm với Bộ trưởng Lào Somsay Keo. "
    invested = "Hai bên ký văn bản về quỹ đầu tư trực tiếp với Bộ trưởng Lào Somsay Keo tại Huế. "
    met = readouts.read(frame + invested + ASKS).meeting
    assert (met.place, met.event) == ("", "hội đàm")


def test_a_call_has_no_place():
    text = "Bộ trưởng Trần Văn Hải điện đàm với Bộ trưởng Lào Somsay Keo tại Hà Nội."
    assert readouts.read(text).meeting.place_basis == "a telephone call has no place"


def test_those_who_met_take_part_quoted_or_not():
    text = "Bộ trưởng Trần Văn Hải đã hội đàm với Bộ trưởng Lào Kham B. Hai bên nhất trí giảm thuế."
    reading = readouts.read(text)
    assert list(reading.participants["side"]) == ["Việt Nam", "Lào"]
    assert list(reading.participants["principal"]) == [True, True]
    assert reading.meeting.sides == ("Việt Nam", "Lào")


def test_three_sides_are_three_and_speak_together():
    text = (
        "Ngày 3/4/2024, tại Viêng Chăn, Bộ trưởng Công an Việt Nam Trần Văn Hải, Bộ trưởng Công an "
        "Lào Somsay Keo và Bộ trưởng Nội vụ Campuchia Sok Vannara đã họp ba bên. Ba Bộ trưởng nhất "
        "trí phối hợp chống ma túy. Ba bên cam kết chia sẻ thông tin."
    )
    met = readouts.read(text).meeting
    assert met.sides == ("Việt Nam", "Lào", "Campuchia")
    assert met.event == "họp ba bên"
    assert [speaker for _, speaker, _ in cut(text)] == ["both", "both"]
