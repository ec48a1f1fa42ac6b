"""The records of a reading; each has its span in the unchanged source.

``start`` and ``end`` count Unicode code points of the decoded file, and ``source[start:end]`` is
the quotation. Values that a text does not give are an empty string, an empty tuple or ``None``,
never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

ZoneKind = Literal[
    "title", "subheading", "dateline", "sapo", "body", "caption", "byline", "boilerplate",
    "attendees",
]  # fmt: skip
Act = Literal[
    "propose", "commit", "agree", "affirm", "appraise", "courtesy", "invite", "assent", "decline",
    "concern", "inform",
]  # fmt: skip
MentionKind = Literal["money", "percent", "count", "duration", "date", "period"]
Confidence = Literal["high", "medium", "low"]

ACTS: tuple[Act, ...] = get_args(Act)
ITEM_ACTS: tuple[Act, ...] = ("propose", "commit", "agree")
# Sentences of these zones that are not read count as uncoded.
COUNTED_ZONES: tuple[ZoneKind, ...] = ("body", "subheading")
BOTH = "both"
NARRATOR = "narrator"
# The rule of a row that a person changed.
DECISION = "decision"


@dataclass(frozen=True)
class Zone:
    """A part of the report, such as title or body."""

    start: int
    end: int
    zone: ZoneKind
    note: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence of any zone; ``number`` counts from 1 over the whole source."""

    start: int
    end: int
    number: int
    paragraph: int
    zone: ZoneKind


@dataclass(frozen=True)
class Person:
    """A participant (person or body), at first mention; ``principal`` marks the head of a side."""

    start: int
    end: int
    name: str
    side: str
    titles: tuple[str, ...] = ()
    principal: bool = False


@dataclass(frozen=True)
class Statement:
    """A reporting verb and what it reports: one speaker, one act.

    ``speaker`` is a participant's name, ``both``, ``narrator``, or a country or body; ``cue`` is
    the verb in the words of the source. ``carried`` marks a statement that continues the one before
    without naming its speaker again; ``responds_to`` is the side whose requests it replies to.
    """

    start: int
    end: int
    speaker: str
    side: str
    act: Act
    verb: str
    addressee: str = ""
    responds_to: str = ""
    rule: str = ""
    cue: str = ""
    confidence: Confidence = "high"
    carried: bool = False
    sentence: int = 0


@dataclass(frozen=True)
class Item:
    """An atomic proposal: one action on one object, with the index of its statement.

    ``settled`` says that a person accepted or corrected it.
    """

    start: int
    end: int
    statement: int
    speaker: str
    side: str
    act: Act
    addressee: str = ""
    themes: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    rule: str = ""
    cue: str = ""
    confidence: Confidence = "high"
    sentence: int = 0
    probability: float | None = None
    settled: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Return its start and end.

        >>> Item(3, 9, 0, "", "", "propose").span
        (3, 9)
        """
        return self.start, self.end


@dataclass(frozen=True)
class Mention:
    """A figure or date: ``value`` in ``unit`` (what is counted, a currency, ``%``, a unit of time),
    or ``iso`` for dates (to the precision given) and periods (``start/end``)."""

    start: int
    end: int
    kind: MentionKind
    value: float | None = None
    unit: str = ""
    iso: str = ""
    sentence: int = 0


@dataclass(frozen=True)
class Meeting:
    """The event that a readout reports; each ``*_basis`` is ``text``, ``metadata``, or why it is
    empty."""

    date: str = ""
    date_basis: str = ""
    place: str = ""
    place_basis: str = ""
    event: str = ""
    event_basis: str = ""
    level: str = ""
    level_basis: str = ""
    sides: tuple[str, ...] = ()
    sides_basis: str = ""


@dataclass(frozen=True)
class Review:
    """The state of review of a reading: ``settled`` proposals ``of`` all, ``by`` whom (names or
    initials), and ``on`` which day the last decision was made (an ISO date)."""

    settled: int = 0
    of: int = 0
    by: tuple[str, ...] = ()
    on: str = ""
