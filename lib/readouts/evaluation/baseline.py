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
# A clause starts and ends with a letter or a digit.
CLAUSE = re.compile(r"[^\W_](?:[^,;]*[^\W_])?")


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
    anyone = "|".join(map(re.escape, sorted(acts, key=len, reverse=True)))
    verb = re.compile(rf"(?<!\w)(?:{anyone})(?!\w)", re.IGNORECASE)
    normalized = normalize(text)
    items = []
    for sentence in SENTENCE.finditer(normalized.text):
        first_verb = verb.search(normalized.text, *sentence.span())
        if not first_verb:
            continue
        speaker = normalized.text[sentence.start() : first_verb.start()].strip(" ,")
        codes = _speaker_and_side(speaker) | {"act": acts[first_verb.group().lower()]}
        for clause in CLAUSE.finditer(normalized.text, first_verb.end(), sentence.end()):
            start, end = normalized.span(*clause.span())
            place = {"start": start, "end": end, "quote": text[start:end]}
            items.append(place | codes | {"themes": list(themes(text[start:end]))})
    return items


def _speaker_and_side(speaker: str) -> dict[str, str]:
    if speaker.casefold().startswith("hai "):
        return {"speaker": BOTH, "side": BOTH}
    return {"speaker": speaker, "side": ""}
