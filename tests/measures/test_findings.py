"""The headline findings, their sentences in both languages, and which of them are fragile."""

from __future__ import annotations

import re

import pytest
import yaml
from made_readings import made
from readouts.comparison.ledger import PairDecision, compare
from readouts.evaluation.sensitivity import checked, sensitivity, variations
from readouts.measures.findings import Finding, findings_table, headline
from readouts.reading import Reading
from readouts.storage.paths import data_dir

BRIDGE = "xây dựng cầu qua sông biên giới"
FISH = "tạo thuận lợi cho hàng thủy sản vào thị trường"
YOUTH = "tăng cường trao đổi đoàn thanh niên"
EMPTY = Reading("empty", "")
THEN = made(("Lào", "propose", f"{BRIDGE}; {FISH}", "infrastructure", "trade"))
NOW = made(
    ("Lào", "propose", f"{BRIDGE}; {YOUTH}", "infrastructure", "people_exchange"),
    ("Việt Nam", "propose", FISH, "trade"),
)


def by_id(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.id: finding for finding in findings}


def test_the_findings_count_what_the_ledger_holds() -> None:
    ledger = compare(THEN, NOW)
    found = by_id(headline(ledger))
    assert found["new"].count == 1
    assert found["changed_hands"].count == 1
    rows = ledger.frame.set_index("row")
    assert rows.loc[list(found["new"].rows), "status"].tolist() == ["new"]
    assert found["carried"].value == "most"
    assert (found["asker_then"].value, found["asker_now"].value) == ("Lào", "Lào")


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    "pair", [(THEN, NOW), (NOW, THEN), (EMPTY, NOW), (THEN, EMPTY), (EMPTY,) * 2]
)
def test_every_finding_is_a_sentence_whatever_the_readings(pair: tuple, language: str) -> None:
    for finding in headline(compare(*pair)):
        sentence = finding.sentence(language)
        assert sentence.endswith(".")
        assert not re.search(r"headline|[{}_]|\b0 ", sentence), sentence


def test_every_headline_has_both_languages() -> None:
    labels = yaml.safe_load((data_dir() / "labels.yml").read_text(encoding="utf-8"))
    for group, entries in labels.items():
        for key, words in entries.items() if "en" not in entries else [(group, entries)]:
            assert {"en", "vi"} <= set(words), (group, key)


def test_one_is_not_two_in_english() -> None:
    assert Finding("new", count=1).sentence() == "1 proposal is new."
    assert Finding("new", count=2).sentence() == "2 proposals are new."
    assert Finding("new", count=2).sentence("vi") == "2 đề xuất mới."


def test_a_finding_that_flips_says_so_and_by_what() -> None:
    # Two short items of one theme against a long one of another: it depends on the unit.
    now = made(
        ("Lào", "propose", f"{YOUTH}; {YOUTH}; {FISH * 4}", "education", "education", "trade")
    )
    found = sensitivity(compare(EMPTY, now)).set_index("id")
    assert found.loc["leading_now", "fragile"]
    assert "length" in found.loc["leading_now", "why"]
    assert not found.loc["new", "fragile"]
    assert found.loc["new", "range"] == "3"


def test_the_cue_of_a_leading_theme_is_left_out() -> None:
    from dataclasses import replace

    now = made(("Lào", "propose", f"{YOUTH}; {YOUTH}; {FISH}", "education", "education", "trade"))
    items = tuple(replace(item, cues=(f"c{item.themes[0]}",)) for item in now.item_rows)
    ledger = compare(EMPTY, replace(now, item_rows=items))
    cue = next(one for one in variations(ledger) if one.by == "cue")
    assert cue.to == "ceducation"
    assert by_id(cue.findings)["leading_now"].value == "trade"


def test_decisions_by_hand_are_left_out_once() -> None:
    ruled = compare(THEN, NOW, pair_decisions=(PairDecision(0, 0, False, "another bridge"),))
    assert [one.by for one in variations(ruled)].count("decisions") == 1
    assert [one.by for one in variations(compare(THEN, NOW))].count("decisions") == 0


def test_checked_findings_carry_their_fragility_into_the_table() -> None:
    ledger = compare(THEN, NOW)
    fragile = sensitivity(ledger)
    table = findings_table(checked(ledger))
    assert table["fragile"].tolist() == fragile["fragile"].tolist()
    assert (table["sentence"] != "").all()
