"""What the models' card says of texts left out of training: where the parser is weak, and how."""

from __future__ import annotations

from made_codings import ASKED, coding
from readouts.evaluation import unseen
from readouts.evaluation.coded_texts import Coding, learnable
from readouts.evaluation.unseen import figures_of, read_unseen, scored, tenths
from readouts.learning.training import fold_of

TEXT = "mở thêm cửa khẩu và tăng cường hợp tác giáo dục"


def item(start: int, end: int, act: str) -> dict:
    return {
        "start": start, "end": end, "act": act, "speaker": "both", "side": "both",
        "probability": 0.9, "confidence": "high",
    }  # fmt: skip


def test_the_weakest_group_stands_first() -> None:
    coded = Coding("a", "further", TEXT, (item(0, 16, "propose"), item(20, 47, "agree")))
    found = {"doc": "a", "items": [item(0, 16, "propose"), item(8, 20, "commit")]}
    rows = figures_of(scored([coded], [found]))["bad_at"]
    acts = [row for row in rows if row["by"] == "act"]
    assert [row["group"] for row in acts] == ["agree", "commit", "propose"]
    assert acts[0]["coded"] == 1
    assert acts[0]["recall"] == 0.0
    assert acts[-1]["recall"] == acts[-1]["precision"] == 1.0
    assert {row["group"] for row in rows if row["by"] == "items in text"} == {"1 to 3"}


def test_errors_are_told_by_whether_only_the_cut_is_wrong() -> None:
    coded = Coding("a", "further", TEXT, (item(20, 47, "agree"),))
    near, far = item(20, 30, "agree"), item(0, 16, "agree")
    errors = figures_of(scored([coded], [{"doc": "a", "items": [near, far]}]))["errors"]
    assert errors == {"extra": 1, "extra, cut elsewhere": 1, "missed, cut elsewhere": 1}


def test_tenths_hold_what_was_said_and_what_was_right() -> None:
    rows = list(tenths([(0.91, True), (0.99, False), (0.15, False)]))
    assert [row["items"] for row in rows] == [0, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    assert (rows[9]["said"], rows[9]["right"]) == (0.95, 0.5)


def test_a_text_is_read_by_models_that_have_not_seen_it() -> None:
    texts = [coding(f"a{n}", ASKED, "mở rộng hợp tác giáo dục") for n in range(12)]
    fold = fold_of("a0")
    read = read_unseen(fold, texts, [learnable(one) for one in texts])
    assert {record["doc"] for record in read} == {t.doc for t in texts if fold_of(t.doc) == fold}


def test_the_card_tells_of_matches_as_of_proposals() -> None:
    matches = unseen.match_reliability()
    assert matches["items"].sum() == unseen.card()["matching"]["pairs"] > 1000
    sure = matches[matches["least"] >= 0.8]
    assert (sure["right"] > 0.5).all()
