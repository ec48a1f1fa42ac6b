"""Apply decisions of people to readings and to pairs.

A decision states a result, not a change: words that a person accepted stay an item if the machine
no longer finds them, and items of the machine that overlap them are removed.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> text = "- {decide: code, meeting: m-1, quote: mở cảng, act: commit, by: AB, on: 2026-11-30}\\n"
>>> _ = Path(folder.name, "ours.yml").write_text(text, encoding="utf-8")
>>> reading = Reading("a", "mở cảng", item_rows=(Item(0, 7, 0, "Bà A", "Lào", "propose"),))
>>> decided = apply(reading, "m-1", Path(folder.name))
>>> decided.item_rows[0].act, decided.item_rows[0].rule, decided.item_rows[0].settled
('commit', 'decision', True)
>>> decided.review
Review(settled=1, of=1, by=('AB',), on='2026-11-30')
>>> folder.cleanup()
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from readouts.comparison.ledger import PairDecision
from readouts.corpus.decisions import (
    AnyDecision,
    ItemDecision,
    Located,
    Place,
    Reviewed,
    located,
    meetings_of,
)
from readouts.errors import Problem, ProblemsError
from readouts.language.normalization import normalize
from readouts.model import DECISION, Item, Review, Statement
from readouts.reading import Reading
from readouts.storage.json_text import read_json
from readouts.storage.paths import data_dir
from readouts.storage.yaml_files import Fault
from readouts.terminal import one_line

Span = tuple[int, int]
_WHO = ("act", "speaker", "side")
_ORDER = {"reviewed": 0, "join": 2}
# The length of a quotation in a message.
_short = partial(one_line, width=80)


class _DoesNotFitError(Exception):
    """A decision cannot be applied to a reading; ``fault`` says why."""

    def __init__(self, at: str | int, *rest: Any) -> None:
        *where, message, hint = (at, *rest)
        self.fault = Fault(tuple(where), message, hint)


def apply(reading: Reading, meeting_id: str, folder: Path | None = None) -> Reading:
    """Return a reading with the decisions about its items applied, and its `Review`.

    Raises `ProblemsError` if a decision names words that are not in the text (any more), with the
    closest item, or words that another decision has settled. Problems of all other decisions are
    also reported.
    """
    all_decisions, problems = located(folder)
    of_meeting = [found for found in all_decisions if meetings_of(found.decision) == (meeting_id,)]
    reading, faults = applied(reading, [found.decision for found in of_meeting])
    problems += [of_meeting[n].problem(fault.at, fault.message, fault.hint) for n, fault in faults]
    if problems:
        raise ProblemsError(problems)
    return reading


def applied(
    reading: Reading, decisions: Sequence[AnyDecision]
) -> tuple[Reading, list[tuple[int, Fault]]]:
    """Return a reading with its decisions applied, and the problems, each with its position.

    >>> drop = ItemDecision(decide="drop", meeting="a", quote="xây cầu")
    >>> applied(Reading("a", "mở cảng"), [drop])[1][0][1].message
    'a has no item “xây cầu”'
    """
    faults: dict[tuple[int, Fault], None] = {}
    first: dict[Span | None, AnyDecision] = {}
    # A coding of a whole text comes first, and a join last: it may contain accepted items.
    order = sorted(enumerate(decisions), key=lambda pair: _ORDER.get(pair[1].decide, 1))
    # Dropped words stay dropped, even if new boundaries or a join made them an item.
    for number, decision in [*order, *(pair for pair in order if pair[1].decide == "drop")]:
        try:
            if isinstance(decision, Reviewed):
                reading = _coded_by_hand(reading, decision)
            elif isinstance(decision, ItemDecision):
                _refuse_second(first, _span(reading, decision), decision)
                reading = _changed(reading, decision)
        except _DoesNotFitError as error:
            faults[number, error.fault] = None
    return replace(reading, review=_review(reading.item_rows, decisions)), list(faults)


def _refuse_second(
    first: dict[Span | None, AnyDecision], span: Span | None, decision: ItemDecision
) -> None:
    earlier = first.setdefault(span, decision)
    if span and earlier is not decision:
        words = f"“{_short(decision.quote)}” is decided twice"
        message = f"{words}: {earlier.decide} and {decision.decide}"
        raise _DoesNotFitError("decide", message, "keep one")


def pair_decisions(
    then: Reading, now: Reading, then_id: str, now_id: str, folder: Path | None = None
) -> tuple[PairDecision, ...]:
    """Return the decisions about pairs of items of two meetings, in either order of the meetings.

    Raises `ProblemsError` as `apply` does.

    >>> pair_decisions(Reading("a", ""), Reading("b", ""), "a", "b")
    ()
    """
    readings = {then_id: then, now_id: now}
    all_decisions, problems = located(folder)
    of_pair: dict[Span, PairDecision] = {}
    reviewed: list[Reviewed] = []
    for found in all_decisions:
        decision = found.decision
        if set(meetings_of(decision)) != set(readings):
            continue
        if isinstance(decision, Reviewed):
            reviewed.append(decision)
        elif missing := _missing_items(found, readings):
            problems += missing
        else:
            places = {place.meeting: place for place in (decision.then, decision.now)}
            then_at, now_at = (item_at(readings[name], places[name]) for name in (then_id, now_id))
            new = PairDecision(then_at, now_at, decision.decide == "match", decision.reason)
            if of_pair.setdefault((then_at, now_at), new) is not new:
                problems.append(
                    found.problem(("decide",), "this pair is decided twice", "keep one")
                )
    if problems:
        raise ProblemsError(problems)
    # If people reviewed all matches of two meetings, pairs that they did not match are not matches.
    sizes = [range(len(reading.item_rows)) for reading in (then, now)]
    for decision in reviewed:
        for pair in product(*sizes):
            of_pair.setdefault(pair, PairDecision(*pair, False, decision.reason))
    return tuple(of_pair.values())


def item_at(reading: Reading, place: Place) -> int | None:
    """Return the position of the item that ``place`` names.

    >>> reading = Reading("a", "mở cảng", item_rows=(Item(0, 7, 0, "Bà A", "Lào", "propose"),))
    >>> item_at(reading, Place(meeting="a", quote="mở  cảng"))
    0
    """
    return _position(reading, _span(reading, place))


def span_of(reading: Reading, decision: Place) -> Span | None:
    """Return the span of the words that a decision names, or to which it moves the item.

    >>> edges = ItemDecision(decide="edges", meeting="a", quote="mở cảng", to="mở cảng biển")
    >>> span_of(Reading("a", "Hãy mở cảng biển."), edges)
    (4, 16)
    """
    old, to = _span(reading, decision), getattr(decision, "to", None)
    if not to or old is None:
        return old
    return next((new for new in spans_of(reading.source, to) if _meet(new, old)), None)


def spans_of(source: str, quote: str) -> list[Span]:
    """Return the spans of ``quote`` in ``source``; variants of spelling do not matter.

    >>> spans_of("Hoà bình, hòa  bình", "hòa bình")
    [(10, 19)]
    """
    view = normalize(source)
    words = r"\s+".join(re.escape(word) for word in normalize(quote).text.split())
    whole = rf"(?<!\w){words}(?!\w)" if words[:1].isalnum() else words
    return [view.span(*match.span()) for match in re.finditer(whole, view.text)] if words else []


def _missing_items(found: Located, readings: dict[str, Reading]) -> list[Problem]:
    problems = []
    for name in ("then", "now"):
        place = getattr(found.decision, name)
        if item_at(readings[place.meeting], place) is None:
            fault = _missing(readings[place.meeting], place).fault
            problems.append(found.problem((name, *fault.at), fault.message, fault.hint))
    return problems


def _review(items: Sequence[Item], decisions: Sequence[AnyDecision]) -> Review:
    by = dict.fromkeys(decision.by for decision in decisions if decision.by)
    on = max((decision.on for decision in decisions), default="")
    return Review(sum(item.settled for item in items), len(items), tuple(by), on)


def _span(reading: Reading, place: Place) -> Span | None:
    spans = spans_of(reading.source, place.quote)
    if place.occurrence:
        return spans[place.occurrence - 1] if len(spans) >= place.occurrence else None
    items = {item.span for item in reading.item_rows}
    return next((span for span in spans if span in items), spans[0] if spans else None)


def _position(reading: Reading, span: Span | None) -> int | None:
    spans = [item.span for item in reading.item_rows]
    return spans.index(span) if span in spans else None


# --- the effect of a decision --------------------------------------------------------------------


def _changed(reading: Reading, decision: ItemDecision) -> Reading:
    whole = _span(reading, decision)
    if whole is None:
        raise _missing(reading, decision)
    if decision.decide == "drop":
        return _without(reading, whole)
    like = _like(reading, whole)
    for part in _parts(reading, decision, whole):
        reading = _put(reading, part, decision, instead=whole, like=like)
    return reading


def _parts(reading: Reading, decision: ItemDecision, whole: Span) -> list[Span]:
    """Return the spans of the items that a decision makes of the words that it names."""
    if decision.to:
        new = span_of(reading, decision)
        if new is None:
            message = f"“{_short(decision.to)}” is not where the item is"
            raise _DoesNotFitError("to", message, "")
        return [new]
    if not decision.into:
        if _position(reading, whole) is None and not _is_coded(decision):
            raise _missing(reading, decision)
        return [whole]
    parts = [(whole[0], whole[0])]
    for number, quote in enumerate(decision.into):
        found = spans_of(reading.source, quote)
        inside = [span for span in found if parts[-1][1] <= span[0] and span[1] <= whole[1]]
        if not inside:
            message = f"“{_short(quote)}” is not in the rest of the item to split"
            raise _DoesNotFitError("into", number, message, "give the parts in order, each once")
        parts.append(inside[0])
    return parts[1:]


def _is_coded(decision: ItemDecision) -> bool:
    return decision.given().keys() >= set(_WHO)


def _coded_by_hand(reading: Reading, decision: Reviewed) -> Reading:
    try:
        rows = read_json((data_dir() / decision.coding).read_text(encoding="utf-8"))["items"]
        coded = {(row["start"], row["end"]): _accepted(row, reading, decision) for row in rows}
    except (OSError, ValueError, LookupError, TypeError) as error:
        message = f"`{decision.coding}` cannot be read as a coding of this text"
        raise _DoesNotFitError("coding", message, str(error).splitlines()[0]) from None
    reading = _with_items(reading, [item for item in reading.item_rows if item.span in coded])
    for span, accepted in coded.items():
        reading = _put(reading, span, accepted, instead=span, like=_like(reading, span))
    return reading


def _accepted(row: dict[str, Any], reading: Reading, decision: Reviewed) -> ItemDecision:
    """Return a row of a coding as a decision, without its addressee, which is not a person."""
    quote = reading.source[row["start"] : row["end"]]
    if row.get("quote", quote) != quote:
        raise ValueError(f"its “{_short(str(row['quote']))}” is “{_short(quote)}” here")
    codes = {name: row[name] for name in (*_WHO, "themes")}
    return ItemDecision(decide="accept", meeting=decision.meeting, quote=quote, **codes)


def _put(
    reading: Reading, span: Span, decision: ItemDecision, instead: Span, like: Item | None
) -> Reading:
    """Return the reading with an item at ``span``, coded as decided, that no other overlaps."""
    at, codes = _position(reading, span), decision.given()
    before = reading.item_rows[at] if at is not None else like
    if before is None and not _is_coded(decision):
        raise _missing(reading, decision)
    if instead != span:
        reading = _without(reading, instead)
    _refuse_overlap(reading, span, decision)
    if at is None:
        codes.setdefault("themes", _themes(reading.source[slice(*span)]))
    reading, number = _in_statement(reading, span, before, codes)
    sentence = reading.statement_rows[number].sentence
    item = replace(before or Item(*span, number, "", "", "propose"), statement=number)
    new = replace(item, start=span[0], end=span[1], sentence=sentence, **codes)
    if at is None or _codes_of(new) != _codes_of(item):
        new = replace(new, rule=DECISION)
    # A split says nothing about the codes of its parts; every other decision settles its item.
    settled = decision.decide != "split"
    if settled:
        new = replace(new, probability=1.0, confidence="high")
    others = [left for old in reading.item_rows for left in _rest(reading.source, old, span)]
    return _with_items(reading, [*others, replace(new, settled=settled)])


def _refuse_overlap(reading: Reading, span: Span, decision: ItemDecision) -> None:
    # A part of a split cannot be split again with other boundaries.
    split = decision.decide == "split"
    for item in reading.item_rows if decision.decide != "join" else ():
        fixed = item.settled or (split and item.rule == DECISION)
        if fixed and _meet(item.span, span) and item.span != span:
            message = f"these words overlap the item “{_short(reading.quote(item))}”"
            raise _DoesNotFitError("quote", f"{message} that is settled already", "")


def _codes_of(item: Item) -> tuple[Any, ...]:
    return item.act, item.speaker, item.side, item.addressee, frozenset(item.themes)


def _like(reading: Reading, span: Span) -> Item | None:
    """Return the item that shares most of ``span``."""
    near = [item for item in reading.item_rows if _meet(item.span, span)]
    return max(near, key=lambda one: min(one.end, span[1]) - max(one.start, span[0]), default=None)


def _rest(source: str, item: Item, span: Span) -> list[Item]:
    """Return an item without the words of ``span``: unchanged, shorter, or none."""
    if not _meet(item.span, span):
        return [item]
    sides = [(item.start, span[0]), (span[1], item.end)]
    start, end = max(sides, key=lambda side: side[1] - side[0])
    words = re.search(r"\w.*\w", source[start : max(start, end)], re.DOTALL)
    if not words or " " not in words[0]:
        return []
    return [replace(item, start=start + words.start(), end=start + words.end())]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _without(reading: Reading, span: Span) -> Reading:
    return _with_items(reading, [item for item in reading.item_rows if item.span != span])


def _with_items(reading: Reading, items: Iterable[Item]) -> Reading:
    return replace(reading, item_rows=tuple(sorted(items, key=lambda item: item.span)))


def _in_statement(
    reading: Reading, span: Span, before: Item | None, codes: dict[str, Any]
) -> tuple[Reading, int]:
    """Return the reading and the statement of a span; if there is none, a new statement."""
    start, end = span
    holders = (
        n for n, row in enumerate(reading.statement_rows) if row.start <= start and end <= row.end
    )
    found = next(holders, before.statement if before else -1)
    if 0 <= found < len(reading.statement_rows):
        return reading, found
    sentence = next(
        (row.number for row in reading.sentence_rows if row.start <= start < row.end), 0
    )
    who = {name: codes.get(name) or getattr(before, name, "") for name in _WHO}
    who["addressee"] = codes.get("addressee", "")
    statement = Statement(start, end, verb="", rule=DECISION, sentence=sentence, **who)
    at = sum(row.start < start for row in reading.statement_rows)
    rows = (*reading.statement_rows[:at], statement, *reading.statement_rows[at:])
    items = tuple(
        replace(item, statement=item.statement + (item.statement >= at))
        for item in reading.item_rows
    )
    return replace(reading, statement_rows=rows, item_rows=items), at


def _themes(quote: str) -> tuple[str, ...]:
    from readouts.codebook import coder as codebook

    return tuple(codebook.code(quote)[0])


def _missing(reading: Reading, place: Place) -> _DoesNotFitError:
    from readouts.comparison.similarity import overlap

    quotes = [reading.source[item.start : item.end] for item in reading.item_rows]
    occurrence = f" (occurrence {place.occurrence})" if (place.occurrence or 1) > 1 else ""
    message = f"{place.meeting} has no item “{_short(place.quote)}”{occurrence}"
    if not quotes:
        return _DoesNotFitError("quote", message, "it has no items at all")
    closest = quotes[int(overlap([place.quote], quotes).wording[0].argmax())]
    return _DoesNotFitError("quote", message, f"the closest is “{closest}”")
