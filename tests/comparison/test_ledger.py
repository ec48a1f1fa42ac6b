"""The proposals of two meetings, aligned."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import made
from readouts.comparison.ledger import STATUSES, Ledger, PairDecision, compare
from readouts.errors import ReadoutsError
from readouts.reading import Reading

BRIDGE = "xây dựng cầu hữu nghị qua sông biên giới"
BRIDGE_AGAIN = "sớm hoàn thành cầu hữu nghị qua sông biên giới"
FLIGHTS = "mở thêm đường bay thẳng giữa hai thủ đô"
FISH = "tạo thuận lợi cho hàng thủy sản vào thị trường"
YOUTH = "tăng cường trao đổi đoàn thanh niên"
ORDER = ("trade", "infrastructure", "people_exchange")


def ledger(then: Reading, now: Reading, **settings: object) -> Ledger:
    return compare(then, now, **settings)


def ask(side: str, text: str, *themes: str) -> tuple:
    return (side, "propose", text, *themes)


def statuses(found: Ledger) -> list[tuple[str, str]]:
    return list(zip(found.frame["status"], found.frame["changed"], strict=True))


def test_the_same_proposal_by_the_same_side_persists() -> None:
    found = ledger(made(ask("Lào", BRIDGE)), made(ask("Lào", BRIDGE)))
    assert statuses(found) == [("persisted", "")]
    assert found.frame.loc[0, "similarity"] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        (("Lào", "commit", BRIDGE), "act"),
        (("Việt Nam", "propose", BRIDGE), "side"),
        (("Việt Nam", "agree", BRIDGE), "act side"),
    ],
)
def test_a_reframed_row_says_by_what_it_differs(now: tuple, changed: str) -> None:
    then = made(ask("Lào", BRIDGE), ask("Việt Nam", YOUTH))
    found = ledger(then, made(now, ask("Lào", FISH)))
    row = found.frame[found.frame["status"] == "reframed"]
    assert row["changed"].tolist() == [changed]


def test_other_words_for_the_same_thing_are_reframed_by_wording() -> None:
    then = made(ask("Lào", BRIDGE, "infrastructure"))
    found = ledger(then, made(ask("Lào", BRIDGE_AGAIN, "infrastructure")), same_wording=0.9)
    assert statuses(found) == [("reframed", "wording")]


def test_what_has_no_like_is_new_or_dropped() -> None:
    found = ledger(made(ask("Lào", BRIDGE)), made(ask("Lào", FISH)))
    assert sorted(status for status, _ in statuses(found)) == ["dropped", "new"]
    assert found.frame["then_quote"].tolist().count(BRIDGE) == 1


def test_rows_stand_in_the_order_of_the_codebook_then_of_the_text() -> None:
    then = made(
        ask("Lào", f"{BRIDGE}; {YOUTH}; {FISH}", "infrastructure", "people_exchange", "trade")
    )
    assert ledger(then, made()).frame["theme"].tolist() == [*ORDER]


def test_a_good_pair_is_not_broken_for_two_poor_ones() -> None:
    then = made(ask("Lào", f"{BRIDGE}; {BRIDGE_AGAIN}", "infrastructure", "infrastructure"))
    now = made(ask("Lào", BRIDGE, "infrastructure"))
    paired = ledger(then, now).frame.query("not shared")
    assert paired[["then_item", "now_item"]].values.tolist() == [[0, 0]]


def test_an_item_left_over_joins_the_row_of_its_like() -> None:
    then = made(ask("Lào", BRIDGE, "infrastructure"))
    now = made(ask("Lào", f"{BRIDGE}; {BRIDGE_AGAIN}", "infrastructure", "infrastructure"))
    found = ledger(then, now)
    assert statuses(found)[0] == ("persisted", "")
    assert "split" in statuses(found)[1][1]
    assert "merged" in statuses(ledger(now, then))[1][1]


def test_between_equal_partners_the_same_side_wins() -> None:
    then = made(ask("Lào", BRIDGE), ask("Việt Nam", BRIDGE))
    now = made(ask("Việt Nam", BRIDGE), ask("Lào", BRIDGE))
    assert statuses(ledger(then, now)) == [("persisted", "")] * 2


def test_equal_items_pair_in_the_order_of_the_texts() -> None:
    text = made(ask("Lào", f"{BRIDGE}; {BRIDGE}; {BRIDGE}"))
    rows = ledger(text, text).frame
    assert rows["then_item"].tolist() == rows["now_item"].tolist() == [0, 1, 2]


def test_the_band_and_a_small_lead_ask_for_a_look() -> None:
    then = made(ask("Lào", BRIDGE))
    score = ledger(then, made(ask("Lào", BRIDGE_AGAIN))).similarity.score[0, 0]
    near = ledger(then, made(ask("Lào", BRIDGE_AGAIN)), threshold=score - 0.01)
    far = ledger(then, made(ask("Lào", BRIDGE_AGAIN)), threshold=score - 0.3)
    assert near.frame["needs_look"].tolist() == ["threshold"]
    assert far.needs_look.empty
    twice = ledger(then, made(ask("Lào", f"{BRIDGE}; {BRIDGE}")))
    assert "margin" in twice.frame["needs_look"].tolist()[0]


def test_a_proposal_taken_up_by_the_other_side_has_moved() -> None:
    then = made(ask("Lào", BRIDGE), ask("Việt Nam", FISH))
    taken_up = ledger(then, made(ask("Việt Nam", BRIDGE), ask("Lào", YOUTH)))
    joined = ledger(then, made(ask("Việt Nam", BRIDGE), ask("Lào", BRIDGE_AGAIN)))
    assert taken_up.raised_by_other_side["moved"].tolist() == ["taken_up"]
    assert set(joined.raised_by_other_side["moved"]) == {"joined"}


def test_what_both_sides_asked_before_has_not_moved() -> None:
    then = made(ask("Lào", BRIDGE), ask("Việt Nam", BRIDGE))
    now = made(ask("Việt Nam", BRIDGE), ask("Lào", FISH))
    assert ledger(then, now).raised_by_other_side.empty


def test_a_country_then_and_its_province_now_are_one_side() -> None:
    then = made(ask("Lào", BRIDGE), ask("Việt Nam", FISH))
    now = made(ask("Savannakhet", BRIDGE), ask("Việt Nam", FISH))
    assert statuses(ledger(then, now)) == [("persisted", "")] * 2


def test_rulings_make_and_forbid_matches_and_are_shown() -> None:
    then, now = made(ask("Lào", f"{BRIDGE}; {FISH}")), made(ask("Lào", f"{BRIDGE}; {YOUTH}"))
    pair_decisions = (
        PairDecision(0, 0, False, "not the same bridge"),
        PairDecision(1, 1, True, "one programme"),
    )
    rows = ledger(then, now, pair_decisions=pair_decisions).frame
    assert sorted(rows["status"]) == ["dropped", "new", "reframed"]
    assert rows["decided"].all()
    assert set(rows["reason"]) == {"not the same bridge", "one programme"}
    assert (rows["needs_look"] == "").all()


def test_one_item_may_be_ruled_to_match_two() -> None:
    then, now = made(ask("Lào", BRIDGE)), made(ask("Lào", f"{FISH}; {YOUTH}"))
    pair_decisions = (PairDecision(0, 0, True, "a"), PairDecision(0, 1, True, "b"))
    rows = ledger(then, now, pair_decisions=pair_decisions).frame
    assert rows["now_item"].tolist() == [0, 1]
    assert rows["decided"].all()


def test_the_later_of_two_rulings_about_a_pair_holds() -> None:
    then, now = made(ask("Lào", BRIDGE)), made(ask("Lào", FISH))
    pair_decisions = (
        PairDecision(0, 0, True, "once"),
        PairDecision(0, 0, False, "on second thought"),
    )
    assert ledger(then, now, pair_decisions=pair_decisions).frame["status"].tolist() == [
        "dropped",
        "new",
    ]


def test_empty_readings_give_an_empty_table_with_its_types() -> None:
    empty = ledger(Reading("a", ""), Reading("b", ""))
    assert empty.frame.empty
    assert str(empty.frame["then_item"].dtype) == "Int64"
    assert empty.counts()["rows"].sum() == 0


def test_a_notebook_shows_the_ledger_with_the_text_escaped() -> None:
    shown = ledger(made(ask("Lào", "mở <b>cảng</b> mới")), made())._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


proposals = st.lists(
    st.tuples(
        st.sampled_from(("Lào", "Việt Nam", "both")),
        st.sampled_from(("propose", "agree", "commit")),
        st.sampled_from((BRIDGE, BRIDGE_AGAIN, FLIGHTS, FISH, YOUTH)),
        st.sampled_from(ORDER),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(proposals, proposals)
def test_every_item_stands_in_a_row_and_the_ledger_mirrors(then: list, now: list) -> None:
    earlier, later = made(*then), made(*now)
    forth, back = ledger(earlier, later), ledger(later, earlier)
    assert {row.then for row in forth.rows} - {None} == set(range(len(then)))
    assert {row.now for row in forth.rows} - {None} == set(range(len(now)))
    assert _sorted(forth) == _sorted(back, mirrored=True)


def _sorted(found: Ledger, mirrored: bool = False) -> list:
    mirror = {"new": "dropped", "dropped": "new"} if mirrored else {}
    rows = []
    for row in found.rows:
        then, now = (row.now, row.then) if mirrored else (row.then, row.now)
        rows.append((str(then), str(now), mirror.get(row.status, row.status)))
    return sorted(rows)


@settings(deadline=None)
@given(proposals, proposals)
def test_counts_add_up(then: list, now: list) -> None:
    found = ledger(made(*then), made(*now))
    counts = found.counts().set_index("status")
    assert list(counts.index) == [*STATUSES]
    assert counts["rows"].sum() == len(found.frame)
    matched = {row.then for row in found.rows if row.status in ("persisted", "reframed")}
    assert len(matched - {None}) + counts.loc["dropped", "then_items"] == len(then)


@pytest.mark.parametrize("name", ["threshold", "band", "margin", "same_wording"])
@pytest.mark.parametrize("value", [55, -0.1, float("nan"), True, "0,55", None])
def test_a_setting_out_of_its_range_is_refused_before_anything_is_compared(name, value) -> None:
    with pytest.raises(ReadoutsError, match=f"{name}: expected a number from 0 to 1, found"):
        compare(made(), made(), **{name: value})
