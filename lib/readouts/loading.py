"""Load registered meetings: the text, the register entry, and the decisions of people."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from readouts.comparison import ledger
from readouts.comparison.ledger import Ledger
from readouts.corpus import applied_decisions, decisions, register
from readouts.corpus.cached_readings import read_registered
from readouts.reading import Reading
from readouts.storage.paths import data_dir


def load(meeting_id: str | int, *, coder: str = "") -> Reading:
    """Return the reading of a registered meeting, with people's decisions about it applied.

    Date, place and sides come from ``data/meetings.yml`` if a person gave them or if the text does
    not; their basis says so. With a ``coder``, only the decisions of that coder are applied, not
    the common ones. Raises `ReadoutsError` for an unknown id or a changed file.

    >>> from readouts.corpus.register import meetings
    >>> load(sorted(meetings())[0]).coverage > 0.5
    True
    """
    meeting_id = str(meeting_id)  # papermill turns an id of digits into a number
    known = register.meeting(meeting_id)
    return _loaded(str(data_dir()), meeting_id, known.sha256, coder, _decided(coder))


def undecided(meeting_id: str) -> Reading:
    """Return the machine's reading of a registered meeting, without the decisions of people.

    >>> from readouts.corpus.register import meetings
    >>> any(item.settled for item in undecided(sorted(meetings())[0]).item_rows)
    False
    """
    return read_registered(meeting_id)


# The key has everything that can change a reading, so a new decision counts at once.
@lru_cache(maxsize=256)
def _loaded(data: str, meeting_id: str, checksum: str, coder: str, decided_by: str) -> Reading:
    folder = decisions.decisions_folder(coder)
    return applied_decisions.apply(undecided(meeting_id), meeting_id, folder)


def _decided(coder: str = "") -> str:
    """Return a digest of all decisions, to detect changes."""
    digest = sha256()
    for path in decisions.decision_files(decisions.decisions_folder(coder)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def compare(
    then: str | int | Reading,
    now: str | int | Reading,
    *,
    folder: Path | None = None,
    **settings: Any,
) -> Ledger:
    """Return the ledger of two meetings, by id or as readings; settings as in `ledger.compare`.

    Decisions about pairs of items are applied to registered meetings: those of ``folder`` (default:
    the common decisions).

    >>> from readouts.corpus.register import meetings
    >>> first, second = sorted(meetings())[:2]
    >>> len(compare(first, second)) > 0
    True
    """
    earlier, later = (
        meeting if isinstance(meeting, Reading) else load(meeting) for meeting in (then, now)
    )
    decided = applied_decisions.pair_decisions(earlier, later, earlier.doc, later.doc, folder)
    return ledger.compare(earlier, later, pair_decisions=decided, **settings)
