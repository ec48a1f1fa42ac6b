"""A source as other programs see it: without a byte-order mark, and with line feeds only."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

_MARK = "\ufeff"


class PlainText:
    r"""The text that goes out with its spans, and the way of a span there and back.

    Programs drop the mark at a file's head and make one line end of ``\r\n``; both would shift
    every position after them. Positions count Unicode code points on either side.

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
        """The text as it goes out."""
        return "".join(self._source[at] for at in self._kept).replace("\r", "\n")

    def outward(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the source lies in `text`; beyond the end it stays beyond."""
        beyond = max(0, end - len(self._source))
        return bisect_left(self._kept, start), bisect_left(self._kept, end) + beyond

    def inward(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of `text` lies in the source; it must not be empty."""
        return self._kept[start], self._kept[end - 1] + 1
