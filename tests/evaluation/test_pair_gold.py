"""The ledger's likeness against proposals that people followed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from readouts.errors import ProblemsError
from readouts.evaluation.pair_gold import agreement, judged_pairs, load_threads
from readouts.storage.paths import data_dir

TEXT = """\
- relationship: two towns
  threads:
    a bridge:
      - {meeting: m-1, quotes: [xây cầu qua sông]}
      - {meeting: m-2, quotes: [sớm xây cầu qua sông]}
      - {meeting: m-3, quotes: [khánh thành cầu qua sông]}
    fish:
      - {meeting: m-1, quotes: [mở chợ cá]}
      - {meeting: m-2, quotes: [mở chợ cá lớn, mở kho lạnh cho chợ cá]}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "threads.yml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_neighbours_are_the_same_and_other_threads_are_not(path: Path) -> None:
    pairs = judged_pairs(path)
    same = pairs[pairs["same"]]
    assert sorted(zip(same["then_meeting"], same["now_meeting"], strict=True)) == [
        ("m-1", "m-2"), ("m-1", "m-2"), ("m-1", "m-2"), ("m-2", "m-3"),
    ]  # fmt: skip
    bridges = pairs[(pairs["then_thread"] == "a bridge") & (pairs["now_thread"] == "a bridge")]
    assert ("m-1", "m-3") not in set(
        zip(bridges["then_meeting"], bridges["now_meeting"], strict=True)
    )
    assert (pairs["then_meeting"] != pairs["now_meeting"]).all()


def test_agreement_counts_what_was_found_and_what_mistaken(path: Path) -> None:
    everything, nothing = agreement(0.0, path).iloc[-1], agreement(1.01, path).iloc[-1]
    assert (everything["recall"], nothing["found"], nothing["mistaken"]) == (1.0, 0, 0)
    assert everything["mistaken"] == everything["different"] > 0


def test_a_thread_without_words_is_told(tmp_path: Path) -> None:
    file = tmp_path / "threads.yml"
    file.write_text("- relationship: x\n  threads:\n    a:\n      - {meeting: m, quotes: []}\n")
    with pytest.raises(ProblemsError, match=r"threads\.yml:4"):
        load_threads(file)


def test_without_threads_there_is_nothing_to_agree_with(tmp_path: Path) -> None:
    found = agreement(0.5, tmp_path / "none.yml")
    assert found.empty
    assert {"relationship", "same", "found", "f1"} <= {*found}


def test_every_quotation_stands_in_its_text() -> None:
    from readouts.corpus.register import meetings, source

    registered = meetings()
    for known in load_threads():
        for name, links in known.threads.items():
            for link in links:
                invented = data_dir() / "invented" / f"{link.meeting}.txt"
                text = (
                    source(link.meeting)
                    if link.meeting in registered
                    else invented.read_text(encoding="utf-8")
                )
                assert all(quote in text for quote in link.quotes), (name, link)


def test_the_likeness_agrees_with_people_as_often_as_it_did() -> None:
    # Measured: 0.96 on Guangxi, 0.70 on all, where related threads (a flight, more flights) and
    # ranks of the relationship in the same words are the hard ones. Below this something broke.
    found = agreement().set_index("relationship")
    assert found.loc["guangxi", "f1"] >= 0.85
    assert found.loc["all", "f1"] >= 0.68
    assert found.loc["all", "recall"] >= 0.85
