"""The figures and dates of a body, each with its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

from readouts.model import Mention, Sentence
from readouts.reading import Reading


def mentioned(reading: Reading, kinds: Collection[str]) -> list[tuple[Mention, Sentence]]:
    """Return the mentions of ``kinds`` in the body, in order, each with its sentence.

    Titles, captions and standfirsts are left out because the body repeats them.

    >>> mentioned(Reading("a", ""), ("money",))
    []
    """
    sentences = sorted(reading.sentence_rows, key=lambda row: row.start)
    starts = [row.start for row in sentences]
    found = []
    for mention in reading.mention_rows:
        at = bisect_right(starts, mention.start) - 1
        if mention.kind in kinds and at >= 0 and sentences[at].end > mention.start:
            found.append((mention, sentences[at]))
    return [(mention, sentence) for mention, sentence in found if sentence.zone == "body"]
