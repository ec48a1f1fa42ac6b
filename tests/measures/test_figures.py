"""Figures of two meetings are compared only where like meets like."""

from __future__ import annotations

import pytest
from made_readings import made
from readouts.measures import figures, figures_ledger, timeline
from readouts.reading import Reading

EMPTY = Reading("empty", "")
TRADE = ("", "inform", "kim ngạch thương mại năm 2030 đạt khoảng 7 tỷ USD, tăng 12,5%")
TRADE_MENTIONS = (
    ("date", "năm 2030", None, "", "2030"),
    ("money", "7 tỷ USD", 7e9, "USD", ""),
    ("percent", "12,5%", 12.5, "%", ""),
)
DOLLARS = ("money", "9 tỷ USD", 9e9, "USD", "")
EUROS = ("money", "9 tỷ EUR", 9e9, "EUR", "")


def reported(text: str, *mentions: tuple) -> Reading:
    return made(("", "inform", text), mentions=mentions)


def paired(then: Reading, now: Reading) -> list[tuple[str, str]]:
    found = figures_ledger(then, now)
    return list(zip(found["status"], found["refusal"], strict=True))


def test_a_figure_carries_what_it_measures_its_period_and_direction() -> None:
    level, change = figures(made(TRADE, mentions=TRADE_MENTIONS))
    assert (level.measured, level.period, level.direction) == ("kim ngạch thương mại", "2030", "")
    assert (change.measured, change.period, change.direction) == (
        "kim ngạch thương mại", "2030", "rise",
    )  # fmt: skip


def test_like_figures_are_compared_with_their_difference_and_ratio() -> None:
    then = made(TRADE, mentions=TRADE_MENTIONS)
    now = reported(
        "kim ngạch thương mại hai chiều năm 2032 đạt 14 tỷ USD",
        ("date", "năm 2032", None, "", "2032"),
        ("money", "14 tỷ USD", 14e9, "USD", ""),
    )
    found = figures_ledger(then, now)
    row = found[found["status"] == "compared"].iloc[0]
    assert (row["change"], row["ratio"], row["unit"]) == (7e9, 2.0, "USD")
    assert then.source[row["then_start"] : row["then_end"]] == "7 tỷ USD"
    assert found["status"].tolist() == ["compared", "then"]


@pytest.mark.parametrize(
    ("text", "mention", "reason"),
    [
        (
            "kim ngạch thương mại năm 2030 đạt 9 tỷ EUR",
            ("money", "9 tỷ EUR", 9e9, "EUR", ""),
            "unit",
        ),
        ("vốn vay năm 2030 đạt 9 tỷ USD", ("money", "9 tỷ USD", 9e9, "USD", ""), "measured"),
        (
            "kim ngạch thương mại năm 2030 tăng 9 tỷ USD",
            ("money", "9 tỷ USD", 9e9, "USD", ""),
            "level",
        ),
        ("kim ngạch thương mại đạt 9 tỷ USD", ("money", "9 tỷ USD", 9e9, "USD", ""), "period"),
    ],
)
def test_unlike_figures_refuse_comparison_and_say_why(
    text: str, mention: tuple, reason: str
) -> None:
    then = reported(
        "kim ngạch thương mại năm 2029 đạt 7 tỷ USD",
        ("date", "năm 2029", None, "", "2029"),
        ("money", "7 tỷ USD", 7e9, "USD", ""),
    )
    dates = (("date", "năm 2030", None, "", "2030"),) if "2030" in text else ()
    [(status, said)] = paired(then, reported(text, *dates, mention))
    assert status == "refused"
    assert said == reason


def test_a_target_is_not_compared_with_a_report() -> None:
    mention = ("money", "9 tỷ USD", 9e9, "USD", "")
    then = reported("kim ngạch thương mại đạt 9 tỷ USD", mention)
    now = made(("Lào", "propose", "đưa kim ngạch thương mại lên 9 tỷ USD"), mentions=(mention,))
    assert paired(then, now) == [("refused", "role")]


def test_counts_of_one_unit_are_told_apart_by_what_follows_them() -> None:
    then = reported("có 26 năm hợp tác đào tạo cán bộ", ("duration", "26 năm", 26, "năm", ""))
    now = reported("có 30 năm mở cửa khẩu", ("duration", "30 năm", 30, "năm", ""))
    assert paired(then, now) == [("refused", "measured")]


def test_a_date_in_brackets_or_beyond_a_semicolon_is_not_the_figures_own() -> None:
    reading = reported(
        "thăm Lào (tháng 5-2031) để trao 3 học bổng; ký văn bản năm 2032",
        ("date", "tháng 5-2031", None, "", "2031-05"),
        ("count", "3 học bổng", 3, "học bổng", ""),
        ("date", "năm 2032", None, "", "2032"),
    )
    assert figures(reading)[0].period == ""


def test_the_timeline_runs_in_time_and_joins_what_both_texts_name() -> None:
    then = made(
        ("", "inform", "hẹn gặp năm 2033, sau chuyến thăm tháng 5-2030, vào ngày 2-9"),
        date="2031-01-02",
        mentions=(
            ("date", "năm 2033", None, "", "2033"),
            ("date", "tháng 5-2030", None, "", "2030-05"),
            ("date", "ngày 2-9", None, "", "--09-02"),
        ),
    )
    now = made(
        ("", "inform", "năm 2033 là năm hữu nghị"),
        date="2034-01-02",
        mentions=(("date", "năm 2033", None, "", "2033"),),
    )
    found = timeline(then, now)
    columns = ["iso", "meeting", "precision", "relation"]
    assert found[columns].values.tolist() == [
        ["2030-05", "then", "month", "past"],
        ["2033", "both", "year", "past"],
        ["--09-02", "then", "open", ""],
    ]
    assert found.loc[1, "label"] == "năm 2033: là năm hữu nghị"
