"""What two readings amount to: agenda, requests and replies, voices, sources."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import made
from readouts import measures
from readouts.comparison.ledger import compare
from readouts.measures import answers
from readouts.model import Person
from readouts.reading import Reading

BRIDGE = "xây dựng cầu qua sông biên giới"
FISH = "tạo thuận lợi cho hàng thủy sản vào thị trường"
YOUTH = "tăng cường trao đổi đoàn thanh niên"
EMPTY = Reading("empty", "")
TABLES = (
    "acts", "agenda", "coverage", "figures_ledger", "people", "provenance", "requests", "speakers",
    "timeline", "uncoded", "voices",
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


def commit_moves(then: tuple, now: tuple) -> list[tuple]:
    pair = [
        made(one, mentions=(("date", "năm 2031", None, "", "2031"),) * ("2031" in one[2]))
        for one in (then, now)
    ]
    return rows(measures.commitments(compare(*pair)), "row", "move")


@pytest.mark.parametrize(
    ("then", "now", "move"),
    [
        (("Lào", "propose", BRIDGE), ("Việt Nam", "commit", BRIDGE), "bound"),
        (("Lào", "propose", BRIDGE), ("both", "agree", BRIDGE), "bound"),
        (("Lào", "commit", BRIDGE), ("Việt Nam", "propose", BRIDGE), "unbound"),
        (("Lào", "commit", BRIDGE), ("Lào", "commit", f"{BRIDGE} trong năm 2031"), "fixed"),
        (("Lào", "commit", f"{BRIDGE} trong năm 2031"), ("Lào", "commit", BRIDGE), "unfixed"),
        (("Lào", "commit", BRIDGE), ("Lào", "commit", BRIDGE), ""),
        (("Lào", "propose", BRIDGE), ("Lào", "propose", f"{BRIDGE} trong năm 2031"), ""),
        (("Lào", "propose", BRIDGE), ("Việt Nam", "commit", YOUTH), ""),
    ],
)
def test_a_proposal_binds_more_or_less_only_where_both_texts_have_it(
    then: tuple, now: tuple, move: str
) -> None:
    assert commit_moves(then, now) == ([(1, move)] if move else [])


@pytest.mark.parametrize("doubt", [{"needs_look": ("margin",)}, {"probability": 0.8}])
def test_a_row_in_doubt_moves_nothing_until_it_is_decided(doubt: dict) -> None:
    ledger = compare(made(("Lào", "propose", BRIDGE)), made(("Việt Nam", "commit", BRIDGE)))
    doubtful = replace(ledger.rows[0], **doubt)
    assert measures.commitments(replace(ledger, rows=(doubtful,))).empty
    decided = replace(doubtful, decided=True)
    assert not measures.commitments(replace(ledger, rows=(decided,))).empty


def test_statements_without_proposals_are_counted_by_act_and_ranked_nowhere() -> None:
    now = made(
        ("Lào", "appraise", "quan hệ phát triển tốt đẹp"),
        ("Lào", "propose", f"{BRIDGE}; {FISH}"),
        ("Lào", "courtesy", "cảm ơn sự đón tiếp"),
        ("", "inform", "hai đoàn thăm nhà máy"),
    )
    assert rows(measures.acts(EMPTY, now), "side", "act", "then", "now") == [
        ("Lào", "propose", 0, 2),
        ("Lào", "appraise", 0, 1),
        ("Lào", "courtesy", 0, 1),
    ]


ASKED = ("Lào", "propose", BRIDGE, "infrastructure")


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (("Việt Nam", "commit", BRIDGE, "infrastructure"), "agreed_or_pledged"),
        (("both", "agree", BRIDGE, "infrastructure"), "agreed_or_pledged"),
        (("Việt Nam", "propose", BRIDGE, "infrastructure"), "repeated"),
        (("Việt Nam", "assent", f"tán thành việc {BRIDGE}"), "assented"),
        (("Việt Nam", "decline", f"chưa thể {BRIDGE}"), "declined"),
        (("Việt Nam", "inform", f"sẽ xem xét việc {BRIDGE}"), "to_be_considered"),
        (("Việt Nam", "appraise", f"đã {BRIDGE} thành công"), "none"),
        (("Việt Nam", "propose", YOUTH, "people_exchange"), "none"),
        (("Lào", "commit", BRIDGE, "infrastructure"), "none"),
    ],
)
def test_a_request_has_the_reply_of_the_other_side_or_of_both(reply: tuple, answer: str) -> None:
    found = measures.requests(EMPTY, made(ASKED, reply))
    assert found[found["side"] == "Lào"]["answer"].tolist() == [answer]


def test_what_is_less_than_plainly_a_reply_is_unclear(monkeypatch: pytest.MonkeyPatch) -> None:
    now = made(ASKED, ("Việt Nam", "commit", BRIDGE, "infrastructure"))
    monkeypatch.setattr(answers, "_CLEAR_REPLY", 1.1)
    assert rows(measures.requests(EMPTY, now), "answer", "reply_side") == [("unclear", "Việt Nam")]


def test_an_agreement_whose_proposals_were_not_found_may_be_a_reply() -> None:
    now = made(ASKED, ("Việt Nam", "agree", f"nhất trí {BRIDGE}"))
    missed = replace(now, item_rows=now.item_rows[:1])
    assert measures.requests(EMPTY, missed)["answer"].tolist() == ["unclear"]


def test_another_act_on_the_same_fields_is_no_clear_reply() -> None:
    fields = "về năng lượng, dầu khí, giao thông"
    now = made(
        ("Lào", "propose", f"mở rộng hợp tác {fields}", "infrastructure"),
        ("both", "agree", f"hỗ trợ các dự án {fields}", "infrastructure"),
    )
    assert measures.requests(EMPTY, now)["answer"].tolist() == ["unclear"]


def test_what_stands_before_a_request_is_no_reply_to_it() -> None:
    now = made(("Việt Nam", "commit", BRIDGE, "infrastructure"), ASKED)
    assert measures.requests(EMPTY, now)["answer"].tolist() == ["none"]


def test_the_strongest_reply_counts_and_is_shown() -> None:
    now = made(
        ASKED,
        ("Việt Nam", "propose", BRIDGE, "infrastructure"),
        ("Việt Nam", "commit", f"sớm {BRIDGE}", "infrastructure"),
    )
    asked = measures.requests(EMPTY, now).iloc[0]
    assert (asked["answer"], asked["reply_act"], asked["reply_side"]) == (
        "agreed_or_pledged",
        "commit",
        "Việt Nam",
    )
    assert now.source[asked["reply_start"] : asked["reply_end"]] == asked["reply_quote"]


@pytest.mark.parametrize(
    ("to", "general"),
    [("", True), (" về cơ bản", True), (" về đào tạo", False), (" trong việc dạy nghề", False)],
)
def test_assent_to_all_proposals_is_no_specific_reply_and_is_told(to: str, general: bool) -> None:
    now = made(ASKED, ("Việt Nam", "assent", f"tán thành các đề xuất của bạn{to}"))
    said = replace(now.statement_rows[1], responds_to=now.statement_rows[0].speaker)
    now = replace(now, statement_rows=(now.statement_rows[0], said))
    assert rows(measures.requests(EMPTY, now), "answer", "assented") == [("none", general)]


def test_what_assents_to_a_part_of_a_request_may_be_meant_as_a_reply() -> None:
    fruit = (
        "Lào",
        "propose",
        "tiếp tục mở cửa thị trường cho bưởi, chanh leo, chuối, dừa tươi, xoài và sầu riêng",
    )
    part = ("Việt Nam", "assent", "nhất trí với đề nghị của bạn về mở cửa thị trường cho sầu riêng")
    now = made(fruit, part)
    said = replace(now.statement_rows[1], responds_to=now.statement_rows[0].speaker)
    now = replace(now, statement_rows=(now.statement_rows[0], said))
    assert rows(measures.requests(EMPTY, now), "answer", "assented") == [("unclear", False)]


def test_what_both_request_has_nobody_to_answer_it() -> None:
    assert measures.requests(EMPTY, made(("both", "propose", BRIDGE))).empty


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
    assert found.loc["now", "uncoded_sentences"] == 1
    assert 0 < found.loc["now", "share"] < found.loc["then", "share"] <= 1


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
    spoken = measures.acts(earlier, later)
    asked = spoken[spoken["act"] == "propose"]["now"].sum()
    assert asked == sum(item.act == "propose" and item.side != "" for item in later.item_rows)
