"""What two readings amount to: agenda, ladder, answers, voices, sources."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import made
from readouts import measures
from readouts.model import Person
from readouts.reading import Reading

BRIDGE = "xây dựng cầu qua sông biên giới"
FISH = "tạo thuận lợi cho hàng thủy sản vào thị trường"
YOUTH = "tăng cường trao đổi đoàn thanh niên"
EMPTY = Reading("empty", "")
TABLES = (
    "agenda", "asks", "coverage", "figures_ledger", "ladder", "ladder_moves", "people",
    "provenance", "speakers", "steps", "timeline", "uncoded", "voices",
)  # fmt: skip


def rows(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(table[list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize("name", TABLES)
def test_empty_readings_give_tables_of_the_same_columns_and_types(name: str) -> None:
    full = made(("Lào", "propose", BRIDGE, "infrastructure"), ("Lào", "affirm", "coi trọng bạn bè"))
    measure = getattr(measures, name)
    assert measure(EMPTY, EMPTY).dtypes.equals(measure(full, full).dtypes)
    assert measure(EMPTY, full).dtypes.equals(measure(full, EMPTY).dtypes)


def test_the_agenda_says_what_came_went_and_stays() -> None:
    then = made(("Lào", "propose", f"{BRIDGE}; {FISH}", "infrastructure", "trade"))
    now = made(("Lào", "propose", f"{BRIDGE}; {YOUTH}", "infrastructure", "people_exchange"))
    found = rows(measures.agenda(then, now), "theme", "status", "then", "now")
    assert found == [
        ("trade", "went", 1, 0),
        ("infrastructure", "stays", 1, 1),
        ("people_exchange", "came", 0, 1),
    ]


def test_an_item_of_two_themes_counts_in_both() -> None:
    now = made(("Lào", "propose", FISH, "trade agriculture"))
    found = measures.agenda(EMPTY, now)
    assert found["now_share"].tolist() == [1.0, 1.0]
    assert found["now_characters"].tolist() == [len(FISH)] * 2


def test_themes_that_stand_alike_lead_together() -> None:
    now = made(("Lào", "propose", f"{FISH}; {YOUTH}", "trade", "people_exchange"))
    assert measures.leading_themes(now) == ("trade", "people_exchange")
    assert measures.leading_themes(now, "characters") == ("trade",)


def test_a_commitment_with_a_date_stands_on_the_highest_rung() -> None:
    text = f"{BRIDGE} trong năm 2031; {YOUTH}"
    now = made(
        ("Lào", "commit", text, "infrastructure", "people_exchange"),
        mentions=(("date", "năm 2031", None, "", "2031"),),
    )
    assert measures.steps(EMPTY, now)["rung"].tolist() == ["commit_fixed", "commit"]


def test_the_ladder_counts_positions_and_leaves_out_courtesies_and_the_report() -> None:
    now = made(
        ("Lào", "appraise", "quan hệ phát triển tốt đẹp"),
        ("Lào", "courtesy", "cảm ơn sự đón tiếp"),
        ("", "inform", "hai đoàn thăm nhà máy"),
        ("", "appraise", "cuộc gặp thành công tốt đẹp"),
        ("Lào", "affirm", "luôn coi trọng tình hữu nghị"),
    )
    found = measures.ladder(EMPTY, now)
    assert rows(found[found["now"] > 0], "side", "rung", "now") == [
        ("Lào", "welcome", 1),
        ("Lào", "affirm", 1),
    ]
    assert len(found) == 6


def test_a_move_up_the_ladder_keeps_the_words_of_both_ends() -> None:
    then = made(("Lào", "propose", BRIDGE, "infrastructure"))
    now = made(("Lào", "commit", BRIDGE, "infrastructure"), ("Lào", "propose", FISH, "trade"))
    found = measures.ladder_moves(then, now)
    assert rows(found, "theme", "move", "then_rung", "now_rung") == [
        ("trade", "came", "", "ask"),
        ("infrastructure", "up", "ask", "commit"),
    ]
    assert found["steps"].tolist() == [pd.NA, 2]
    assert now.source[slice(*found.loc[1, ["now_start", "now_end"]])] == BRIDGE


def test_the_highest_rung_of_a_theme_counts_wherever_it_stands() -> None:
    now = made(
        ("Lào", "propose", BRIDGE, "infrastructure"),
        ("Lào", "commit", f"sớm {BRIDGE}", "infrastructure"),
        ("Lào", "propose", f"cùng {BRIDGE}", "infrastructure"),
    )
    assert measures.ladder_moves(EMPTY, now)["now_rung"].tolist() == ["commit"]


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (("Việt Nam", "commit", BRIDGE, "infrastructure"), "answered"),
        (("both", "agree", BRIDGE, "infrastructure"), "answered"),
        (("Việt Nam", "propose", BRIDGE, "infrastructure"), "echoed"),
        (("Việt Nam", "affirm", f"Việt Nam luôn ủng hộ việc {BRIDGE}"), "echoed"),
        (("Việt Nam", "propose", YOUTH, "people_exchange"), "left"),
        (("Lào", "commit", BRIDGE, "infrastructure"), "left"),
        (("both", "appraise", f"đã {BRIDGE} thành công"), "left"),
    ],
)
def test_an_ask_is_answered_echoed_or_left(reply: tuple, answer: str) -> None:
    now = made(("Lào", "propose", BRIDGE, "infrastructure"), reply)
    found = measures.asks(EMPTY, now)
    assert found[found["side"] == "Lào"]["answer"].tolist() == [answer]


def test_an_answer_goes_before_an_echo_and_shows_the_reply() -> None:
    now = made(
        ("Lào", "propose", BRIDGE, "infrastructure"),
        ("Việt Nam", "propose", BRIDGE, "infrastructure"),
        ("Việt Nam", "commit", f"sớm {BRIDGE}", "infrastructure"),
    )
    ask = measures.asks(EMPTY, now).iloc[0]
    assert (ask["answer"], ask["reply_act"], ask["reply_side"]) == (
        "answered",
        "commit",
        "Việt Nam",
    )
    assert now.source[ask["reply_start"] : ask["reply_end"]] == ask["reply_quote"]


def test_assent_to_all_asks_is_recorded_and_answers_none() -> None:
    now = made(
        ("Lào", "propose", BRIDGE, "infrastructure"),
        ("Việt Nam", "affirm", "tán thành các đề xuất và coi trọng hợp tác"),
    )
    said = replace(now.statement_rows[1], responds_to=now.statement_rows[0].speaker)
    now = replace(now, statement_rows=(now.statement_rows[0], said))
    assert rows(measures.asks(EMPTY, now), "answer", "assented") == [("left", True)]


def test_what_both_ask_has_nobody_to_answer_it() -> None:
    assert measures.asks(EMPTY, made(("both", "propose", BRIDGE))).empty


def test_voices_share_the_words_of_all_statements() -> None:
    now = made(("Lào", "propose", f"{BRIDGE}; {FISH}"), ("Việt Nam", "commit", YOUTH))
    found = measures.voices(EMPTY, now)
    assert rows(found, "side", "act", "items") == [("Lào", "propose", 2), ("Việt Nam", "commit", 1)]
    assert found["share"].sum() == pytest.approx(1)
    assert measures.speakers(EMPTY, now)["share"].sum() == pytest.approx(1)


def test_people_stand_side_by_side_heads_first() -> None:
    then = replace(EMPTY, participant_rows=(Person(0, 1, "Bà A", "Lào", ("Thứ trưởng",)),))
    now = replace(
        EMPTY,
        participant_rows=(
            Person(0, 1, "Ông B", "Lào"),
            Person(2, 3, "Bà C", "Lào", ("Bộ trưởng", "Ủy viên"), principal=True),
        ),
    )
    assert rows(measures.people(then, now), "then_name", "now_name", "now_titles") == [
        ("", "Bà C", "Bộ trưởng; Ủy viên"),
        ("Bà A", "Ông B", ""),
    ]


def test_nothing_is_lost_every_uncoded_sentence_is_listed() -> None:
    now = made(("Lào", "affirm", "coi trọng bạn bè"), ("", "inform", "trời đẹp"))
    bare = replace(now, statement_rows=now.statement_rows[:1])
    assert measures.uncoded(EMPTY, bare)["quote"].tolist() == ["trời đẹp."]
    found = measures.coverage(now, bare).set_index("meeting")
    assert found.loc["b", "uncoded_sentences"] == 1
    assert 0 < found.loc["b", "share"] < found.loc["a", "share"] <= 1


def test_a_registered_text_brings_what_the_register_knows() -> None:
    from readouts.corpus.register import meetings

    entry = next(iter(meetings().values()))
    known = measures.provenance(Reading(entry.id, ""), Reading("other", "")).set_index("fact")
    assert known.loc["id", "then"] == entry.id
    assert known.loc["id", "now_basis"] == "not registered"


acts = st.sampled_from(("propose", "commit", "agree", "affirm", "appraise", "courtesy", "inform"))
statements = st.lists(
    st.tuples(
        st.sampled_from(("Lào", "Việt Nam", "both")),
        acts,
        st.sampled_from((BRIDGE, FISH, f"{FISH}; {YOUTH}")),
        st.sampled_from(("trade", "trade education", "")),
    ),
    max_size=5,
)


@settings(deadline=None)
@given(statements, statements)
def test_counts_of_two_readings_add_up(then: list, now: list) -> None:
    earlier, later = made(*then), made(*now)
    agenda = measures.agenda(earlier, later)
    assert agenda["now"].sum() == sum(len(item.themes) for item in later.item_rows)
    back = measures.agenda(later, earlier).set_index("theme")
    assert (agenda.set_index("theme")["change"] == -back["change"]).all()
    assert (
        len(measures.steps(earlier, later))
        == measures.ladder(earlier, later)[["then", "now"]].sum().sum()
    )
