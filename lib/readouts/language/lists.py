"""Lists in lines: read the lines and their announcement as one sentence."""

from __future__ import annotations

import re
from itertools import pairwise

from readouts.language.patterns import pattern

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_RULE = re.compile(r"[ |:+-]+")
_EMPHASIS = re.compile(r"\*+|__+")
# A stop inside a line, after which another sentence starts.
_INNER_STOP = re.compile(r"[^\W\d][.!?…] +\w")


def join_lists(text: str) -> str:
    """Return normalized text with the lines of each list joined to one line by semicolons.

    Marks, emphasis and the rules of tables become spaces; no length changes.

    A line that ends with a colon or without a stop announces a list; the lines of a list have a
    mark, open with a verb, or follow a semicolon.

    >>> join_lists("Lào đề nghị:\\n• Mở cửa khẩu\\n• Giảm thuế\\n\\nHai bên cảm ơn.")
    'Lào đề nghị:   mở cửa khẩu;  giảm thuế\\n\\nHai bên cảm ơn.'
    """
    letters = list(text)
    inside = False
    lines = [match.span() for match in _LINE.finditer(text)]
    for (start, end), (follow, stop) in pairwise(lines):
        opens = bool(pattern("list_opener").search(text, start, end))
        mark = pattern("list_mark").match(text, follow, stop)
        # A verb after a mark is no name, in or outside a list.
        if mark and pattern("opens_with_act").match(text, mark.end(), stop):
            letters[mark.end()] = letters[mark.end()].lower()
        inside = (inside or opens) and _belongs(text, (start, end), (follow, stop), opens)
        if not inside:
            continue
        mark = pattern("list_mark").match(text, start, end)
        if opens or not _stops_within(text, mark.end() if mark else start, end):
            _join(letters, text, (start, end), (follow, stop))
    return "".join(letters)


def starts_list_line(text: str, start: int, end: int) -> bool:
    """Return whether a line has the mark of a list and then an act.

    >>> line = "- Mở thêm cửa khẩu"
    >>> starts_list_line(line, 0, len(line)), starts_list_line("- Ảnh: VGP", 0, 10)
    (True, False)
    """
    mark = pattern("list_mark").match(text, start, end)
    if mark is None:
        return False
    opens = pattern("opens_with_act").match(text, mark.end(), end)
    return bool(opens or pattern("names_act").search(text, mark.end(), end))


def _belongs(text: str, line: tuple[int, int], follow: tuple[int, int], opens: bool) -> bool:
    """Return whether a line continues the list that the line before announces or belongs to."""
    if pattern("list_mark").match(text, *follow):
        return True
    marked = pattern("list_mark").match(text, *line)
    if not opens and not marked and text[line[0] : line[1]].rstrip().endswith(";"):
        return follow[0] == line[1] + 1
    listed = text[follow[0] : follow[1]].rstrip().endswith(";")
    return listed or bool(pattern("opens_with_act").match(text, *follow))


def _stops_within(text: str, start: int, end: int) -> bool:
    """Return whether another sentence starts inside a line."""
    stops = _INNER_STOP.finditer(text, start, end)
    return any(text[stop.end() - 1].isupper() for stop in stops)


def _join(letters: list[str], text: str, line: tuple[int, int], follow: tuple[int, int]) -> None:
    """Join a line to the line before it, in place."""
    last = line[0] + len(text[line[0] : line[1]].rstrip(" *_")) - 1
    letters[line[1] : follow[0]] = " " * (follow[0] - line[1])
    if text[last] == ".":
        letters[last] = ";"
    elif text[last] not in ",;:":
        letters[line[1]] = ";"
    mark = pattern("list_mark").match(text, *follow)
    start = mark.end() if mark else follow[0]
    letters[follow[0] : start] = " " * (start - follow[0])
    for emphasis in _EMPHASIS.finditer(text, line[0], follow[1]):
        letters[emphasis.start() : emphasis.end()] = " " * len(emphasis.group())
    if mark and "|" in mark.group():
        rule = bool(_RULE.fullmatch(text, *follow))
        for at in range(start, follow[1]):
            letters[at] = " " if rule else ";" if text[at] == "|" else letters[at]
    for act in pattern("act_in_list").finditer("".join(letters[start : follow[1]])):
        letters[start + act.end()] = letters[start + act.end()].lower()
