"""Codings: spans of a text with codes, the form in which every annotation program has them.

A code is a field and a value, such as ``act: propose``. The code ``kind`` says what a span is: a
statement or a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from readouts.codebook.schema import load_file
from readouts.exports.plain_text import PlainText
from readouts.reading import Reading

STATEMENT, PROPOSAL = "statement", "proposal"
_SHARED = ("speaker", "side", "act", "addressee")
FIELDS = ("kind", *_SHARED, "verb", "responds_to", "theme")


class Code(NamedTuple):
    """A code: what it says something about, and what it says.

    >>> Code("act", "propose").name
    'act: propose'
    """

    field: str
    value: str

    @property
    def name(self) -> str:
        """The code's name in other programs; no two codes share one."""
        return f"{self.field}: {self.value}"


@dataclass(frozen=True)
class Coding:
    """A span of a source, in code points, and its codes."""

    start: int
    end: int
    codes: tuple[Code, ...]


@dataclass(frozen=True)
class CodedText:
    """A text that was coded elsewhere: the source it is of, and the codings found."""

    doc: str
    source: str
    codings: tuple[Coding, ...]


def codings_of(reading: Reading) -> tuple[Coding, ...]:
    """Return the statements and the proposals of a reading as codings, in their order.

    >>> codings_of(Reading("a", ""))
    ()
    """
    statements = [
        _coding(STATEMENT, row, ("verb", row.verb), ("responds_to", row.responds_to))
        for row in reading.statement_rows
    ]
    proposals = [
        _coding(PROPOSAL, row, *(("theme", theme) for theme in row.themes))
        for row in reading.item_rows
    ]
    return (*statements, *proposals)


def _coding(kind: str, row: Any, *more: tuple[str, str]) -> Coding:
    codes = [("kind", kind), *((name, getattr(row, name)) for name in _SHARED), *more]
    return Coding(row.start, row.end, tuple(Code(name, value) for name, value in codes if value))


def code_named(name: str) -> Code | None:
    """Return the code of a name, or of a theme's bare id or label; ``None`` where it is no code.

    >>> code_named("side: Lào"), code_named("to ask Lan")
    (Code(field='side', value='Lào'), None)
    """
    field, _, value = name.partition(":")
    if field.strip() in FIELDS and value.strip():
        return Code(field.strip(), value.strip())
    for theme in load_file().themes:
        if name.strip() in (theme.id, theme.en, theme.vi):
            return Code("theme", theme.id)
    return None


def gold_record(text: CodedText) -> dict[str, Any]:
    """Return a coded text in the form of ``data/gold``: doc, statements and items.

    Codings of one span that name no kind belong together (some programs write one per code); with
    no kind among them they are a proposal.

    >>> codes = (Code("act", "agree"), Code("theme", "trade"))
    >>> gold_record(CodedText("a.txt", "xây cầu", (Coding(0, 7, codes),)))["items"][0]["themes"]
    ['trade']
    """
    found = _complete(text.codings)
    statements = [_statement(text.source, one) for one in found if _is(one, STATEMENT)]
    items = [_item(text.source, one, statements) for one in found if not _is(one, STATEMENT)]
    return {"doc": text.doc, "statements": statements, "items": items}


def _is(coding: Coding, kind: str) -> bool:
    return Code("kind", kind) in coding.codes


def _complete(codings: Iterable[Coding]) -> list[Coding]:
    """Return one coding per statement or proposal, in the order of the text."""
    whole, scattered = [], {}
    for coding in codings:
        if any(code.field == "kind" for code in coding.codes) and len(coding.codes) > 1:
            whole.append(coding)
        else:
            scattered.setdefault((coding.start, coding.end), []).extend(coding.codes)
    for (start, end), codes in scattered.items():
        kinds = [code for code in codes if code.field == "kind"] or [Code("kind", PROPOSAL)]
        rest = tuple(code for code in codes if code.field != "kind")
        whole += [Coding(start, end, (kind, *rest)) for kind in kinds]
    return sorted(whole, key=lambda one: (one.start, one.end))


def _fields(source: str, coding: Coding, names: Iterable[str]) -> dict[str, Any]:
    values = {code.field: code.value for code in reversed(coding.codes)}
    span = {"start": coding.start, "end": coding.end, "quote": source[coding.start : coding.end]}
    return span | {name: values.get(name, "") for name in names}


def _statement(source: str, coding: Coding) -> dict[str, Any]:
    return _fields(source, coding, (*_SHARED, "verb", "responds_to"))


def _item(source: str, coding: Coding, statements: list[dict[str, Any]]) -> dict[str, Any]:
    around = [
        at
        for at, one in enumerate(statements)
        if one["start"] <= coding.start and coding.end <= one["end"]
    ]
    themes = [code.value for code in coding.codes if code.field == "theme"]
    holder = {"statement": around[-1]} if around else {}
    return _fields(source, coding, _SHARED) | holder | {"themes": themes}


def plain_codings(reading: Reading) -> tuple[str, tuple[Coding, ...]]:
    """Return the text that goes out, and the codings by their positions in it.

    >>> plain_codings(Reading("a", "\\ufeffMột."))
    ('Một.', ())
    """
    plain = PlainText(reading.source)
    return plain.text, tuple(
        Coding(*plain.outward(one.start, one.end), one.codes) for one in codings_of(reading)
    )
