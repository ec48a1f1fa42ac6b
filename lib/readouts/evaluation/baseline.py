"""The baseline: sentences with a reporting verb, cut at commas and semicolons.

A simple method that any parser should beat. It uses no zones, no people and no guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from readouts.language.normalization import normalize, normalize_words
from readouts.model import BOTH, ITEM_ACTS

SENTENCE = re.compile(r"[^\n]+?(?:[.!?…](?=\s)|(?=\n)|\Z)")
PIECE = re.compile(r"[^,;]+")


def baseline_items(
    text: str,
    verbs: Mapping[str, Sequence[str]],
    *,
    themes: Callable[[str], Sequence[str]] = lambda quote: (),
) -> list[dict[str, Any]]:
    """Return the clauses after the first verb of request, pledge or agreement of each sentence.

    ``verbs`` maps an act to its verbs, as ``data/lexicon/verbs.yml`` does; acts without items are
    ignored. The speaker is the text before the verb. ``themes`` codes a quotation. Each item has
    start, end, quote, speaker, side, act and themes.

    >>> verbs = {"propose": ["đề nghị"], "affirm": ["khẳng định"]}
    >>> found = baseline_items("Bà Hoa đề nghị mở cửa khẩu, giảm thuế.", verbs)
    >>> [(item["quote"], item["speaker"], item["act"]) for item in found]
    [('mở cửa khẩu', 'Bà Hoa', 'propose'), ('giảm thuế', 'Bà Hoa', 'propose')]
    """
    acts = {normalize_words(verb).lower(): act for act in ITEM_ACTS for verb in verbs.get(act, ())}
    if not acts:
        return []
    longest_first = sorted(acts, key=len, reverse=True)
    anyone = "|".join(map(re.escape, longest_first))
    verb = re.compile(rf"(?<!\w)(?:{anyone})(?!\w)", re.IGNORECASE)
    folded = normalize(text)
    view = folded.text
    items = []
    for sentence in SENTENCE.finditer(view):
        found = verb.search(view, *sentence.span())
        if not found:
            continue
        speaker = view[sentence.start() : found.start()].strip(" ,")
        joint = speaker.casefold().startswith("hai ")
        who = {"speaker": BOTH if joint else speaker, "side": BOTH if joint else ""}
        for piece in PIECE.finditer(view, found.end(), sentence.end()):
            start, end = _trimmed(view, *piece.span())
            if start < end:
                start, end = folded.span(start, end)
                quote = text[start:end]
                coded = {"act": acts[found.group().lower()], "themes": list(themes(quote))}
                items.append({"start": start, "end": end, "quote": quote} | who | coded)
    return items


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
