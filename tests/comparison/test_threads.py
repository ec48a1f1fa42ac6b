"""One proposal over several meetings: first and last appearance, silence in between, splits."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import made
from readouts.comparison.ledger import compare
from readouts.comparison.threads import thread_steps, thread_table
from readouts.model import BOTH
from readouts.reading import Reading

FLIGHT = "mở đường bay thẳng giữa hai thủ đô"
FLIGHT_AGAIN = "sớm mở đường bay thẳng giữa hai thủ đô"
SHRIMP = "tạo thuận lợi cho tôm và cá tra vào thị trường"
SCHOOL = "tăng học bổng cho sinh viên"


def met(date: str, *asked: str, side: str = "Việt Nam", act: str = "propose") -> Reading:
    return made(*((side, act, clause) for clause in asked), doc=date, date=date)


def threaded(*readings: Reading) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the steps of all threads, and a row per thread."""
    steps = thread_steps(readings, [compare(then, now) for then, now in combinations(readings, 2)])
    return steps, thread_table(steps, readings[-1].meeting.date if readings else "")


def back(steps: pd.DataFrame, date: str) -> str:
    """Return the text to which the proposal of a meeting is linked."""
    return steps.loc[steps["date"] == date, "back_to"].item()


def test_a_proposal_is_followed_from_its_first_to_its_last_meeting() -> None:
    _steps, found = threaded(
        met("2019-01-05", FLIGHT, SHRIMP),
        met("2020-02-06", FLIGHT_AGAIN),
        met("2021-03-07", SCHOOL, FLIGHT),
    )
    rows = found.set_index("first_quote")
    assert rows.loc[FLIGHT, ["first", "last", "meetings"]].tolist() == [
        "2019-01-05",
        "2021-03-07",
        3,
    ]
    assert rows.loc[SHRIMP, ["first", "last", "meetings"]].tolist() == [
        "2019-01-05",
        "2019-01-05",
        1,
    ]
    assert rows["open"].to_dict() == {FLIGHT: True, SHRIMP: False, SCHOOL: True}


def test_of_two_meetings_on_the_last_day_neither_is_the_last() -> None:
    _steps, found = threaded(
        met("2019-01-05", FLIGHT), met("2021-03-07", SHRIMP), met("2021-03-07", FLIGHT_AGAIN)
    )
    assert found["open"].all()


def test_a_proposal_may_be_silent_and_come_back() -> None:
    steps, found = threaded(
        met("2019-01-05", FLIGHT), met("2020-02-06", SHRIMP), met("2021-03-07", FLIGHT)
    )
    flight = found.iloc[0]
    assert (flight["meetings"], flight["silent"]) == (2, 1)
    assert steps.loc[steps["thread"] == 1, "back_to"].tolist() == ["", "2019-01-05"]


def test_a_link_goes_back_to_the_most_alike_and_of_equals_to_the_latest() -> None:
    steps, found = threaded(
        met("2019-01-05", FLIGHT), met("2020-02-06", FLIGHT), met("2021-03-07", FLIGHT)
    )
    assert back(steps, "2021-03-07") == "2020-02-06"
    steps, found = threaded(
        met("2019-01-05", FLIGHT), met("2020-02-06", FLIGHT_AGAIN), met("2021-03-07", FLIGHT)
    )
    assert back(steps, "2021-03-07") == "2019-01-05"
    assert len(found) == 1


def test_a_thread_names_its_sides_and_acts_in_order() -> None:
    _steps, found = threaded(
        met("2019-01-05", FLIGHT),
        met("2020-02-06", FLIGHT, side="Lào", act="commit"),
        met("2021-03-07", FLIGHT, side=BOTH, act="agree"),
    )
    assert found.loc[0, ["sides", "acts"]].tolist() == [
        "Việt Nam, Lào, both",
        "propose commit agree",
    ]


def test_the_weakest_link_is_shown() -> None:
    steps, found = threaded(
        met("2019-01-05", FLIGHT), met("2020-02-06", FLIGHT), met("2021-03-07", FLIGHT_AGAIN)
    )
    assert found.loc[0, "weakest"] == steps["similarity"].iloc[2]
    assert steps["similarity"].iloc[1] == pytest.approx(1, abs=0.01)
    assert found.loc[0, "weakest"] < steps["similarity"].iloc[1]


@pytest.mark.parametrize(
    "readings", [(), (met("2019-01-05"),), (met("2019-01-05"), met("2020-02-06"))]
)
def test_without_proposals_there_are_no_threads(readings: tuple[Reading, ...]) -> None:
    steps, found = threaded(*readings)
    assert found.empty
    assert steps.empty
    assert "first_quote" in found


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([FLIGHT, FLIGHT_AGAIN, SHRIMP, SCHOOL]), max_size=4), max_size=4
    )
)
def test_every_item_stands_in_exactly_one_thread(asked: list[list[str]]) -> None:
    readings = [met(f"20{10 + n}-01-01", *clauses) for n, clauses in enumerate(asked)]
    steps, _ = threaded(*readings)
    places = list(zip(steps["meeting"], steps["item"], strict=True))
    assert len(places) == len(set(places)) == sum(len(reading.item_rows) for reading in readings)
    for _, thread in steps.groupby("thread"):
        assert thread["meeting"].is_monotonic_increasing
        assert thread["back_to"].iloc[0] == ""
        earlier = set(zip(thread["doc"], thread["item"], strict=True))
        linked = thread.iloc[1:]
        assert set(zip(linked["back_to"], linked["back_to_item"], strict=True)) <= earlier
