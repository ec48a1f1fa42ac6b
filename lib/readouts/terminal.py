"""Text for a terminal: no control characters, and aligned columns."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence

# Control characters (an escape sequence can change the colours, text or title of a terminal),
# direction marks, and surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def plain(text: str) -> str:
    r"""Return ``text`` with unsafe characters shown as escapes; line ends and tabs stay.

    >>> plain("\x1b[31mđỏ\x1b[0m")
    '\\x1b[31mđỏ\\x1b[0m'
    """
    return _UNSAFE.sub(lambda match: repr(match.group())[1:-1], text)


def say(text: str = "") -> None:
    """Print lines without control characters."""
    print(plain(text))


def say_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a text table, as wide as the terminal.

    >>> say_table(["status", "then"], [["new", ""]])
    status  then
    new
    """
    say(table(header, rows, shutil.get_terminal_size((120, 24)).columns))


def warn(message: str) -> None:
    """Print a message on standard error, each line with the name of the program."""
    for line in plain(message).splitlines():
        print(f"readouts: {line}", file=sys.stderr)


def one_line(text: object, width: int = 0) -> str:
    """Return ``text`` on one line, without unsafe characters, cut to ``width`` columns if given.

    >>> one_line("mở rộng\\n nhập khẩu", 9)
    'mở rộng …'
    """
    line = " ".join(plain(str(text)).split())
    if not width or columns(line) <= width:
        return line
    while columns(line) > width - 1:
        line = line[: max(len(line) - max(columns(line) - width, 1), 0)]
    return f"{line}…"


def columns(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes.

    >>> columns("đề nghị"), columns("会谈")
    (7, 4)
    """
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def table(header: Sequence[str], rows: Iterable[Sequence[object]], width: int = 100) -> str:
    """Return rows as a text table; the last column gets the remaining part of ``width``.

    >>> print(table(["status", "then"], [["new", ""], ["dropped", "mở cửa khẩu"]]))
    status   then
    new
    dropped  mở cửa khẩu
    """
    cells = [[one_line(cell) for cell in row] for row in [header, *rows]]
    widths = [max(columns(row[at]) for row in cells) for at in range(len(header))]
    room = max(width - sum(widths[:-1]) - 2 * (len(widths) - 1), 20)
    lines = (
        "  ".join(
            [*map(_padded, row[:-1], widths[:-1]), one_line(row[-1], room)],
        ).rstrip()
        for row in cells
    )
    return "\n".join(lines)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - columns(cell))
