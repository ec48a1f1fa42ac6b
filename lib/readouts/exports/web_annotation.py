"""W3C Web Annotation (JSON-LD): each proposal an annotation, found by position and by quotation."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any

from readouts.exports.codings import Coding, codings_of
from readouts.exports.ids import uuid_of
from readouts.measures.sources import registered
from readouts.reading import Reading

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# How much of the text stands beside a quotation, to tell it from its like.
_BESIDE = 32


def annotations(readings: Sequence[Reading]) -> bytes:
    """Return an annotation collection of one page with the proposals of all readings.

    ``start`` and ``end`` of its position selectors count code points, as the standard demands.

    >>> json.loads(annotations([Reading("a", "")]))["total"]
    0
    """
    items = [item for reading in readings for item in _of(reading)]
    name = " ".join(reading.sha256 for reading in readings)
    page = {
        "id": uuid_of("page", name).urn,
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    }
    collection = {
        "@context": CONTEXT,
        "id": uuid_of("collection", name).urn,
        "type": "AnnotationCollection",
        "label": " – ".join(reading.doc for reading in readings),
        "total": len(items),
        "first": page,
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def hash_iri(sha256: str) -> str:
    """Return the address of a text by what it holds (RFC 6920).

    >>> hash_iri("00" * 32)
    'ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def _of(reading: Reading) -> Iterable[dict[str, Any]]:
    text, codings = codings_of(reading)
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
            "id": uuid_of(reading.sha256, number).urn,
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
