"""Marks on a text as safe HTML: spans may touch, nest or overlap; the text is always escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from readouts.reading import Reading


@dataclass(frozen=True)
class Mark:
    """A span to show: ``kind`` becomes its CSS classes, ``key`` its anchor, ``title`` its tip."""

    start: int
    end: int
    kind: str = ""
    key: str = ""
    title: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of text under one set of marks; ``opening`` marks start here, ``closing`` end."""

    text: str
    marks: tuple[Mark, ...] = ()
    opening: tuple[Mark, ...] = ()
    closing: tuple[Mark, ...] = ()


def pieces(
    source: str, marks: Iterable[Mark], start: int = 0, end: int | None = None
) -> list[Piece]:
    """Return ``source[start:end]`` cut wherever a mark starts or ends; nothing lost or doubled.

    >>> [(piece.text, len(piece.marks)) for piece in pieces("abcd", [Mark(1, 3), Mark(2, 4)])]
    [('a', 0), ('b', 1), ('c', 2), ('d', 1)]
    """
    end = len(source) if end is None else end
    inside = [
        mark for mark in marks if mark.start < mark.end and mark.start < end > start < mark.end
    ]
    cuts = {start, end}
    for mark in inside:
        cuts.update((max(mark.start, start), min(mark.end, end)))
    edges = sorted(cuts)
    return [_piece(source, inside, left, right) for left, right in pairwise(edges)]


def mark_up(source: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> Markup:
    """Return ``source[start:end]`` as HTML with each mark in ``<mark>`` elements, text escaped.

    The first stretch of a mark carries its ``key`` as id; where marks with keys overlap, the
    stretch they share has the class ``deep``. ``from`` and ``to`` are the ends of the widest mark.

    >>> print(mark_up("a < b", [Mark(0, 1, key="x")]))
    <mark class="from to" id="x" data-marks="x">a</mark> &lt; b
    """
    return Markup("").join(_element(piece) for piece in pieces(source, marks, start, end))


def highlight(reading: Reading, spans: Iterable[tuple[int, int]]) -> Markup:
    """Return the sentences that hold ``spans`` (offsets into the source), the spans marked.

    A span outside every sentence is shown by itself. Text of the source is escaped.

    >>> from readouts.reading import Reading
    >>> print(highlight(Reading("a", "mở <cửa>"), [(3, 8)]))
    <p lang="vi"><mark class="from to">&lt;cửa&gt;</mark></p>
    """
    wanted = [Mark(start, end) for start, end in spans]
    shown = [
        Markup('<p lang="vi"><sup>{}</sup> {}</p>').format(
            sentence.number, mark_up(reading.source, wanted, sentence.start, sentence.end)
        )
        for sentence in reading.sentence_rows
        if any(mark.start < sentence.end and sentence.start < mark.end for mark in wanted)
    ]
    lone = [
        Markup('<p lang="vi">{}</p>').format(mark_up(reading.source, [mark], mark.start, mark.end))
        for mark in wanted
        if not any(s.start < mark.end and mark.start < s.end for s in reading.sentence_rows)
    ]
    return Markup("\n").join([*shown, *lone])


def _piece(source: str, marks: Sequence[Mark], left: int, right: int) -> Piece:
    over = tuple(mark for mark in marks if mark.start <= left and right <= mark.end)
    return Piece(
        source[left:right],
        over,
        tuple(mark for mark in over if mark.start == left),
        tuple(mark for mark in over if mark.end == right),
    )


def _element(piece: Piece) -> Markup:
    if not piece.marks:
        return escape(piece.text)
    attributes = Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in _attributes(piece) if value
    )
    return Markup("<mark{}>{}</mark>").format(attributes, piece.text)


def _attributes(piece: Piece) -> Iterator[tuple[str, str]]:
    classes = [*dict.fromkeys(word for mark in piece.marks for word in mark.kind.split())]
    widest = max(piece.marks, key=lambda mark: mark.end - mark.start)
    keys = [mark.key for mark in piece.opening if mark.key]
    classes += ["deep"] * (sum(bool(mark.key) for mark in piece.marks) > 1)
    classes += ["from"] * (widest in piece.opening) + ["to"] * (widest in piece.closing)
    yield "class", " ".join(classes)
    yield "id", keys[0] if keys else ""
    yield "data-marks", " ".join(mark.key for mark in piece.marks if mark.key)
    yield "title", " · ".join(mark.title for mark in piece.marks if mark.title)
