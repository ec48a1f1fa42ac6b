"""Words of the lexicon in a proposal, the longest first, and the groups to which they belong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from readouts.language.lexicon import word_list, words
from readouts.language.normalization import normalize_words

# A word, a number with its thousands and decimals, or a mark that parts clauses.
_TOKEN = re.compile(r"\w+(?:[.,]\d+)*%?|[,;:.()]")
MARKS = frozenset(",;:.()")


def tokens(text: str) -> list[str]:
    """Return the words, numbers and marks of a text in normalized spelling, in lower case.

    >>> tokens("đạt 1,5 tỷ USD, tăng 10%")
    ['đạt', '1,5', 'tỷ', 'usd', ',', 'tăng', '10%']
    """
    return _TOKEN.findall(normalize_words(text).lower())


class Phrases:
    """Phrases by their words, to find the groups that have a phrase at a position of the tokens.

    >>> phrases = Phrases({"talks": ["đối thoại", "đối thoại chiến lược"]})
    >>> list(phrases.found(tokens("mở đối thoại chiến lược")))
    [(1, 5, frozenset({'talks'}))]
    """

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        by_words: dict[tuple[str, ...], set[str]] = {}
        for group, phrases in groups.items():
            for phrase in phrases:
                key = tuple(token for token in tokens(phrase) if token not in MARKS)
                by_words.setdefault(key, set()).add(group)
        self._groups = {key: frozenset(found) for key, found in by_words.items()}
        self._longest = max((len(key) for key in by_words), default=0)

    def at(self, tokens: Sequence[str], place: int) -> tuple[int, frozenset[str]]:
        """Return the number of tokens of the longest phrase at ``place`` (0: none), and its
        groups."""
        for length in range(min(self._longest, len(tokens) - place), 0, -1):
            groups = self._groups.get(tuple(tokens[place : place + length]))
            if groups:
                return length, groups
        return 0, frozenset()

    def found(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
        """Yield start, end and groups of the phrases in ``tokens``, none inside another."""
        reached = 0
        for place in range(len(tokens)):
            length, groups = self.at(tokens, place)
            if length and place + length > reached:
                reached = place + length
                yield place, reached, groups


@cache
def meanings(key: str) -> Phrases:
    """Return the groups under one key of ``data/lexicon/meanings.yml``.

    >>> meanings("acts").at(["duy", "trì"], 0)
    (2, frozenset({'keep'}))
    """
    return Phrases(word_list("meanings")[key])


@cache
def heads() -> Phrases:
    """Return the verbs that may open a proposal, and the adverbs that may stand before them.

    >>> heads().at(["tiếp", "tục"], 0)
    (2, frozenset({'adverb'}))
    """
    acts = [verb for verbs in word_list("meanings")["acts"].values() for verb in verbs]
    stances = [verb for verbs in word_list("meanings")["directions"].values() for verb in verbs]
    adverbs = words("connectives", "adverbs") + words("light_words", "manner")
    verbs = set(words("head_verbs", "acts", "either", "fields")) | {*acts, *stances}
    return Phrases({"verb": sorted(verbs - set(adverbs)), "adverb": adverbs})


@cache
def light() -> Phrases:
    """Return the words that say little about the content of a proposal.

    >>> light().at(["các"], 0)
    (1, frozenset({'light'}))
    """
    kinds = words("light_words", "grammar", "sides", "manner")
    return Phrases({"light": kinds + words("connectives", "adverbs")})


@cache
def purposes() -> Phrases:
    """Return the words that open the purpose of a proposal.

    >>> purposes().at(["nhằm"], 0)
    (1, frozenset({'purpose'}))
    """
    return Phrases({"purpose": words("connectives", "purposes") + words("meanings", "grounds")})
