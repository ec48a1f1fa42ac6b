"""REFI-QDA, the exchange format of NVivo, MAXQDA, ATLAS.ti and QualCoder: project and codebook.

Written to the schemas ``Project.xsd`` and ``Codebook.xsd`` of 18 March 2019.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

from readouts.codebook.schema import load_file
from readouts.errors import ReadoutsError
from readouts.exports.codings import FIELDS, Code, Coding, Tagged, Text, codings_of
from readouts.exports.ids import uuid_of
from readouts.labels import LANGUAGES, label
from readouts.model import ACTS
from readouts.reading import Reading

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
_ORIGIN = "readouts"
# The earliest day a ZIP file knows: a file must not change with the day it is written on.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_TAG = f"{{{PROJECT}}}"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_NAME = 60


def codebook() -> bytes:
    """Return a ``.qdc`` file: themes and acts as codes, with their scope in both languages.

    >>> b'name="theme: trade"' in codebook()
    True
    """
    root = ET.Element("CodeBook", xmlns=CODEBOOK, origin=_ORIGIN)
    _add_codes(root, _known_codes())
    return _xml(root)


def project(readings: Sequence[Reading]) -> bytes:
    """Return a ``.qdpx`` file: the texts, and the codings of each; positions count code points.

    >>> project([Reading("a", "")])[:2]
    b'PK'
    """
    texts = [codings_of(reading) for reading in readings]
    used = [code for _, codings in texts for one in codings for code in one.codes]
    user = str(uuid_of("user"))
    name = " – ".join(reading.doc for reading in readings)
    root = ET.Element(
        "Project", xmlns=PROJECT, name=_legal(name), origin=_ORIGIN, creatingUserGUID=user
    )
    ET.SubElement(ET.SubElement(root, "Users"), "User", guid=user, name=_ORIGIN)
    _add_codes(ET.SubElement(root, "CodeBook"), [*_known_codes(), *used])
    sources = ET.SubElement(root, "Sources")
    files = {}
    for reading, (text, codings) in zip(readings, texts, strict=True):
        _add_source(sources, reading, codings, user)
        files[f"Sources/{_guid(reading)}.txt"] = text.encode()
    return _zipped({"project.qde": _xml(root), **files})


def _known_codes() -> list[Code]:
    themes = [Code("theme", theme.id) for theme in load_file().themes]
    return [*(Code("act", act) for act in ACTS), *themes]


def _guid(reading: Reading) -> str:
    return str(uuid_of("text", reading.sha256))


def _code_guid(code: Code) -> str:
    return str(uuid_of("code", *code))


def _add_codes(parent: ET.Element, codes: Iterable[Code]) -> None:
    """Add the codes, each once, below their fields."""
    shown = ET.SubElement(parent, "Codes")
    meanings = _meanings()
    distinct = dict.fromkeys(codes)
    for field in FIELDS:
        values = [code for code in distinct if code.field == field]
        if not values:
            continue
        group = ET.SubElement(
            shown, "Code", guid=str(uuid_of("field", field)), name=field, isCodable="false"
        )
        for code in values:
            one = ET.SubElement(
                group, "Code", guid=_code_guid(code), name=_legal(code.name), isCodable="true"
            )
            if code in meanings:
                ET.SubElement(one, "Description").text = meanings[code]


def _meanings() -> dict[Code, str]:
    acts = {
        Code("act", act): "\n".join(label(f"act.{act}", language) for language in LANGUAGES)
        for act in ACTS
    }
    themes = {
        Code("theme", theme.id): f"{theme.en}. {theme.scope.en}\n{theme.vi}. {theme.scope.vi}"
        for theme in load_file().themes
    }
    return acts | themes


def _add_source(parent: ET.Element, reading: Reading, codings: Iterable[Coding], user: str) -> None:
    guid = _guid(reading)
    source = ET.SubElement(
        parent, "TextSource", guid=guid, name=_legal(reading.doc),
        plainTextPath=f"internal://{guid}.txt", creatingUser=user,
    )  # fmt: skip
    for number, coding in enumerate(codings):
        selection = ET.SubElement(
            source, "PlainTextSelection", guid=str(uuid_of(guid, number)),
            name=_legal(reading.doc)[:_LONGEST_NAME] + f" {number + 1}",
            startPosition=str(coding.start), endPosition=str(coding.end), creatingUser=user,
        )  # fmt: skip
        for code in coding.codes:
            coded = ET.SubElement(
                selection, "Coding", guid=str(uuid_of(guid, number, *code)), creatingUser=user
            )
            ET.SubElement(coded, "CodeRef", targetGUID=_code_guid(code))


def _legal(text: str) -> str:
    return _NOT_XML.sub("", text)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_DATE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def tagged(content: bytes, known: Sequence[Text]) -> Iterator[Tagged]:
    """Yield the codings of a ``.qdpx`` file; a text that is not known stands for itself.

    Raises `ReadoutsError` where the archive holds no project, or not the text of a source.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            root = ET.fromstring(archive.read("project.qde"))
            codes = {_id(one, "guid"): one.get("name", "") for one in root.iter(f"{_TAG}Code")}
            for source in root.iter(f"{_TAG}TextSource"):
                theirs = Text(source.get("name", ""), _text_of(source, archive))
                ours = next((one for one in known if one.plain.text == theirs.plain.text), theirs)
                for place in source.iter(f"{_TAG}PlainTextSelection"):
                    span = int(place.attrib["startPosition"]), int(place.attrib["endPosition"])
                    tags = [codes[_id(ref, "targetGUID")] for ref in place.iter(f"{_TAG}CodeRef")]
                    yield Tagged(ours, *theirs.plain.outward(*span), tags)
    except (KeyError, ValueError, ET.ParseError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise ReadoutsError(
            f"expected a REFI-QDA project of texts, found something else ({error})."
        ) from error


def _id(element: ET.Element, name: str) -> str:
    return element.attrib[name].strip("{}").lower()


def _text_of(source: ET.Element, archive: zipfile.ZipFile) -> str:
    content = source.findtext(f"{_TAG}PlainTextContent")
    if content is not None:
        return content
    # Some programs write the folder in small letters.
    path = source.attrib["plainTextPath"].replace("internal://", "sources/").lower()
    names = {name.lower(): name for name in archive.namelist()}
    return archive.read(names[path]).decode("utf-8-sig")
