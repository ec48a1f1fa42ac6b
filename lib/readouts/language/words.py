"""Words and parts of speech by underthesea: the only module that loads it, and only when used.

underthesea returns words in another spelling; here each word is found again in the text, so that
every result is a span. Its models are part of its package: nothing is downloaded.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from readouts.language.normalization import mark_second_vowel


class Word(NamedTuple):
    """A word of one or more syllables at ``text[start:end]``; ``tag`` is its part of speech."""

    start: int
    end: int
    tag: str = ""


@lru_cache(maxsize=4096)
def segment(text: str) -> tuple[Word, ...]:
    """Return the words of a normalized sentence, without tags.

    Call it with sentences, not texts: the segmenter's memory grows with the length of its input.

    >>> text = "thúc đẩy giao lưu nhân dân"
    >>> [text[word.start:word.end] for word in segment(text)]
    ['thúc đẩy', 'giao lưu', 'nhân dân']
    """
    from underthesea import word_tokenize

    if not text.strip():
        return ()
    return tuple(_spans_of(text, word_tokenize(mark_second_vowel(text), use_token_normalize=False)))


@lru_cache(maxsize=1024)
def tag(text: str) -> tuple[Word, ...]:
    """Return the words of a normalized clause with their parts of speech (``V``, ``N``, ``Np``, …).

    Call it with clauses: the time of the tagger is quadratic in the length of its input.

    >>> [word.tag for word in tag("Lào thể hiện sự coi trọng")]
    ['Np', 'V', 'N', 'V']
    """
    # pos_tag() would segment again and change the spelling; its predictor takes these words.
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor

    words = segment(text)
    spelled = mark_second_vowel(text)
    tagged = CRFPOSTagPredictor.Instance().predict([spelled[w.start : w.end] for w in words], None)
    return tuple(
        Word(word.start, word.end, tag) for word, (_, tag) in zip(words, tagged, strict=True)
    )


@lru_cache(maxsize=4096)
def edges(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the offsets where words of a normalized sentence start, and where they end.

    >>> starts, ends = edges("giao lưu")
    >>> sorted(starts), sorted(ends)
    ([0], [8])
    """
    words = segment(text)
    return frozenset(word.start for word in words), frozenset(word.end for word in words)


def _spans_of(text: str, words: list[str]) -> list[Word]:
    """Map words back to the text: each space inside a word stands for any white space or none."""
    spans: list[Word] = []
    at = 0
    for word in words:
        start = None
        for _ in word.replace(" ", ""):
            while at < len(text) and text[at].isspace():
                at += 1
            start = at if start is None else start
            at += 1
        spans.append(Word(at if start is None else start, min(at, len(text))))
    return spans
