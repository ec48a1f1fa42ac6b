"""The parser: one text in, one reading out. Each step is a module; here they run in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from readouts.codebook.coder import load_codebook
from readouts.codebook.contexts import themed
from readouts.entities.dates import publication_day
from readouts.entities.document import Document, read_document
from readouts.entities.mentions import find_mentions
from readouts.entities.people import People
from readouts.errors import ReadoutsError
from readouts.language.normalization import NormalizedText
from readouts.learning.choosing import Chosen, Models, choose, models
from readouts.learning.evidence import Evidence
from readouts.model import Item, Meeting, Mention, Sentence, Statement
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
    ``meeting`` is what is known from outside the text: what a person has given is kept, the
    rest fills only what the text leaves empty. A text that reports no meeting of two sides has no
    items. ``learned`` are models other than those of ``data/models/``.

    >>> reading = read("Ngày 3/4, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo. "
    ...                "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác giáo dục.")
    >>> reading.items[["quote", "speaker", "act"]].values.tolist()
    [['tăng cường hợp tác giáo dục', 'Trần Văn Hải', 'propose']]
    """
    if not isinstance(text, str):
        raise ReadoutsError(
            f"read: expected the text as a string, found {type(text).__name__}; decode bytes, or "
            "read the file, first."
        )
    document, learned = read_document(text), learned or models()
    published = published or publication_day(document.text)
    report, found = _by_rules(document)
    known = _filled(report.meeting(published), meeting)
    statements, chosen = settled(found, choose(found, learned))
    items = [_item(statements[at], at, one, learned.choice.high) for at, one in chosen]
    mentions = _placed(find_mentions(document.text, published or known.date), document.sentences)
    tables = {
        "participant_rows": report.participants,
        "statement_rows": statements,
        "item_rows": items,
        "mention_rows": mentions,
        "zone_rows": document.zones,
        "sentence_rows": document.sentences,
    }
    return themed(_reading(text, doc, document.view, known, tables), load_codebook())


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
    spans = _banded(find_statements(document), document.people)
    report = MeetingReport(document, spans)
    principals = [person.name for person in report.participants if person.principal]
    return report, evidence(document, spans, principals, reports_meeting(report))


def _placed(mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> list[Mention]:
    """Return the mentions with the numbers of their sentences."""
    starts = [sentence.start for sentence in sentences]
    found = []
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        found.append(replace(mention, sentence=sentences[at].number) if at >= 0 else mention)
    return found


def _banded(spans: Sequence[StatementSpan], people: People) -> list[StatementSpan]:
    """Give each statement its band of confidence."""
    known = {person.name for person in people.persons}
    bands = [confidence.of_statement(span.statement, known) for span in spans]
    return [
        replace(span, statement=replace(span.statement, confidence=band))
        for span, band in zip(spans, bands, strict=True)
    ]


def _item(statement: Statement, index: int, choice: Chosen, high: float) -> Item:
    span = choice.span
    return Item(
        start=span.start,
        end=span.end,
        statement=index,
        speaker=statement.speaker,
        side=statement.side,
        act=choice.act,
        addressee=span.addressee,
        rule=f"{statement.rule}; {span.rule}",
        cue=span.cue,
        confidence=confidence.of_item(choice.probability, high),
        probability=choice.probability,
        sentence=statement.sentence,
    )


def _filled(known: Meeting, outside: Meeting | None) -> Meeting:
    """Return a meeting with what is known from outside its text, and the basis of that.

    What a person has given is kept, with what the text says instead; the rest fills only gaps.
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
        stated = ", ".join(own) if isinstance(own, tuple) else own
        changes[name] = given
        changes[f"{name}_basis"] = f"{basis}; the text itself says {stated}" if own else basis
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
    """Return normalized words as the source spells them, after ``near`` or else before it."""
    at = view.text.find(quoted, near) if quoted else -1
    at = at if at >= 0 else view.text.rfind(quoted, 0, near)
    return source[slice(*view.span(at, at + len(quoted)))] if quoted and at >= 0 else quoted
