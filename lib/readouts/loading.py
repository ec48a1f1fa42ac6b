"""Registered meetings, read once: the text, what the register knows, and what people decided."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Any

from readouts.comparison import ledger
from readouts.comparison.ledger import Ledger
from readouts.corpus import decisions
from readouts.corpus import register as corpus
from readouts.corpus.store import read_registered
from readouts.reading import Reading
from readouts.storage.paths import data_dir


def load(meeting_id: str) -> Reading:
    """Return the reading of a registered meeting, with the decisions about it honoured.

    What the text leaves empty of date, place and sides comes from ``data/meetings.yml`` and says
    so. Raises `ReadoutsError` for an unknown id or a changed file.

    >>> from readouts.corpus.register import meetings
    >>> load(sorted(meetings())[0]).coverage > 0.5
    True
    """
    known = corpus.meeting(meeting_id)
    return _loaded(str(data_dir()), meeting_id, known.sha256, _decided())


# Everything a reading hangs on is a key, so that a decision made in a running session is honoured.
@lru_cache(maxsize=256)
def _loaded(data: str, meeting_id: str, checksum: str, decided: str) -> Reading:
    return decisions.apply(read_registered(meeting_id), meeting_id)


def _decided() -> str:
    """Return a digest of all decisions, which says whether they are still the same."""
    digest = sha256()
    for path in decisions.decision_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def compare(then: str | Reading, now: str | Reading, **settings: Any) -> Ledger:
    """Return the ledger of two meetings, by id or as readings; settings as in `ledger.compare`.

    Decisions about pairs of items are honoured for registered meetings.

    >>> from readouts.corpus.register import meetings
    >>> first, second = sorted(meetings())[:2]
    >>> len(compare(first, second)) > 0
    True
    """
    earlier = load(then) if isinstance(then, str) else then
    later = load(now) if isinstance(now, str) else now
    ruled = decisions.pair_decisions(earlier, later, earlier.doc, later.doc)
    return ledger.compare(earlier, later, pair_decisions=ruled, **settings)
