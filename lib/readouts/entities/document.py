"""A text looked at once: its normalized view, zones, sentences, people and places.

Every later step takes the document and adds one table to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from readouts.entities.name_finder import find_people
from readouts.entities.people import People
from readouts.entities.places import PlaceNames
from readouts.entities.sides import assign_sides
from readouts.language.line_ends import join_lines
from readouts.language.lists import join_lists
from readouts.language.normalization import NormalizedText, normalize
from readouts.language.sentences import sentences as split_sentences
from readouts.language.zones import find_zones
from readouts.model import Sentence, Zone

# Where people are looked for: captions and titles name them too, links and bylines do not.
_NAMING_ZONES = ("title", "sapo", "body", "caption", "attendees", "subheading")
# The frame of a readout (who met whom, where, when) stands in its first sentences.
_FRAME_SENTENCES = 4


@dataclass(frozen=True)
class Document:
    """One text with what every step of the parser looks at.

    ``view`` is the normalized text that maps back to the source; ``zones``, ``sentences`` and
    ``people`` are spans of the view.
    """

    view: NormalizedText
    zones: tuple[Zone, ...]
    sentences: tuple[Sentence, ...]
    people: People
    places: PlaceNames

    @property
    def text(self) -> str:
        """The normalized text, its lists run into one sentence each."""
        return self.view.text

    @cached_property
    def body(self) -> list[Sentence]:
        """The sentences of the body, in order."""
        return [sentence for sentence in self.sentences if sentence.zone == "body"]

    @cached_property
    def frame(self) -> list[Sentence]:
        """The sentences that may tell who met whom: title, standfirst, first of the body."""
        return _frame(self.sentences)


def read_document(source: str) -> Document:
    """Return a text as a document.

    >>> document = read_document("Bộ trưởng Trần Văn Hải tiếp Đại sứ Lào Somsay Keo.")
    >>> [(person.name, person.side) for person in document.people.persons]
    [('Trần Văn Hải', 'Việt Nam'), ('Somsay Keo', 'Lào')]
    """
    view = normalize(source)
    view = replace(view, text=join_lists(join_lines(view.text)))
    zones = tuple(find_zones(view.text))
    return _document(view, zones, _sentences(view.text, zones))


def one_sentence(text: str) -> Document:
    """Return a normalized text as a document of one body sentence.

    >>> one_sentence("Hai bên nhất trí.").body[0].end
    17
    """
    whole = (0, len(text))
    sentence = Sentence(*whole, 1, 1, "body")
    return _document(NormalizedText(text), (Zone(*whole, "body"),), [sentence])


def _document(
    view: NormalizedText, zones: tuple[Zone, ...], sentences: Sequence[Sentence]
) -> Document:
    text, places = view.text, PlaceNames(view.text)
    spans = [(s.start, s.end) for s in sentences if s.zone in _NAMING_ZONES]
    frame = [(s.start, s.end) for s in _frame(sentences)]
    people = assign_sides(text, find_people(text, spans, places), frame, places)
    return Document(view, zones, tuple(sentences), people, places)


def _frame(sentences: Sequence[Sentence]) -> list[Sentence]:
    body = [s for s in sentences if s.zone == "body"][:_FRAME_SENTENCES]
    return [s for s in sentences if s.zone in ("title", "sapo", "dateline")] + body


def _sentences(text: str, zones: Sequence[Zone]) -> list[Sentence]:
    found: list[Sentence] = []
    for paragraph, zone in enumerate(zones, start=1):
        for start, end in split_sentences(text, zone.start, zone.end):
            found.append(Sentence(start, end, len(found) + 1, paragraph, zone.zone))
    return found
