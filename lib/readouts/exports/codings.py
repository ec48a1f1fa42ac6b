"""Codings: spans of a text with codes, as annotation programs store proposals.

A code is a field of a proposal and its value, such as ``act: propose``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from readouts.codebook.schema import load_file
from readouts.exports.plain_text import PlainText
from readouts.reading import Reading

# Fields with one value, and fields with several values.
_SINGLE, _SEVERAL = ("speaker", "side", "act", "addressee"), "theme"
FIELDS = (*_SINGLE, _SEVERAL)


class Code(NamedTuple):
    """A code: a field and its value.

    >>> Code("act", "propose").name
    'act: propose'
    """

    field: str
    value: str

    @property
    def name(self) -> str:
        """Return the unique name of the code in other programs."""
        return f"{self.field}: {self.value}"


@dataclass(frozen=True)
class Coding:
    """A span of a text, in code points, and its codes."""

    start: int
    end: int
    codes: tuple[Code, ...]


@dataclass(frozen=True)
class Text:
    """A text with codings: its file name, its words, and its other names."""

    doc: str
    source: str
    id: str = ""
    names: tuple[str, ...] = ()

    @cached_property
    def plain(self) -> PlainText:
        """Return the text as other programs see it."""
        return PlainText(self.source)


class Tagged(NamedTuple):
    """A span of the plain text, and its tags in the other program."""

    text: Text
    start: int
    end: int
    tags: list[str]


def codings_of(reading: Reading) -> tuple[str, tuple[Coding, ...]]:
    """Return the exported text, and the proposals as codings with positions in it.

    >>> codings_of(Reading("a", "\\ufeffMột."))
    ('Một.', ())
    """
    plain = PlainText(reading.source)
    return plain.text, tuple(
        Coding(*plain.outward(item.start, item.end), tuple(_codes(item)))
        for item in reading.item_rows
    )


def _codes(item: Any) -> Iterable[Code]:
    yield from (Code(name, getattr(item, name)) for name in _SINGLE if getattr(item, name))
    yield from (Code(_SEVERAL, theme) for theme in item.themes)


def code_named(name: str) -> Code | None:
    """Return the code of a name, or of the id or label of a theme; ``None`` if it names no code.

    >>> code_named("side: Lào"), code_named("to ask Lan")
    (Code(field='side', value='Lào'), None)
    """
    field, _, value = name.partition(": ")
    if field in FIELDS and value:
        return Code(field, value)
    themes = (theme for theme in load_file().themes if name in (theme.id, theme.en, theme.vi))
    return next((Code(_SEVERAL, theme.id) for theme in themes), None)


def items_of(source: str, codings: Iterable[Coding]) -> list[dict[str, Any]]:
    """Return codings of a source as items in the form of ``data/gold``, in the order of the text.

    Codings of one span without an act belong together: some programs write one for each code.

    >>> coding = Coding(0, 7, (Code("act", "agree"), Code("theme", "trade")))
    >>> items_of("xây cầu", [coding])[0]["quote"]
    'xây cầu'
    """
    whole: list[Coding] = []
    parts: dict[tuple[int, int], list[Code]] = {}
    for coding in codings:
        if len(coding.codes) > 1 and any(code.field == "act" for code in coding.codes):
            whole.append(coding)
        else:
            parts.setdefault((coding.start, coding.end), []).extend(coding.codes)
    whole += [Coding(*span, tuple(codes)) for span, codes in parts.items()]
    return [_item(source, coding) for coding in sorted(whole, key=lambda c: (c.start, c.end))]


def _item(source: str, coding: Coding) -> dict[str, Any]:
    values = {code.field: code.value for code in coding.codes}
    return {
        "start": coding.start,
        "end": coding.end,
        "quote": source[coding.start : coding.end],
        **{name: values.get(name, "") for name in _SINGLE},
        "themes": [code.value for code in coding.codes if code.field == _SEVERAL],
    }
