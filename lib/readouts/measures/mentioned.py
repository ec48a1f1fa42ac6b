"""The figures and dates of a body, each with its sentence."""

from __future__ import annotations

from collections.abc import Collection

from readouts.model import Mention, Sentence
from readouts.reading import Reading


def mentioned(reading: Reading, kinds: Collection[str]) -> list[tuple[Mention, Sentence]]:
    """Return the mentions of ``kinds`` in the body, in order, each with its sentence.

    Titles, captions and standfirsts are left out because the body repeats them.

    >>> mentioned(Reading("a", ""), ("money",))
    []
    """
    body = [sentence for sentence in reading.sentence_rows if sentence.zone == "body"]
    return [
        (mention, sentence)
        for mention in reading.mention_rows
        if mention.kind in kinds
        for sentence in body
        if sentence.start <= mention.start < sentence.end
    ]
