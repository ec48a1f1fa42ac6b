"""Findings: sentences about two meetings that both texts support.

Each kind of finding is one function: its condition, its quotations and its rows. Its sentence is in
``data/interface.yml`` under ``finding``, in both languages. Weaker results are only rows of the
ledger, without a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, groupby
from typing import Any

from readouts.comparison.comparability import comparability
from readouts.comparison.ledger import Ledger, side_change
from readouts.comparison.similarity import overlap
from readouts.labels import label
from readouts.measures.agenda import RESIDUAL, themes_of_one_text
from readouts.measures.answers import assents
from readouts.measures.counts import Count, items_by_theme, requests_by_side
from readouts.measures.evidence import Evidence, asks_alone
from readouts.measures.named import only_in
from readouts.model import BOTH, Mention
from readouts.reading import Reading

# The least probability on a draft that "this" in a sentence is the same in both texts. To admit
# workers again and to admit more of them are different things with probability 0.94.
_THIS = 0.95
# The least similarity of wording of a row "in nearly the same words".
_SAME_WORDS = 0.85
# The least share of words of a proposal in the title: its verb and object.
_IN_TITLE = 0.75
# The rule name of sentences of the reporter about signed documents.
_SIGNED = "documents signed at the meeting"
# The number of proposals quoted of many.
_SHOWN = 3
# The number of sides for which requests are compared.
_SIDES = 2
# The least share of words of a request in its reply, whatever the probability, so that it is not
# about another subject.
_PLAIN_REPLY = 0.5
# With these warnings there are no sentences that compare.
_NOT_COMPARED = {"no_meeting", "same_text", "other_sides"}


@dataclass(frozen=True)
class Quote:
    """A span of one of the two texts (``when``) that supports a finding."""

    when: str
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """A finding: its kind, its quotations and its rows of the ledger.

    ``values`` fill in its sentence: ids and names of sides become labels, other words stay.
    """

    kind: str
    quotes: tuple[Quote, ...] = ()
    rows: tuple[int, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        """Return the finding as a sentence in ``en`` or ``vi``.

        >>> Finding("asked_twice", values={"side": "Lào"}).sentence()
        'Laos puts this forward in both texts.'
        """
        shown = {name: _shown(value, language) for name, value in self.values.items()}
        words = label(f"finding.{self.kind}", language, **shown)
        return words[:1].upper() + words[1:]


def _shown(value: Any, language: str) -> Any:
    if isinstance(value, Count):
        return value.shown(language)
    name = label(value, language) if isinstance(value, str) else value
    return f"the {name}" if language == "en" and name in label("article").split(", ") else name


def findings(ledger: Ledger) -> tuple[Finding, ...]:
    """Return the findings of a ledger, a few of each kind: first what changed, last what did not.

    >>> from readouts.comparison.ledger import compare
    >>> findings(compare(Reading("a", ""), Reading("b", "")))
    ()
    """
    evidence = Evidence(ledger)
    if {one.kind for one in comparability(ledger.then, ledger.now)} & _NOT_COMPARED:
        return ()
    texts = evidence.texts
    found: dict[str, list[Finding]] = {place: [] for place in _ORDER}
    for find, place, most in KINDS:
        # Each row is used in one sentence only: that of the kind that matters more.
        used = {row for one in chain(*found.values()) for row in one.rows}
        free = [one for one in find(evidence) if one.quotes and used.isdisjoint(one.rows)]
        found[place] += free[:most]
    return tuple(
        replace(one, values={**texts, **one.values, "text": texts.get(one.values.get("text"), "")})
        for one in chain(*found.values())
    )


def _quote(when: str, span: Any) -> Quote:
    return Quote(when, span.start, span.end)


def _repeated_requests(evidence: Evidence) -> Iterator[Finding]:
    """One side requests the same in both texts, and neither text reports a specific reply.

    Left out if the other side mentions the subject anywhere: then both raise it.
    """
    for number, row, then, now in evidence.matches:
        if not asks_alone(then) or now.act != "propose" or evidence.names[then.side] != now.side:
            continue
        if not evidence.reviewed and (row.probability < _THIS or evidence.other_step(then, now)):
            continue
        places = (("then", row.then), ("now", row.now))
        replies = [evidence.requests[when][at] for when, at in places if at is not None]
        silent = all(reply["answer"] == "none" for reply in replies) and not any(
            evidence.mentioned_by_other_side(when, at) for when, at in places if at is not None
        )
        general = [reply["assented"] for reply in replies]
        how = "assented" if all(general) else "silent" if not any(general) else "mixed"
        kind = f"repeated_request.{how}" if silent else "asked_twice"
        quotes = (_quote("then", then), _quote("now", now))
        yield Finding(kind, quotes, (number,), {"side": now.side})


def _raised_by_other_side(evidence: Evidence) -> Iterator[Finding]:
    """A request of one side then is agreed by the other or both now; and similar changes.

    Also: pledged then and requested by the other side now; requested by one side then and only by
    the other now.
    """
    for number, row, then, now in evidence.matches:
        if then.side in ("", BOTH) or evidence.names[then.side] == now.side:
            continue
        kind = ""
        if asks_alone(then) and now.act in ("agree", "commit"):
            kind = "joint_pledge" if now.side == BOTH else f"pledged.{now.act}"
            kind = "" if evidence.only_looks_into(then, now) else kind
        elif then.act == "commit" and asks_alone(now):
            kind = "pledge_asked"
        elif asks_alone(then) and asks_alone(now):
            kind = "other_side" if side_change(evidence.ledger, row) == "taken_up" else ""
        if kind:
            quotes = (_quote("then", then), _quote("now", now))
            yield Finding(kind, quotes, (number,), {"side": then.side, "other": now.side})


def _amounts_changed(evidence: Evidence) -> Iterator[Finding]:
    """The same proposal with another amount: each has one amount of this kind and unit."""
    for number, _, then, now in evidence.matches:
        pair = _amounts(evidence.ledger.then, then), _amounts(evidence.ledger.now, now)
        for unit in pair[0].keys() & pair[1].keys():
            early, late = pair[0][unit], pair[1][unit]
            if early is None or late is None or early.value == late.value:
                continue
            kind = "raised" if (late.value or 0) > (early.value or 0) else "lowered"
            values = {
                "old": evidence.ledger.then.quote(early),
                "new": evidence.ledger.now.quote(late),
            }
            quotes = (_quote("then", then), _quote("now", now))
            yield Finding(f"amount.{kind}", quotes, (number,), values)


def _amounts(reading: Reading, item: Any) -> dict[tuple[str, str], Mention | None]:
    """Return the amounts in an item by kind and unit, None if there are several of one unit."""
    found: dict[tuple[str, str], Mention | None] = {}
    for row in reading.mentions_in(item):
        if row.kind in ("money", "percent", "count") and row.value is not None:
            key = (row.kind, row.unit.lower())
            found[key] = None if key in found else row
    return found


def _named(evidence: Evidence, when: str) -> Iterator[Finding]:
    """Names in the proposals of one text that the other text does not have anywhere."""
    readings = evidence.readings
    item_of: dict[str, int] = {}
    for name in only_in(readings[when], readings["then" if when == "now" else "now"]):
        if evidence.sure(when, readings[when].item_rows[name.item]):
            item_of.setdefault(f"“{name.words}”", name.item)
    for at, names in groupby(item_of, item_of.get):
        rows = tuple(n for n, row in enumerate(evidence.ledger.rows, 1) if getattr(row, when) == at)
        quotes = (_quote(when, readings[when].item_rows[at]),)
        yield Finding(f"named.{when}", quotes, rows, {"names": ", ".join(names)})


def _replies(evidence: Evidence) -> Iterator[Finding]:
    """A request with a clear reply in the same text: agreed, pledged, declined, postponed."""
    for when in ("now", "then"):
        reading = evidence.readings[when]
        for at, row in evidence.requests[when].items():
            if row["answer"] not in ("agreed_or_pledged", "declined", "to_be_considered"):
                continue
            shared = overlap([row["quote"]], [row["reply_quote"]]).then_in_now[0, 0]
            if evidence.sure(when, reading.item_rows[at]) and shared >= _PLAIN_REPLY:
                kind = f"reply.{row['answer']}.{row['reply_act']}"
                kind = kind if row["answer"] == "agreed_or_pledged" else f"reply.{row['answer']}"
                reply = Quote(when, int(row["reply_start"]), int(row["reply_end"]))
                values = {"text": when, "side": row["side"], "other": row["reply_side"]}
                yield Finding(kind, (_quote(when, reading.item_rows[at]), reply), (), values)


def _assents(evidence: Evidence) -> Iterator[Finding]:
    """One speaker assents to earlier proposals of another."""
    for when, reading in evidence.readings.items():
        for row, to_all in assents(reading):
            values = {"text": when, "speaker": row.speaker, "other": row.responds_to}
            kind = "assent" if to_all else "assent.part"
            yield Finding(kind, (_quote(when, row),), (), values)


def _refusals(evidence: Evidence) -> Iterator[Finding]:
    """One speaker declines what another has put forward, if it is not a reply to a request here."""
    for when, reading in evidence.readings.items():
        replies = {row["reply_start"] for row in evidence.requests[when].values()}
        for row in reading.statement_rows:
            if row.act == "decline" and row.responds_to and row.start not in replies:
                values = {"text": when, "speaker": row.speaker, "other": row.responds_to}
                yield Finding("declines", (_quote(when, row),), (), values)


def _titles(evidence: Evidence) -> Iterator[Finding]:
    """A proposal with most of its words in the title of its text."""
    for when, reading in evidence.readings.items():
        titles = [row for row in reading.sentence_rows if row.zone == "title"]
        words = [reading.quote(row) for row in titles]
        items = [item for item in reading.item_rows if evidence.sure(when, item)]
        shared = overlap([reading.quote(item) for item in items], words).then_in_now
        for at, title in zip(*(shared >= _IN_TITLE).nonzero(), strict=True):
            quotes = (_quote(when, titles[title]), _quote(when, items[at]))
            yield Finding("in_title", quotes, (), {"text": when})


def _signed(evidence: Evidence) -> Iterator[Finding]:
    """Documents signed at the meeting, as the reporter writes."""
    for when, reading in evidence.readings.items():
        rows = [row for row in reading.statement_rows if row.rule == _SIGNED]
        if rows:
            yield Finding("signed", tuple(_quote(when, row) for row in rows), (), {"text": when})


def _kept(evidence: Evidence) -> Iterator[Finding]:
    """The same side says the same in both texts, in nearly the same words."""
    rows = [
        (-(row.wording or 0.0), number, row, then, now)
        for number, row, then, now in evidence.matches
        if row.status == "persisted" and (row.wording or 0.0) >= _SAME_WORDS
    ]
    for _, number, row, then, now in sorted(rows, key=lambda one: one[:2]):
        if row.theme != RESIDUAL and not asks_alone(then):
            quotes = (_quote("then", then), _quote("now", now))
            kind = "kept.both" if now.side == BOTH else "kept"
            yield Finding(kind, quotes, (number,), {"side": now.side})


def _asks_more(evidence: Evidence) -> Iterator[Finding]:
    """The side that makes more requests in a text, if this is true for the whole ranges.

    Left out if the side of a request is not known.
    """
    for when, reading in evidence.readings.items():
        ordered = _clear_leader_first(requests_by_side(evidence, reading))
        unknown = any(item.act == "propose" and not item.side for item in reading.item_rows)
        if len(ordered) == _SIDES and not unknown:
            (side, most), (other, fewest) = ordered
            values = {"side": side, "most": most, "other": other, "fewest": fewest, "text": when}
            items = [item for item in reading.item_rows if asks_alone(item) and item.side == side]
            quotes = _first_quotes(evidence, when, items)[:1]
            yield Finding(f"asks_more{evidence.counted}", quotes, (), values)


def _leading_themes(evidence: Evidence) -> Iterator[Finding]:
    """The theme with most proposals in a text, if its whole range is above all others."""
    for when, reading in evidence.readings.items():
        ordered = _clear_leader_first(items_by_theme(evidence, reading))
        if ordered and ordered[0][0] != RESIDUAL:
            theme, number = ordered[0]
            items = [item for item in reading.item_rows if theme in item.themes]
            quotes = _first_quotes(evidence, when, items)
            values = {"theme": theme, "number": number, "text": when, "count": len(quotes)}
            yield Finding(f"leads{evidence.counted}", quotes, (), values)


def _clear_leader_first(counts: Mapping[str, Count]) -> list[tuple[str, Count]]:
    """Return counts in order if the whole range of the first is above all others, else nothing."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1].found, one[0]))
    leads = len(counts) > 1 and all(one.high < ordered[0][1].low for _, one in ordered[1:])
    return ordered if leads else []


def _first_quotes(evidence: Evidence, when: str, items: Iterable[Any]) -> tuple[Quote, ...]:
    """Return the first proposals that are certain enough to be quoted."""
    sure = [item for item in items if evidence.sure(when, item)]
    return tuple(_quote(when, item) for item in sure[:_SHOWN])


def _themes_gone(evidence: Evidence) -> Iterator[Finding]:
    """A theme with proposals only in the earlier text, if people have settled both texts.

    The sentences of the later text that still mention it are named.
    """
    if not evidence.reviewed:
        return
    rows = themes_of_one_text(evidence.ledger)
    for row in rows[rows["meeting"] == "then"].itertuples():
        items = [item for item in evidence.ledger.then.item_rows if row.theme in item.themes]
        numbers = row.spoken_of_in
        kind = "theme_gone.spoken_of" if numbers else "theme_gone"
        values = {"theme": row.theme, "numbers": numbers, "count": len(numbers.split())}
        yield Finding(kind, tuple(_quote("then", item) for item in items), (), values)


# Sentences about changes come before those about one text and those about what did not change.
_ORDER = ("new", "gone", "changed", "in one text", "the same")
# Each kind with its place in this order and its greatest number on a page, the kinds that matter
# most first.
KINDS: tuple[tuple[Callable[[Evidence], Iterable[Finding]], str, int], ...] = (
    (_repeated_requests, "the same", 4),
    (_raised_by_other_side, "changed", 6),
    (_amounts_changed, "changed", 3),
    (partial(_named, when="now"), "new", 4),
    (partial(_named, when="then"), "gone", 4),
    (_titles, "in one text", 3),
    (_replies, "in one text", 4),
    (_assents, "in one text", 3),
    (_refusals, "in one text", 3),
    (_signed, "in one text", 2),
    (_kept, "the same", 3),
    (_asks_more, "in one text", 2),
    (_leading_themes, "in one text", 2),
    (_themes_gone, "gone", 3),
)
