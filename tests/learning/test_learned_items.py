"""What is learned from codings: the same each time, of common signs only, read back whole."""

from __future__ import annotations

from dataclasses import replace

from made_codings import ASKED, PRAISED, coding, made
from made_parses import parsed
from readouts.evaluation.coded_texts import Coding, judge, learnable
from readouts.evaluation.public_texts import public_codings
from readouts.learning.choosing import Choice, Chosen, choose, models, pick, weigh
from readouts.learning.fitting import fit, frequent
from readouts.learning.models import parse
from readouts.learning.training import ChosenItems, fit_items, high_from, train
from readouts.storage.paths import data_dir


def test_what_texts_show_is_learned():
    learned = train(made(), judge)
    [_, asked] = [learnable(coding("x", said)).evidence for said in (PRAISED, ASKED)]
    weighed = weigh(asked, learned)
    last = len(weighed.passages) - 1
    assert weighed.act(last) == "propose"
    assert weighed.holding(last) > 0.5 > weighed.holding(0)


def test_training_gives_the_same_bytes_again():
    one, other = (train(made(), judge) for _ in range(2))
    assert one.passages.text() == other.passages.text()
    assert one.choice == other.choice


def test_a_model_is_read_back_as_it_was_written():
    model = models().items
    assert parse(model.text(), "items").weights == model.weights


def test_a_quotation_may_be_spelled_otherwise_than_the_normal_form():
    text, quote = "Hai bên nhất trí đơn giản hoá thủ tục.", "đơn giản hoá thủ tục"
    item = {"start": 17, "end": 37, "quote": quote, "act": "agree", "speaker": "both"}
    coded = learnable(Coding("a", "further", text, (item,)))
    assert coded.evidence.text[17:37] != quote
    assert judge(coded, []).counts["missed"] == 1


def test_a_name_may_be_spelled_otherwise_than_the_normal_form():
    said = ASKED.replace("Trần Văn Hải", "Trần Văn Hoà")
    one = coding("a", said, "mở rộng hợp tác giáo dục")
    [item] = one.items
    coded = learnable(replace(one, items=(item | {"speaker": "Trần Văn Hoà"},)))
    [at] = [n for n, passage in enumerate(coded.evidence.passages) if passage.asks]
    [span] = coded.evidence.passages[at].spans
    assert judge(coded, [Chosen(span, at, "propose")]).counts["speaker"] == 1


def test_a_sign_of_two_texts_is_not_kept():
    assert frequent([[["rare", "common"]], [["rare", "common"]], [["common"]]]) == {"common"}


def test_a_text_that_likely_has_no_items_is_given_none():
    evidence = learnable(coding("x", ASKED)).evidence
    learned = models()
    weighed = weigh(evidence, learned)
    assert pick(weighed, Choice(0.0, 0.0))
    assert pick(weighed, Choice(1.01, 0.0)) == []


def test_every_item_has_a_probability():
    items = parsed(ASKED).item_rows
    assert items
    assert all(0 < item.probability < 1 for item in items)
    assert len(choose(learnable(coding("x", ASKED)).evidence, models())) == len(items)


def test_weights_follow_the_labels():
    model = fit([["asks"], ["tells"]] * 9, ["yes", "no"] * 9, l1=0.0, l2=0.1)
    assert model.shares(["asks"])["yes"] > 0.8 > 0.2 > model.shares(["tells"])["yes"]


def test_public_codings_hold_no_words_of_their_texts():
    names = {"doc", "corpus", "path", "sha256", "year", "meeting", "items"}
    keys = {"start", "end", "speaker", "speaker_at", "side", "act", "themes"}
    for record in public_codings():
        assert set(record) == names
        assert {key for item in record["items"] for key in item} <= keys
        assert {item.get("speaker", "both") for item in record["items"]} <= {"both", "narrator"}
        sides = {item["side"] for item in record["items"]}
        assert sides <= {"Việt Nam", "both", "other", ""}


def test_the_models_hold_no_sentence():
    for path in (data_dir() / "models").glob("*.tsv"):
        for line in path.read_text(encoding="utf-8").splitlines():
            sign = line.split("\t")[0]
            # Signs named `rule=` hold our own words for a rule.
            assert sign.startswith("rule=") or len(sign.split()) <= 8, (path.name, line)


def test_high_confidence_starts_where_nearly_all_items_are_right():
    rows = [("good",)] * 400 + [("bad",)] * 400
    labels = ["yes"] * 400 + ["yes", "no"] * 200
    texts = [ChosenItems(fold, rows, labels) for fold in range(5)]
    high = high_from(texts)
    model = fit_items(texts)
    assert model.shares(["good"])["yes"] >= high - 0.02 > model.shares(["bad"])["yes"]


def test_no_item_is_of_high_confidence_where_too_few_are_right():
    labels = ["yes", "no"] * 20
    assert high_from([ChosenItems(fold, [("any",)] * 40, labels) for fold in range(5)]) == 1.0
