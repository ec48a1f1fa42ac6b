"""What a person decided against the machine is honoured, shown, and never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_readings import made
from readouts.comparison.ledger import PairDecision
from readouts.corpus.decisions import RULE, apply, load_decisions, pair_decisions, save_decision
from readouts.errors import ProblemsError, ReadoutsError

BRIDGE, FISH = "xây dựng cầu qua sông biên giới", "tạo thuận lợi cho hàng thủy sản"
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
    assert (item.themes, item.act, item.side, item.rule) == (("trade",), "commit", "Lào", RULE)
    assert apply(THEN, "m-2", tmp_path) == THEN


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
    assert (added.statement, added.speaker, added.rule) == (1, "Bà A", RULE)
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
    assert [row.rule for row in found.statement_rows] == [RULE, ""]
    assert [item.statement for item in found.item_rows] == [0, 1]


def test_an_item_is_split_into_its_parts(tmp_path: Path) -> None:
    entry = f"decide: split, meeting: m-1, quote: {BRIDGE}, reason: two, into: [xây dựng, cầu]"
    written(tmp_path, f"- {{{entry}}}\n")
    found = apply(THEN, "m-1", tmp_path)
    quotes = [found.source[item.start : item.end] for item in found.item_rows]
    assert quotes == ["xây dựng", "cầu", FISH]


def test_words_that_are_gone_are_an_error_with_line_and_the_closest(tmp_path: Path) -> None:
    gone = "tạo thuận lợi cho hàng dệt may"
    written(tmp_path, f"# why\n- decide: drop\n  meeting: m-1\n  quote: {gone}\n  reason: x\n")
    [(line, message, hint)] = problems(tmp_path)
    assert line == 4
    assert "m-1 has no item “tạo thuận lợi cho hàng dệt may”" in message
    assert FISH in hint


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{decide: drop, meeting: m-1, quote: a}", "`reason` is missing"),
        ("{decide: dorp, meeting: m-1, quote: a, reason: b}", "dorp"),
        ("{decide: code, meeting: m-1, quote: a, reason: b}", "one or more of themes"),
        ("{decide: drop, meeting: m-1, quote: a, reason: b, thems: [c]}", "unknown key `thems`"),
        ("{decide: code, meeting: m-1, quote: a, reason: b, act: affirm}", "`propose`"),
    ],
)
def test_a_decision_that_is_not_whole_is_told(tmp_path: Path, entry: str, said: str) -> None:
    written(tmp_path, f"- {entry}\n")
    with pytest.raises(ProblemsError, match=said):
        load_decisions(tmp_path)


def test_a_theme_the_codebook_has_not_is_told(tmp_path: Path) -> None:
    entry = f"decide: code, meeting: m-1, quote: {FISH}, reason: b, themes: [trade, tarde]"
    written(tmp_path, f"- {{{entry}}}\n")
    assert problems(tmp_path) == [(1, "no theme `tarde` in the codebook", "did you mean `trade`?")]


def test_one_thing_decided_twice_is_told(tmp_path: Path) -> None:
    written(tmp_path, f"- {{decide: drop, meeting: m-1, quote: {FISH}, reason: b}}\n" * 2)
    assert problems(tmp_path)[0][:2] == (2, "decided twice (also in entry 1 of the file)")


PAIR = (
    "- decide: {}\n  then: {{meeting: m-1, quote: {}}}\n  now: {{meeting: m-2, quote: {}}}\n"
    "  reason: seen\n"
)


def test_pairs_are_ruled_whichever_meeting_comes_first(tmp_path: Path) -> None:
    written(tmp_path, PAIR.format("match", BRIDGE, FISH))
    now = made(("Lào", "propose", FISH))
    assert pair_decisions(THEN, now, "m-1", "m-2", tmp_path) == (PairDecision(0, 0, True, "seen"),)
    assert pair_decisions(now, THEN, "m-2", "m-1", tmp_path) == (PairDecision(0, 0, True, "seen"),)
    assert pair_decisions(THEN, now, "m-1", "m-3", tmp_path) == ()


def test_a_ruling_about_words_that_are_gone_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, PAIR.format("never", BRIDGE, FISH))
    with pytest.raises(ProblemsError, match=r"a\.yml:3: m-2 has no item"):
        pair_decisions(THEN, made(), "m-1", "m-2", tmp_path)


def test_saving_keeps_comments_and_replaces_the_like(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f"# ours\n\n# the bridge\n- decide: drop\n  meeting: m-1\n  quote: {BRIDGE}\n  reason: a\n",
    )
    said = {"decide": "drop", "meeting": "m-1", "quote": BRIDGE, "reason": "b: c # d"}
    save_decision({**said, "by": "a reader"}, path)
    save_decision(said, path)
    save_decision({**said, "decide": "code", "themes": ["trade"]}, path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ours\n\n# the bridge\n- decide: drop")
    first, second = load_decisions(tmp_path)
    assert (first.reason, first.by, second.themes) == ("b: c # d", "", ("trade",))


def test_the_first_decision_makes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "decisions").mkdir(parents=True)
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path))
    place = {"meeting": "m-1", "quote": BRIDGE}
    path = save_decision(
        {"decide": "never", "then": place, "now": {"meeting": "m-2", "quote": FISH}, "reason": "x"}
    )
    assert path == tmp_path / "data" / "decisions" / "m-1--m-2.yml"
    assert load_decisions()[0].decide == "never"


def test_a_file_without_entries_keeps_its_header(tmp_path: Path) -> None:
    path = written(tmp_path, "# about the river\n[]\n")
    save_decision({"decide": "drop", "meeting": "m-1", "quote": BRIDGE, "reason": "x"}, path)
    assert path.read_text(encoding="utf-8").startswith("# about the river\n\n- decide: drop\n")


def test_what_is_not_whole_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ReadoutsError, match=r"reason.*Nothing was decided"):
        save_decision({"decide": "drop", "meeting": "m-1", "quote": "a"}, tmp_path / "a.yml")
    code = {"decide": "code", "meeting": "m-1", "quote": "a", "reason": "b", "themes": ["tarde"]}
    with pytest.raises(ReadoutsError, match=r"did you mean `trade`.*Nothing was decided"):
        save_decision(code, tmp_path / "a.yml")
    with pytest.raises(ReadoutsError, match=r"meeting: expected an id"):
        save_decision({**code, "meeting": "../outside"})
    assert not list(tmp_path.iterdir())
