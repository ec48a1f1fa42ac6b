"""Short readouts for tests: a frame that makes a meeting of whatever follows it."""

from __future__ import annotations

import readouts
from readouts.reading import Reading
from readouts.statements.parser import evidence_of

FRAME = (
    "Ngày 3/4/2024, tại Hà Nội, Bộ trưởng Công Thương Trần Văn Hải hội đàm với "
    "Bộ trưởng Công Thương Lào Somsay Keo.\n"
)
HOST, GUEST = "Trần Văn Hải", "Somsay Keo"


def parsed(*paragraphs: str, frame: str = FRAME) -> Reading:
    """Return the reading of a frame and the paragraphs under it."""
    return readouts.read(frame + "\n".join(paragraphs))


def quotes(*paragraphs: str) -> list[str]:
    """Return the items of the paragraphs, in order."""
    return list(parsed(*paragraphs).items["quote"])


def cut(text: str) -> list[tuple[str, str, str]]:
    """Return quote, speaker and act of each span that the rules cut where a statement asks, before
    what is learned decides on it; none in a text that by the rules reports no meeting."""
    view, found = evidence_of(text)
    return [
        (text[slice(*view.span(span.start, span.end))], passage.statement.speaker, passage.act)
        for passage in found.passages
        if found.met and passage.asks
        for span in passage.spans
    ]


def cuts(*paragraphs: str) -> list[str]:
    """Return the spans that the rules cut in the paragraphs, in order."""
    return [quote for quote, _, _ in cut(FRAME + "\n".join(paragraphs))]


def acts(*paragraphs: str) -> list[str]:
    """Return the acts of the statements of the paragraphs, in order."""
    rows = parsed(*paragraphs).statement_rows
    return [row.act for row in rows if row.start >= len(FRAME)]


def speakers(*paragraphs: str) -> list[str]:
    """Return the speakers of the statements of the paragraphs, in order."""
    rows = parsed(*paragraphs).statement_rows
    return [row.speaker for row in rows if row.start >= len(FRAME)]
