"""The parser: one text in, one reading out. Each step is a module; this one is their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from readouts import meeting as meetings
from readouts.codebook import Context, load_codebook
from readouts.folding import Folded, fold
from readouts.items import Proposal, find_proposals
from readouts.mentions import find_mentions
from readouts.model import Item, Meeting, Mention, Person, Sentence, Statement, Zone
from readouts.people import Cast, find_people
from readouts.reading import Reading
from readouts.sentences import sentences as split_sentences
from readouts.statements import Said, assign_sides, find_statements
from readouts.zones import find_zones

# Where people are looked for: captions and titles name them too, links and bylines do not.
_NAMING_ZONES = ("title", "sapo", "body", "caption", "attendees", "subheading")


def read(
    text: str, *, doc: str = "", published: str = "", meeting: Meeting | None = None
) -> Reading:
    """Return the reading of one text: who said what, in which act, and every atomic proposal.

    ``published`` is the ISO day of publication, from which dates without a year are counted;
    ``meeting`` holds what is known from outside the text and fills only what the text leaves
    empty. A text that reports no meeting of two sides has no items.

    >>> reading = read("Ngày 3/4, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo. "
    ...                "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác giáo dục.")
    >>> reading.items[["quote", "speaker", "act"]].values.tolist()
    [['tăng cường hợp tác giáo dục', 'Trần Văn Hải', 'propose']]
    """
    view = fold(text)
    zones = find_zones(view.text)
    sentences = _sentences(view.text, zones)
    cast = _cast(view.text, sentences)
    said = find_statements(view.text, [s for s in sentences if s.zone == "body"], cast)
    met = meetings.meeting_sentences(view.text, sentences, cast)
    known = _filled(meetings.describe(view.text, sentences, zones, cast, published), meeting)
    items = _items(view.text, said, cast, known.sides) if met else []
    mentions = find_mentions(view.text, published)
    return _reading(text, doc, view, known, cast, said, items, mentions, zones, sentences)


def _sentences(text: str, zones: Sequence[Zone]) -> list[Sentence]:
    found: list[Sentence] = []
    for paragraph, zone in enumerate(zones, start=1):
        for start, end in split_sentences(text, zone.start, zone.end):
            found.append(Sentence(start, end, len(found) + 1, paragraph, zone.zone))
    return found


def _cast(text: str, sentences: Sequence[Sentence]) -> Cast:
    spans = [(s.start, s.end) for s in sentences if s.zone in _NAMING_ZONES]
    frame = [(s.start, s.end) for s in meetings.frame_of(sentences)]
    return assign_sides(text, find_people(text, spans), frame)


def _items(text: str, said: Sequence[Said], cast: Cast, sides: tuple[str, ...]) -> list[Item]:
    book = load_codebook()
    found: list[Item] = []
    for index, one in enumerate(said):
        proposals = find_proposals(text, one, cast)
        siblings = tuple(text[p.start : p.end] for p in proposals)
        for proposal in proposals:
            coded = book.code(text[proposal.start : proposal.end], _context(text, said, index, proposal, siblings, sides))
            found.append(_item(one, index, proposal, coded.themes, coded.cues))
    return found


def _item(
    one: Said, index: int, proposal: Proposal, themes: tuple[str, ...], cues: tuple[str, ...]
) -> Item:
    told = one.statement
    return Item(
        start=proposal.start,
        end=proposal.end,
        statement=index,
        speaker=told.speaker,
        side=told.side,
        act=told.act,
        addressee=proposal.addressee,
        themes=themes,
        cues=cues,
        rule=f"{told.rule}; {proposal.rule}",
        cue=proposal.cue,
        confidence=told.confidence,
        sentence=told.sentence,
    )


def _context(
    text: str, said: Sequence[Said], index: int, proposal: Proposal, siblings: tuple[str, ...], sides: tuple[str, ...]
) -> Context:
    one = said[index].statement
    paragraph = text.rfind("\n", 0, one.start) + 1
    opening = max(
        (other.statement.start for other in said if other.statement.sentence == one.sentence),
        key=lambda start: -start,
    )
    return Context(
        lead=text[opening : proposal.start],
        before=text[paragraph:opening],
        siblings=tuple(other for other in siblings if other != text[proposal.start : proposal.end]),
        sides=sides,
    )


def _filled(known: Meeting, outside: Meeting | None) -> Meeting:
    """Fill what the text leaves empty with what is known from outside it, and its basis."""
    if outside is None:
        return known
    changes = {}
    for column in fields(Meeting):
        name = column.name
        if name.endswith("_basis") or getattr(known, name) or not getattr(outside, name):
            continue
        changes[name] = getattr(outside, name)
        changes[f"{name}_basis"] = getattr(outside, f"{name}_basis")
    return replace(known, **changes)


def _reading(
    source: str,
    doc: str,
    view: Folded,
    known: Meeting,
    cast: Cast,
    said: Sequence[Said],
    items: Sequence[Item],
    mentions: Sequence[Mention],
    zones: Sequence[Zone],
    sentences: Sequence[Sentence],
) -> Reading:
    """Map every span back to the source."""

    def mapped(rows):  # type: ignore[no-untyped-def]
        for row in rows:
            start, end = view.span(row.start, row.end)
            yield replace(row, start=start, end=end)

    speakers = {one.statement.speaker for one in said}
    people: list[Person] = [p for p in cast.people if p.name in speakers]
    statements: list[Statement] = [one.statement for one in said]
    return Reading(
        doc=doc,
        source=source,
        meeting=known,
        participant_rows=tuple(mapped(people)),
        statement_rows=tuple(mapped(statements)),
        item_rows=tuple(mapped(items)),
        mention_rows=tuple(mapped(mentions)),
        zone_rows=tuple(mapped(zones)),
        sentence_rows=tuple(mapped(sentences)),
    )
