"""The parser: one text in, one reading out. Each step is a module; this one is their order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from readouts.codebook.coder import Coded, Context, load_codebook
from readouts.entities.dates import publication_day
from readouts.entities.document import Document, read_document
from readouts.entities.mentions import find_mentions
from readouts.entities.people import People
from readouts.language.normalization import NormalizedText
from readouts.learning.choosing import Chosen, Models, choose, models
from readouts.learning.evidence import Evidence, SpanLike
from readouts.model import Item, Meeting, Mention, Person, Sentence, Statement
from readouts.reading import Reading
from readouts.statements import confidence
from readouts.statements.genre import reports_meeting
from readouts.statements.meeting import MeetingReport
from readouts.statements.passages import evidence, settled
from readouts.statements.statement_spans import StatementSpan, find_statements


def read(
    text: str,
    *,
    doc: str = "",
    published: str = "",
    meeting: Meeting | None = None,
    learned: Models | None = None,
) -> Reading:
    """Return the reading of one text: who said what, in which act, and every atomic proposal.

    ``published`` is the ISO day of publication, from which dates without a year are counted;
    ``meeting`` holds what is known from outside the text: what a person has given stands, the
    rest fills only what the text leaves empty. A text that reports no meeting of two sides has no
    items. ``learned`` are models other than those of ``data/models/``.

    >>> reading = read("Ngày 3/4, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo. "
    ...                "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác giáo dục.")
    >>> reading.items[["quote", "speaker", "act"]].values.tolist()
    [['tăng cường hợp tác giáo dục', 'Trần Văn Hải', 'propose']]
    """
    document = read_document(text)
    published = published or publication_day(document.text)
    report, found = _by_rules(document)
    principals = [person for person in report.people if person.principal]
    known = _filled(report.meeting(published), meeting)
    room = Context(sides=known.sides, offices=_offices(principals))
    statements, chosen = settled(found, choose(found, learned or models()))
    items = _items(document, statements, chosen, room)
    mentions = _placed(find_mentions(document.text, published or known.date), document.sentences)
    tables = {
        "participant_rows": report.people,
        "statement_rows": statements,
        "item_rows": items,
        "mention_rows": mentions,
        "zone_rows": document.zones,
        "sentence_rows": document.sentences,
    }
    return _reading(text, doc, document.view, known, tables)


def evidence_of(text: str) -> tuple[NormalizedText, Evidence]:
    """Return a text in normal form, and what the rules find there for the learned models.

    >>> view, found = evidence_of("Hai bên đề nghị tăng cường hợp tác.")
    >>> [passage.act for passage in found.passages]
    ['propose']
    """
    document = read_document(text)
    return document.view, _by_rules(document)[1]


def _by_rules(document: Document) -> tuple[MeetingReport, Evidence]:
    """What the rules find in a text, before what is learned decides on its items."""
    said = _banded(find_statements(document), document.people)
    report = MeetingReport(document, said)
    principals = [person.name for person in report.people if person.principal]
    return report, evidence(document, said, principals, reports_meeting(report))


def _placed(mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> list[Mention]:
    """Give each mention the number of the sentence it stands in."""
    starts = [sentence.start for sentence in sentences]
    found = []
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        found.append(replace(mention, sentence=sentences[at].number) if at >= 0 else mention)
    return found


def _banded(said: Sequence[StatementSpan], cast: People) -> list[StatementSpan]:
    """Give each statement its band of confidence."""
    known = {person.name for person in cast.people}
    bands = [confidence.of_statement(one.statement, known) for one in said]
    return [
        replace(one, statement=replace(one.statement, confidence=band))
        for one, band in zip(said, bands, strict=True)
    ]


def _items(
    document: Document,
    statements: Sequence[Statement],
    chosen: Sequence[tuple[int, Chosen]],
    room: Context,
) -> list[Item]:
    book, text = load_codebook(), document.text
    beside: dict[int, list[SpanLike]] = {}
    for index, one in chosen:
        beside.setdefault(index, []).append(one.span)
    items = []
    for index, one in chosen:
        told = statements[index]
        context = _context(document, told, one.span, beside[index], room)
        coded = book.code(text[one.span.start : one.span.end], context)
        items.append(_item(told, index, one, coded))
    return items


def _item(told: Statement, index: int, one: Chosen, coded: Coded) -> Item:
    span = one.span
    return Item(
        start=span.start,
        end=span.end,
        statement=index,
        speaker=told.speaker,
        side=told.side,
        act=one.act,
        addressee=span.addressee,
        themes=coded.themes,
        cues=coded.cues,
        rule=f"{told.rule}; {span.rule}; themes: {coded.rule}",
        cue=span.cue,
        confidence=confidence.of_item(one.probability),
        probability=one.probability,
        sentence=told.sentence,
    )


def _context(
    document: Document,
    told: Statement,
    proposal: SpanLike,
    proposals: Sequence[SpanLike],
    room: Context,
) -> Context:
    """Return what a coder sees beside a clause: its sentence's start, the two sentences before,
    and who is in the ``room``."""
    text, body = document.text, document.body
    at = bisect_left(body, told.sentence, key=attrgetter("number"))
    before = body[max(0, at - 2) : at]
    return replace(
        room,
        lead=text[body[at].start : proposals[0].start],
        before=" ".join(text[s.start : s.end] for s in before),
        earlier=tuple(text[p.start : p.end] for p in proposals if p.start < proposal.start),
        later=tuple(text[p.start : p.end] for p in proposals if p.start > proposal.start),
    )


def _offices(principals: Sequence[Person]) -> tuple[tuple[str, ...], ...]:
    """Return the titles of each side's principals."""
    by_side: dict[str, list[str]] = {}
    for person in principals:
        by_side.setdefault(person.side, []).extend(person.titles)
    return tuple(map(tuple, by_side.values()))


def _filled(known: Meeting, outside: Meeting | None) -> Meeting:
    """Return a meeting with what is known from outside its text, and the basis of that.

    What a person has given stands, with what the text says instead; the rest fills only gaps.
    """
    if outside is None:
        return known
    changes = {}
    for column in fields(Meeting):
        name = column.name
        own, given = getattr(known, name), getattr(outside, name)
        same = set(own) == set(given) if isinstance(own, tuple) else own == given
        if name.endswith("_basis") or not given or same:
            continue
        basis = getattr(outside, f"{name}_basis")
        if own and not basis.startswith("metadata"):
            continue
        told = ", ".join(own) if isinstance(own, tuple) else own
        changes[name] = given
        changes[f"{name}_basis"] = f"{basis}; the text itself says {told}" if own else basis
    return replace(known, **changes)


def _reading(
    source: str, doc: str, view: NormalizedText, known: Meeting, tables: dict[str, Sequence[Any]]
) -> Reading:
    """Map every span and name back to the source."""
    people = tables["participant_rows"]
    names = {p.name: source[slice(*view.span(p.start, p.end))] for p in people}
    mapped = {
        name: tuple(_mapped(row, source, view, names) for row in rows)
        for name, rows in tables.items()
    }
    return Reading(doc=doc, source=source, meeting=known, **mapped)


def _mapped(row: Any, source: str, view: NormalizedText, names: dict[str, str]) -> Any:
    """Return a record with its span, and the words it quotes, as the source has them."""
    start, end = view.span(row.start, row.end)
    changes: dict[str, Any] = {}
    for column in ("name", "speaker", "responds_to"):
        if hasattr(row, column):
            changes[column] = names.get(getattr(row, column), getattr(row, column))
    for column in ("cue", "addressee"):
        if hasattr(row, column):
            changes[column] = _spelled(getattr(row, column), row.start, source, view)
    if hasattr(row, "titles"):
        changes["titles"] = tuple(_spelled(t, row.start, source, view) for t in row.titles)
    return replace(row, start=start, end=end, **changes)


def _spelled(quoted: str, near: int, source: str, view: NormalizedText) -> str:
    """Return folded words as the source spells them, behind ``near`` or else before it."""
    at = view.text.find(quoted, near) if quoted else -1
    at = at if at >= 0 else view.text.rfind(quoted, 0, near)
    return source[slice(*view.span(at, at + len(quoted)))] if quoted and at >= 0 else quoted
