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
# A purpose cannot open before the proposal has said something.
_LEAST_CORE = 3
_CAPITALISED = re.compile(r"\w+(?: *[-–] *\w+)*")
# No verb of passing on is longer.
_VERB_REACH = 30
_YEAR = re.compile(r"(?:19|20)\d\d")

Weights = dict[str, float]


@dataclass(frozen=True)
class Content:
    """A proposal's words, sorted by what they do in it.

    ``terms`` are words and pairs of neighbours with their weights, ``object`` those after the
    head verb and before a purpose clause, ``spoken`` its telling words in order. ``stance`` is 1
    for what is asked for, -1 for what is to be ended or kept from, 0 where the verb does not tell.
    ``countries`` leaves out those that take part alike, ``owners`` are whose goods, people or
    waters it speaks of, ``places`` lie within a country; ``giver`` and ``receiver`` are set where
    something passes between sides.
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
    """Return what the words of a proposal ask for.

    >>> found = content("không mở thêm đường bay mới với Lào trong năm 2026")
    >>> found.stance, sorted(found.matters), sorted(found.years), sorted(found.countries)
    (-1, ['flights'], ['2026'], [])
    >>> sold = content("Lào bán điện cho Việt Nam")
    >>> sold.giver, sold.receiver
    ('Lào', 'Việt Nam')
    """
    said = tokens(text)
    opened, verbs, stance = _opening(said)
    closed = _purpose(said, opened)
    little = {at for start, end, _ in light().found(said) for at in range(start, end)}
    marks = {at for at, token in enumerate(said) if token in MARKS}
    numbers = {token for token in said if token[0].isdigit()}
    years = frozenset(token for token in numbers if _YEAR.fullmatch(token))
    return Content(
        terms=_terms(said, range(len(said)), little),
        object=_terms(said, range(opened, closed), little),
        spoken=tuple(said[i] for i in range(opened, closed) if i not in little | marks),
        verbs=verbs,
        acts=frozenset().union(*(meanings("acts").at(verb.split(), 0)[1] for verb in verbs)),
        stance=stance,
        matters=_matters(said[:closed]) or _matters(said),
        figures=frozenset(numbers - years),
        years=years,
        **_named(text),
        length=sum(token not in MARKS for token in said),
    )


def _opening(said: Sequence[str]) -> tuple[int, frozenset[str], int]:
    """Return where the object starts, the head verbs, and the stance they and negations take."""
    verbs: list[str] = []
    stance, place = 0, 0
    while place < len(said) and len(verbs) < 2:
        negation, kinds = meanings("directions").at(said, place)
        length, kind = heads().at(said, place)
        if "not" in kinds and negation >= length:
            stance = -1 if stance >= 0 else 1
            place += negation
        elif "verb" in kind:
            verbs.append(" ".join(said[place : place + length]))
            place += length
            if place < len(said) and said[place] in ("và", ",") and _verb(said, place + 1):
                place += 1
            else:
                break
        elif length:
            place += length
        else:
            break
    return place, frozenset(verbs), _stance(verbs, stance)


def _verb(said: Sequence[str], place: int) -> bool:
    return "verb" in heads().at(said, place)[1]


def _stance(verbs: Iterable[str], negated: int) -> int:
    for verb in verbs:
        kinds = meanings("directions").at(verb.split(), 0)[1]
        if "against" in kinds:
            return -1 if negated >= 0 else 1
    return negated or int(any("for" in meanings("directions").at(v.split(), 0)[1] for v in verbs))


def _purpose(said: Sequence[str], opened: int) -> int:
    for start, _, _ in purposes().found(said):
        if start >= max(_LEAST_CORE, opened + 1):
            return start
    return len(said)


def _terms(said: Sequence[str], places: Iterable[int], little: set[int]) -> Weights:
    """Return words and pairs of neighbours; those that say little weigh little.

    One number stands for any other: the same request with another figure is the same request.
    """
    kept = [at for at in places if said[at] not in MARKS]
    word = {at: _NUMBER if said[at][0].isdigit() else said[at] for at in kept}
    weight = {at: LIGHT_WEIGHT if at in little else 1.0 for at in kept}
    found: Weights = {}
    for at in kept:
        found[word[at]] = max(found.get(word[at], 0.0), weight[at])
    for left, right in pairwise(kept):
        if right == left + 1 and word[left] != word[right]:
            found[f"{word[left]} {word[right]}"] = min(weight[left], weight[right])
    return found


def _matters(said: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(groups for _, _, groups in meanings("matters").found(said)))


def _named(text: str) -> dict[str, Any]:
    """Return the names in a proposal, and who gives and receives what is passed on."""
    folded = normalize_words(text)
    spans = find_names(folded)
    countries = [span for span in spans if span.kind == "country"]
    alone = not any(_behind(folded, span, "together") for span in countries)
    names = {span.name.lower() for span in spans if span.kind != "country"}
    for word in _CAPITALISED.finditer(folded):
        inside = any(span.start < word.end() and word.start() < span.end for span in spans)
        if word.start() and word.group()[0].isupper() and not inside:
            names.add(word.group().lower())
    giver, receiver = _passed(folded, countries)
    return {
        "countries": frozenset(span.name for span in countries if alone),
        "owners": frozenset(span.name for span in spans if _behind(folded, span, "owner")),
        "places": frozenset(span.name for span in spans if span.kind in LOCAL_KINDS),
        "names": frozenset(names),
        "giver": giver,
        "receiver": receiver,
    }


def _behind(folded: str, span: PlaceSpan, kind: str) -> bool:
    said = tokens(folded[: span.start])
    return bool(said) and kind in meanings("transfers").at(said, len(said) - 1)[1]


def _passed(folded: str, countries: Sequence[PlaceSpan]) -> tuple[str, str]:
    """Return the country before and the one after a verb of passing on, as giver and receiver."""
    for word in re.finditer(r"\w+", folded.lower()):
        at = word.start()
        kinds = meanings("transfers").at(tokens(folded[at : at + _VERB_REACH]), 0)[1]
        if not kinds & {"from_subject", "to_subject"}:
            continue
        doers = [span.name for span in countries if span.end <= at]
        others = [span.name for span in countries if span.start > at]
        pair = (doers[-1] if doers else "", others[0] if others else "")
        return pair if "from_subject" in kinds else pair[::-1]
    return "", ""
