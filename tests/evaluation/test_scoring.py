"""Scores by hand-worked examples, and what must hold for any prediction."""

import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readouts.errors import ReadoutsError
from readouts.evaluation import scoring
from readouts.evaluation.scoring import (
    MEASURES,
    load_records,
    load_texts,
    main,
    score,
)

TEXT = "Bà Hoa đề nghị Lào mở thêm cửa khẩu phụ, giảm thuế quá cảnh; hai bên nhất trí họp hằng năm."
GOLD = (
    ("mở thêm cửa khẩu phụ", "Trần Thị Hoa", "Việt Nam", "propose", ["border_gates"]),
    ("giảm thuế quá cảnh", "Trần Thị Hoa", "Việt Nam", "propose", ["trade"]),
    ("họp hằng năm", "both", "both", "agree", ["mechanisms"]),
)


def item(quote, speaker="Trần Thị Hoa", side="Việt Nam", act="propose", themes=()):
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "speaker": speaker, "side": side} | {
        "act": act,
        "themes": list(themes),
    }


def scored(*items, gold=None):
    record = {"doc": "a.txt", "items": [item(*row) for row in gold or GOLD]}
    return score([record], [{"doc": "a", "items": list(items)}], {"a": TEXT})


def test_gold_against_itself_is_perfect():
    found = scored(*(item(*row) for row in GOLD))
    assert [found[measure] for measure in MEASURES] == [1.0] * len(MEASURES)
    assert found.differences.empty


def test_no_prediction_scores_nothing_and_loses_everything():
    found = scored()
    counts = found.counts[found.counts > 0].to_dict()
    assert counts == {"missed": 3, "gold_words": 12}
    assert found["f1"] == found["coverage"] == found["act"] == 0.0
    assert list(found.differences["what"]) == ["missed"] * 3


@pytest.mark.parametrize(
    ("quote", "matches"),
    [
        ("mở thêm cửa", True),  # 3 of 5 tokens
        ("mở thêm", False),  # 2 of 5
        ("nghị Lào mở thêm cửa khẩu phụ", True),  # 5 of 7
        ("Hoa đề nghị Lào mở thêm cửa khẩu phụ", False),  # 5 of 9
    ],
)
def test_match_takes_six_tenths_of_the_union(quote, matches):
    assert scored(item(quote)).counts.matched == matches


def test_each_item_matches_once_and_the_best_pair_wins():
    found = scored(item("mở thêm cửa khẩu"), item("mở thêm cửa khẩu phụ"))
    assert found.documents[0].pairs == ((0, 1),)
    assert found.counts.extra == 1


def test_exact_ignores_punctuation_at_the_ends():
    assert scored(item("mở thêm cửa khẩu phụ,"))["exact"] == 1.0
    assert scored(item("Lào mở thêm cửa khẩu phụ"))["exact"] == 0.0


def test_token_cut_by_a_span_is_another_token():
    assert scored(item("họp hằng năm")).counts.matched == 1
    assert scored(item("ọp hằng năm")).counts.matched == 0  # 2 of 4


def test_sides_count_as_home_both_or_counterpart():
    judged = {
        side: scored(item("họp hằng năm", side=side), gold=[(*GOLD[2][:2], "Lào", "agree", [])])[
            "side"
        ]
        for side in ("Lào", "CHDCND Lào", "hai bên", "Việt Nam", "")
    }
    assert judged == {"Lào": 1.0, "CHDCND Lào": 1.0, "hai bên": 0.0, "Việt Nam": 0.0, "": 0.0}


def test_speakers_agree_when_one_name_holds_the_other_in_any_spelling():
    named = ["Bộ trưởng Trần Thị Hoa", "trần thị hoa", "Hoa", "Trần Thị Hoa"]
    assert all(scored(item(GOLD[0][0], speaker=name))["speaker"] == 1.0 for name in named)
    assert scored(item(GOLD[0][0], speaker=""))["speaker"] == 0.0


def test_themes_are_micro_averaged_over_matched_items():
    found = scored(
        item(GOLD[0][0], themes=["border_gates", "trade"]), item(GOLD[1][0], themes=["economy"])
    )
    assert (found.counts.theme_hits, found.counts.theme_extra, found.counts.theme_missed) == (
        1,
        2,
        1,
    )
    assert found["theme_f1"] == pytest.approx(2 / 5)
    row = found.themes.set_index("theme").loc["trade"]
    assert (row["gold"], row["predicted"], row["both"]) == (1, 1, 0)


def test_acts_are_confused_in_a_table_with_missed_and_extra():
    found = scored(item(GOLD[0][0], act="commit"), item("đề nghị", act="agree"))
    assert found.acts.loc["propose", "commit"] == 1
    assert found.acts.loc["propose", "missed"] == found.acts.loc["agree", "missed"] == 1
    assert found.acts.loc["extra", "agree"] == 1
    assert found.acts.to_numpy().sum() == 4


def test_differences_say_what_and_quote_it():
    found = scored(item("Lào mở thêm cửa khẩu phụ", act="commit", themes=["border_gates"]))
    rows = found.differences[found.differences["quote"] == "mở thêm cửa khẩu phụ"]
    told = {row.what: (row.gold, row.predicted) for row in rows.itertuples()}
    assert told["act"] == ("propose", "commit")
    assert told["span"] == ("mở thêm cửa khẩu phụ", "Lào mở thêm cửa khẩu phụ")


def test_coverage_counts_words_of_items_found_in_any_piece():
    assert scored(item("mở thêm"))["coverage"] == pytest.approx(2 / 12)


def test_gold_by_quotation_is_looked_up_in_reading_order():
    text = "đề nghị mở cửa và mở cửa."
    record = {"doc": "b", "items": [{"quote": "mở cửa", "act": "propose"}] * 2}
    [document] = score([record], [], {"b": text}).documents
    assert [found["start"] for found in document.gold] == [8, 18]


@pytest.mark.parametrize("span", [(-1, 3), (5, 5), (0, 10_000)])
def test_span_outside_its_text_is_told(span):
    bad = {"start": span[0], "end": span[1], "act": "propose"}
    with pytest.raises(ReadoutsError, match="outside its text"):
        score([{"doc": "a", "items": [bad]}], [], {"a": TEXT})


def test_gold_without_its_text_is_told():
    with pytest.raises(ReadoutsError, match="no text for the gold document"):
        score([{"doc": "a.txt", "items": []}], [], {})


spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 40)).map(
    lambda span: {"start": span[0], "end": min(len(TEXT), sum(span))}
)
coded = st.builds(
    lambda span, act, themes: span | {"act": act, "themes": themes, "speaker": "x", "side": "y"},
    spans,
    st.sampled_from(["propose", "commit", "agree"]),
    st.lists(st.sampled_from(["trade", "general"]), max_size=2, unique=True),
)
lists = st.lists(coded, max_size=6)


@given(lists, lists)
def test_every_item_is_matched_missed_or_extra(left, right):
    found = score([{"doc": "a", "items": left}], [{"doc": "a", "items": right}], {"a": TEXT})
    counts = found.counts
    assert counts.matched + counts.missed == len(left)
    assert counts.matched + counts.extra == len(right)
    assert found.acts.to_numpy().sum() == counts.matched + counts.missed + counts.extra
    assert all(0.0 <= found[measure] <= 1.0 for measure in MEASURES)


@given(lists, lists)
def test_swapping_the_coders_swaps_precision_and_recall(left, right):
    texts, one, two = {"a": TEXT}, [{"doc": "a", "items": left}], [{"doc": "a", "items": right}]
    ahead, back = score(one, two, texts), score(two, one, texts)
    assert ahead["precision"] == pytest.approx(back["recall"])
    assert ahead.counts.matched == back.counts.matched


def many(count=8):
    chance = random.Random(5)
    gold = [{"doc": f"{n}", "items": [item(*row) for row in GOLD]} for n in range(count)]
    kept = [
        {"doc": r["doc"], "items": [i for i in r["items"] if chance.random() < 0.7]} for r in gold
    ]
    return gold, kept, {f"{n}": TEXT for n in range(count)}


def test_interval_holds_the_value_and_repeats():
    table = score(*many()).measures
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()
    recall = table.set_index("measure").loc["recall"]
    assert recall["low"] < recall["high"]
    assert table.equals(score(*many()).measures)


def test_no_documents_make_empty_tables():
    found = score([], [], {})
    assert found.by_document.empty
    assert found.themes.empty
    assert (found.measures["value"] == 0).all()


@pytest.fixture
def files(tmp_path):
    gold, predicted, texts = many(2)
    for name, records in (("gold", gold), ("pred", predicted)):
        lines = [json.dumps(record) for record in records]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "texts").mkdir()
    for name, text in texts.items():
        (tmp_path / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_main_prints_measures_acts_themes_and_what_differs(files, capsys):
    assert main(files / "gold.jsonl", files / "pred.jsonl", files / "texts", show=True) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2 texts, 6 gold items, ")
    assert all(measure in printed for measure in (*MEASURES, "border_gates", "propose", "missed\t"))


def test_folder_of_gold_is_read_in_order_of_names(files):
    (files / "more").mkdir()
    for name in "ba":
        (files / "more" / f"{name}.jsonl").write_text(json.dumps({"doc": name, "items": []}))
    assert [record["doc"] for record in load_records(files / "more")] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "expected a JSON object"),
        ("[" * 100_000, "expected a JSON object"),
        (f'{{"doc": "a", "items": [{{"start": {"9" * 5000}}}]}}', "expected a JSON object"),
        ("3", "expected a JSON object"),
        (
            '{"doc": "a", "items": [], "doc": "b"}',
            "expected a JSON object, found other text (the key `doc` appears twice)",
        ),
        ('{"doc": "a"}', "`items` is missing"),
        ('{"doc": 3, "items": []}', "`doc`: expected"),
        ('{"doc": "a", "items": {"x": 1}}', "`items`: expected"),
        ('{"doc": "a", "items": ["x"]}', "`items.0`: expected"),
        ('{"doc": "a", "items": [{"start": "3", "end": 4}]}', "`items.0.start`: expected"),
        ('{"doc": "a", "items": [{"start": true, "end": 4}]}', "`items.0.start`: expected"),
        (f'{{"doc": "a", "items": [{{"start": 0, "end": {10**15}}}]}}', "`items.0.end`: expected"),
        (
            '{"doc": "a", "items": [{"quote": "x", "themes": "trade"}]}',
            "`items.0.themes`: expected",
        ),
    ],
    ids=range(13),
)
def test_bad_line_is_told_with_its_number(tmp_path, line, told):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc": "a", "items": []}\n' + line, encoding="utf-8")
    with pytest.raises(ReadoutsError, match=rf"gold\.jsonl:2: {re.escape(told)}"):
        load_records(path)


def test_what_read_writes_can_be_scored_whatever_ends_a_line_elsewhere(tmp_path, capsys):
    text = "Bộ trưởng Lào đề nghị\u2028mở cửa khẩu,\x85 giảm phí."
    start = text.index("đề nghị")
    coded = {"start": start, "end": len(text) - 1, "quote": text[start:-1], "act": "propose"}
    lines = [{"doc": "a.txt", "items": [coded]}, {"doc": "b.txt", "error": "b.txt: no text"}]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in lines), encoding="utf-8")
    for name, content in (("a.txt", text), ("b.txt", "x")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert main(path, path, tmp_path) == 0
    assert "1 matched" in capsys.readouterr().out


@pytest.mark.parametrize("whose", ["gold", "predicted"])
def test_items_that_do_not_stand_where_they_say_are_told(whose):
    right = item(*GOLD[0])
    quote = TEXT[right["start"] : right["end"]]
    moved = right | {"start": right["start"] + 3, "end": right["end"] + 3, "quote": quote}
    records = {"gold": [right], "predicted": [right], whose: [moved]}
    with pytest.raises(ReadoutsError, match=f"the {whose} item .* quotes .* but there the text"):
        score(
            [{"doc": "a", "items": records["gold"]}],
            [{"doc": "a", "items": records["predicted"]}],
            {"a": TEXT},
        )


def test_an_item_that_says_nothing_of_where_it_stands_is_told():
    with pytest.raises(ReadoutsError, match="expected `start` and `end`, or a `quote`"):
        score([{"doc": "a", "items": [{"act": "propose"}]}], [], {"a": TEXT})


@pytest.mark.parametrize(("names", "told"), [("aba", "found a twice"), ("", "found none")])
def test_a_text_that_appears_twice_or_none_at_all_is_told(tmp_path, names, told):
    for number, name in enumerate(names or [""]):
        line = json.dumps({"doc": name, "items": []}) if name else ""
        (tmp_path / f"{number}.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(ReadoutsError, match=told):
        load_records(tmp_path)


def test_missing_files_are_told(tmp_path):
    with pytest.raises(ReadoutsError, match="none is there"):
        load_records(tmp_path / "gone.jsonl")
    (tmp_path / "b.txt").write_bytes("hòa".encode("utf-16"))
    records = [{"doc": "a", "items": []}, {"doc": "b", "items": []}]
    with pytest.raises(ReadoutsError, match=r"unreadable: d{80}\."):
        load_texts(tmp_path, [{"doc": "d" * 5000, "items": []}])
    with pytest.raises(ReadoutsError, match="missing or unreadable: a, b"):
        load_texts(tmp_path, records)


def test_overlap_can_be_raised():
    record = {"doc": "a", "items": [item(*GOLD[0])]}
    near = [{"doc": "a", "items": [item("mở thêm cửa khẩu")]}]
    assert score([record], near, {"a": TEXT}).counts.matched == 1
    assert score([record], near, {"a": TEXT}, overlap=1.0).counts.matched == 0
    assert scoring.OVERLAP == 0.6
