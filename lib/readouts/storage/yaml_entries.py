"""Find and write entries of a list in a YAML file that people edit; the rest stays unchanged."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import yaml

from readouts.storage.yaml_tree import parse_tree

_DASH = re.compile(r"^\ufeff?( *)- ", re.MULTILINE)


def spans(text: str) -> list[tuple[int, int]]:
    """Return the span of each entry; none if not every entry starts with a dash on a new line.

    Comments and blank lines before an entry belong to it.

    >>> text = "- a: 1  # one\\n\\n# of the next\\n- b: 2\\n"
    >>> [text[start:end] for start, end in spans(text)]
    ['- a: 1  # one\\n', '- b: 2\\n']
    """
    root, problems = parse_tree("", text)
    if not root or problems or not isinstance(root.value, list):
        return []
    lines = re.findall(r"[^\n]*\n|[^\n]+$", text)
    starts = [entry.line - 1 for entry in root.value]
    if len(set(starts)) < len(starts) or not all(_DASH.match(lines[at]) for at in starts):
        return []
    found = []
    for start, end in pairwise([*starts, len(lines)]):
        while re.fullmatch(r"\s*(#.*)?\s*", lines[end - 1]):
            end -= 1
        found.append((len("".join(lines[:start])), len("".join(lines[:end]))))
    return found


def placed(text: str, entry: dict[str, Any], number: int | None = None) -> tuple[int, int, str]:
    """Return the span of the text for an entry, and the text to write there.

    It replaces the entry ``number``, or is added at the end.

    >>> placed("# Meetings\\n[]\\n", {"id": "a"})
    (11, 14, '- id: a\\n')
    """
    block = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=100)
    # PyYAML reads a bare `on` as true; here it is text.
    block = re.sub(r"^  'on': '(.*)'$", r"  on: \1", block, flags=re.MULTILINE)
    indent = (_DASH.search(text) or [""] * 2)[1]
    block = "".join(indent + line for line in block.splitlines(keepends=True))
    if number is not None:
        return *spans(text)[number], block
    if empty := re.search(r"^\[ *\] *(?:\n|\Z)", text, re.MULTILINE):
        return *empty.span(), block
    return len(text), len(text), block if not text or text.endswith("\n") else f"\n{block}"
