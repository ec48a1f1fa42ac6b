"""Registered meetings, read once: the text, what the register knows, and what people decided."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from readouts import corpus, decisions, ledger
from readouts.ledger import Ledger
from readouts.parsing import read
from readouts.reading import Reading


def load(meeting_id: str) -> Reading:
    """Return the reading of a registered meeting, with the decisions about it honoured.

    What the text leaves empty of date, place and sides comes from ``data/meetings.yml`` and says
    so. Raises `ReadoutsError` for an unknown id or a changed file.

    >>> from readouts.corpus import meetings
    >>> load(sorted(meetings())[0]).coverage > 0.5
    True
    """
    known = corpus.meeting(meeting_id)
    return _loaded(meeting_id, known.sha256)


@lru_cache(maxsize=256)
def _loaded(meeting_id: str, sha256: str) -> Reading:
    known = corpus.meeting(meeting_id)
    reading = read(
        corpus.source(meeting_id),
        doc=meeting_id,
        published=known.published,
        meeting=known.metadata(),
    )
    return decisions.apply(reading, meeting_id)


def compare(then: str | Reading, now: str | Reading, **settings: Any) -> Ledger:
    """Return the ledger of two meetings, by id or as readings; settings as in `ledger.compare`.

    Decisions about pairs of items are honoured for registered meetings.

    >>> from readouts.corpus import meetings
    >>> first, second = sorted(meetings())[:2]
    >>> len(compare(first, second)) > 0
    True
    """
    earlier = load(then) if isinstance(then, str) else then
    later = load(now) if isinstance(now, str) else now
    ruled = decisions.rulings(earlier, later, earlier.doc, later.doc)
    return ledger.compare(earlier, later, rulings=ruled, **settings)
