"""A text as other programs see it: without a byte-order mark, and with line feeds only."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

_MARK = "\ufeff"


class PlainText:
    r"""The exported text of a source, and the positions of spans in both.

    Other programs remove the mark at the start of a file and replace ``\r\n`` by a line feed; both
    would shift every position that follows. All positions count Unicode code points.

    >>> plain = PlainText("\ufeffMột.\r\nHai.")
    >>> plain.text, plain.outward(7, 10), plain.inward(5, 8)
    ('Một.\nHai.', (5, 8), (7, 10))
    """

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _kept(self) -> list[int]:
        text = self._source
        first = 1 if text.startswith(_MARK) else 0
        return [at for at in range(first, len(text)) if text[at : at + 2] != "\r\n"]

    @cached_property
    def text(self) -> str:
        """The exported text."""
        return "".join(self._source[at] for at in self._kept).replace("\r", "\n")

    def outward(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of `text` for a span of the source; behind the end it stays behind."""
        behind = max(0, end - len(self._source))
        return bisect_left(self._kept, start), bisect_left(self._kept, end) + behind

    def inward(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source for a span of `text`, which must not be empty."""
        return self._kept[start], self._kept[end - 1] + 1
