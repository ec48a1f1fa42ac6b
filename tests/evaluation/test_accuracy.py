"""The parser against the gold: no measure falls below its committed floor."""

from functools import lru_cache
from pathlib import Path

import pytest
import readouts
import yaml
from readouts.evaluation.baseline import baseline_items
from readouts.evaluation.scoring import load_records, load_texts, score

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
FLOORS = yaml.safe_load((TESTS / "accuracy_floors.yml").read_text(encoding="utf-8"))
FOLDERS = {"seeds": ROOT / "data" / "raw", "invented": TESTS / "fixtures" / "readouts"}


@lru_cache
def gold(name):
    records = load_records(ROOT / "data" / "gold")
    return [record for record in records if (FOLDERS[name] / record["doc"]).is_file()]


@lru_cache
def texts(name):
    return load_texts(FOLDERS[name], gold(name))


@lru_cache
def parsed(name):
    readings = {}
    for record in gold(name):
        stem = Path(record["doc"]).stem
        reading = readouts.read(texts(name)[stem], doc=record["doc"], published=record["published"])
        readings[stem] = reading.record()
    return readings


@lru_cache
def scored(name):
    return score(gold(name), parsed(name).values(), texts(name))


@pytest.mark.parametrize(
    ("name", "measure", "floor"),
    [(name, measure, floor) for name, row in FLOORS.items() for measure, floor in row.items()],
)
def test_measure_holds_its_floor(name, measure, floor):
    reached = scored(name)[measure]
    assert reached >= floor, f"{measure} on {name} is {reached:.3f}; its floor is {floor}"


@pytest.mark.parametrize("stem", [s for s in texts("invented") if s.startswith("none-")])
def test_text_without_a_meeting_yields_no_item(stem):
    assert [item["quote"] for item in parsed("invented")[stem]["items"]] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_parser_beats_the_naive_splitter(name):
    verbs = yaml.safe_load((ROOT / "data" / "lexicon" / "verbs.yml").read_text(encoding="utf-8"))
    baseline = [
        {"doc": doc, "items": baseline_items(text, verbs)} for doc, text in texts(name).items()
    ]
    assert scored(name)["f1"] > score(gold(name), baseline, texts(name))["f1"]
