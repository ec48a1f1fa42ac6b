"""The patterns of ``data/lexicon/patterns.yml``: templates over word lists, compiled once.

``«verbs.asked»`` in a template stands for any word of that list, longest first, at word
boundaries; ``«verbs.asked|verbs.points»`` for any word of either; ``«name»`` for the template of
that name. All patterns ignore case and run over normalized text.
"""

from __future__ import annotations

import re
from functools import cache

from readouts.language.lexicon import alternation, word_list, words

_SLOT = re.compile(r"«([^»]+)»")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the compiled pattern of that name, or of any word of ``file.key|file.other``.

    >>> bool(pattern("asked").match(" với các đề xuất của Lào"))
    True
    >>> pattern("connectives.purposes").match("nhằm mục đích tăng cường").group()
    'nhằm mục đích'
    """
    template = f"«{name}»" if "." in name else word_list("patterns")[name]
    return re.compile(_filled(template), re.IGNORECASE)


def _filled(template: str) -> str:
    return _SLOT.sub(_slot, template)


def _slot(match: re.Match[str]) -> str:
    lists = [tuple(part.split(".")) for part in match[1].split("|")]
    if len(lists) == 1 and len(lists[0]) == 1:
        return f"(?:{_filled(word_list('patterns')[match[1]])})"
    return alternation(word for file, *keys in lists for word in _words(file, keys))


def _words(file: str, keys: list[str]) -> tuple[str, ...]:
    """Return the words of ``file.key``, or of ``file.key.inner`` of nested lists."""
    if len(keys) == 1:
        return words(file, keys[0])
    return tuple(word_list(file)[keys[0]][keys[1]])
