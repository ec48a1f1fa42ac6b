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
    items = [item for reading in readings for item in _of(reading)]
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


def _of(reading: Reading) -> Iterator[dict[str, Any]]:
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
    """Yield what the annotations of a file say of the texts that are known.

    Raises `ReadoutsError` for a file of another form, a text that is not known, and a passage
    that is not found in it.

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
                    f"an annotation is of a text that is not registered ({name}); register it "
                    "with `readouts add` first."
                )
            text = by_name[name]
            yield Tagged(text, *_place(text, target["selector"]), _tags(item.get("body", [])))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ReadoutsError(
            "expected a file of W3C web annotations in JSON or a REFI-QDA project (.qdpx); "
            f"found something else ({type(error).__name__}: {error})."
        ) from error


def _items(found: Any) -> list[dict[str, Any]]:
    """Return the annotations of a collection, a page, a list, or a single one."""
    page = found.get("first", found) if isinstance(found, dict) else {"items": found}
    return _several(page.get("items", page))


def _several(found: Any) -> list[Any]:
    """Return a list: the format leaves out the brackets of a single thing."""
    return found if isinstance(found, list) else [found]


def _place(text: Text, selectors: Any) -> tuple[int, int]:
    """Return where an annotation is: by position if the words agree, else where its words stand."""
    found = {one["type"]: one for one in _several(selectors)}
    position, quote = found.get("TextPositionSelector"), found.get("TextQuoteSelector")
    words = text.plain.text
    if position and (not quote or words[position["start"] : position["end"]] == quote["exact"]):
        return int(position["start"]), int(position["end"])
    if quote:
        before, exact = quote.get("prefix", ""), quote["exact"]
        around = before + exact + quote.get("suffix", "")
        if words.count(around) == 1:
            start = words.index(around) + len(before)
            return start, start + len(exact)
    told = f"“{quote['exact'][:60]}”" if quote else "a passage without position or quotation"
    raise ReadoutsError(f"{text.doc}: expected to find one place of an annotation, not so: {told}.")


def _tags(bodies: Any) -> list[str]:
    purposes = ("tagging", "classifying")
    told = [{"value": one} if isinstance(one, str) else one for one in _several(bodies)]
    return [one["value"] for one in told if one.get("purpose", "tagging") in purposes]
