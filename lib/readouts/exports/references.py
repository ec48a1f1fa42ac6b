"""References for Zotero, LaTeX and similar programs: of texts, and of passages.

BibTeX and RIS are written here: libraries for them read well, but other programs cannot read the
braces, backslashes and line ends that they write. The tests read the files with those libraries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from readouts.labels import knows, label, shown_date
from readouts.measures.sources import registered
from readouts.model import Item
from readouts.reading import Reading

Reference = dict[str, Any]

_KIND = "article-newspaper"
_TEX = {
    "\\": "{\\textbackslash}", "{": "{\\textbraceleft}", "}": "{\\textbraceright}",
    "~": "{\\textasciitilde}", "^": "{\\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}  # fmt: skip
_TEX_TABLE = str.maketrans(_TEX)
# Field of a reference: its name in BibTeX, its tag in RIS.
_FIELDS = {
    "title": ("title", "TI"), "container-title": ("journal", "T2"), "URL": ("url", "UR"),
    "language": ("language", "LA"), "abstract": ("abstract", "AB"), "note": ("note", "N1"),
}  # fmt: skip


def references(
    readings: Iterable[Reading], language: str = "en", passages: bool = False
) -> list[Reference]:
    """Return the texts as items of CSL-JSON; with ``passages`` also every proposal, quoted.

    Unknown fields are left out. ``event-date`` and ``event-place`` are those of the meeting.

    >>> references([Reading("a", "")])[0]["type"]
    'article-newspaper'
    """
    references = []
    for reading in readings:
        references.append(source := _source(reading, language))
        if passages:
            references += [_passage(source, reading, item, language) for item in reading.item_rows]
    return references


def _source(reading: Reading, language: str) -> Reference:
    entry, meeting = registered(reading), reading.meeting
    known = {
        "title": _title(reading, language),
        "container-title": entry.outlet if entry else "",
        "issued": _date(entry.published if entry else ""),
        "URL": entry.address if entry else "",
        "event-date": _date(meeting.date),
        "event-place": meeting.place,
        "language": "vi",
        "note": label("reference.checksum", language, sha256=reading.sha256),
    }
    return {"id": reading.doc, "type": _KIND} | {key: v for key, v in known.items() if v}


def _title(reading: Reading, language: str) -> str:
    titles = [zone for zone in reading.zone_rows if zone.zone == "title"]
    if titles:
        return " ".join(reading.source[titles[0].start : titles[0].end].split())
    facts = (" – ".join(reading.meeting.sides), shown_date(reading.meeting.date, language))
    return label("reference.untitled", language, of="".join(f", {fact}" for fact in facts if fact))


def _date(iso: str) -> dict[str, list[list[int]]]:
    # A reference cannot have a date without a year (`--04-03`).
    whole = re.fullmatch(r"\d{4}(-\d\d){0,2}", iso)
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if whole else {}


def _passage(source: Reference, reading: Reading, item: Item, language: str) -> Reference:
    speaker = label(item.speaker, language) if knows(item.speaker) else item.speaker
    where = label(
        "reference.passage", language, speaker=speaker, act=label(f"act.{item.act}", language),
        start=item.start, end=item.end,
    )  # fmt: skip
    words = " ".join(reading.source[item.start : item.end].split())
    return source | {
        "id": f"{source['id']}-{item.start}-{item.end}",
        "abstract": f"“{words}”",
        "note": f"{where}. {source['note']}",
    }


def csl_json(references: Sequence[Reference]) -> bytes:
    """Return references as CSL-JSON.

    >>> csl_json([])
    b'[]\\n'
    """
    return (json.dumps(references, ensure_ascii=False, indent=1) + "\n").encode()


def bibtex(references: Sequence[Reference]) -> bytes:
    """Return references as BibTeX in UTF-8.

    >>> print(bibtex([{"id": "a", "title": "50 % & {hơn}"}]).decode())
    @article{a,
      title = {50 \\% \\& {\\textbraceleft}hơn{\\textbraceright}},
    }
    <BLANKLINE>
    """
    return "".join(map(_bibtex_entry, references)).encode()


def _bibtex_entry(reference: Reference) -> str:
    year, month, day = _issued(reference)
    dates = {"year": year, "month": month, "day": day}
    fields = {name: reference[key] for key, (name, _) in _FIELDS.items() if key in reference}
    texts = {name: text.translate(_TEX_TABLE) for name, text in fields.items() if name != "url"}
    if "url" in fields:  # it is not escaped, so only braces are a problem
        texts["url"] = quote(fields["url"], safe="/:?#[]@!$&'()*+,;=%~")
    lines = [f"  {name} = {{{text}}},\n" for name, text in (texts | dates).items() if text]
    key = re.sub(r"[^\w.-]+", "-", reference["id"])
    return f"@article{{{key},\n{''.join(lines)}}}\n"


def _issued(reference: Reference) -> tuple[str, str, str]:
    parts = reference.get("issued", {"date-parts": [[]]})["date-parts"][0]
    year, month, day = [*map(str, parts), "", "", ""][:3]
    return year, month, day


def ris(references: Sequence[Reference]) -> bytes:
    """Return references as RIS in UTF-8.

    >>> ris([{"id": "a", "title": "b"}]).decode().splitlines()
    ['TY  - NEWS', 'ID  - a', 'TI  - b', 'ER  - ']
    """
    return "".join(map(_ris_entry, references)).encode()


def _ris_entry(reference: Reference) -> str:
    issued = [part.zfill(2) for part in _issued(reference) if part]
    lines = [("TY", "NEWS"), ("ID", reference["id"])]
    lines += [(tag, reference[key]) for key, (_, tag) in _FIELDS.items() if key in reference]
    if issued:
        lines += [("PY", issued[0]), ("DA", "/".join([*issued, "", ""][:3]) + "/")]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in [*lines, ("ER", "")])
