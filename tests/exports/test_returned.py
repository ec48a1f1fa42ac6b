"""What goes out comes back: the same items, whatever stands in the text around them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import made
from readouts.codebook.schema import load_file
from readouts.errors import ReadoutsError
from readouts.exports.archive import unzipped, zipped
from readouts.exports.codings import Text
from readouts.exports.ids import hash_iri
from readouts.exports.refi_qda import project
from readouts.exports.returned import returned
from readouts.exports.web_annotation import annotations
from readouts.model import ACTS, Item
from readouts.reading import Reading

WRITERS = [annotations, project]
# An emoji of two UTF-16 units, letters in parts (NFD), line ends of three kinds, a mark within.
LETTERS = st.sampled_from(["a", "đ", "ề", "e\u0302\u0300", "🌉", "👩‍🌾", "\ufeff", "<", "&", '"'])
WORD = st.lists(LETTERS, min_size=1, max_size=4).map("".join)
GAP = st.sampled_from([" ", "\n", "\r\n", "\r", ". "])
NAME = st.text("ab đ:,;'\"<&🌉", max_size=6).map(str.strip)
THEMES = tuple(theme.id for theme in load_file().themes)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    source, items = draw(st.sampled_from(["", "\ufeff"])) + "Tin: ", []
    for _ in range(draw(st.integers(0, 4))):
        start = len(source)
        source += draw(WORD) + draw(st.sampled_from(["", "\r\n", " "])) + draw(WORD)
        fields = {name: draw(NAME) for name in ("speaker", "side", "addressee")}
        themes = draw(st.lists(st.sampled_from(THEMES), unique=True, max_size=3))
        act = draw(st.sampled_from(ACTS))
        items.append(Item(start, len(source), 0, act=act, themes=tuple(themes), **fields))
        source += draw(GAP)
    return Reading("đọc", source, item_rows=tuple(items))


def known(reading: Reading) -> Text:
    return Text("đọc.txt", reading.source, "doc", (hash_iri(reading.sha256),))


def gold(reading: Reading) -> list[dict[str, Any]]:
    names = ("speaker", "side", "act", "addressee", "themes")
    return [
        {"start": row["start"], "end": row["end"], "quote": row["quote"]}
        | {name: row[name] for name in names}
        for row in reading.record()["items"]
    ]


@pytest.mark.parametrize("write", WRITERS)
@given(reading=readings())
@settings(max_examples=60, deadline=None)
def test_out_and_back_is_the_same_items(write, reading: Reading) -> None:
    records, unknown = returned(write([reading]), [known(reading)])
    assert [item for record in records for item in record["items"]] == gold(reading)
    assert {record["id"] for record in records} <= {"doc"}
    assert not unknown


READING = made(("Lào", "propose", "xây cầu 🌉; mở chợ", "infrastructure", "trade"), doc="a")


def edited(change) -> list[dict[str, Any]]:
    """The items of annotations that another program has changed."""
    found = json.loads(annotations([READING]))
    change(found["first"]["items"])
    return returned(json.dumps(found).encode(), [known(READING)]).records[0]["items"]


def test_a_moved_position_is_found_by_its_words() -> None:
    def move(items: list[dict[str, Any]]) -> None:
        items[1]["target"]["selector"][0]["start"] += 1
        items[1]["target"]["selector"][0]["end"] += 1

    assert edited(move) == gold(READING)


def test_a_tag_of_the_coders_own_is_named_not_lost() -> None:
    found = json.loads(annotations([READING]))
    found["first"]["items"][0]["body"].append({"type": "TextualBody", "value": "to ask Lan"})
    records, unknown = returned(json.dumps(found).encode(), [known(READING)])
    assert records[0]["items"] == gold(READING)
    assert unknown == ["to ask Lan"]


def test_one_annotation_one_body_and_one_selector_need_no_brackets() -> None:
    (first, *_) = json.loads(annotations([READING]))["first"]["items"]
    target = {"source": "a.vn/tin", "selector": first["target"]["selector"][1]}
    one = {"type": "Annotation", "body": "act: agree", "target": target}
    text = Text("a.txt", READING.source, "a", ("a.vn/tin",))
    (record,) = returned(json.dumps(one).encode(), [text]).records
    assert [(item["quote"], item["act"]) for item in record["items"]] == [("xây cầu 🌉", "agree")]


def test_a_comment_is_no_tag() -> None:
    def comment(items: list[dict[str, Any]]) -> None:
        items[0]["body"].append({"type": "TextualBody", "purpose": "commenting", "value": "trade"})

    assert edited(comment) == gold(READING)


@pytest.mark.parametrize("selector", [{"type": "XPathSelector"}, []])
def test_a_passage_that_cannot_be_found_is_told(selector: Any) -> None:
    target = {"source": "a", "selector": selector}
    with pytest.raises(ReadoutsError, match="expected to find one place"):
        returned(json.dumps({"body": "x", "target": target}).encode(), [Text("a", "mở chợ")])


def test_a_theme_is_known_by_its_label() -> None:
    label = next(theme.en for theme in load_file().themes if theme.id == "trade")

    def relabel(items: list[dict[str, Any]]) -> None:
        items[1]["body"][-1]["value"] = label

    assert edited(relabel) == gold(READING)


def test_a_project_with_one_selection_for_each_code_is_put_together() -> None:
    """As QualCoder writes it."""
    files = unzipped(project([READING]))
    parts = files["project.qde"].decode()
    head, *codings = parts.split("<PlainTextSelection ")
    split = []
    for coding in codings:
        opening, _, inside = coding.partition(">")
        ones = inside.split("</PlainTextSelection>")[0].split("</Coding>")[:-1]
        rest = inside.split("</PlainTextSelection>")[1]
        split.append(
            "".join(
                f"<PlainTextSelection {opening}>{one}</Coding></PlainTextSelection>" for one in ones
            )
            + rest
        )
    files["project.qde"] = (head + "".join(split)).encode()
    assert returned(zipped(files), [known(READING)]).records[0]["items"] == gold(READING)


def test_a_project_with_a_mark_and_other_line_ends_is_the_same_text() -> None:
    files = unzipped(project([READING]))
    (name,) = [name for name in files if name.startswith("sources/")]
    files[name] = b"\xef\xbb\xbf" + files[name]
    assert returned(zipped(files), [known(READING)]).records[0]["items"] == gold(READING)


def test_a_project_of_a_text_nobody_registered_stands_for_itself() -> None:
    (record,) = returned(project([READING]), []).records
    assert (record["doc"], record["items"]) == ("a", gold(READING))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "expected a file of W3C web annotations"),
        (b"{}", "KeyError"),
        (b"[1]", "found something else"),
        (b'{"target": {"source": "urn:x", "selector": []}}', "text that is not registered"),
        (b"[" * 100_000, "RecursionError"),
        (b"PK\x05\x06" + b"\0" * 18, "expected a REFI-QDA project"),
        (zipped({"project.qde": b"<a"}), "expected a REFI-QDA project"),
        (zipped({"project.qde": b"<a/>"})[:-30] + b"PK\x05\x06" + b"\0" * 18, "REFI-QDA"),
    ],
)
def test_another_file_is_told(content: bytes, told: str) -> None:
    with pytest.raises(ReadoutsError, match=told):
        returned(content, [])


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["target", "source", "selector", "body", "type", "items",
        "first", "value", "start", "end", "exact", "id", "prefix", "purpose"]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(found=ANY | st.builds(lambda body, selector: {"body": body, "target": {
    "source": "a", "selector": selector}}, ANY, ANY | st.fixed_dictionaries(
    {"type": st.just("TextPositionSelector"), "start": ANY, "end": ANY})))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_file_it_is_read_or_told(found: Any) -> None:
    try:
        records, _ = returned(json.dumps(found).encode(), [Text("a", "mở chợ")])
    except ReadoutsError:
        return
    assert all(item["quote"] in "mở chợ" for record in records for item in record["items"])


def test_an_archive_that_unfolds_to_more_than_memory_should_hold_is_told(monkeypatch) -> None:
    monkeypatch.setattr("readouts.exports.archive._MOST_BYTES", 100)
    with pytest.raises(ReadoutsError, match="at most 100 bytes"):
        returned(project([READING]), [])


def test_a_broken_archive_is_told() -> None:
    content = bytearray(project([READING]))
    content[60:70] = b"x" * 10
    with pytest.raises(ReadoutsError, match="complete ZIP archive"):
        returned(bytes(content), [])


def test_a_coding_outside_its_text_is_told() -> None:
    files = unzipped(project([READING]))
    files["project.qde"] = files["project.qde"].replace(b'endPosition="', b'endPosition="9')
    with pytest.raises(ReadoutsError, match="expected a coding within its"):
        returned(zipped(files), [])
