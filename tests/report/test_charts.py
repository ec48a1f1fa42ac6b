from __future__ import annotations

import io
import warnings

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from readouts.report import charts as plots

ALL_LETTERS = "Ẳ ẵ Ễ ể Ổ ỗ Ở ỡ Ử ữ Ỷ ỹ Đ đ Ợ ự ẩ ậ"
TABLES = {
    plots.agenda: pd.DataFrame(
        {"theme": ["trade", "education", ALL_LETTERS], "then": [3, 0, 1], "now": [1, 4, 1]}
    ),
    plots.timeline: pd.DataFrame(
        {"iso": ["2022-10", "2026", "2025-01/2025-06", "--04-03"],
         "first": ["2022-10", "2026", "2025-01", "--04-03"],
         "last": ["2022-10", "2026", "2025-06", "--04-03"],
         "label": ["tháng 10-2022", "năm 2026", "nửa đầu năm", "3-4"],
         "meeting": ["then", "now", "both", "then"]}
    ),
    plots.reliability: pd.DataFrame(
        {"least": [0.8, 0.9], "most": [0.9, 1.0], "items": [0, 40], "said": [None, 0.95],
         "right": [None, 0.93], "low": [None, 0.8], "high": [None, 0.98]}
    ),
    plots.appearances: pd.DataFrame(
        [(1, 1, "2015-03-10", "nghiên cứu mở đường bay thẳng", "new"),
         (1, 3, "2017-09-14", "mở đường bay", "reframed"),
         (2, 2, "2016-06-21", "tăng học bổng", "new")],
        columns=["thread", "meeting", "date", "quote", "status"],
    ),
}  # fmt: skip
CHARTS = list(TABLES)


def drawn(chart, table: pd.DataFrame, language: str = "en") -> str:
    named = {"names": ("3/4/2024", "25/11/2025")} if chart in _NAMED else {}
    with plots.chart_style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = chart(table, language=language, **named)
        buffer = io.StringIO()
        axes.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        axes.figure.savefig(io.BytesIO(), format="png")
        plt.close(axes.figure)
    return buffer.getvalue()


_NAMED = (plots.agenda, plots.timeline)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
def test_a_chart_shows_every_letter_and_is_the_same_each_time(chart, language: str) -> None:
    first = drawn(chart, TABLES[chart], language)
    assert first == drawn(chart, TABLES[chart], language)
    assert "<text" in first


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
def test_a_chart_of_nothing_is_drawn_and_says_so(chart) -> None:
    nothing = TABLES[chart].iloc[:0]
    drawn(chart, nothing)
    assert plots.alt_text(chart, nothing) == "Nothing to show."


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
def test_the_words_for_a_chart_hold_its_numbers_in_both_languages(chart) -> None:
    table = TABLES[chart]
    english, vietnamese = (plots.alt_text(chart, table, lang) for lang in ("en", "vi"))
    assert english != vietnamese
    if chart is not plots.timeline:
        numbers = [c for c in ("then", "now", "both", "of") if c in table]
        for value in table[numbers].to_numpy().ravel():
            assert str(value) in english
            assert str(value) in vietnamese


def test_a_thread_has_a_row_and_each_appearance_a_dot_hollow_where_it_was_reframed() -> None:
    axes = plots.appearances(TABLES[plots.appearances], language="vi")
    rows = [tick.get_text() for tick in axes.get_yticklabels()]
    dots = {str(line.get_markerfacecolor()): line.get_ydata().tolist() for line in axes.lines}
    days = [tick.get_text() for tick in axes.get_xticklabels()]
    plt.close(axes.figure)
    assert rows == ["nghiên cứu mở đường bay thẳng", "tăng học bổng"]
    assert list(dots.values()) == [[0], [0, 1]]
    assert [day[-4:] for day in days] == ["2015", "2016", "2017"]


def test_every_thread_and_date_is_in_the_words() -> None:
    words = plots.alt_text(plots.appearances, TABLES[plots.appearances])
    assert "“nghiên cứu mở đường bay thẳng” 10 March 2015, 14 September 2017" in words
    assert "“tăng học bổng” 21 June 2016" in words


def test_mathematics_in_a_text_stays_text() -> None:
    table = pd.DataFrame({"theme": ["$\\frac{1}{2}$"], "then": [1], "now": [2]})
    assert "frac{1}{2}" in drawn(plots.agenda, table)


def test_a_date_without_a_year_is_left_off_the_axis() -> None:
    svg = drawn(plots.timeline, TABLES[plots.timeline].iloc[[0, 3]])
    assert "tháng 10-2022" in svg
    assert "3-4" not in svg


def test_the_callers_settings_come_back() -> None:
    before = plt.rcParams["font.size"]
    with plots.chart_style():
        assert plt.rcParams["svg.fonttype"] == "none"
    assert plt.rcParams["font.size"] == before
