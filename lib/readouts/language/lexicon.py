"""The word lists of ``data/lexicon/``, normalized and compiled once for matching."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from readouts.language.normalization import normalize_words


@cache
def word_list(name: str) -> dict[str, Any]:
    """Return one file of the lexicon, ``data/lexicon/<name>.yml``, as plain lists and mappings.

    >>> "nhất trí" in word_list("verbs")["agree"]
    True
    """
    from readouts.language.lexicon_files import load_word_lists
    from readouts.storage.paths import language_data

    return load_word_lists(language_data(f"lexicon/{name}.yml"))


@cache
def words(name: str, *keys: str) -> tuple[str, ...]:
    """Return the lists of a lexicon file under ``keys``, one after another, in normalized spelling.

    >>> words("connectives", "negations")[0]
    'không'
    """
    lists = word_list(name)
    return tuple(normalize_words(word) for key in keys for word in lists[key])


def alternation(choices: Iterable[str]) -> str:
    """Return a pattern of any of ``choices``, longest first, at word boundaries.

    >>> re.findall(alternation(["nhất trí", "nhất trí cao"]), "nhất trí cao, thống nhất trí tuệ")
    ['nhất trí cao', 'nhất trí']
    """
    ordered = sorted({normalize_words(choice) for choice in choices}, key=lambda c: (-len(c), c))
    body = "|".join(re.escape(choice).replace(r"\ ", " +") for choice in ordered)
    return rf"(?<!\w)(?:{body})(?!\w)"
