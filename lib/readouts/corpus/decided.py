"""Apply decisions of people to readings and to pairs.

A decision states a result, not a change: words that a person accepted as an item stay an item even
if the machine no longer finds them, and overlapping items of the machine are removed.

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
# The length of a quotation in a message.
_short = partial(one_line, width=80)


def apply(reading: Reading, meeting_id: str, folder: Path | None = None) -> Reading:
    """Return a reading with the decisions about its items applied, and its `Review`.

    Raises `ProblemsError` with file and line where a decision names words that are not in the text
    (any more), or words that another decision has settled; the closest item is named. Problems of
    other decisions are also reported.
    """
    found, problems = located(folder)
    ours = [one for one in found if meetings_of(one.said) == (meeting_id,)]
    reading, faults = applied(reading, [one.said for one in ours])
    problems += [ours[n].problem(fault.at, fault.message, fault.hint) for n, fault in faults]
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
    faults: list[tuple[int, Fault]] = []
    taken: dict[Span | None, ItemDecision] = {}
    # A coding of a whole text comes first, and a join last: it may contain accepted items.
    order = sorted(enumerate(decisions), key=lambda one: _TURN.get(one[1].decide, 1))
    # Dropped words stay dropped, even if new boundaries or a join made them an item.
    for number, decision in [*order, *(one for one in order if one[1].decide == "drop")]:
        changed: Reading | Fault = _CHANGES.get(decision.decide, _coded)(reading, decision)
        if isinstance(decision, ItemDecision):
            place = _span(reading, decision)
            first = taken.setdefault(place, decision)
            if place and first is not decision:
                message = f"“{_short(decision.quote)}” is decided twice: {first.decide} and "
                changed = Fault(("decide",), message + decision.decide, "keep one")
        if isinstance(changed, Reading):
            reading = changed
        elif (number, changed) not in faults:
            faults.append((number, changed))
    return replace(reading, review=_review(reading.item_rows, decisions)), faults


def pair_decisions(
    then: Reading, now: Reading, then_id: str, now_id: str, folder: Path | None = None
) -> tuple[PairDecision, ...]:
    """Return the decisions about pairs of items of two meetings, in either order.

    Raises `ProblemsError` as `apply` does.

    >>> pair_decisions(Reading("a", ""), Reading("b", ""), "a", "b")
    ()
    """
    readings = {then_id: then, now_id: now}
    every, problems = located(folder)
    found: dict[Span, PairDecision] = {}
    rest: list[Reviewed] = []
    for one in every:
        if set(meetings_of(one.said)) != set(readings):
            continue
        if isinstance(one.said, Reviewed):
            rest.append(one.said)
        elif faults := _lost(one, readings):
            problems += faults
        else:
            places = {place.meeting: place for place in (one.said.then, one.said.now)}
            then_at, now_at = (item_at(readings[name], places[name]) for name in (then_id, now_id))
            new = PairDecision(then_at, now_at, one.said.decide == "match", one.said.reason)
            if found.setdefault((then_at, now_at), new) is not new:
                problems.append(one.problem(("decide",), "this pair is decided twice", "keep one"))
    if problems:
        raise ProblemsError(problems)
    # If people reviewed all matches of two meetings, pairs that they did not match are not matches.
    sizes = [range(len(reading.item_rows)) for reading in (then, now)]
    for reviewed in rest:
        for pair in product(*sizes):
            found.setdefault(pair, PairDecision(*pair, False, reviewed.reason))
    return tuple(found.values())


def item_at(reading: Reading, place: Place) -> int | None:
    """Return the position of the item that ``place`` names.

    >>> reading = Reading("a", "mở cảng", item_rows=(Item(0, 7, 0, "Bà A", "Lào", "propose"),))
    >>> item_at(reading, Place(meeting="a", quote="mở  cảng"))
    0
    """
    return _position(reading, _span(reading, place))


def span_of(reading: Reading, decision: Place) -> Span | None:
    """Return the span of the words that a decision names or makes an item.

    >>> edges = ItemDecision(decide="edges", meeting="a", quote="mở cảng", to="mở cảng biển")
    >>> span_of(Reading("a", "Hãy mở cảng biển."), edges)
    (4, 16)
    """
    old, to = _span(reading, decision), getattr(decision, "to", None)
    if not to or old is None:
        return old
    return next((new for new in spans_of(reading.source, to) if _meet(new, old)), None)


def spans_of(source: str, quote: str) -> list[Span]:
    """Return the spans of the words of ``quote`` in ``source``, in any spelling variant.

    >>> spans_of("Hoà bình, hòa  bình", "hòa bình")
    [(10, 19)]
    """
    view = normalize(source)
    words = r"\s+".join(re.escape(word) for word in normalize(quote).text.split())
    whole = rf"(?<!\w){words}(?!\w)" if words[:1].isalnum() else words
    return [view.span(*match.span()) for match in re.finditer(whole, view.text)] if words else []


def _lost(one: Located, readings: dict[str, Reading]) -> list[Problem]:
    return [
        one.problem((name, *fault.at), fault.message, fault.hint)
        for name in ("then", "now")
        for place in (getattr(one.said, name),)
        if item_at(readings[place.meeting], place) is None
        for fault in (_missing(readings[place.meeting], place),)
    ]


def _review(items: Iterable[Item], decisions: Iterable[AnyDecision]) -> Review:
    settled = [item.settled for item in items]
    by = dict.fromkeys(decision.by for decision in decisions if decision.by)
    on = max((decision.on for decision in decisions), default="")
    return Review(sum(settled), len(settled), tuple(by), on)


def _span(reading: Reading, place: Place) -> Span | None:
    spans = spans_of(reading.source, place.quote)
    if place.occurrence:
        return spans[place.occurrence - 1] if len(spans) >= place.occurrence else None
    items = {item.span for item in reading.item_rows}
    return next((span for span in spans if span in items), spans[0] if spans else None)


def _position(reading: Reading, span: Span | None) -> int | None:
    spans = [item.span for item in reading.item_rows]
    return spans.index(span) if span in spans else None


# --- the effect of each kind of decision ----------------------------------------------------------


def _coded(reading: Reading, decision: ItemDecision) -> Reading | Fault:
    old, new = _span(reading, decision), span_of(reading, decision)
    known = {"act", "speaker", "side"} <= decision.given().keys()
    if old is None or not (known or decision.to or _position(reading, old) is not None):
        return _missing(reading, decision)
    if new is None:
        words = _short(str(decision.to))
        return Fault(("to",), f"“{words}” does not stand where the item does")
    return _put(reading, new, decision, instead=old)


def _dropped(reading: Reading, decision: ItemDecision) -> Reading | Fault:
    span = _span(reading, decision)
    return _missing(reading, decision) if span is None else _without(reading, span)


def _split(reading: Reading, decision: ItemDecision) -> Reading | Fault:
    whole = _span(reading, decision)
    if whole is None:
        return _missing(reading, decision)
    base, at = _like(reading, whole), whole[0]
    for number, quote in enumerate(decision.into or ()):
        parts = [
            part for part in spans_of(reading.source, quote) if at <= part[0] < part[1] <= whole[1]
        ]
        if not parts:
            message = f"“{_short(quote)}” does not stand in the rest of the item to be split"
            return Fault(("into", number), message, "give the parts in order, each once")
        at = parts[0][1]
        changed = _put(reading, parts[0], decision, instead=whole, like=base, settled=False)
        if isinstance(changed, Fault):
            return changed
        reading = changed
    return reading


def _coded_by_hand(reading: Reading, decision: Reviewed) -> Reading | Fault:
    try:
        rows = read_json((data_dir() / decision.coding).read_text(encoding="utf-8"))["items"]
        coded = {(row["start"], row["end"]): _accepted(row, reading, decision) for row in rows}
    except (OSError, ValueError, LookupError, TypeError) as error:
        told = str(error).splitlines()[0]
        return Fault(
            ("coding",), f"`{decision.coding}` cannot be read as a coding of this text", told
        )
    for item in reading.item_rows:
        if item.span not in coded:
            reading = _without(reading, item.span)
    for span, said in coded.items():
        changed = _put(reading, span, said, instead=span)
        if isinstance(changed, Fault):
            return replace(changed, at=("coding",))
        reading = changed
    return reading


def _accepted(row: dict[str, Any], reading: Reading, decision: Reviewed) -> ItemDecision:
    """Return a row of a coding as a decision. Its addressees are words, not persons."""
    quote = reading.source[row["start"] : row["end"]]
    if row.get("quote", quote) != quote:
        raise ValueError(f"its “{_short(str(row['quote']))}” is “{_short(quote)}” here")
    codes = {name: row[name] for name in ("act", "speaker", "side", "themes")}
    return ItemDecision(decide="accept", meeting=decision.meeting, quote=quote, **codes)


_TURN = {"reviewed": 0, "join": 2}
_CHANGES: dict[str, Any] = {"drop": _dropped, "split": _split, "reviewed": _coded_by_hand}


def _put(
    reading: Reading,
    span: Span,
    decision: ItemDecision,
    *,
    instead: Span,
    like: Item | None = None,
    settled: bool = True,
) -> Reading | Fault:
    """Return the reading with an item at ``span``, coded as decided, that no other overlaps."""
    at, codes = _position(reading, span), decision.given()
    before = reading.item_rows[at] if at is not None else like or _like(reading, instead)
    if before is None and not {"act", "speaker", "side"} <= codes.keys():
        return _missing(reading, decision)
    if instead != span:
        reading = _without(reading, instead)
    # A part of a split cannot be split again with other boundaries.
    parts = decision.decide == "split"
    claimed = [
        item
        for item in reading.item_rows
        if (item.settled or (parts and item.rule == DECISION)) and _meet(item.span, span)
    ]
    if claimed and claimed[0].span != span and decision.decide != "join":
        other = _short(reading.source[claimed[0].start : claimed[0].end])
        return Fault(("quote",), f"these words overlap the item “{other}” that is settled already")
    if at is None:
        codes.setdefault("themes", _themes(reading.source[slice(*span)]))
    reading, number = _in_statement(reading, span, before, codes)
    sentence = reading.statement_rows[number].sentence
    item = replace(before or Item(*span, number, "", "", "propose"), statement=number)
    new = replace(item, start=span[0], end=span[1], sentence=sentence, **codes)
    if at is None or _codes_of(new) != _codes_of(item):
        new = replace(new, rule=DECISION)
    # Settled items have probability 1.
    sure = {"probability": 1.0, "confidence": "high"} if settled else {}
    new = replace(new, settled=settled, **sure)
    others = [left for old in reading.item_rows for left in _rest(reading.source, old, span)]
    return _with_items(reading, [*others, new])


def _codes_of(item: Item) -> tuple[Any, ...]:
    return item.act, item.speaker, item.side, item.addressee, frozenset(item.themes)


def _like(reading: Reading, span: Span) -> Item | None:
    """Return the item that shares most of ``span``."""
    near = [item for item in reading.item_rows if _meet(item.span, span)]
    return max(near, key=lambda one: min(one.end, span[1]) - max(one.start, span[0]), default=None)


def _rest(source: str, item: Item, span: Span) -> list[Item]:
    """Return an item without the words of ``span``: all of it, a part, or nothing."""
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
    """Return the reading and the statement of a span; a statement is made if there is none."""
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
    who = {
        name: codes.get(name) or getattr(before, name, "") for name in ("act", "speaker", "side")
    }
    addressee = codes.get("addressee", "")
    statement = Statement(
        start, end, verb="", rule=DECISION, sentence=sentence, addressee=addressee, **who
    )
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


def _missing(reading: Reading, place: Place) -> Fault:
    from readouts.comparison.similarity import overlap

    quotes = [reading.source[item.start : item.end] for item in reading.item_rows]
    which = f" (occurrence {place.occurrence})" if (place.occurrence or 1) > 1 else ""
    message = f"{place.meeting} has no item “{_short(place.quote)}”{which}"
    if not quotes:
        return Fault(("quote",), message, "it has no items at all")
    closest = quotes[int(overlap([place.quote], quotes).wording[0].argmax())]
    return Fault(("quote",), message, f"the closest is “{closest}”")
