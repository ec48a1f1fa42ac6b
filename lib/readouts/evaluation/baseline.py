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
PIECE = re.compile(r"[^\W_](?:[^,;]*[^\W_])?")


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
        first_verb = verb.search(view, *sentence.span())
        if not first_verb:
            continue
        speaker = view[sentence.start() : first_verb.start()].strip(" ,")
        joint = speaker.casefold().startswith("hai ")
        codes = {
            "speaker": BOTH if joint else speaker,
            "side": BOTH if joint else "",
            "act": acts[first_verb.group().lower()],
        }
        for piece in PIECE.finditer(view, first_verb.end(), sentence.end()):
            start, end = folded.span(*piece.span())
            quote = text[start:end]
            place = {"start": start, "end": end, "quote": quote}
            items.append(place | codes | {"themes": list(themes(quote))})
    return items
