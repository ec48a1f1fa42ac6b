"""What people decided in review is learned from: rejected and added items, and judged matches."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_codings import made
from made_projects import NOW, THEN, make_project
from readouts import loading
from readouts.evaluation.aligned import decided_pairs
from readouts.evaluation.coded_texts import decided_codings, judge, learnable
from readouts.learning.training import train

REJECT = """- {{decide: drop, meeting: {then}, quote: "{gone}", by: AB, on: 2026-11-30}}
- decide: add
  meeting: {then}
  quote: "{new}"
  act: commit
  speaker: {speaker}
  side: Việt Nam
  by: AB
  on: 2026-11-30
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_project(tmp_path / "home", THEN, NOW)
    monkeypatch.setenv("READOUTS_HOME", str(made))
    return made


def decide(home: Path, text: str) -> None:
    (home / "data" / "decisions" / "ours.yml").write_text(text, encoding="utf-8")


def decided(home: Path):
    """The written readout with its first item dropped, and a sentence without an item added."""
    reading = loading.undecided(THEN)
    gone = reading.item_rows[0]
    held = {item.statement for item in reading.item_rows}
    said = [one for at, one in enumerate(reading.statement_rows) if at not in held]
    told = next(one for one in said if one.act == "inform")
    new = reading.source[told.start : told.end].rstrip(".")
    words = reading.source[gone.start : gone.end]
    decide(home, REJECT.format(then=THEN, gone=words, new=new, speaker=gone.speaker))
    [coding] = decided_codings(())
    return reading, gone, told, coding


def test_a_rejected_item_is_a_negative_and_an_added_one_a_positive(home):
    _, gone, told, coding = decided(home)
    coded = learnable(coding)
    acts = {
        passage.statement.start: act
        for passage, act in zip(coded.evidence.passages, coded.acts, strict=True)
    }
    assert acts[told.start] == "commit"
    labelled = [
        act
        for passage, act in zip(coded.evidence.passages, coded.acts, strict=True)
        if passage.statement.start <= gone.start < passage.statement.end
    ]
    assert labelled == ["none"]


def test_what_nobody_decided_is_open(home):
    reading, *_, coding = decided(home)
    coded = learnable(coding)
    assert sorted(act for act in coded.acts if act) == ["commit", "none"]
    assert len(reading.item_rows) > 2
    assert not coded.judged


def test_training_takes_decided_texts_beside_coded_ones(home):
    coded = learnable(decided(home)[-1])
    again = train([*made(), coded, coded, coded], judge)
    assert again.passages.weights != train(made(), judge).passages.weights


def test_matches_judged_to_their_end_are_learned_from(home):
    then, now = (loading.undecided(name) for name in (THEN, NOW))
    words = [one.source[one.item_rows[0].start : one.item_rows[0].end] for one in (then, now)]
    accepted = [
        f'- {{decide: accept, meeting: {name}, quote: "{quote}", by: AB, on: 2026-11-30}}\n'
        for name, quote in zip((THEN, NOW), words, strict=True)
    ]
    match = (
        f'- decide: match\n  then: {{meeting: {THEN}, quote: "{words[0]}"}}\n'
        f'  now: {{meeting: {NOW}, quote: "{words[1]}"}}\n'
    )
    end = f"- {{decide: reviewed, meeting: {THEN}, against: {NOW}, by: AB, on: 2026-11-30}}\n"
    decide(home, "".join(accepted) + match)
    assert decided_pairs() == []
    decide(home, "".join(accepted) + match + end)
    [pair] = decided_pairs()
    assert [pair.then[0][0], pair.now[0][0]] == words
    assert pair.links == {(0, 0): True}
    assert decided_pairs({THEN, NOW}) == []
