"""Web annotations by the rules of the W3C's data model."""

from __future__ import annotations

import json
from typing import Any

from made_readings import made
from readouts.exports.web_annotation import annotations
from readouts.reading import Reading

READING = made(
    ("Lào", "propose", "xây cầu 🌉 qua sông; mở chợ", "infrastructure", "trade"), doc="a"
)


def collection(*readings: Reading) -> dict[str, Any]:
    return json.loads(annotations(readings))


def selected(text: str, annotation: dict[str, Any]) -> set[str]:
    """What each selector finds, as the data model defines it."""
    position, quote = annotation["target"]["selector"]
    assert [position["type"], quote["type"]] == ["TextPositionSelector", "TextQuoteSelector"]
    around = quote["prefix"] + quote["exact"] + quote["suffix"]
    assert around in text
    return {text[position["start"] : position["end"]], quote["exact"]}


def test_a_collection_has_what_the_data_model_demands() -> None:
    found = collection(READING)
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (found["type"], found["first"]["type"]) == ("AnnotationCollection", "AnnotationPage")
    items = found["first"]["items"]
    assert found["total"] == len(items) == 2
    assert len({item["id"] for item in items}) == 2
    for item in items:
        assert item["type"] == "Annotation"
        assert item["id"].startswith("urn:uuid:")
        assert {body["type"] for body in item["body"]} == {"TextualBody"}
        assert {body["purpose"] for body in item["body"]} == {item["motivation"]} == {"tagging"}


def test_both_selectors_find_the_words_after_an_emoji() -> None:
    items = collection(READING)["first"]["items"]
    found = [selected(READING.source, item) for item in items]
    assert found == [{"xây cầu 🌉 qua sông"}, {"mở chợ"}]


def test_positions_are_those_of_the_text_without_its_mark_and_with_line_feeds() -> None:
    shifted = made(("Lào", "propose", "xây cầu", "trade"))
    source = "\ufeffTin.\r\n" + shifted.source
    rows = [type(row)(**{**vars(row), "start": 7, "end": 14}) for row in shifted.item_rows]
    items = collection(Reading("a", source, item_rows=tuple(rows)))["first"]["items"]
    assert selected("Tin.\n" + shifted.source, items[0]) == {"xây cầu"}


def test_codes_are_tags() -> None:
    tags = [body["value"] for body in collection(READING)["first"]["items"][1]["body"]]
    assert tags == [
        "speaker: Đại diện Lào", "side: Lào", "act: propose", "theme: trade",
    ]  # fmt: skip


def test_the_same_reading_gives_the_same_bytes_and_another_other_ids() -> None:
    other = made(("Lào", "propose", "mở chợ"), doc="b")
    assert annotations([READING]) == annotations([READING])
    ids = [{i["id"] for i in collection(one)["first"]["items"]} for one in (READING, other)]
    assert ids[0].isdisjoint(ids[1])
