"""The chart of many meetings draws every appearance once and says the same in words."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from readouts.report.thread_chart import appearances, in_words

STEPS = pd.DataFrame(
    [
        (1, 1, "2015-03-10", "nghiên cứu mở đường bay thẳng", "new"),
        (1, 3, "2017-09-14", "mở đường bay", "reframed"),
        (2, 2, "2016-06-21", "tăng học bổng", "new"),
    ],
    columns=["chain", "meeting", "date", "quote", "status"],
)


@pytest.fixture
def axes():
    yield appearances(STEPS, language="vi")
    plt.close("all")


def test_a_line_per_chain_and_a_dot_per_appearance(axes):
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert len(dots) == len(STEPS)
    assert [tick.get_text() for tick in axes.get_yticklabels()] == [
        "nghiên cứu mở đường bay thẳng",
        "tăng học bổng",
    ]


def test_meetings_stand_in_the_order_of_time(axes):
    shown = [tick.get_text() for tick in axes.get_xticklabels()]
    assert [day[-4:] for day in shown] == ["2015", "2016", "2017"]


def test_what_was_reframed_is_hollow(axes):
    fills = {str(line.get_markerfacecolor()) for line in axes.lines if line.get_marker() == "o"}
    assert len(fills) == 2


def test_every_chain_and_date_is_in_the_words():
    words = in_words(STEPS)
    assert "“nghiên cứu mở đường bay thẳng” 10 March 2015, 14 September 2017" in words
    assert "“tăng học bổng” 21 June 2016" in words
