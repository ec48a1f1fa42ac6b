"""The words of two readouts: ritual phrases, keyness, text reuse.

>>> from readouts.model import Sentence
>>> def body(text):
...     return Reading(text[:4], text, sentence_rows=(Sentence(0, len(text), 1, 1, "body"),))
>>> then = body("Ủy ban sẽ xây tuyến đường sắt nối hai cảng lớn.")
>>> now = body("Học bổng, học bổng, học bổng; uỷ ban sẽ xây tuyến đường sắt nối ba tỉnh.")
>>> text_reuse(then, now)[["words", "exact", "now_quote"]].values.tolist()
[[8, True, 'uỷ ban sẽ xây tuyến đường sắt nối']]
>>> keyness(then, now)[["word", "then", "now"]].values.tolist()
[['học bổng', 0, 3]]
>>> formula_share(then, now)["formulas"].tolist()
[0, 0]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import Match
from functools import cache
from itertools import product, takewhile
from operator import eq
from typing import TYPE_CHECKING, Any, NamedTuple

from readouts.language.lexicon import word_list, words
from readouts.language.normalization import NormalizedText, normalize, normalize_words
from readouts.language.patterns import pattern
from readouts.reading import Reading
from readouts.settings import check_settings
from readouts.tables import both, table

if TYPE_CHECKING:
    import pandas as pd

# Seven syllables are three or four words; shorter sequences are common phrases.
SHORTEST_PASSAGE = 7
# The greatest difference inside a passage "almost word for word": a word of two syllables changed,
# added or left out.
_LONGEST_GAP = 2
_SEED = 3
# A key word is used at least twice as often, and at least two times more.
_LEAST_EFFECT = 1.0
_LEAST_DIFFERENCE = 2
# Added to each count, so that the effect of a word that one text does not have is finite.
_SMOOTHING = 0.5

_TOKEN = re.compile(r"[^\W\d]+|\d+(?:[.,/]\d+)*")
_GAP = r"(?:[\s,]|\s?-\s?|\s(?:và|hoặc)\s)+"

_FORMULAS = {
    "meeting": "str", "start": "int64", "end": "int64", "quote": "str", "kind": "str",
    "sentence": "int64",
}  # fmt: skip
_SHARES = {
    "meeting": "str", "body_characters": "int64", "formula_characters": "int64",
    "formulas": "int64", "share": "float64",
}  # fmt: skip
_WORDS = {
    "word": "str", "then": "int64", "now": "int64", "then_words": "int64", "now_words": "int64",
    "effect": "float64", "log_likelihood": "float64",
}  # fmt: skip
_PASSAGES = {
    "words": "int64", "exact": "bool", "then_start": "int64", "then_end": "int64",
    "then_quote": "str", "now_start": "int64", "now_end": "int64", "now_quote": "str",
    "formula_share": "float64",
}  # fmt: skip


class _Token(NamedTuple):
    """A token of a body sentence: its normalized lower-case form and its span in the source."""

    word: str
    start: int
    end: int


def formulas(then: Reading, now: Reading) -> pd.DataFrame:
    """Return the ritual phrases of both bodies, in order: meeting (then, now), start, end, quote,
    kind (a list of ``data/lexicon/formulas.yml``) and sentence.

    >>> formulas(Reading("a", ""), Reading("b", "")).empty
    True
    """
    return table(both(_formulas(then), _formulas(now)), _FORMULAS)


def formula_share(then: Reading, now: Reading) -> pd.DataFrame:
    """Return the share of ritual phrases in each body, a row per meeting (then, now).

    Columns: body_characters, formula_characters, formulas (their number), share (0 to 1).
    """
    return table(both([_formula_share(then)], [_formula_share(now)]), _SHARES)


def keyness(
    then: Reading, now: Reading, *, least: int = 3, most: int = 24, formula: bool = False
) -> pd.DataFrame:
    """Return the words used more in one body than in the other, the strongest first.

    Columns: word, then and now (counts), then_words and now_words (all words counted), effect (the
    binary logarithm of the ratio of rates, above 0 where it is used more now), log_likelihood (used
    only for the order; the texts are not a sample, so it is not a test). A word is listed if it is
    used ``least`` times or more in the two texts together, and at least twice as often and two
    times more in one of them. Words of grammar and reporting and names of the participants do not
    count, nor (unless ``formula``) words inside ritual phrases. If a text has no words, nothing is
    listed.
    """
    check_settings(least_count=least, most_words=most)
    import pandas as pd

    before, after = (pd.Series(_counts(one, formula), dtype="int64") for one in (then, now))
    if before.empty or after.empty:
        return table([], _WORDS)
    words = pd.DataFrame({"then": before, "now": after}).fillna(0).astype("int64")
    words = words.assign(then_words=before.sum(), now_words=after.sum()).rename_axis("word")
    words = _with_keyness(words.drop(_names(then) | _names(now), errors="ignore").reset_index())
    listed = (
        (words["then"] + words["now"] >= least)
        & (words["effect"].abs() >= _LEAST_EFFECT)
        & ((words["now"] - words["then"]).abs() >= _LEAST_DIFFERENCE)
    )
    found = words[listed].sort_values(["log_likelihood", "word"], ascending=[False, True])
    return table(found.head(most).to_dict("records"), _WORDS)


def _with_keyness(words: pd.DataFrame) -> pd.DataFrame:
    """Return the words with their effect and Dunning's log-likelihood ratio, 0 or more: the counts
    against those expected if both texts used the word alike.

    >>> import pandas as pd
    >>> counts = {"then": [2, 3], "now": [12, 3], "then_words": [100] * 2, "now_words": [100] * 2}
    >>> _with_keyness(pd.DataFrame(counts))["log_likelihood"].round(2).tolist()
    [7.92, 0.0]
    """
    import numpy as np
    from scipy.special import xlogy

    counts, totals = (words[["then", "now"]].to_numpy(), words[["then_words", "now_words"]])
    rates = (counts + _SMOOTHING) / (totals.to_numpy() + 2 * _SMOOTHING)
    shares = totals.div(totals.sum(axis=1), axis=0).to_numpy()
    expected = counts.sum(axis=1, keepdims=True) * shares
    return words.assign(
        effect=np.log2(rates[:, 1] / rates[:, 0]),
        log_likelihood=2 * xlogy(counts, counts / expected).sum(axis=1),
    )


def text_reuse(then: Reading, now: Reading, *, least: int = SHORTEST_PASSAGE) -> pd.DataFrame:
    """Return the passages that the two bodies share almost word for word.

    Columns: words (shared tokens), exact (only spelling differs), then_ and now_ start,
    end, quote; formula_share (share of ritual phrases in the later passage). The longest come
    first; none overlaps another in the later text. ``least`` is the least number of shared tokens.
    """
    check_settings(least_passage=least)
    found = [
        _passage((then, earlier), (now, later), blocks)
        for earlier, later in product(_tokens(then), _tokens(now))
        for blocks in _shared(earlier, later)
        if sum(block.size for block in blocks) >= least
    ]
    found.sort(key=lambda row: (-row["words"], row["now_start"], row["then_start"]))
    chosen: list[dict[str, Any]] = []
    for row in found:
        if not any(_common_characters(row, other) for other in chosen):
            chosen.append(row)
    phrases = _formulas(now)
    for row in chosen:
        ritual = sum(
            _common_characters(row, {"now_start": phrase["start"], "now_end": phrase["end"]})
            for phrase in phrases
        )
        row["formula_share"] = ritual / (row["now_end"] - row["now_start"])
    return table(chosen, _PASSAGES)


def _shared(then: list[_Token], now: list[_Token]) -> list[list[Match]]:
    """Return what two sentences share: sequences of tokens, together where they nearly touch."""
    earlier, later = [token.word for token in then], [token.word for token in now]
    # Most sentences have nothing in common, which is quickly seen.
    if _sequences(earlier).isdisjoint(_sequences(later)):
        return []
    joined: list[list[Match]] = []
    for j, i in product(range(len(later)), range(len(earlier))):
        if earlier[i] != later[j] or (i and j and earlier[i - 1] == later[j - 1]):
            continue
        block = Match(i, j, sum(takewhile(bool, map(eq, earlier[i:], later[j:]))))
        if block.size >= _SEED:
            near = next((blocks for blocks in joined if _nearly_touch(blocks[-1], block)), None)
            if near is None:
                joined.append([block])
            else:
                near.append(block)
    return joined


def _sequences(words: list[str]) -> set[tuple[str, ...]]:
    """Return the shortest sequences that count as shared."""
    return set(zip(*(words[at:] for at in range(_SEED)), strict=False))


def _nearly_touch(first: Match, second: Match) -> bool:
    """Return whether ``second`` continues ``first``, with at most about one word between."""
    gaps = second.a - first.a - first.size, second.b - first.b - first.size
    return min(gaps) >= 0 < max(gaps) <= _LONGEST_GAP


def _passage(
    then: tuple[Reading, list[_Token]], now: tuple[Reading, list[_Token]], blocks: list[Match]
) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "words": sum(block.size for block in blocks), "exact": len(blocks) == 1,
    }  # fmt: skip
    first, last = blocks[0], blocks[-1]
    for when, (reading, tokens), at, end in (
        ("then", then, first.a, last.a + last.size),
        ("now", now, first.b, last.b + last.size),
    ):
        span = tokens[at].start, tokens[end - 1].end
        cells |= {f"{when}_start": span[0], f"{when}_end": span[1]}
        cells[f"{when}_quote"] = reading.source[slice(*span)]
    return cells


def _common_characters(one: dict[str, Any], other: dict[str, Any]) -> int:
    """Return the number of characters of the later text in both spans."""
    first = max(one["now_start"], other["now_start"])
    return max(0, min(one["now_end"], other["now_end"]) - first)


def _tokens(reading: Reading) -> list[list[_Token]]:
    """Return the tokens of each sentence of the body."""
    return [
        [
            _Token(match.group().lower(), *(sentence.start + at for at in view.span(*match.span())))
            for match in _TOKEN.finditer(view.text)
        ]
        for sentence, view in _body(reading)
    ]


def _body(reading: Reading) -> Iterator[tuple[Any, NormalizedText]]:
    """Yield the sentences of the body, each with its normalized text."""
    for sentence in reading.sentence_rows:
        if sentence.zone == "body":
            yield sentence, normalize(reading.source[sentence.start : sentence.end])


def _formulas(reading: Reading) -> list[dict[str, Any]]:
    records = []
    for sentence, view in _body(reading):
        for match in _formula_pattern().finditer(view.text):
            start, end = (sentence.start + edge for edge in view.span(*match.span()))
            found = {"start": start, "end": end, "quote": reading.source[start:end]}
            records.append(found | {"kind": match.lastgroup, "sentence": sentence.number})
    return records


def _formula_share(reading: Reading) -> dict[str, Any]:
    found = _formulas(reading)
    whole = sum(sentence.end - sentence.start for sentence, _ in _body(reading))
    part = sum(row["end"] - row["start"] for row in found)
    return {
        "body_characters": whole,
        "formula_characters": part,
        "formulas": len(found),
        "share": part / whole if whole else 0.0,
    }


def _counts(reading: Reading, formula: bool) -> Counter[str]:
    """Return the count of each word in the body, without light words."""
    from readouts.language.words import segment

    counts: Counter[str] = Counter()
    for _, view in _body(reading):
        text = view.text if formula else _formula_pattern().sub(" . ", view.text)
        for word in segment(text):
            spelled = text[word.start : word.end].lower()
            if any(letter.isalpha() for letter in spelled) and not _is_light(spelled):
                counts[spelled] += 1
    return counts


def _is_light(word: str) -> bool:
    return bool(pattern("light").fullmatch(word)) or word in _reporting()


@cache
def _reporting() -> frozenset[str]:
    """Return the words about the talks: reporting verbs, titles and similar words."""
    verbs = words("verbs", *words("verbs", "classes"), "before_verb", "standing")
    return frozenset(word.lower() for word in (*words("light_words", "reporting"), *verbs))


def _names(reading: Reading) -> set[str]:
    """Return the names of participants and sides, and the parts of these names."""
    people = reading.participant_rows
    names = {name for person in people for name in (person.name, person.side)}
    names |= set(reading.meeting.sides)
    spelled = {normalize_words(name).lower() for name in names if name}
    return spelled | {part for name in spelled for part in name.split()}


@cache
def _formula_pattern() -> re.Pattern[str]:
    """Return the pattern of all ritual phrases, the longest first, each kind a named group."""
    # A group name is allowed once in a pattern, so the phrases of a kind are in one group; the
    # longest phrase of all kinds wins because each is tried only where it matches completely.
    kinds = {
        kind: sorted(map(normalize_words, listed), key=lambda words: (-len(words), words))
        for kind, listed in word_list("formulas").items()
    }
    order = sorted(kinds, key=lambda kind: (-len(kinds[kind][0]), kinds[kind][0]))
    groups = [f"(?P<{kind}>{'|'.join(map(_phrase, kinds[kind]))})" for kind in order]
    return re.compile("|".join(groups), re.IGNORECASE)


def _phrase(words: str) -> str:
    """Return the pattern of one phrase of ``formulas.yml``."""
    spaced = words.replace("(", "(?:").replace(" ", _GAP)
    return rf"(?<!\w){spaced}(?!\w)"
