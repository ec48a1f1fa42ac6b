"""Dates and periods, form by form, with the year open and with it resolved."""

from __future__ import annotations

import re

import pytest
from readouts.entities.dates import event_date, publication_day
from readouts.entities.mentions import find_mentions
from readouts.language.normalization import normalize

# In brackets what is found; its kind; its ISO form where the day of publication is not known; and
# the same for a text published on 2025-11-26, where that says more.
FORMS = """
# days
[Ngày 25/11], tại Hà Nội | date | --11-25 | 2025-11-25
Cũng trong [ngày 3-4], đoàn | date | --04-03 | 2026-04-03
Sáng [9.10], hai bên | date | --10-09 | 2025-10-09
Tối [20-12] gia đình về nước | date | --12-20 | 2025-12-20
[ngày 25/11/2024] | date | 2024-11-25
[ngày 1-7-2017] | date | 2017-07-01
[ngày 01.07.2017] | date | 2017-07-01
date [2025-11-26] | date | 2025-11-26
[ngày 3 tháng 4 năm 2024] | date | 2024-04-03
[ngày 3 tháng Tư năm 2024] | date | 2024-04-03
[mùng 3 tháng 12] | date | --12-03 | 2025-12-03
[ngày 2/9 năm ngoái] | date | --09-02 | 2024-09-02
[hôm 22/5] | date | --05-22 | 2025-05-22
lễ kỷ niệm tổ chức [ngày 2-9] | date | --09-02 | 2025-09-02
chuyến thăm ([28/8]) | date | --08-28 | 2025-08-28
trước [ngày 30/6 tới], | date | --06-30 | 2026-06-30
[ngày 30/12 vừa qua], | date | --12-30 | 2024-12-30
# the day counted from publication
[Hôm nay], Thủ tướng | date |  | 2025-11-26
[Sáng nay], tại Hà Nội | date |  | 2025-11-26
[chiều qua] tại Hà Nội | date |  | 2025-11-25
[hôm qua] | date |  | 2025-11-25
Sáng nay ([22/3]), tại | date | --03-22 | 2026-03-22
Chiều nay, [24/11], tại | date | --11-24 | 2025-11-24
Hôm nay [19/11], sau lễ đón | date | --11-19 | 2025-11-19
sáng thứ Hai ([24/11]) | date | --11-24 | 2025-11-24
[tuần trước] | period |  | 2025-11-17/2025-11-23
trong [tuần tới] | period |  | 2025-12-01/2025-12-07
# months
thăm Trung Quốc ([tháng 10-2022]) | date | 2022-10
[tháng 12/2023] | date | 2023-12
[tháng 12.2023] | date | 2023-12
[tháng 4 năm 2024] | date | 2024-04
[tháng Tám năm 2024] | date | 2024-08
[tháng 02/2018] | date | 2018-02
hồi [tháng 4] | date | --04 | 2025-04
hồi [tháng 12] | date | --12 | 2024-12
vào [tháng 12] | date | --12 | 2025-12
vào [tháng 3 tới]. | date | --03 | 2026-03
[tháng 7 vừa qua] | date | --07 | 2025-07
[tháng 9 năm ngoái] | date | --09 | 2024-09
trong [tháng tới] | date |  | 2025-12
[cuối tháng Tư] này | period | --04-21/--04-30 | 2025-04-21/2025-04-30
[cuối tháng 10/2018] | period | 2018-10-21/2018-10-31
[tháng 9-10/2025] | period | 2025-09/2025-10
từ [tháng 3 đến tháng 6/2025] | period | 2025-03/2025-06
# years
trong [năm 2024] | date | 2024
đến [năm 2030] | date | 2030
tầm nhìn đến [2045] | date | 2045
[năm nay] | date |  | 2025
[năm ngoái] | date |  | 2024
trong [năm tới] | date |  | 2026
[năm sau] | date |  | 2026
[giai đoạn 2025-2030] | period | 2025/2030
[giai đoạn 2016 - 2020] | period | 2016/2020
quan hệ ngoại giao ([1975-2025]) | period | 1975/2025
từ [năm 2016 đến năm 2020] | period | 2016/2020
trong [tài khóa 2021] của Nhật Bản | date | 2021
trong [năm 2019-2020] | period | 2019/2020
[những năm 1980] | period | 1980/1989
[thập niên 90] | period | 1990/1999
# parts of a year
[cuối năm 2026] | period | 2026-10/2026-12
[đầu năm] | period | --01/--03 | 2025-01/2025-03
[giữa năm 2026] | period | 2026-05/2026-08
[đầu năm tới] | period | --01/--03 | 2026-01/2026-03
[nửa đầu năm 2026] | period | 2026-01/2026-06
[nửa cuối năm] | period | --07/--12 | 2025-07/2025-12
[6 tháng đầu năm] | period | --01/--06 | 2025-01/2025-06
[sáu tháng cuối năm 2018] | period | 2018-07/2018-12
[hai quý đầu năm 2025] | period | 2025-01/2025-06
[9 tháng năm 2025] | period | 2025-01/2025-09
[10 tháng của năm 2025] | period | 2025-01/2025-10
[3 tháng đầu năm nay] | period | --01/--03 | 2025-01/2025-03
[quý III/2025] | period | 2025-07/2025-09
[quý 3 năm 2025] | period | 2025-07/2025-09
trong [quý 4-2017] | period | 2017-10/2017-12
[quý I] | period | --01/--03 | 2025-01/2025-03
# ranges of days
từ [ngày 12 đến 15/1] | period | --01-12/--01-15 | 2026-01-12/2026-01-15
thăm từ [19 đến 21-2] | period | --02-19/--02-21 | 2026-02-19/2026-02-21
thăm Việt Nam [10-14/8] | period | --08-10/--08-14 | 2025-08-10/2025-08-14
thăm Việt Nam [18 - 20-8] | period | --08-18/--08-20 | 2025-08-18/2025-08-20
[ngày 22 - 24/8] | period | --08-22/--08-24 | 2025-08-22/2025-08-24
từ [6-12 đến 8-12] | period | --12-06/--12-08 | 2025-12-06/2025-12-08
([30/10 - 01/11/2022]) | period | 2022-10-30/2022-11-01
từ [ngày 09 - 13/5/2019] | period | 2019-05-09/2019-05-13
từ [ngày 28/2 tới ngày 5/3] | period | --02-28/--03-05 | 2026-02-28/2026-03-05
từ [ngày 30/12 đến 2/1/2026] | period | 2025-12-30/2026-01-02
từ [ngày 3 đến ngày 5 tháng 12] | period | --12-03/--12-05 | 2025-12-03/2025-12-05
"""


def rows(table: str) -> list[tuple[str, ...]]:
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


@pytest.mark.parametrize("row", rows(FORMS), ids=lambda row: row[0])
def test_a_date(row: tuple[str, ...]) -> None:
    marked, kind, open_iso, *resolved = row
    before, words, after = re.split(r"[\[\]]", normalize(marked).text)
    for published, iso in (("", open_iso), ("2025-11-26", (resolved or [open_iso])[0])):
        text = before + words + after
        mentions = find_mentions(text, published)
        assert [(text[m.start : m.end], m.kind, m.iso) for m in mentions] == [(words, kind, iso)]


SEVERAL = [
    ("các ngày 10 và 11-6-2018", ["2018-06-10", "2018-06-11"]),
    ("ngày 20, 21 và 22 tháng 3 năm 2024", ["2024-03-20", "2024-03-21", "2024-03-22"]),
    ("các năm 2023, 2024 và 2025", ["2023", "2024", "2025"]),
    ("chiều 29-3, giờ địa phương tức sáng 30-3", ["2026-03-29", "2026-03-30"]),
]


@pytest.mark.parametrize(("sentence", "isos"), SEVERAL)
def test_several_dates_under_one_word(sentence: str, isos: list[str]) -> None:
    assert [mention.iso for mention in find_mentions(sentence, "2025-11-26")] == isos


@pytest.mark.parametrize(
    ("published", "iso"),
    [("2026-01-02", "2025-12-31"), ("2025-12-20", "2025-12-31"), ("2025-11-26", "2025-12-31")],
)
def test_a_day_without_its_year_is_the_nearest_to_publication(published: str, iso: str) -> None:
    assert find_mentions("ngày 31/12", published)[0].iso == iso


@pytest.mark.parametrize(
    "sentence",
    [
        "ngày 31/2", "ngày 45/11", "quan hệ ngày càng tốt đẹp", "hàng năm", "những năm qua",
        "ngày thứ hai của chuyến thăm", "lần thứ tư", "trong tháng hai bên sẽ họp", "tối đa",
        "đầu tư", "nhiệm kỳ 2020-2021", "khóa 2016 - 2021",
        "đạt 3/4 số phiếu", "tỷ số 2-1",
    ],
)  # fmt: skip
def test_numbers_that_only_look_like_dates(sentence: str) -> None:
    assert [m for m in find_mentions(sentence, "2025-11-26") if m.kind in ("date", "period")] == []


EVENTS = [
    ("Ngày 25/11, tại Hà Nội, Bộ trưởng hội đàm với Chủ tịch tỉnh.", "2025-11-25", "Ngày 25/11"),
    ("Hôm nay, Thủ tướng tiếp Đại sứ.", "2025-11-26", "Hôm nay"),
    (
        "Nhân chuyến thăm từ ngày 22 - 26/11/2025, sáng 24/11, hai Bộ trưởng hội đàm.",
        "2025-11-24",
        "24/11",
    ),
    ("Theo thỏa thuận ký ngày 12/3/2021, chiều 25/11 hai bên họp.", "2025-11-25", "25/11"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "iso", "words"), EVENTS)
def test_the_day_of_the_meeting(text: str, iso: str, words: str) -> None:
    found = event_date(text, "2025-11-26")
    assert found is not None
    assert (found[0], text[slice(*found[1])]) == (iso, words)


STAMPS = [
    (" date 2024-09-13 Bộ trưởng đề nghị hai bên tiếp tục hợp tác.", "2024-09-13"),
    ("Hội đàm cấp cao\n13/09/2024 10:30\nSáng 12/9, tại Hà Nội, hai bên họp.", "2024-09-13"),
    ("Thứ Sáu, ngày 13/9/2024, 10:30 (GMT+7)\nHội đàm", "2024-09-13"),
    ("Cập nhật lúc 10h30, 13-09-2024\nHội đàm", "2024-09-13"),
    ("Ngày 13/9/2024, tại Hà Nội, Thủ tướng tiếp Đại sứ.", ""),
    ("Hội đàm cấp cao\nSáng 12/9, tại Hà Nội, hai bên họp.", ""),
    ("2024-13-45 là số hiệu.", ""),
]


@pytest.mark.parametrize(("text", "iso"), STAMPS)
def test_a_date_stamp_at_the_head_is_the_day_of_publication(text: str, iso: str) -> None:
    assert publication_day(normalize(text).text) == iso


def test_a_stamp_fixes_years_and_relative_days() -> None:
    text = "date 2024-01-02\nNgày 31/12, hai bên họp. Hôm qua, đoàn về nước."
    assert [m.iso for m in find_mentions(text)] == ["2024-01-02", "2023-12-31", "2024-01-01"]


def test_a_whole_date_in_the_frame_fixes_years_but_not_what_today_is() -> None:
    text = "Chiều 18/10/2022, hai bên hội đàm. Ngày 19/10, đoàn đi thăm. Hôm nay, đoàn về nước."
    assert [m.iso for m in find_mentions(text)] == ["2022-10-18", "2022-10-19", ""]


def test_a_whole_date_of_the_past_in_mid_sentence_fixes_no_year() -> None:
    text = "Bộ trưởng nhắc lại thỏa thuận ký ngày 5/9/1995. Ngày 19/10, đoàn đi thăm."
    assert [m.iso for m in find_mentions(text)] == ["1995-09-05", "--10-19"]


def test_no_day_is_no_event_date() -> None:
    assert event_date("Tại Hà Nội năm 2025, hai bên hội đàm.", "2025-11-26") is None
