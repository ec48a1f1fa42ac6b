"""The content of a proposal by its words: action, object, subject, for or against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from readouts.entities.places import LOCAL_KINDS, PlaceSpan, find_names
from readouts.language.normalization import normalize_words
from readouts.learning.phrases import MARKS, heads, light, meanings, purposes, tokens

LIGHT_WEIGHT = 0.25
_NUMBER = "0"
# A purpose cannot start before the proposal has so many words.
_LEAST_CORE = 3
_CAPITALISED = re.compile(r"\w+(?: *[-–] *\w+)*")
# The length of the longest verb of giving and taking.
_VERB_REACH = 30
_YEAR = re.compile(r"(?:19|20)\d\d")

Weights = dict[str, float]


@dataclass(frozen=True)
class Content:
    """The words of a proposal by their function.

    ``terms`` are words and pairs of neighbours with their weights, ``object`` those after the
    head verb and before a purpose clause, ``spoken`` its telling words in order. ``stance`` is 1
    if something is asked for, -1 if it is to be ended or prevented, 0 if the verb does not say.
    ``countries`` are without those that act together, ``owners`` are those whose goods, people or
    waters are meant, ``places`` are parts of countries; ``giver`` and ``receiver`` are set if
    something goes from one side to the other.
    """

    terms: Weights
    object: Weights
    spoken: tuple[str, ...]
    verbs: frozenset[str]
    acts: frozenset[str]
    stance: int
    matters: frozenset[str]
    countries: frozenset[str]
    owners: frozenset[str]
    places: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]
    years: frozenset[str]
    giver: str
    receiver: str
    length: int


@lru_cache(maxsize=16384)
def content(text: str) -> Content:
    """Return the content of the words of a proposal.

    >>> found = content("không mở thêm đường bay mới với Lào trong năm 2026")
    >>> found.stance, sorted(found.matters), sorted(found.years), sorted(found.countries)
    (-1, ['flights'], ['2026'], [])
    >>> sold = content("Lào bán điện cho Việt Nam")
    >>> sold.giver, sold.receiver
    ('Lào', 'Việt Nam')
    """
    words = tokens(text)
    opened, verbs, stance = _opening(words)
    closed = _purpose(words, opened)
    light_places = {at for start, end, _ in light().found(words) for at in range(start, end)}
    marks = {at for at, token in enumerate(words) if token in MARKS}
    numbers = {token for token in words if token[0].isdigit()}
    years = frozenset(token for token in numbers if _YEAR.fullmatch(token))
    return Content(
        terms=_terms(words, range(len(words)), light_places),
        object=_terms(words, range(opened, closed), light_places),
        spoken=tuple(words[i] for i in range(opened, closed) if i not in light_places | marks),
        verbs=verbs,
        acts=frozenset().union(*(meanings("acts").at(verb.split(), 0)[1] for verb in verbs)),
        stance=stance,
        matters=_matters(words[:closed]) or _matters(words),
        figures=frozenset(numbers - years),
        years=years,
        **_named(text),
        length=sum(token not in MARKS for token in words),
    )


def _opening(words: Sequence[str]) -> tuple[int, frozenset[str], int]:
    """Return the start of the object, the head verbs, and the stance of these and of negations."""
    verbs: list[str] = []
    stance, place = 0, 0
    while place < len(words) and len(verbs) < 2:
        negation, kinds = meanings("directions").at(words, place)
        length, kind = heads().at(words, place)
        if "not" in kinds and negation >= length:
            stance = -1 if stance >= 0 else 1
            place += negation
        elif "verb" in kind:
            verbs.append(" ".join(words[place : place + length]))
            place += length
            if place < len(words) and words[place] in ("và", ",") and _verb(words, place + 1):
                place += 1
            else:
                break
        elif length:
            place += length
        else:
            break
    return place, frozenset(verbs), _stance(verbs, stance)


def _verb(words: Sequence[str], place: int) -> bool:
    return "verb" in heads().at(words, place)[1]


def _stance(verbs: Iterable[str], negated: int) -> int:
    for verb in verbs:
        kinds = meanings("directions").at(verb.split(), 0)[1]
        if "against" in kinds:
            return -1 if negated >= 0 else 1
    return negated or int(any("for" in meanings("directions").at(v.split(), 0)[1] for v in verbs))


def _purpose(words: Sequence[str], opened: int) -> int:
    for start, _, _ in purposes().found(words):
        if start >= max(_LEAST_CORE, opened + 1):
            return start
    return len(words)


def _terms(words: Sequence[str], places: Iterable[int], light_places: set[int]) -> Weights:
    """Return words and pairs of neighbours; words with little content have a low weight.

    All numbers are the same term, because a request with another figure is the same request.
    """
    kept = [at for at in places if words[at] not in MARKS]
    word = {at: _NUMBER if words[at][0].isdigit() else words[at] for at in kept}
    weight = {at: LIGHT_WEIGHT if at in light_places else 1.0 for at in kept}
    found: Weights = {}
    for at in kept:
        found[word[at]] = max(found.get(word[at], 0.0), weight[at])
    for left, right in pairwise(kept):
        if right == left + 1 and word[left] != word[right]:
            found[f"{word[left]} {word[right]}"] = min(weight[left], weight[right])
    return found


def _matters(words: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(groups for _, _, groups in meanings("matters").found(words)))


def _named(text: str) -> dict[str, Any]:
    """Return the names in a proposal, and the giver and the receiver of something."""
    normalized = normalize_words(text)
    spans = find_names(normalized)
    countries = [span for span in spans if span.kind == "country"]
    alone = not any(_behind(normalized, span, "together") for span in countries)
    names = {span.name.lower() for span in spans if span.kind != "country"}
    for word in _CAPITALISED.finditer(normalized):
        inside = any(span.start < word.end() and word.start() < span.end for span in spans)
        if word.start() and word.group()[0].isupper() and not inside:
            names.add(word.group().lower())
    giver, receiver = _passed(normalized, countries)
    return {
        "countries": frozenset(span.name for span in countries if alone),
        "owners": frozenset(span.name for span in spans if _behind(normalized, span, "owner")),
        "places": frozenset(span.name for span in spans if span.kind in LOCAL_KINDS),
        "names": frozenset(names),
        "giver": giver,
        "receiver": receiver,
    }


def _behind(normalized: str, span: PlaceSpan, kind: str) -> bool:
    words = tokens(normalized[: span.start])
    return bool(words) and kind in meanings("transfers").at(words, len(words) - 1)[1]


def _passed(normalized: str, countries: Sequence[PlaceSpan]) -> tuple[str, str]:
    """Return the countries before and after a verb of giving or taking, as giver and receiver."""
    for word in re.finditer(r"\w+", normalized.lower()):
        at = word.start()
        kinds = meanings("transfers").at(tokens(normalized[at : at + _VERB_REACH]), 0)[1]
        if not kinds & {"from_subject", "to_subject"}:
            continue
        doers = [span.name for span in countries if span.end <= at]
        others = [span.name for span in countries if span.start > at]
        pair = (doers[-1] if doers else "", others[0] if others else "")
        return pair if "from_subject" in kinds else pair[::-1]
    return "", ""
