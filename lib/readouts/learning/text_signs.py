"""Signs of a whole text for whether it reports a meeting at which something was put forward."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from readouts.language.lexicon import words
from readouts.learning.evidence import Evidence, side_kind
from readouts.learning.signs import above, has_word, step

_WORD = re.compile(r"\w+")
# What a report is shows at its start.
_HEAD = 300


def text_signs(evidence: Evidence) -> Iterator[str]:
    """Yield the signs of a text by its words, and by what the rules found in it.

    >>> "met=0" in set(text_signs(Evidence("", (), (), frozenset(), frozenset(), False)))
    True
    """
    low = evidence.text.lower()
    yield "any"
    for name, part in (("word", low), ("head", low[:_HEAD])):
        found = _WORD.findall(part)
        yield from (f"{name}={word}" for word in sorted(set(found)))
        yield from (f"{name}s={a} {b}" for a, b in sorted(set(pairwise(found))))
    yield f"met={evidence.met:d}"
    yield f"principals={step(len(evidence.principals))}"
    told = [passage for passage in evidence.passages if not passage.assumed]
    for act, count in sorted(Counter(passage.act for passage in told).items()):
        yield f"act.{act}={step(count)}"
    yield "sides=" + "+".join(sorted({side_kind(passage.statement) for passage in told}))
    yield f"quotes={step(low.count(chr(34)))}"
    yield f"questions={step(low.count('?'))}"
    yield from (f"self={word}" for word in words("signs", "selves") if has_word(word, low))


def summary_signs(evidence: Evidence, first: float, holding: Sequence[float]) -> Iterator[str]:
    """Yield the signs of a text by its first reading: ``first`` is how likely it has items by
    its words, ``holding`` how likely each of its passages does.

    >>> nothing = Evidence("", (), (), frozenset(), frozenset(), False)
    >>> list(summary_signs(nothing, 0.5, []))[1:3]
    ['met=0', 'words>0.02']
    """
    most = sorted(holding, reverse=True)
    yield "any"
    yield f"met={evidence.met:d}"
    yield from above("words", first)
    for place in range(3):
        yield from above(f"most.{place}", most[place] if place < len(most) else 0.0)
    yield from above("mean", sum(most) / max(1, len(most)))
