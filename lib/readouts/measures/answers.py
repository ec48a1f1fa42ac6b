"""Requests and replies: the reported reply of the other side to each request.

A reply comes after the request, from the other side or from both sides. Each request has one kind
of reply, the strongest:

- ``agreed_or_pledged``: an agreement or a pledge with similar content;
- ``assented``: an assent that names its content;
- ``repeated``: the other side makes a similar request later in the text;
- ``declined``, ``to_be_considered``: a refusal, or a postponement;
- ``unclear``: words of the other side that may be a reply, or may be about another subject;
- ``none``: no specific reply. Where the other side assents to all of a speaker's proposals that
  stand before (``Tán thành các đề xuất của X``), ``assented`` says so beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from readouts.comparison.ledger import THRESHOLD
from readouts.comparison.similarity import overlap, similarity
from readouts.language.normalization import normalize_words
from readouts.language.patterns import pattern
from readouts.learning.content import content
from readouts.model import BOTH, Item, Statement
from readouts.reading import Reading
from readouts.tables import both, table

if TYPE_CHECKING:
    import pandas as pd

ANSWERS = (
    "agreed_or_pledged",
    "assented",
    "repeated",
    "declined",
    "to_be_considered",
    "unclear",
    "none",
)

# A statement is longer than a request, so the share of the request that it contains counts.
# With six tenths, it contains the object and its verb, not only the object.
_NAMED = 0.6
# The least probability of the same proposal, and the least share of words, for an agreement or a
# pledge to be a clear reply; a request of the other side is a repetition only if it is surely the
# same proposal. Of 27 such replies in real readouts a reader accepted 14 of 14 above these limits,
# and 6 of 13 below.
_CLEAR_REPLY, _REPETITION, _COMMON_WORDS = 0.75, 0.95, 0.25

_COLUMNS = {
    "meeting": "str", "item": "int64", "side": "str", "speaker": "str", "addressee": "str",
    "themes": "str", "start": "int64", "end": "int64", "quote": "str", "answer": "str",
    "assented": "bool", "similarity": "float64", "reply_side": "str", "reply_speaker": "str",
    "reply_act": "str", "reply_start": "Int64", "reply_end": "Int64", "reply_quote": "str",
}  # fmt: skip


def requests(then: Reading, now: Reading) -> pd.DataFrame:
    """Return a row per request of one side in either meeting, in the order of the texts.

    Columns: meeting (then, now), item, side, speaker, addressee, themes, start, end, quote; answer
    (see `ANSWERS`), assented (to all proposals of the speaker), similarity to the reply (empty
    without one), and side, speaker, act, start, end and quote of the reply. Joint requests of both
    sides have no other side that could reply, and are left out.

    >>> requests(Reading("a", ""), Reading("b", "")).empty
    True
    """
    rows = both(requests_in(then), requests_in(now))
    return table(rows, _COLUMNS)


def requests_in(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield the requests of one reading as mappings: the rows of `requests` without ``meeting``.

    >>> list(requests_in(Reading("a", "")))
    []
    """
    quotes = [reading.quote(item) for item in reading.item_rows]
    replies = [*_item_replies(reading, quotes), *_statement_replies(reading, quotes)]
    for at, request in enumerate(reading.item_rows):
        if request.act != "propose" or request.side in ("", BOTH):
            continue
        possible = [
            (kinds[at], float(scores[at]), reply)
            for reply, kinds, scores in replies
            if kinds[at] and _may_answer(reply, request)
        ]
        yield _row(reading, at, possible)


# Words that may be a reply: an item or a statement, its kind of reply to each item of the reading
# ("" if it is none), and how far it and that item are alike.
_Reply = tuple[Item | Statement, list[str], Sequence[float]]


def _item_replies(reading: Reading, quotes: Sequence[str]) -> Iterator[_Reply]:
    """Yield every item as a reply to items with similar content.

    One that does something else with it (`mở rộng`, `hỗ trợ`) is no clear reply.
    """
    import numpy as np

    themes = [item.themes for item in reading.item_rows]
    alike = similarity(quotes, quotes, themes, themes)
    shared = np.maximum(alike.then_in_now, alike.now_in_then) >= _COMMON_WORDS
    acts = [content(quote).acts for quote in quotes]
    apart = np.array([[bool(a and b) and not a & b for b in acts] for a in acts], dtype=bool)
    likely = np.where(shared & ~apart.reshape(shared.shape), alike.score, 0.0)
    for other, reply in enumerate(reading.item_rows):
        kinds = [
            _item_reply(reply, quotes[other], probability) if score >= THRESHOLD else ""
            for probability, score in zip(likely[:, other], alike.score[:, other], strict=True)
        ]
        yield reply, kinds, alike.score[:, other]


def _statement_replies(reading: Reading, quotes: Sequence[str]) -> Iterator[_Reply]:
    """Yield every statement as a reply to items that it names, and to items it names a part of."""
    spoken = [reading.quote(row) for row in reading.statement_rows]
    named = overlap(quotes, spoken).then_in_now
    in_part = overlap(quotes, [_part_named(quote) for quote in spoken]).now_in_then
    for other, (reply, quote) in enumerate(zip(reading.statement_rows, spoken, strict=True)):
        kind = _statement_reply(reply, quote)
        yield reply, [kind if share >= _NAMED else "" for share in named[:, other]], named[:, other]
        if reply.act in ("assent", "decline") and reply.responds_to:
            kinds = ["unclear" if share >= _NAMED else "" for share in in_part[:, other]]
            yield reply, kinds, in_part[:, other]


def assents(reading: Reading) -> list[tuple[Statement, bool]]:
    """Return the statements that assent to what another speaker has put forward, each with whether
    it goes for all of it: ``tán thành đề nghị của X về Y`` goes for a part.

    >>> assents(Reading("a", ""))
    []
    """
    rows = [row for row in reading.statement_rows if row.act == "assent" and row.responds_to]
    names_part = pattern("names_part")
    return [(row, not names_part.search(normalize_words(reading.quote(row)))) for row in rows]


def _part_named(reply: str) -> str:
    """Return what a reply names of the proposals it replies to, "" if it names no part."""
    normalized = normalize_words(reply)
    part = pattern("names_part").search(normalized)
    return normalized[part.end() :] if part else ""


def _may_answer(reply: Item | Statement, request: Item) -> bool:
    return reply.side not in ("", request.side) and reply.start >= request.end


def puts_off(pledge: str) -> bool:
    """Return whether a pledge is only to study the matter.

    >>> puts_off("xem xét việc miễn thị thực"), puts_off("miễn thị thực")
    (True, False)
    """
    return bool(pattern("replies.looking_into").match(normalize_words(pledge)))


def _item_reply(reply: Item, quote: str, likely: float) -> str:
    binding = reply.act in ("agree", "commit")
    if likely < (_CLEAR_REPLY if binding else _REPETITION):
        return "unclear"
    if not binding:
        return "repeated"
    return "to_be_considered" if puts_off(quote) else "agreed_or_pledged"


def _statement_reply(reply: Statement, quote: str) -> str:
    """Return the kind of reply of a statement that names the content of a request, "" if none."""
    if reply.act == "assent":
        return "assented"
    if reply.act == "decline":
        return "declined"
    if reply.act in ("agree", "commit"):  # its proposals, if they were found, say more
        return "unclear"
    return (
        "to_be_considered"
        if pattern("replies.to_be_considered").search(normalize_words(quote))
        else ""
    )


def _row(
    reading: Reading, at: int, replies: Sequence[tuple[str, float, Item | Statement]]
) -> dict[str, Any]:
    request = reading.item_rows[at]
    answer, score, reply = min(
        replies,
        key=lambda reply: (ANSWERS.index(reply[0]), -reply[1]),
        default=("none", None, None),
    )
    cells = {} if reply is None else vars(reply) | {"quote": reading.quote(reply)}
    empty = {"side": "", "speaker": "", "act": "", "start": None, "end": None, "quote": ""}
    return {
        **vars(request),
        "item": at,
        "themes": " ".join(request.themes),
        "quote": reading.quote(request),
        "answer": answer,
        "assented": any(
            to_all
            and row.responds_to in (request.speaker, request.side)
            and _may_answer(row, request)
            for row, to_all in assents(reading)
        ),
        "similarity": score,
        **{f"reply_{name}": cells.get(name, default) for name, default in empty.items()},
    }
