"""Mark spans of a text in safe HTML: spans may touch, nest or overlap; the text is always escaped.

A whole readout is shown with marked proposals; text that is not coded is grey and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from readouts.labels import label

if TYPE_CHECKING:
    from readouts.model import Sentence
    from readouts.reading import Reading


@dataclass(frozen=True)
class Mark:
    """A span to mark: ``kind`` gives its CSS classes, ``key`` its anchor."""

    start: int
    end: int
    kind: str = ""
    key: str = ""


Piece = tuple[int, int, tuple[Mark, ...]]


def pieces(
    source: str, marks: Iterable[Mark], start: int = 0, end: int | None = None
) -> list[Piece]:
    """Return ``source[start:end]`` divided at the edges of marks: start, end and marks of each
    piece.

    >>> [(left, right, len(over)) for left, right, over in pieces("abc", [Mark(0, 2), Mark(1, 2)])]
    [(0, 1, 1), (1, 2, 2), (2, 3, 0)]
    """
    end = len(source) if end is None else end
    inside = [
        mark for mark in marks if mark.start < mark.end and mark.start < end > start < mark.end
    ]
    edges = {max(mark.start, start) for mark in inside} | {min(mark.end, end) for mark in inside}
    return [
        (left, right, tuple(mark for mark in inside if mark.start <= left and right <= mark.end))
        for left, right in pairwise(sorted({start, end, *edges}))
    ]


def mark_up(source: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> Markup:
    """Return ``source[start:end]`` as HTML with each mark in ``<mark>`` elements, text escaped.

    The first piece of a mark has its ``key`` as id; if marks with keys overlap, the shared piece
    has the class ``deep``. ``from`` and ``to`` are the ends of the widest mark.

    >>> print(mark_up("a < b", [Mark(0, 1, key="x")]))
    <mark class="from to" id="x" data-marks="x">a</mark> &lt; b
    """
    return Markup("").join(
        _element(source[piece[0] : piece[1]], *piece) for piece in pieces(source, marks, start, end)
    )


def highlight(reading: Reading, spans: Iterable[tuple[int, int]]) -> Markup:
    """Return the sentences that contain ``spans`` (offsets of the source), with the spans marked.

    A span outside every sentence is shown by itself. Text of the source is escaped.

    >>> from readouts.reading import Reading
    >>> print(highlight(Reading("a", "mở <cửa>"), [(3, 8)]))
    <p lang="vi"><mark class="from to">&lt;cửa&gt;</mark></p>
    """
    wanted = [Mark(int(start), int(end)) for start, end in spans]
    shown = [
        _line(sentence.number, mark_up(reading.source, wanted, sentence.start, sentence.end))
        for sentence in reading.sentence_rows
        if any(mark.start < sentence.end and sentence.start < mark.end for mark in wanted)
    ]
    outside_sentences = [
        Markup('<p lang="vi">{}</p>').format(mark_up(reading.source, [mark], mark.start, mark.end))
        for mark in wanted
        if not any(s.start < mark.end and mark.start < s.end for s in reading.sentence_rows)
    ]
    return Markup("\n").join([*shown, *outside_sentences])


def marked_text(reading: Reading, language: str = "en") -> Markup:
    """Return every sentence of a readout with its number and its items in ``<mark>``, text escaped.

    Parts outside the body (with their names) and body sentences that are not coded are grey.

    >>> from readouts.statements.parser import read
    >>> print(marked_text(read("Hai bên nhất trí <b>gặp</b>.")).splitlines()[-1])
    <p lang="vi"><sup>1</sup> Hai bên nhất trí &lt;b&gt;gặp&lt;/b&gt;.</p>
    """
    marks = [Mark(item.start, item.end) for item in reading.item_rows]
    left_over = set(reading.uncoded["number"])
    head = Markup("<p><b>{}</b></p>").format(repr(reading).strip("<>"))
    lines = [
        _line(
            row.number,
            mark_up(reading.source, marks, row.start, row.end),
            _left_out(row, row.number in left_over, language),
        )
        for row in reading.sentence_rows
    ]
    return Markup("\n").join([head, *lines])


def _left_out(sentence: Sentence, left_over: bool, language: str) -> str:
    """Return the name of the part of a sentence that is not coded, "" for a coded sentence."""
    if sentence.zone != "body":
        return label(f"zone.{sentence.zone}", language)
    return label("source.leftout", language) if left_over else ""


def _line(number: int, words: Markup, left_out: str = "") -> Markup:
    if not left_out:
        return Markup('<p lang="vi"><sup>{}</sup> {}</p>').format(number, words)
    grey = Markup('<p lang="vi" style="color: gray"><sup>{}</sup> <i>[{}]</i> {}</p>')
    return grey.format(number, left_out, words)


def _element(text: str, start: int, end: int, marks: Sequence[Mark]) -> Markup:
    if not marks:
        return escape(text)
    widest = max(marks, key=lambda mark: mark.end - mark.start)
    keys = [mark.key for mark in marks if mark.key]
    classes = [*dict.fromkeys(word for mark in marks for word in mark.kind.split())]
    place = {"deep": len(keys) > 1, "from": widest.start == start, "to": widest.end == end}
    classes += [name for name, holds in place.items() if holds]
    attributes = {
        "class": " ".join(classes),
        "id": next((mark.key for mark in marks if mark.key and mark.start == start), ""),
        "data-marks": " ".join(keys),
    }
    written = (Markup(' {}="{}"').format(*pair) for pair in attributes.items() if pair[1])
    return Markup("<mark{}>{}</mark>").format(Markup("").join(written), text)
