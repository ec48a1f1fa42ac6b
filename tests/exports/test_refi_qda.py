"""REFI-QDA files, held against the standard's own schemas."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from made_readings import made
from readouts.codebook.schema import load_file
from readouts.exports.refi_qda import codebook, project
from readouts.model import ACTS
from readouts.reading import Reading

SCHEMAS = Path(__file__).parents[1] / "fixtures" / "refi-qda"
READING = made(
    ("Lào", "propose", "xây cầu 🌉 qua sông <&>; mở chợ", "infrastructure", "trade"), doc="lào.txt"
)
NAMES = {"q": "urn:QDA-XML:project:1.0"}


def schema(name: str) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / name)


def unpacked(*readings: Reading) -> tuple[ET.Element, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(project(readings))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return ET.fromstring(files["project.qde"]), files


@pytest.mark.parametrize("readings", [(READING,), (READING, made(doc="b")), (made(),)])
def test_a_project_keeps_to_the_schema(readings: tuple[Reading, ...]) -> None:
    _, files = unpacked(*readings)
    schema("Project.xsd").validate(io.BytesIO(files["project.qde"]))


def test_the_codebook_keeps_to_the_schema_and_has_every_theme_and_act() -> None:
    schema("Codebook.xsd").validate(io.BytesIO(codebook()))
    names = {one.get("name") for one in ET.fromstring(codebook()).iter() if one.get("isCodable")}
    assert {f"theme: {theme.id}" for theme in load_file().themes} <= names
    assert {f"act: {act}" for act in ACTS} <= names


@pytest.mark.parametrize("part", ["Project.xsd", "Codebook.xsd"])
def test_the_schemas_refuse_what_is_no_guid(part: str) -> None:
    found = codebook() if part == "Codebook.xsd" else unpacked(READING)[1]["project.qde"]
    broken = found.replace(b'Code guid="', b'Code guid="x', 1)
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        schema(part).validate(io.BytesIO(broken))


def test_positions_count_code_points_of_the_text_inside() -> None:
    root, files = unpacked(READING)
    (source,) = root.iterfind(".//q:TextSource", NAMES)
    inside = source.get("plainTextPath", "").replace("internal://", "sources/")
    text = files[inside].decode("utf-8")
    spans = [
        text[int(one.get("startPosition", "")) : int(one.get("endPosition", ""))]
        for one in source.iterfind("q:PlainTextSelection", NAMES)
    ]
    assert spans == ["xây cầu 🌉 qua sông <&>", "mở chợ"]


def test_every_coding_points_to_a_code_and_no_id_stands_twice() -> None:
    root, _ = unpacked(READING, made(("Lào", "agree", "mở chợ", "trade"), doc="b"))
    codes = {one.get("guid"): one.get("name") for one in root.iterfind(".//q:Code", NAMES)}
    refs = [one.get("targetGUID") for one in root.iterfind(".//q:CodeRef", NAMES)]
    assert {codes[ref] for ref in refs} >= {"theme: trade", "act: agree", "side: Lào"}
    ids = [one.get("guid") for one in root.iter() if one.get("guid")]
    assert len(set(ids)) == len(ids)
    assert len(set(codes.values())) == len(codes)


def test_what_xml_cannot_say_is_left_out() -> None:
    _, files = unpacked(made(("Lào", "propose", "mở chợ"), doc="a\x00\x0b\ufffe"))
    schema("Project.xsd").validate(io.BytesIO(files["project.qde"]))


def test_the_same_reading_gives_the_same_bytes() -> None:
    assert project([READING]) == project([READING])
    assert codebook() == codebook()
