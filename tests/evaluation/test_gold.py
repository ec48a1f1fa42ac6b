"""The hand-coded gold is whole: offsets, ids, order, glosses, and every trap of the genre."""

import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from readouts.codebook.coder import load_codebook
from readouts.evaluation.scoring import load_records
from readouts.model import ACTS, BOTH, ITEM_ACTS, NARRATOR

ROOT = Path(__file__).parents[2]
GOLD, RAW = ROOT / "data" / "gold", ROOT / "data" / "raw"
FIXTURES = Path(__file__).parents[1] / "fixtures" / "readouts"
GLOSSES = ROOT / "data" / "glosses"
TRAPS = range(1, 16)
ZONES = {"title", "subheading", "dateline", "sapo", "body"} | {
    "caption",
    "byline",
    "boilerplate",
    "attendees",
}
KINDS = {"money", "percent", "count", "duration", "date", "period"}
YEAR = r"(\d{4}|-)"
POINT = rf"{YEAR}(-\d{{2}}(-\d{{2}})?)?"
ISO = re.compile(rf"{POINT}(/{POINT})?")

RECORDS = load_records(GOLD)
THEMES = set(load_codebook().themes)


def source_of(record):
    folder = RAW if (RAW / record["doc"]).is_file() else FIXTURES
    return (folder / record["doc"]).read_bytes().decode("utf-8")


def named(record):
    return record["id"]


@pytest.fixture(params=RECORDS, ids=named)
def record(request):
    return request.param


def test_quotes_are_what_the_offsets_slice(record):
    source = source_of(record)
    rows = [
        row
        for table in ("participants", "statements", "items", "mentions")
        for row in record[table]
    ]
    assert [source[row["start"] : row["end"]] for row in rows] == [row["quote"] for row in rows]
    assert all(row["quote"] == row["quote"].strip() != "" for row in rows)


@pytest.mark.parametrize("table", ["zones", "statements", "items", "mentions"])
def test_rows_stand_in_order_and_do_not_overlap(record, table):
    rows = record[table]
    assert all(left["end"] <= right["start"] for left, right in pairwise(rows))


def test_ids_are_known(record):
    assert {zone["zone"] for zone in record["zones"]} <= ZONES
    assert {statement["act"] for statement in record["statements"]} <= set(ACTS)
    assert {item["act"] for item in record["items"]} <= set(ITEM_ACTS)
    for item in record["items"]:
        assert set(item["themes"]) <= THEMES
        assert 1 <= len(set(item["themes"])) == len(item["themes"]) <= 3


def test_items_lie_in_their_statement_and_inherit_from_it(record):
    for item in record["items"]:
        statement = record["statements"][item["statement"]]
        assert statement["start"] <= item["start"] < item["end"] <= statement["end"]
        inherited = ("speaker", "side", "act")
        assert [item[name] for name in inherited] == [statement[name] for name in inherited]


def test_speakers_took_part(record):
    people = {person["name"]: person["side"] for person in record["participants"]}
    sides = people | {BOTH: BOTH, NARRATOR: ""}
    for statement in record["statements"]:
        assert sides[statement["speaker"]] == statement["side"]
        assert statement["responds_to"] in people or not statement["responds_to"]


def test_each_side_has_a_principal(record):
    principals = {person["side"] for person in record["participants"] if person["principal"]}
    assert principals == set(record["meeting"].get("sides", ()))


def test_items_and_statements_stand_in_the_body(record):
    body = [(zone["start"], zone["end"]) for zone in record["zones"] if zone["zone"] == "body"]
    for row in record["items"] + record["statements"]:
        assert any(start <= row["start"] and row["end"] <= end for start, end in body)


def test_mentions_hold_a_value_or_a_date(record):
    for mention in record["mentions"]:
        assert mention["kind"] in KINDS
        if mention["kind"] in ("date", "period"):
            assert ISO.fullmatch(mention["iso"])
            assert ("/" in mention["iso"]) == (mention["kind"] == "period")
        else:
            assert mention["value"] > 0
            assert mention["unit"]


def test_every_theme_and_item_act_is_used():
    items = [item for record in RECORDS for item in record["items"]]
    assert {theme for item in items for theme in item["themes"]} == THEMES
    assert {item["act"] for item in items} == set(ITEM_ACTS)


def test_glosses_match_the_items():
    glossed = sorted(GLOSSES.glob("*.yml"))
    assert [path.stem for path in glossed] == ["guangxi-2024", "guangxi-2025"]
    for path in glossed:
        [record] = load_records(GOLD / f"{path.stem}.jsonl")
        glosses = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert list(glosses) == [item["quote"] for item in record["items"]]
        assert all(isinstance(gloss, str) and gloss.strip() for gloss in glosses.values())


def test_table_of_traps_is_the_folder_and_the_gold():
    rows = re.findall(
        r"^\| `([^`]+)` \|[^|]*\| ([\d ]+) \|",
        (FIXTURES / "README.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    told = {name: sorted(map(int, traps.split())) for name, traps in rows}
    coded = {record["doc"]: sorted(record["traps"]) for record in RECORDS if "traps" in record}
    assert told == coded
    assert set(told) == {path.name for path in FIXTURES.glob("*.txt")}
    assert {trap for traps in told.values() for trap in traps} == set(TRAPS)


def test_texts_without_a_meeting_have_no_item():
    without = [record for record in RECORDS if record["id"].startswith("none-")]
    assert len(without) == 3
    assert not any(record["items"] or record["statements"] for record in without)


def test_readouts_have_the_length_of_the_genre():
    for record in RECORDS:
        if "traps" in record:
            assert 1500 <= len(source_of(record)) <= 4000


def test_spellings_are_mixed():
    """Both tone-mark styles, a decomposed text, a zero-width and a non-breaking space occur."""
    texts = [source_of(record) for record in RECORDS]
    whole = unicodedata.normalize("NFC", "\n".join(texts))
    assert all(spelling in whole for spelling in ("hoà bình", "hòa bình", "\u200b", "\u00a0"))
    assert any(not unicodedata.is_normalized("NFC", text) for text in texts)


def test_one_record_a_file_named_for_it():
    for path in sorted(set(GOLD.glob("*.jsonl")) - {GOLD / "public.jsonl"}):
        [line] = path.read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["id"] == path.stem
