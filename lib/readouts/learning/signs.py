"""Values as signs: numbers and shares in coarse steps, and the word classes of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from readouts.language.lexicon import alternation, word_list, words

SYLLABLE = re.compile(r"\w+(?:[.,/]\w+)*|[^\w\s]")
_CLASSED = ("head_verbs", "connectives", "verbs", "speakers")
_STEPS = (0, 1, 2, 3, 5, 8, 12, 20, 35, 60)
_SHARES = (0.02, 0.08, 0.18, 0.3, 0.45, 0.6, 0.75, 0.87, 0.95, 0.985)


def step(number: float) -> str:
    """Return a count in coarse steps.

    >>> step(4), step(99)
    ('5', 'more')
    """
    return next((str(bound) for bound in _STEPS if number <= bound), "more")


def grade(share: float) -> str:
    """Return a share in uneven steps, fine near 0 and 1.

    >>> grade(0.005), grade(0.5), grade(0.995)
    ('0', '5', '10')
    """
    return str(sum(share > bound for bound in _SHARES))


def above(name: str, share: float) -> Iterator[str]:
    """Yield a sign for each step that a share exceeds, so that a greater share has more signs.

    >>> list(above("likely", 0.1))
    ['likely>0.02', 'likely>0.08']
    """
    yield from (f"{name}>{bound}" for bound in _SHARES if share > bound)


def has_word(word: str, text: str) -> bool:
    """Return whether a word is in a lower-case text.

    >>> has_word("sẽ", "ông sẽ thăm"), has_word("sẽ", "chia sẻ")
    (True, False)
    """
    return word in text and _word(word).search(text) is not None


@cache
def _word(word: str) -> re.Pattern[str]:
    return re.compile(alternation([word]))


def classes_of(text: str, start: int, end: int) -> list[tuple[str, ...]]:
    """Return the lists of the lexicon that the words of a span belong to, in order.

    >>> text = "tăng cường hợp tác"
    >>> ["head_verbs.acts" in lists for lists in classes_of(text, 0, len(text))]
    [True, False]
    """
    return list(filter(None, classes_at(syllables(text, start, end))))


def syllables(text: str, start: int, end: int) -> list[str]:
    """Return the syllables, numbers and marks of a span, in lower case.

    >>> syllables("Mở cửa, 5,2 tỷ", 0, 14)
    ['mở', 'cửa', ',', '5,2', 'tỷ']
    """
    return [match.group().lower() for match in SYLLABLE.finditer(text, start, end)]


def classes_at(syllables_of_span: Sequence[str]) -> list[tuple[str, ...]]:
    """Return for each syllable the lists of the lexicon that the longest word starting there
    belongs to; none where no listed word starts.

    >>> ["head_verbs.acts" in lists for lists in classes_at(["tăng", "cường", "phà"])]
    [True, False, False]
    """
    lists, lengths = _classes()
    return [
        next(
            filter(
                None,
                (
                    lists.get(" ".join(syllables_of_span[at : at + n]))
                    for n in lengths.get(first, ())
                ),
            ),
            (),
        )
        for at, first in enumerate(syllables_of_span)
    ]


@cache
def _classes() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[int, ...]]]:
    """The lists each word of the lexicon belongs to; and of how many syllables the words are that
    start with one, longest first."""
    lists: dict[str, tuple[str, ...]] = {}
    lengths: dict[str, set[int]] = {}
    for name in _CLASSED:
        for key, value in word_list(name).items():
            for word in words(name, key) if isinstance(value, list) else ():
                lists[word.lower()] = (*lists.get(word.lower(), ()), f"{name}.{key}")
                first, *rest = word.lower().split()
                lengths.setdefault(first, set()).add(1 + len(rest))
    return lists, {first: tuple(sorted(counts)[::-1]) for first, counts in lengths.items()}
