"""The workbook, opened by a program that did not write it."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from made_readings import made
from readouts.comparison.ledger import compare
from readouts.exports.workbook import workbook
from readouts.labels import label
from readouts.model import Meeting
from readouts.reading import Reading

THEN = made(
    ("Lào", "propose", "xây cầu qua sông; =1+1", "infrastructure"), doc="then", date="2019-01-02"
)
NOW = made(("Việt Nam", "agree", "xây cầu qua sông", "infrastructure"), doc="now")


def opened(*readings: Reading, language: str = "en") -> openpyxl.Workbook:
    ledgers = [compare(*readings)] if len(readings) == 2 else []
    return openpyxl.load_workbook(io.BytesIO(workbook(readings, ledgers, language)))


def column(sheet: openpyxl.worksheet.worksheet.Worksheet, heading: str) -> list[object]:
    at = [cell.value for cell in sheet[1]].index(heading)
    return [row[at].value for row in sheet.iter_rows(min_row=2)]


def test_two_meetings_have_every_sheet_filtered_with_a_frozen_head() -> None:
    book = opened(THEN, NOW)
    assert book.sheetnames == ["Ledger", "Proposals", "Requests and replies", "Codebook", "Sources"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_two_reports_of_one_meeting_have_a_sheet_of_what_either_leaves_out() -> None:
    event = Meeting(date="2024-05-06", event="hội đàm", sides=("Lào", "Việt Nam"))
    one, other = (
        replace(made(("Lào", "propose", words), doc=doc), meeting=event)
        for doc, words in (("a", "giảm thuế gỗ cao su"), ("b", "cấp học bổng cho công nhân"))
    )
    sheet = opened(one, other)["Left out by the other report"]
    assert column(sheet, "Meeting") == ["a", "b"]
    assert column(sheet, "Words") == ["giảm thuế gỗ cao su", "cấp học bổng cho công nhân"]


def test_one_meeting_has_no_ledger() -> None:
    assert opened(THEN).sheetnames == ["Proposals", "Codebook", "Sources"]


def test_rows_are_those_of_the_tables_in_the_words_of_either_language() -> None:
    ledger = opened(THEN, NOW)["Ledger"]
    assert sorted(column(ledger, "Status")) == ["dropped", "reframed"]
    for language, sheet, heading in (("en", "Proposals", "Act"), ("vi", "Đề xuất", "Hành vi")):
        acts = column(opened(THEN, language=language)[sheet], heading)
        assert acts == [label("act.propose", language)] * 2


def test_no_cell_of_the_vietnamese_workbook_is_an_id() -> None:
    words, figure = "tăng 5% kim ngạch thương mại", ("percent", "5%", 5.0, "%", "")
    readings = [
        made(("Lào", "propose", words, "trade"), doc=doc, mentions=(figure,)) for doc in "ab"
    ]
    ids = {"propose", "persisted", "compared", "then", "percent", "target", "rise", "high", "trade"}
    for sheet in opened(*readings, language="vi"):
        if sheet.title != label("sheet.codebook", "vi"):
            assert not {cell.value for row in sheet for cell in row} & ids


def test_vietnamese_comes_back_letter_for_letter() -> None:
    words = "để Đoàn nghỉ, họ ưỡn ngực 🌾 nhé"
    assert column(opened(made(("Lào", "propose", words)))["Proposals"], "Words") == [words]


@pytest.mark.parametrize("words", ["=1+1", "@SUM(A1)", "+84", "-2", "\t=1", "{=1}", "http://a.vn"])
def test_no_text_becomes_a_formula_a_number_or_a_link(words: str) -> None:
    sheet = opened(made(("Lào", "propose", words)))["Proposals"]
    cells = [cell for row in sheet for cell in row if cell.value == words]
    assert [cell.data_type for cell in cells] == ["s"]
    assert cells[0].hyperlink is None
    assert cells[0].quotePrefix or words[0] in "{h"


@pytest.mark.parametrize("words", ["a\x00\x0bb", "_x0041_", "\uffff"])
def test_a_text_no_workbook_can_hold_still_gives_a_workbook(words: str) -> None:
    assert len(column(opened(made(("Lào", "propose", words)))["Proposals"], "Words")) == 1


def test_a_longer_text_is_cut_not_lost() -> None:
    (words,) = column(opened(made(("Lào", "propose", "x" * 40_000)))["Proposals"], "Words")
    assert words == "x" * 32_766 + "…"


def test_the_same_readings_give_the_same_bytes() -> None:
    assert workbook([THEN, NOW], [compare(THEN, NOW)]) == workbook(
        [THEN, NOW], [compare(THEN, NOW)]
    )
