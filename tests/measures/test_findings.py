"""Every kind of finding: a pair of readouts that bears it out, and pairs for which it must not
appear."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
import yaml
from made_readings import made
from readouts.comparison.ledger import Ledger, compare
from readouts.evaluation.sensitivity import sensitivity, variations
from readouts.labels import label
from readouts.measures.counts import count_range, counts
from readouts.measures.findings import findings
from readouts.model import Review
from readouts.reading import Reading
from readouts.storage.paths import data_dir

BRIDGE = "xây dựng cầu qua sông biên giới tại tỉnh vùng cao"
FISH = "tạo thuận lợi cho hàng thủy sản vào thị trường"
YOUTH = "tăng cường trao đổi đoàn thanh niên hằng năm"
TREATY = "nâng cấp hiệp định thương mại tự do giữa hai nước"
EMPTY = Reading("empty", "")
ASKED = ("Lào", "propose", BRIDGE, "infrastructure")
PLEDGED = ("Việt Nam", "commit", BRIDGE, "infrastructure")
AGREED = ("both", "agree", BRIDGE, "infrastructure")
OTHER = ("Việt Nam", "propose", YOUTH, "people_exchange")


MANY = [f"mở thêm {number} chợ vùng cao" for number in range(12)]
_NUMBERS = count()


def met(reading: Reading) -> Reading:
    """Return a reading of a meeting of the two sides, whoever of them speaks."""
    return replace(reading, meeting=replace(reading.meeting, sides=("Việt Nam", "Lào")))


OTHER_TEXT = met(made(("Lào", "propose", "đào tạo cán bộ y tế cho các tỉnh miền núi", "health")))


def told(then: Reading, now: Reading) -> list[str]:
    return [finding.kind for finding in findings(compare(then, now))]


def spoken(
    *statements: tuple, assents: bool = False, to: str = "", mentions: tuple = ()
) -> Reading:
    """Return a reading of statements; with ``assents`` the other side assents to all, or to what
    ``to`` names, at its end.

    It ends in words of its own, so that no two are one text.
    """
    number = next(_NUMBERS)
    own = ("", "inform", " ".join(f"lời{number}{at}" for at in range(20)))
    reading = met(made(*statements, own, mentions=mentions))
    if not assents:
        return reading
    assent = ("Việt Nam", "assent", f"tán thành các đề xuất{to}")
    reading = met(made(*statements, own, assent, mentions=mentions))
    last = replace(reading.statement_rows[-1], responds_to=reading.statement_rows[0].speaker)
    return replace(reading, statement_rows=(*reading.statement_rows[:-1], last))


def refusing(asked: tuple, to: str) -> Reading:
    """Return a reading in which Việt Nam declines to build the bridge, as a reply to somebody."""
    reading = spoken(asked, ("Việt Nam", "decline", f"chưa thể {BRIDGE}"))
    rows = tuple(
        replace(row, responds_to=to) if row.act == "decline" else row
        for row in reading.statement_rows
    )
    return replace(reading, statement_rows=rows)


def titled(title: str, *statements: tuple) -> Reading:
    """Return a reading of statements under a title."""
    reading = met(made(("", "inform", title), *statements))
    first = replace(reading.sentence_rows[0], zone="title")
    spoken = tuple(row for row in reading.statement_rows if row.act != "inform")
    items = tuple(replace(row, statement=row.statement - 1) for row in reading.item_rows)
    rows = (first, *reading.sentence_rows[1:])
    return replace(reading, sentence_rows=rows, statement_rows=spoken, item_rows=items)


def signing(rule: str) -> Reading:
    """Return a reading whose last sentence, the report's own, has a rule."""
    reading = met(made(PLEDGED, ("", "inform", "hai bên đã ký ba văn kiện")))
    last = replace(reading.statement_rows[-1], speaker="narrator", rule=rule)
    return replace(reading, statement_rows=(*reading.statement_rows[:-1], last))


def money(quote: str, value: float) -> tuple:
    return (("money", quote, value, "USD", ""),)


def giving(amount: str, value: float, words: str = "cấp {} để xây trường nội trú") -> Reading:
    said = ("Việt Nam", "commit", words.format(amount), "education")
    return spoken(said, OTHER, mentions=money(amount, value))


def reviewed(reading: Reading) -> Reading:
    size = len(reading.item_rows)
    return replace(reading, review=Review(size, size, ("AB",), "2026-01-02"))


CARRIED = spoken(("Lào", "propose", "; ".join(MANY), *["trade"] * 12), OTHER)
SCHOLARSHIPS = ("Lào", "propose", "mở rộng học bổng cho sinh viên", "education")
GENERAL = ("Lào", "propose", "tăng cường hợp tác", "general")
HARBOUR = ("Lào", "propose", "xây dựng cảng Vũng Xanh", "trade")

BEARS_OUT = {
    "repeated_request.silent": (spoken(ASKED, OTHER), spoken(ASKED, OTHER)),
    "repeated_request.assented": (
        spoken(ASKED, assents=True),
        spoken(ASKED, assents=True),
    ),
    "repeated_request.mixed": (spoken(ASKED, OTHER), spoken(ASKED, assents=True)),
    "asked_twice": (
        spoken(ASKED, OTHER),
        spoken(ASKED, ("Việt Nam", "affirm", f"luôn ủng hộ việc {BRIDGE}")),
    ),
    "joint_pledge": (spoken(ASKED), spoken(AGREED)),
    "pledged.commit": (spoken(ASKED), spoken(PLEDGED)),
    "pledged.agree": (spoken(ASKED), spoken(("Việt Nam", *AGREED[1:]))),
    "pledge_asked": (spoken(PLEDGED), spoken(ASKED)),
    "other_side": (spoken(ASKED, OTHER), spoken(("Việt Nam", *ASKED[1:]), OTHER)),
    "amount.raised": (giving("500 USD", 500), giving("900 USD", 900)),
    "amount.lowered": (giving("900 USD", 900), giving("500 USD", 500)),
    "named.now": (spoken(OTHER), spoken(HARBOUR)),
    "named.then": (spoken(HARBOUR), spoken(OTHER)),
    "in_title": (OTHER_TEXT, titled(f"Hai bên {BRIDGE}", PLEDGED)),
    "signed": (OTHER_TEXT, signing("documents signed at the meeting")),
    "reply.agreed_or_pledged.commit": (OTHER_TEXT, spoken(ASKED, PLEDGED)),
    "reply.agreed_or_pledged.agree": (OTHER_TEXT, spoken(ASKED, AGREED)),
    "reply.declined": (OTHER_TEXT, spoken(ASKED, ("Việt Nam", "decline", f"chưa thể {BRIDGE}"))),
    "reply.to_be_considered": (
        OTHER_TEXT,
        spoken(ASKED, ("Việt Nam", "inform", f"sẽ xem xét việc {BRIDGE}")),
    ),
    "asks_more": (OTHER_TEXT, CARRIED),
    "asks_more.counted": (reviewed(OTHER_TEXT), reviewed(CARRIED)),
    "leads": (OTHER_TEXT, CARRIED),
    "leads.counted": (reviewed(OTHER_TEXT), reviewed(CARRIED)),
    "theme_gone": (reviewed(spoken(ASKED, SCHOLARSHIPS)), reviewed(spoken(ASKED))),
    "theme_gone.spoken_of": (
        reviewed(spoken(ASKED, SCHOLARSHIPS)),
        reviewed(spoken(ASKED, ("Lào", "affirm", "coi trọng giáo dục và học bổng cho sinh viên"))),
    ),
    "assent": (OTHER_TEXT, spoken(ASKED, assents=True)),
    "assent.part": (OTHER_TEXT, spoken(ASKED, assents=True, to=" về xây cầu")),
    "declines": (OTHER_TEXT, refusing(OTHER, to="Lào")),
    "kept": (spoken(PLEDGED), spoken(PLEDGED)),
    "kept.both": (spoken(AGREED), spoken(AGREED)),
}

# For each kind, pairs that come near and do not bear it out.
REFUSED = [
    # The other side pledges it, in either text; or speaks of it; or asks for it itself.
    ("repeated_request.silent", spoken(ASKED, PLEDGED), spoken(ASKED, OTHER)),
    ("repeated_request.silent", spoken(ASKED), spoken(ASKED, AGREED)),
    (
        "repeated_request.silent",
        spoken(ASKED, ("Việt Nam", "affirm", f"luôn ủng hộ việc {BRIDGE}")),
        spoken(ASKED),
    ),
    ("repeated_request.silent", spoken(ASKED, assents=True), spoken(ASKED)),
    ("repeated_request.assented", spoken(ASKED, OTHER), spoken(ASKED, assents=True)),
    ("repeated_request.mixed", spoken(ASKED), spoken(ASKED)),
    # Another request, another side, or both sides together.
    ("asked_twice", spoken(ASKED), spoken(("Lào", "propose", FISH, "trade"))),
    ("asked_twice", spoken(ASKED, OTHER), spoken(("Việt Nam", *ASKED[1:]), OTHER)),
    ("asked_twice", spoken(("both", *ASKED[1:])), spoken(("both", *ASKED[1:]))),
    # Two steps of one process.
    (
        "repeated_request.silent",
        spoken(("Lào", "propose", f"sớm khởi động đàm phán {TREATY}")),
        spoken(("Lào", "propose", f"hoàn tất đàm phán {TREATY}")),
    ),
    # The asker pledges it itself; the pledge was there before; another matter is pledged.
    ("pledged.commit", spoken(ASKED, OTHER), spoken(("Lào", *PLEDGED[1:]), OTHER)),
    ("pledged.commit", spoken(PLEDGED), spoken(PLEDGED)),
    ("pledged.commit", spoken(ASKED), spoken(("Việt Nam", "commit", FISH, "trade"))),
    ("pledged.agree", spoken(ASKED), spoken(PLEDGED)),
    ("joint_pledge", spoken(ASKED), spoken(PLEDGED)),
    ("pledge_asked", spoken(PLEDGED), spoken(("Việt Nam", *ASKED[1:]), ("Lào", *OTHER[1:]))),
    # Both asked for it then.
    ("other_side", spoken(ASKED, ("Việt Nam", *ASKED[1:])), spoken(("Việt Nam", *ASKED[1:]))),
    ("other_side", spoken(ASKED), spoken(ASKED)),
    # The same amount; an amount of another thing; an amount in one text only.
    ("amount.raised", giving("500 USD", 500), giving("500 USD", 500)),
    ("amount.lowered", giving("500 USD", 500), giving("900 USD", 900)),
    ("amount.raised", giving("500 USD", 500), giving("900 USD", 900, "mua tàu cá giá {}")),
    # The other text names it, be it in part, in a title, or outside its proposals.
    ("named.now", spoken(OTHER, ("Lào", "affirm", "coi trọng cảng Vũng Xanh")), spoken(HARBOUR)),
    # No name but a country or an office.
    ("named.now", spoken(OTHER), spoken(("Lào", "propose", "mua điện của Hoa Kỳ"))),
    ("named.now", spoken(OTHER), spoken(("Lào", "propose", "làm việc với Bộ Giao thông Cổ Lũng"))),
    ("named.now", spoken(OTHER), spoken(("Lào", "propose", "tăng cường quan hệ Việt Nam - Lào"))),
    ("named.now", spoken(OTHER), spoken(("Lào", "affirm", "coi trọng cảng Vũng Xanh"))),
    ("named.then", spoken(OTHER), spoken(HARBOUR)),
    # A title of another matter, or none.
    ("in_title", OTHER_TEXT, titled("Hai bên tăng cường hợp tác", PLEDGED)),
    ("in_title", OTHER_TEXT, spoken(PLEDGED)),
    ("signed", OTHER_TEXT, signing("narration")),
    # A reply that stands before the request, comes from the asker, or is of another matter.
    ("reply.agreed_or_pledged.commit", OTHER_TEXT, spoken(PLEDGED, ASKED)),
    ("reply.agreed_or_pledged.commit", OTHER_TEXT, spoken(ASKED, ("Lào", *PLEDGED[1:]))),
    ("reply.agreed_or_pledged.agree", OTHER_TEXT, spoken(ASKED, ("both", "agree", FISH, "trade"))),
    ("reply.declined", OTHER_TEXT, spoken(ASKED, ("Việt Nam", "decline", f"chưa thể {FISH}"))),
    ("reply.to_be_considered", OTHER_TEXT, spoken(ASKED, ("Việt Nam", "inform", f"đã {BRIDGE}"))),
    # Ranges that overlap; somebody asks of whom nobody knows for whom.
    (
        "asks_more",
        OTHER_TEXT,
        spoken(
            ("Lào", "propose", "; ".join(MANY)),
            ("", "propose", YOUTH),
            ("Việt Nam", "affirm", "coi trọng"),
        ),
    ),
    ("asks_more", OTHER_TEXT, spoken(("Lào", "propose", "; ".join(MANY[:2])), OTHER)),
    ("leads", OTHER_TEXT, spoken(("Lào", "propose", "; ".join(MANY[:2]), "trade", "trade"), OTHER)),
    ("leads", OTHER_TEXT, spoken(("Lào", "propose", "; ".join(MANY), *["general"] * 12))),
    # What nobody has reviewed has no exact numbers, and no theme is gone from it.
    ("asks_more.counted", OTHER_TEXT, CARRIED),
    ("leads.counted", OTHER_TEXT, CARRIED),
    ("theme_gone", spoken(ASKED, SCHOLARSHIPS), spoken(ASKED)),
    ("theme_gone", reviewed(spoken(ASKED)), reviewed(spoken(ASKED))),
    ("theme_gone", reviewed(spoken(GENERAL)), reviewed(spoken(ASKED))),
    ("theme_gone.spoken_of", reviewed(spoken(ASKED, SCHOLARSHIPS)), reviewed(spoken(ASKED))),
    # Assent to nobody in particular.
    ("assent", OTHER_TEXT, spoken(ASKED, ("Việt Nam", "assent", "tán thành"))),
    ("assent.part", OTHER_TEXT, spoken(ASKED, assents=True)),
    ("assent.part", OTHER_TEXT, spoken(ASKED, assents=True, to=" về cơ bản")),
    ("assent", OTHER_TEXT, spoken(ASKED, assents=True, to=" về xây cầu")),
    # A refusal of nobody in particular; one that is the reply to a request of this text.
    ("declines", OTHER_TEXT, refusing(OTHER, to="")),
    ("declines", OTHER_TEXT, refusing(ASKED, to="Lào")),
    # Other words, or requests, which have kinds of their own.
    ("kept", spoken(PLEDGED), spoken(("Việt Nam", "commit", "sớm làm cầu ở vùng cao"))),
    ("kept", spoken(ASKED), spoken(ASKED)),
    ("kept.both", spoken(PLEDGED), spoken(PLEDGED)),
]


@pytest.mark.parametrize("kind", BEARS_OUT)
def test_a_kind_appears_where_both_texts_bear_it_out(kind: str) -> None:
    assert kind in told(*BEARS_OUT[kind])


@pytest.mark.parametrize(("kind", "then", "now"), REFUSED)
def test_a_kind_does_not_appear_where_they_do_not(kind: str, then: Reading, now: Reading) -> None:
    assert kind not in told(then, now)


def test_every_kind_of_finding_has_a_pair_that_bears_it_out_and_one_that_does_not() -> None:
    words = yaml.safe_load((data_dir() / "interface.yml").read_text(encoding="utf-8"))["finding"]
    assert words.keys() - {"none"} == BEARS_OUT.keys() == {kind for kind, *_ in REFUSED}


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("kind", BEARS_OUT)
def test_a_finding_is_a_sentence_with_its_quotations(kind: str, language: str) -> None:
    ledger = compare(*BEARS_OUT[kind])
    for finding in findings(ledger):
        sentence = finding.sentence(language)
        assert sentence.endswith((".", ":"))
        assert "{" not in sentence
        assert "finding." not in sentence
        assert finding.quotes


def test_what_changed_comes_before_what_did_not() -> None:
    kinds = told(spoken(ASKED, HARBOUR, OTHER), spoken(ASKED, SCHOLARSHIPS, OTHER))
    assert {"named.then", "repeated_request.silent"} <= set(kinds)
    assert kinds.index("named.then") < kinds.index("repeated_request.silent")


@pytest.mark.parametrize(("language", "words"), [("en", "12; 3 quoted"), ("vi", "12; trích dẫn 3")])
def test_a_leading_theme_says_how_many_of_its_proposals_are_shown(language, words) -> None:
    [leading] = [
        finding
        for finding in findings(compare(*BEARS_OUT["leads.counted"]))
        if finding.kind == "leads.counted"
    ]
    assert len(leading.quotes) == 3
    assert words in leading.sentence(language)


def test_empty_texts_say_nothing() -> None:
    assert told(EMPTY, EMPTY) == []


def test_a_text_that_reports_no_meeting_and_one_text_twice_say_nothing() -> None:
    assert told(EMPTY, BEARS_OUT["assent"][1]) == []
    assert told(signing(""), signing("")) == []


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("2023-05", "2024"), "the earlier text"),
        (("2024", "2023-05"), "the first text"),
        (("", "2024"), "the first text"),
        (("2024-05-04", "2024"), "the first text"),
    ],
)
def test_earlier_and_later_are_said_only_where_the_order_is_known(dates, words) -> None:
    readings = [
        replace(one, meeting=replace(one.meeting, date=date))
        for one, date in zip(BEARS_OUT["pledged.commit"], dates, strict=True)
    ]
    assert words in findings(compare(*readings))[0].sentence()


# --- drafts and reviewed readings --------------------------------------------------------------


def doubtful(reading: Reading) -> Reading:
    items = tuple(replace(item, confidence="low") for item in reading.item_rows)
    return replace(reading, item_rows=items)


def named(ledger: Ledger) -> dict[str, tuple[int, int]]:
    return {one.name: (one.low, one.high) for one in counts(ledger)}


def test_a_doubtful_row_is_in_no_sentence_until_a_person_has_settled_it() -> None:
    then, now = (doubtful(one) for one in BEARS_OUT["pledged.commit"])
    assert told(then, now) == []
    assert "pledged.commit" in told(reviewed(then), reviewed(now))
    assert told(reviewed(then), now) == []


def test_numbers_of_a_draft_are_ranges_and_reviewed_ones_are_exact() -> None:
    then, now = spoken(ASKED, OTHER), spoken(ASKED, ("Lào", "propose", FISH, "trade"))
    low, high = named(compare(then, now))["proposals_now"]
    assert low < 2 < high
    settled = named(compare(reviewed(then), reviewed(now)))
    assert settled["proposals_now"] == (2, 2)
    assert settled["new"] == settled["kept"] == settled["dropped"] == (1, 1)


def test_a_comparison_has_its_numbers_once_people_have_settled_them() -> None:
    then, now = (reviewed(reading) for reading in BEARS_OUT["asks_more"])
    words = [one.sentence() for one in findings(compare(then, now))]
    assert any("Laos makes more requests (12) than Vietnam (1)" in one for one in words)
    assert "asks_more.counted" not in told(*BEARS_OUT["asks_more"])


def test_a_range_is_the_central_part_of_the_exact_distribution() -> None:
    assert count_range([0.5, 0.5]) == (0, 2)
    assert count_range([0.99] * 5) == (5, 5)
    assert count_range([]) == (0, 0)
    low, high = count_range([0.8] * 10, missed=2.0)
    assert low < 10 < high


# --- what counts depend on ---------------------------------------------------------------------


def test_a_count_that_moves_with_a_setting_says_so_and_by_what() -> None:
    then = spoken(("Lào", "propose", f"{BRIDGE}; {FISH}; {YOUTH}", "infrastructure", "trade"))
    now = spoken(("Lào", "propose", "xây cầu qua sông; thúc đẩy hàng thủy sản; thanh niên"))
    found = sensitivity(compare(then, now)).set_index("status")
    assert (found["low"] <= found["count"]).all()
    assert (found["count"] <= found["high"]).all()
    assert (found["fragile"] == (found["why"] != "")).all()


def test_labels_of_variations_are_in_words() -> None:
    for variation in variations(compare(EMPTY, EMPTY)):
        for language in ("en", "vi"):
            assert variation.in_words(language) != label(f"varied.{variation.by}", "xx")
            assert "{" not in variation.in_words(language)
