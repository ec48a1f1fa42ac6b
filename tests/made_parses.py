"""Short readouts for tests: a frame that makes a meeting of whatever follows it."""

from __future__ import annotations

import readouts
from readouts.reading import Reading

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


def acts(*paragraphs: str) -> list[str]:
    """Return the acts of the statements of the paragraphs, in order."""
    rows = parsed(*paragraphs).statement_rows
    return [row.act for row in rows if row.start >= len(FRAME)]


def speakers(*paragraphs: str) -> list[str]:
    """Return the speakers of the statements of the paragraphs, in order."""
    rows = parsed(*paragraphs).statement_rows
    return [row.speaker for row in rows if row.start >= len(FRAME)]
