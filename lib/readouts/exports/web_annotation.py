"""W3C Web Annotation (JSON-LD): each coding an annotation, found by position and by quotation."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from readouts.exports.codings import Coding, plain_codings
from readouts.measures.sources import registered
from readouts.reading import Reading

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Names of things of ours, so that the same reading has the same ids each time.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "readouts")
# How much of the text stands beside a quotation, to tell it from its like.
_BESIDE = 32


def annotations(readings: Sequence[Reading]) -> bytes:
    """Return an annotation collection of one page with the codings of all readings.

    ``start`` and ``end`` of its position selectors count code points, as the standard demands.

    >>> json.loads(annotations([Reading("a", "")]))["total"]
    0
    """
    items = [item for reading in readings for item in _of(reading)]
    name = " ".join(reading.sha256 for reading in readings)
    page = {"id": urn("page", name), "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": CONTEXT,
        "id": urn("collection", name),
        "type": "AnnotationCollection",
        "label": " – ".join(reading.doc for reading in readings),
        "total": len(items),
        "first": page,
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def urn(*names: object) -> str:
    """Return the id of a thing of ours, made from its names alone.

    >>> urn("page", 1) == urn("page", 1) != urn("page", 2)
    True
    """
    return uuid.uuid5(NAMESPACE, "\n".join(map(str, names))).urn


def hash_iri(sha256: str) -> str:
    """Return the address of a text by what it holds (RFC 6920).

    >>> hash_iri("00" * 32)
    'ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def _of(reading: Reading) -> Iterable[dict[str, Any]]:
    text, codings = plain_codings(reading)
    entry = registered(reading)
    source = {
        "id": hash_iri(reading.sha256),
        "type": "Text",
        "format": "text/plain",
        "language": "vi",
        "label": reading.doc,
    }
    if entry and entry.address:
        source["via"] = entry.address
    for number, coding in enumerate(codings):
        yield {
            "id": urn(reading.sha256, number),
            "type": "Annotation",
            "motivation": "tagging",
            "body": [
                {"type": "TextualBody", "purpose": "tagging", "value": code.name}
                for code in coding.codes
            ],
            "target": {"source": source, "selector": _selectors(text, coding)},
        }


def _selectors(text: str, coding: Coding) -> list[dict[str, Any]]:
    start, end = coding.start, coding.end
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _BESIDE) : start],
            "suffix": text[end : end + _BESIDE],
        },
    ]
