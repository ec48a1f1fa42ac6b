"""REFI-QDA, the exchange format of NVivo, MAXQDA, ATLAS.ti and QualCoder: project and codebook.

Written to the schemas ``Project.xsd`` and ``Codebook.xsd`` of 18 March 2019.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from readouts.codebook.schema import load_file
from readouts.errors import ReadoutsError
from readouts.exports.archive import unzipped, zipped
from readouts.exports.codings import FIELDS, Code, Coding, Tagged, Text, codings_of
from readouts.exports.ids import uuid_of
from readouts.labels import LANGUAGES, label
from readouts.model import ACTS
from readouts.reading import Reading

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
_ORIGIN = "readouts"
_TAG = f"{{{PROJECT}}}"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def codebook() -> bytes:
    """Return a ``.qdc`` file: themes and acts as codes, with their scope in both languages.

    >>> b'name="theme: trade"' in codebook()
    True
    """
    root = ET.Element("CodeBook", xmlns=CODEBOOK, origin=_ORIGIN)
    _add_codes(root, ())
    return _xml(root)


def project(readings: Sequence[Reading]) -> bytes:
    """Return a ``.qdpx`` file: the texts, and the codings of each; positions count code points.

    >>> project([Reading("a", "")])[:2]
    b'PK'
    """
    texts = [codings_of(reading) for reading in readings]
    user, name = str(uuid_of("user")), " – ".join(reading.doc for reading in readings)
    root = ET.Element("Project", xmlns=PROJECT, origin=_ORIGIN, name=name, creatingUserGUID=user)
    _child(_child(root, "Users"), "User", guid=user, name=_ORIGIN)
    used = [code for _, codings in texts for coding in codings for code in coding.codes]
    _add_codes(_child(root, "CodeBook"), used)
    sources, files = _child(root, "Sources"), {}
    for reading, (text, codings) in zip(readings, texts, strict=True):
        guid = str(uuid_of("text", reading.sha256))
        place = {"guid": guid, "plainTextPath": f"internal://{guid}.txt", "creatingUser": user}
        _add_codings(_child(sources, "TextSource", name=reading.doc, **place), codings)
        files[f"sources/{guid}.txt"] = text.encode()
    return zipped({"project.qde": _xml(root), **files})


def _child(parent: ET.Element, tag: str, **attributes: object) -> ET.Element:
    return ET.SubElement(parent, tag, {name: str(value) for name, value in attributes.items()})


def _add_codes(parent: ET.Element, used: Iterable[Code]) -> None:
    """Add every act and theme, and the other codes that are used, each once, below its field."""
    shown, meanings = _child(parent, "Codes"), _meanings()
    for field in FIELDS:
        codes = [code for code in dict.fromkeys([*meanings, *used]) if code.field == field]
        if not codes:
            continue
        group = _child(shown, "Code", guid=uuid_of("field", field), name=field, isCodable="false")
        for code in codes:
            guid = uuid_of("code", *code)
            shown_code = _child(group, "Code", guid=guid, name=code.name, isCodable="true")
            if code in meanings:
                _child(shown_code, "Description").text = meanings[code]


def _meanings() -> dict[Code, str]:
    """Return the meaning of every act and theme, in both languages."""
    acts = {act: [label(f"act.{act}", language) for language in LANGUAGES] for act in ACTS}
    themes = {
        theme.id: [f"{theme.en}. {theme.scope.en}", f"{theme.vi}. {theme.scope.vi}"]
        for theme in load_file().themes
    }
    return {
        Code(field, value): "\n".join(lines)
        for field, meanings in (("act", acts), ("theme", themes))
        for value, lines in meanings.items()
    }


def _add_codings(source: ET.Element, codings: Iterable[Coding]) -> None:
    user = {"creatingUser": source.attrib["creatingUser"]}
    for number, coding in enumerate(codings, 1):
        guid = uuid_of(source.attrib["guid"], number)
        span = {"startPosition": coding.start, "endPosition": coding.end}
        name = f"{source.attrib['name']} {number}"
        selection = _child(source, "PlainTextSelection", guid=guid, name=name, **span, **user)
        for code in coding.codes:
            coded = _child(selection, "Coding", guid=uuid_of(guid, *code), **user)
            _child(coded, "CodeRef", targetGUID=uuid_of("code", *code))


def _xml(root: ET.Element) -> bytes:
    for element in root.iter():
        for name, value in element.attrib.items():
            element.set(name, _NOT_XML.sub("", value))
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def tagged(content: bytes, known: Sequence[Text]) -> Iterator[Tagged]:
    """Yield the codings of a ``.qdpx`` file, of a ``known`` text if one has the same words.

    Raises `ReadoutsError` if the archive has no project, or lacks the text of a source.

    >>> list(tagged(project([Reading("a", "")]), []))
    []
    """
    files = {name.lower(): text for name, text in unzipped(content, (".qde", ".txt")).items()}
    try:
        root = ET.fromstring(files["project.qde"])
        codes = {_id(code, "guid"): code.get("name", "") for code in root.iter(f"{_TAG}Code")}
        for source in root.iter(f"{_TAG}TextSource"):
            coded = Text(source.get("name", ""), _text_of(source, files))
            text = next((text for text in known if text.plain.text == coded.plain.text), coded)
            for place in source.iter(f"{_TAG}PlainTextSelection"):
                span = int(place.attrib["startPosition"]), int(place.attrib["endPosition"])
                tags = [codes[_id(ref, "targetGUID")] for ref in place.iter(f"{_TAG}CodeRef")]
                yield Tagged(text, *coded.plain.outward(*span), tags)
    except (KeyError, ValueError, ET.ParseError) as error:
        raise ReadoutsError(
            f"expected a REFI-QDA project of texts, found something else ({error})."
        ) from error


def _id(element: ET.Element, name: str) -> str:
    return element.attrib[name].strip("{}").lower()


def _text_of(source: ET.Element, files: Mapping[str, bytes]) -> str:
    content = source.findtext(f"{_TAG}PlainTextContent")
    if content is not None:
        return content
    # Some programs write the folder with a capital letter.
    path = source.attrib["plainTextPath"].replace("internal://", "sources/").lower()
    return files[path].decode("utf-8-sig")
