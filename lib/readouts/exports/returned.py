"""Import codings of other programs as records in the format of ``data/gold``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any, NamedTuple

from readouts.errors import ReadoutsError
from readouts.exports import refi_qda, web_annotation
from readouts.exports.codings import Coding, Text, code_named, items_of


class Returned(NamedTuple):
    """Records, one for each text, and the tags that are not codes of this project, each once."""

    records: list[dict[str, Any]]
    unknown: list[str]


def returned(content: bytes, known: Sequence[Text]) -> Returned:
    """Return the proposals coded in a file of web annotations or a REFI-QDA project.

    ``known`` are the texts that the file may be about. Raises `ReadoutsError` for a file of neither
    kind, and for a coding whose text or position cannot be found.

    >>> returned(b'{"type": "AnnotationPage", "items": []}', [])
    Returned(records=[], unknown=[])
    """
    read = refi_qda if zipfile.is_zipfile(io.BytesIO(content)) else web_annotation
    codings: dict[Text, list[Coding]] = {}
    unknown: dict[str, None] = {}
    for text, start, end, tags in read.tagged(content, known):
        if not 0 <= start < end <= len(text.plain.text):
            raise ReadoutsError(
                f"{text.doc}: expected a coding within its {len(text.plain.text)} characters, "
                f"found {start} to {end}. Was the text changed in the other program?"
            )
        codes = {tag: code_named(tag) for tag in tags}
        unknown |= dict.fromkeys(tag for tag, code in codes.items() if not code)
        span = text.plain.inward(start, end)
        coding = Coding(*span, tuple(code for code in codes.values() if code))
        codings.setdefault(text, []).append(coding)
    records = [
        {"doc": text.doc, "id": text.id, "items": items_of(text.source, of_text)}
        for text, of_text in codings.items()
    ]
    return Returned(records, list(unknown))
