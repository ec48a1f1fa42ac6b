"""W3C Web Annotation (JSON-LD): each proposal is an annotation with position and quotation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from readouts.errors import ReadoutsError
from readouts.exports.codings import Coding, Tagged, Text, codings_of
from readouts.exports.ids import hash_iri, uuid_of
from readouts.measures.sources import registered
from readouts.reading import Reading

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# The length of context of a quotation, to distinguish equal quotations.
_BESIDE = 32


def annotations(readings: Sequence[Reading]) -> bytes:
    """Return an annotation collection of one page with the proposals of all readings.

    ``start`` and ``end`` of its position selectors count code points, as the standard demands.

    >>> json.loads(annotations([Reading("a", "")]))["total"]
    0
    """
    items = [item for reading in readings for item in _annotations(reading)]
    name = " ".join(reading.sha256 for reading in readings)
    page = {"id": uuid_of("page", name).urn, "type": "AnnotationPage", "startIndex": 0}
    collection = {
        "@context": CONTEXT,
        "id": uuid_of("collection", name).urn,
        "type": "AnnotationCollection",
        "label": " – ".join(reading.doc for reading in readings),
        "total": len(items),
        "first": page | {"items": items},
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def _annotations(reading: Reading) -> Iterator[dict[str, Any]]:
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


def tagged(content: bytes, known: Iterable[Text]) -> Iterator[Tagged]:
    """Yield the codings of ``known`` texts in a file of annotations.

    Raises `ReadoutsError` for another file, a text that is not known, and a passage that the text
    does not have.

    >>> list(tagged(b"[]", []))
    []
    """
    by_name = {name: text for text in known for name in (text.doc, text.id, *text.names)}
    try:
        for item in _items(json.loads(content)):
            target = item["target"]
            source = target["source"]
            name = source["id"] if isinstance(source, dict) else source
            if name not in by_name:
                raise ReadoutsError(
                    f"an annotation is about a text that is not registered ({name}); register it "
                    "with `readouts add` first."
                )
            text = by_name[name]
            yield Tagged(text, *_place(text, target["selector"]), _tags(item.get("body", [])))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ReadoutsError(
            "expected a file of W3C web annotations in JSON or a REFI-QDA project (.qdpx); "
            f"found something else ({type(error).__name__}: {error})."
        ) from error


def _items(content: Any) -> list[dict[str, Any]]:
    """Return the annotations of a collection, a page, a list, or a single one."""
    page = content.get("first", content) if isinstance(content, dict) else {"items": content}
    return _listed(page.get("items", page))


def _listed(value: Any) -> list[Any]:
    """Return a list: the format writes a single value without brackets."""
    return value if isinstance(value, list) else [value]


def _place(text: Text, selectors: Any) -> tuple[int, int]:
    """Return the span of an annotation: by position if its words agree, else by its words."""
    by_type = {selector["type"]: selector for selector in _listed(selectors)}
    position, quote = by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")
    words = text.plain.text
    if position and (not quote or words[position["start"] : position["end"]] == quote["exact"]):
        return int(position["start"]), int(position["end"])
    if quote:
        before, exact = quote.get("prefix", ""), quote["exact"]
        around = before + exact + quote.get("suffix", "")
        if words.count(around) == 1:
            start = words.index(around) + len(before)
            return start, start + len(exact)
    which = f"“{quote['exact'][:60]}”" if quote else "no position and no quotation"
    raise ReadoutsError(
        f"{text.doc}: expected to find one place for each annotation, found none or "
        f"several: {which}."
    )


def _tags(bodies: Any) -> list[str]:
    purposes = ("tagging", "classifying")
    full = [{"value": body} if isinstance(body, str) else body for body in _listed(bodies)]
    return [body["value"] for body in full if body.get("purpose", "tagging") in purposes]
