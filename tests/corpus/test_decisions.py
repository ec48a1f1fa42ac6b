"""What a person decided against the machine is honoured, shown, and never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_readings import made
from readouts.comparison.ledger import PairDecision
from readouts.corpus.applied_decisions import apply, pair_decisions
from readouts.corpus.decision_files import save_decision, undo
from readouts.corpus.decisions import load_decisions
from readouts.errors import ProblemsError, ReadoutsError
from readouts.model import DECISION, Review

BRIDGE, FISH = "xây dựng cầu qua sông biên giới", "tạo thuận lợi cho hàng thủy sản"
REAL = Path(__file__).resolve().parents[2]
THEN = made(
    ("Lào", "propose", f"{BRIDGE}; {FISH}", "infrastructure", "trade"), ("Lào", "affirm", "X")
)


def written(folder: Path, text: str, name: str = "a.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(ProblemsError) as caught:
        apply(THEN, "m-1", folder)
    return [(one.line, one.message, one.hint) for one in caught.value.problems]


def test_the_codes_of_an_item_are_set_and_marked(tmp_path: Path) -> None:
    text = f"- decide: code\n  meeting: m-1\n  quote: {BRIDGE}\n  themes: [trade]\n  act: commit\n"
    written(tmp_path, text + "  reason: it is about the toll\n")
    item = apply(THEN, "m-1", tmp_path).item_rows[0]
    assert (item.themes, item.act, item.side, item.rule) == (("trade",), "commit", "Lào", DECISION)
    assert apply(THEN, "m-2", tmp_path).item_rows == THEN.item_rows


def test_what_is_accepted_keeps_what_made_it_and_counts_as_seen(tmp_path: Path) -> None:
    written(
        tmp_path,
        f"- {{decide: accept, meeting: m-1, quote: {BRIDGE}, by: AB, on: 2026-11-30}}\n"
        f"- {{decide: accept, meeting: m-2, quote: {FISH}, by: CD, on: 2026-12-01}}\n",
    )
    found = apply(THEN, "m-1", tmp_path)
    assert [(item.settled, item.rule) for item in found.item_rows] == [(True, ""), (False, "")]
    assert found.review == Review(1, 2, ("AB",), "2026-11-30")
    assert not found.reviewed


def test_a_settled_item_stays_if_the_machine_no_longer_finds_it(tmp_path: Path) -> None:
    from dataclasses import replace

    whole = f"{BRIDGE}; {FISH}"
    settled = f"quote: {BRIDGE}, act: propose, speaker: Bà A, side: Lào, themes: [trade], by: AB"
    written(tmp_path, f"- {{decide: accept, meeting: m-1, {settled}}}\n")
    one = replace(THEN.item_rows[0], end=THEN.item_rows[1].end)
    found = apply(replace(THEN, item_rows=(one,)), "m-1", tmp_path)
    quotes = [found.source[item.start : item.end] for item in found.item_rows]
    assert quotes == [BRIDGE, FISH], whole
    assert [item.settled for item in found.item_rows] == [True, False]


def test_edges_move_and_what_is_joined_goes(tmp_path: Path) -> None:
    text = "- {{decide: {}, meeting: m-1, quote: {}, to: {}}}\n"
    written(tmp_path, text.format("edges", BRIDGE, "xây dựng cầu qua sông"))
    found = apply(THEN, "m-1", tmp_path)
    quotes = [found.source[item.start : item.end] for item in found.item_rows]
    assert quotes == ["xây dựng cầu qua sông", FISH]
    written(tmp_path, text.format("join", BRIDGE, f'"{BRIDGE}; {FISH}"'))
    found = apply(THEN, "m-1", tmp_path)
    assert [found.source[i.start : i.end] for i in found.item_rows] == [f"{BRIDGE}; {FISH}"]


def test_words_that_two_decisions_claim_are_reported(tmp_path: Path) -> None:
    rest = "meeting: m-1, act: propose, speaker: Bà A, side: Lào"
    written(tmp_path, f"- {{decide: accept, quote: {BRIDGE}, {rest}}}\n")
    written(tmp_path, f"- {{decide: add, quote: cầu qua sông, {rest}}}\n", "b.yml")
    [(line, message, _)] = problems(tmp_path)
    assert (line, "overlap" in message, BRIDGE in message) == (1, True, True)


def test_an_item_added_where_the_machine_has_it_is_there_once(tmp_path: Path) -> None:
    rest = "meeting: m-1, act: commit, speaker: Bà A, side: Lào"
    written(tmp_path, f"- {{decide: add, quote: {BRIDGE}, {rest}}}\n")
    found = apply(THEN, "m-1", tmp_path)
    assert [item.act for item in found.item_rows] == ["commit", "propose"]


def test_equal_parts_double_nothing(tmp_path: Path) -> None:
    entry = f"decide: split, meeting: m-1, quote: {BRIDGE}, into: [{BRIDGE}, {BRIDGE}]"
    written(tmp_path, f"- {{{entry}}}\n")
    [(_, message, hint)] = problems(tmp_path)
    assert "rest of the item" in message
    assert "each once" in hint


@pytest.mark.parametrize(
    ("quote", "into"),
    [
        ("cầu qua sông biên giới", "[cầu qua, sông biên giới]"),
        (f'"{BRIDGE}; {FISH}"', f"[xây dựng cầu qua sông, {FISH}]"),
    ],
)
def test_splits_that_overlap_are_reported(tmp_path: Path, quote: str, into: str) -> None:
    split = "- {{decide: split, meeting: m-1, quote: {}, into: {}}}\n"
    written(tmp_path, split.format(BRIDGE, "[xây dựng cầu, qua sông biên giới]"))
    written(tmp_path, split.format(quote, into), "b.yml")
    [(_, message, _)] = problems(tmp_path)
    assert "overlap the item" in message
    written(tmp_path, split.format("xây dựng cầu", "[xây dựng, cầu]"), "b.yml")
    assert len(apply(THEN, "m-1", tmp_path).item_rows) == 4


def test_a_text_coded_by_hand_counts_as_reviewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    (tmp_path / "data" / "gold").mkdir(parents=True)
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path))
    (tmp_path / "data" / "codebook.yml").symlink_to(REAL / "data" / "codebook.yml")
    row = {"start": 0, "end": len(BRIDGE), "quote": BRIDGE, "act": "commit"}
    row |= {"speaker": "Bà A", "side": "Lào", "themes": ["trade"]}
    coding = tmp_path / "data" / "gold" / "m-1.jsonl"
    coding.write_text(json.dumps({"items": [row]}), encoding="utf-8")
    entry = "decide: reviewed, meeting: m-1, coding: gold/m-1.jsonl, by: AB, on: 2026-11-30"
    written(tmp_path, f"- {{{entry}}}\n")
    found = apply(THEN, "m-1", tmp_path)
    assert [(item.act, item.rule, item.settled) for item in found.item_rows] == [
        ("commit", DECISION, True)
    ]
    assert found.reviewed
    coding.write_text(json.dumps({"items": [row | {"quote": FISH}]}), encoding="utf-8")
    [(line, message, hint)] = problems(tmp_path)
    assert (line, "cannot be read" in message, FISH in hint) == (1, True, True)


def test_words_are_found_in_any_spelling(tmp_path: Path) -> None:
    written(
        tmp_path,
        "- {decide: drop, meeting: m-1, quote: tạo thuận lợi  cho hàng thuỷ sản, reason: none}\n",
    )
    assert len(apply(THEN, "m-1", tmp_path).item_rows) == 1


def test_a_missed_item_is_added_with_its_statement(tmp_path: Path) -> None:
    text = (
        "- {decide: add, meeting: m-1, quote: X, act: propose, speaker: Bà A, side: Lào,\n"
        "   themes: [general], reason: seen}\n"
    )
    written(tmp_path, text)
    found = apply(THEN, "m-1", tmp_path)
    added = found.item_rows[-1]
    assert found.source[added.start : added.end] == "X"
    assert (added.statement, added.speaker, added.rule) == (1, "Bà A", DECISION)
    nowhere = apply(made(), "m-2", tmp_path)
    assert nowhere.item_rows == ()


def test_an_item_outside_any_statement_gets_one(tmp_path: Path) -> None:
    from dataclasses import replace

    later = replace(THEN.item_rows[1], start=THEN.statement_rows[1].start, statement=0)
    bare = replace(THEN, statement_rows=THEN.statement_rows[1:], item_rows=(later,))
    text = (
        f"- {{decide: add, meeting: m-1, quote: {BRIDGE}, act: agree, speaker: both, side: both,\n"
        "   themes: [], reason: seen}\n"
    )
    written(tmp_path, text)
    found = apply(bare, "m-1", tmp_path)
    assert [row.rule for row in found.statement_rows] == [DECISION, ""]
    assert [item.statement for item in found.item_rows] == [0, 1]


def test_an_item_is_split_into_its_parts(tmp_path: Path) -> None:
    entry = f"decide: split, meeting: m-1, quote: {BRIDGE}, reason: two, into: [xây dựng, cầu]"
    written(tmp_path, f"- {{{entry}}}\n")
    found = apply(THEN, "m-1", tmp_path)
    quotes = [found.source[item.start : item.end] for item in found.item_rows]
    assert quotes == ["xây dựng", "cầu", FISH]


def test_missing_words_are_an_error_with_line_and_closest_item(tmp_path: Path) -> None:
    gone = "tạo thuận lợi cho hàng dệt may"
    written(tmp_path, f"# why\n- decide: drop\n  meeting: m-1\n  quote: {gone}\n  reason: x\n")
    [(line, message, hint)] = problems(tmp_path)
    assert line == 4
    assert "m-1 has no item “tạo thuận lợi cho hàng dệt may”" in message
    assert FISH in hint


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{decide: drop, meeting: m-1}", "`quote` is missing"),
        ("{decide: reviewed, meeting: m-1}", "one of `coding` and `against`"),
        ("{decide: reviewed, meeting: m-1, against: m-1}", "another meeting in `against`"),
        ("{decide: reviewed, meeting: m-1, coding: ../a}", "inside data/"),
        ("{decide: add, meeting: m-1, quote: a, act: agree}", "missing: speaker, side"),
        ("{decide: drop, meeting: m-1, quote: a, themes: [trade]}", "no `themes` with `drop`"),
        ("{decide: accept, meeting: m-1, quote: a, to: b}", "no `to` with `accept`"),
        ("{decide: edges, meeting: m-1, quote: a}", "missing: to"),
        ("{decide: dorp, meeting: m-1, quote: a, reason: b}", "dorp"),
        ("{decide: code, meeting: m-1, quote: a, reason: b}", "one or more of themes"),
        ("{decide: drop, meeting: m-1, quote: a, reason: b, thems: [c]}", "unknown key `thems`"),
        ("{decide: code, meeting: m-1, quote: a, reason: b, act: affirm}", "`propose`"),
    ],
)
def test_an_incomplete_decision_is_reported(tmp_path: Path, entry: str, said: str) -> None:
    written(tmp_path, f"- {entry}\n")
    with pytest.raises(ProblemsError, match=said):
        load_decisions(tmp_path)


def test_a_theme_the_codebook_has_not_is_reported(tmp_path: Path) -> None:
    entry = f"decide: code, meeting: m-1, quote: {FISH}, reason: b, themes: [trade, tarde]"
    written(tmp_path, f"- {{{entry}}}\n")
    told = "expected a theme of the codebook (did you mean `trade`?), found “tarde”"
    assert problems(tmp_path) == [(1, told, "")]


def test_what_is_decided_twice_is_reported_across_files_in_one_line(tmp_path: Path) -> None:
    written(tmp_path, f"- {{decide: drop, meeting: m-1, quote: {FISH}, reason: b}}\n")
    written(tmp_path, f"\n- {{decide: accept, meeting: m-1, quote: '{FISH} '}}\n", "b.yml")
    [(line, message, _)] = problems(tmp_path)
    assert (line, message) == (2, "these words are decided twice (first in a.yml:1)")


PAIR = (
    "- decide: {}\n  then: {{meeting: m-1, quote: {}}}\n  now: {{meeting: m-2, quote: {}}}\n"
    "  reason: seen\n"
)


def test_pairs_are_decided_in_either_order_of_the_meetings(tmp_path: Path) -> None:
    written(tmp_path, PAIR.format("match", BRIDGE, FISH))
    now = made(("Lào", "propose", FISH))
    assert pair_decisions(THEN, now, "m-1", "m-2", tmp_path) == (PairDecision(0, 0, True, "seen"),)
    assert pair_decisions(now, THEN, "m-2", "m-1", tmp_path) == (PairDecision(0, 0, True, "seen"),)
    assert pair_decisions(THEN, now, "m-1", "m-3", tmp_path) == ()


def test_a_decision_about_missing_words_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, PAIR.format("never", BRIDGE, FISH))
    with pytest.raises(ProblemsError, match=r"a\.yml:3: m-2 has no item"):
        pair_decisions(THEN, made(), "m-1", "m-2", tmp_path)


def test_a_pair_is_not_both_one_and_two(tmp_path: Path) -> None:
    written(tmp_path, PAIR.format("match", BRIDGE, FISH))
    written(tmp_path, PAIR.format("never", BRIDGE, FISH), "b.yml")
    [(line, message, _)] = problems(tmp_path)
    assert (line, message) == (1, "this pair is decided twice (first in a.yml:1)")


def test_what_is_decided_twice_is_reported_however_its_place_is_named(tmp_path: Path) -> None:
    rest = f"meeting: m-1, quote: {BRIDGE}"
    written(tmp_path, f"- {{decide: accept, {rest}}}\n")
    written(tmp_path, f"- {{decide: drop, {rest}, occurrence: 1}}\n", "b.yml")
    [(line, message, hint)] = problems(tmp_path)
    assert (line, hint) == (1, "keep one")
    assert "decided twice: accept and drop" in message
    written(tmp_path, PAIR.format("match", BRIDGE, FISH))
    other = PAIR.format("never", f"{BRIDGE}, occurrence: 1", FISH)
    written(tmp_path, other, "b.yml")
    with pytest.raises(ProblemsError, match=r"b\.yml:1: this pair is decided twice"):
        pair_decisions(THEN, made(("Lào", "propose", FISH)), "m-1", "m-2", tmp_path)


def test_one_item_has_one_partner_unless_it_is_said_to_be_shared(tmp_path: Path) -> None:
    written(tmp_path, PAIR.format("match", BRIDGE, FISH))
    written(tmp_path, PAIR.format("match", BRIDGE, BRIDGE), "b.yml")
    [(_, message, hint)] = problems(tmp_path)
    assert message == "one proposal has two partners (first in a.yml:1)"
    assert "shared: true" in hint
    for name in ("b.yml", "0.yml"):  # which of the two says so, and which comes first, is the same
        (tmp_path / "b.yml").unlink(missing_ok=True)
        written(tmp_path, PAIR.format("match", BRIDGE, BRIDGE) + "  shared: true\n", name)
        assert len(load_decisions(tmp_path)) == 2
    now = made(("Lào", "propose", f"{BRIDGE}; {FISH}"))
    assert len(pair_decisions(THEN, now, "m-1", "m-2", tmp_path)) == 2


def test_a_pair_judged_to_its_end_has_no_other_matches(tmp_path: Path) -> None:
    written(
        tmp_path,
        PAIR.format("match", BRIDGE, FISH)
        + "- {decide: reviewed, meeting: m-2, against: m-1, reason: all seen}\n",
    )
    now = made(("Lào", "propose", f"{BRIDGE}; {FISH}"))
    found = pair_decisions(THEN, now, "m-1", "m-2", tmp_path)
    assert [(one.then, one.now) for one in found if one.match] == [(0, 1)]
    assert {(one.then, one.now) for one in found} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert apply(THEN, "m-1", tmp_path).review.settled == 0


def test_saving_keeps_comments_and_replaces_the_earlier_decision(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f"# ours\n\n# the bridge\n- decide: drop\n  meeting: m-1\n  quote: {BRIDGE}\n  reason: a\n"
        "\n# the end\n",
        "m-1.yml",
    )
    said = {"decide": "drop", "meeting": "m-1", "quote": BRIDGE, "reason": "b: c # d"}
    save_decision({**said, "by": "a reader"}, tmp_path)
    save_decision({**said, "decide": "code", "quote": FISH, "themes": ["trade"]}, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ours\n\n# the bridge\n- decide: drop")
    assert "\n\n# the end\n- decide: code\n" in text
    first, second = load_decisions(tmp_path)
    assert (first.reason, first.by, second.themes) == ("b: c # d", "a reader", ("trade",))


def test_the_first_decision_makes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path))
    place = {"meeting": "m-1", "quote": BRIDGE}
    said = {"decide": "never", "then": place, "now": {"meeting": "m-2", "quote": FISH}}
    change = save_decision(said)
    assert change.path == tmp_path / "data" / "decisions" / "m-1--m-2.yml"
    assert load_decisions()[0].decide == "never"


DROP = {"decide": "drop", "meeting": "m-1", "quote": BRIDGE, "reason": "x"}
ODD_FILES = [
    None, "# about the river\n[]\n", "# no end of line\n- {decide: drop, meeting: m-1, quote: a}",
    "  - decide: drop\n    meeting: m-1\n    quote: a  # kept\n\n# the end",
    "\ufeff- decide: drop\r\n  meeting: m-1\r\n  quote: >-\r\n    a\r\n    b\r\n",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD_FILES)
def test_undo_leaves_every_file_as_it_was_to_the_byte(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "m-1.yml"
    if text is not None:
        path.write_bytes(text.encode())
    first = save_decision(DROP, tmp_path)
    second = save_decision({**DROP, "decide": "accept"}, tmp_path)
    third = save_decision({**DROP, "quote": FISH}, tmp_path)
    assert [one.decide for one in load_decisions(tmp_path)][-2:] == ["accept", "drop"]
    for change in (third, second, first):
        undo(change)
    assert (path.read_bytes().decode() if path.exists() else None) == text


def test_two_who_decide_at_once_lose_nothing_and_each_undoes_their_own(tmp_path: Path) -> None:
    ours, theirs = (save_decision({**DROP, "quote": quote}, tmp_path) for quote in (BRIDGE, FISH))
    undo(ours)
    assert [one.quote for one in load_decisions(tmp_path)] == [FISH]
    with pytest.raises(ReadoutsError, match="edited since"):
        undo(ours)
    undo(theirs)
    assert list(tmp_path.iterdir()) == []


def test_many_processes_that_decide_at_once_lose_nothing(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    quotes = [f"việc thứ {number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda quote: save_decision({**DROP, "quote": quote}, tmp_path), quotes))
    assert sorted(one.quote for one in load_decisions(tmp_path)) == sorted(quotes)


def test_a_file_that_cannot_take_an_entry_stays_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, "[{decide: drop, meeting: m-1, quote: a}]\n", "m-1.yml")
    before = path.read_bytes()
    with pytest.raises(ReadoutsError, match=r"m-1\.yml: expected a list whose entries"):
        save_decision(DROP, tmp_path)
    written(tmp_path, "- {decide: dorp}\n", "z.yml")
    with pytest.raises(ProblemsError, match="dorp"):
        save_decision(DROP, tmp_path)
    assert path.read_bytes() == before


def test_what_is_not_whole_is_not_saved(tmp_path: Path) -> None:
    code = {"decide": "code", "meeting": "m-1", "quote": "a", "themes": ["tarde"]}
    for wrong, said in (
        ({**DROP, "quote": ""}, r"quote.*Nothing was decided"),
        (code, r"did you mean `trade`.*Nothing was decided"),
        ({**DROP, "meeting": "../outside"}, r"meeting: expected an id"),
    ):
        with pytest.raises(ReadoutsError, match=said):
            save_decision(wrong, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_decided_match_is_not_contradicted_by_another(tmp_path: Path) -> None:
    then, now = {"meeting": "m-1", "quote": BRIDGE}, {"meeting": "m-2", "quote": FISH}
    save_decision({"decide": "match", "then": then, "now": now}, tmp_path)
    save_decision({"decide": "never", "then": then, "now": now}, tmp_path)
    assert [one.decide for one in load_decisions(tmp_path)] == ["never"]
    save_decision({"decide": "match", "then": then, "now": now}, tmp_path)
    with pytest.raises(ReadoutsError, match="two partners"):
        save_decision(
            {"decide": "match", "then": then, "now": {"meeting": "m-2", "quote": BRIDGE}}, tmp_path
        )
