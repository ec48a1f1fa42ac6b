"""Signs of a whole text for whether it has items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from readouts.language.lexicon import words
from readouts.learning.evidence import Evidence, side_kind
from readouts.learning.signs import above, has_word, step

_WORD = re.compile(r"\w+")
# In characters: the start of a report shows of which kind it is.
_HEAD = 300


def text_signs(evidence: Evidence) -> Iterator[str]:
    """Yield the signs of a text from its words and from the results of the rules.

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
    stated = [passage for passage in evidence.passages if not passage.assumed]
    for act, count in sorted(Counter(passage.act for passage in stated).items()):
        yield f"act.{act}={step(count)}"
    yield "sides=" + "+".join(sorted({side_kind(passage.statement) for passage in stated}))
    yield f"quotes={step(low.count(chr(34)))}"
    yield f"questions={step(low.count('?'))}"
    yield from (f"self={word}" for word in words("signs", "selves") if has_word(word, low))


def summary_signs(evidence: Evidence, by_words: float, holding: Sequence[float]) -> Iterator[str]:
    """Yield the signs of a text from the first predictions: ``by_words`` is the probability, by its
    words, that it has items, ``holding`` the probability of this for each of its passages.

    >>> nothing = Evidence("", (), (), frozenset(), frozenset(), False)
    >>> list(summary_signs(nothing, 0.5, []))[1:3]
    ['met=0', 'words>0.02']
    """
    most = sorted(holding, reverse=True)
    yield "any"
    yield f"met={evidence.met:d}"
    yield from above("words", by_words)
    for place in range(3):
        yield from above(f"most.{place}", most[place] if place < len(most) else 0.0)
    yield from above("mean", sum(most) / max(1, len(most)))
