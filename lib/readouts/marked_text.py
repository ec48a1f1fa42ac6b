"""A whole readout as HTML: its proposals marked, what is not coded grey and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from readouts.highlighting import Mark, mark_up
from readouts.labels import label

if TYPE_CHECKING:
    from readouts.model import Sentence
    from readouts.reading import Reading


def marked_text(reading: Reading, language: str = "en") -> Markup:
    """Return every sentence of a readout with its number and its items in ``<mark>``, text escaped.

    Grey are the parts that repeat or frame the body, by their name, and body sentences left over.

    >>> from readouts.statements.parser import read
    >>> print(marked_text(read("Hai bên nhất trí <b>gặp</b>.")).splitlines()[-1])
    <p lang="vi"><sup>1</sup> Hai bên nhất trí &lt;b&gt;gặp&lt;/b&gt;.</p>
    """
    marks = [Mark(item.start, item.end) for item in reading.item_rows]
    left_over = set(reading.uncoded["number"])
    head = Markup("<p><b>{}</b></p>").format(repr(reading).strip("<>"))
    lines = [
        _line(reading, row, marks, _left_out(row, row.number in left_over, language))
        for row in reading.sentence_rows
    ]
    return Markup("\n").join([head, *lines])


def _left_out(sentence: Sentence, left_over: bool, language: str) -> str:
    """Return what to call a sentence that is not coded, "" for one that is."""
    if sentence.zone != "body":
        return label(f"zone.{sentence.zone}", language)
    return label("source.leftout", language) if left_over else ""


def _line(reading: Reading, sentence: Sentence, marks: list[Mark], left_out: str) -> Markup:
    words = mark_up(reading.source, marks, sentence.start, sentence.end)
    if not left_out:
        return Markup('<p lang="vi"><sup>{}</sup> {}</p>').format(sentence.number, words)
    return Markup('<p lang="vi" style="color: gray"><sup>{}</sup> <i>[{}]</i> {}</p>').format(
        sentence.number, left_out, words
    )
