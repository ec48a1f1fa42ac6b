"""Review without a screen: the order of review, and each decision, written at once.

A `ReviewSession` orders the proposals of one or two meetings, and then the matches between them,
the most doubtful first. Every decision is one entry of ``data/decisions/`` with author and date; it
has all codes of the proposal, so that it stays valid whatever the machine finds later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from readouts import loading
from readouts.comparison.ledger import Ledger
from readouts.corpus import applied_decisions, decision_files
from readouts.corpus.decisions import (
    CODES,
    AnyDecision,
    ItemDecision,
    Pairing,
    decisions_folder,
    load_decisions,
    meetings_of,
)
from readouts.errors import ReadoutsError
from readouts.evaluation.coders import Agreement, agreement
from readouts.model import Item
from readouts.reading import Reading
from readouts.report.review_tasks import (
    Span,
    Task,
    about,
    by_doubt,
    item_task,
    match_tasks,
)
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd


class ReviewSession:
    """A review of one meeting, or of two and their matches, ``by`` a person.

    With a ``coder`` the decisions are saved in the folder of that coder, which reports do not use;
    else in ``data/decisions/``. With two coders to ``adjudicate``, the review is about their
    differences. Nothing is written before a decision. If a decision is not possible, its method
    changes nothing and raises `ReadoutsError`.
    """

    def __init__(
        self,
        *meeting_ids: str,
        by: str = "",
        coder: str = "",
        adjudicate: Sequence[str] = (),
        on: str = "",
    ) -> None:
        self.meeting_ids, self.by, self.coder, self.on = meeting_ids, by, coder, on
        self.between = agreement(*adjudicate) if adjudicate else None
        self.folder = decisions_folder(coder)
        self.changes: list[decision_files.Change] = []

    def reading(self, meeting_id: str) -> Reading:
        """Return the reading of a text with the decisions of this review."""
        return loading.load(meeting_id, coder=self.coder)

    def ledgers(self) -> list[Ledger]:
        """Return the ledger of each meeting with the next."""
        return [
            loading.compare(then, now, folder=self.folder)
            for then, now in pairwise(map(self.reading, self.meeting_ids))
        ]

    def queue(self) -> list[Task]:
        """Return everything to review: proposals, then matches, each with the most doubtful
        first."""
        if self.between:
            return self._choices(self.between)
        items = [
            item_task(name, item)
            for name in self.meeting_ids
            for item in self.reading(name).item_rows
        ]
        matches = (task for ledger in self.ledgers() for task in match_tasks(ledger))
        return [*sorted(items, key=by_doubt), *sorted(matches, key=by_doubt)]

    def progress(self) -> list[tuple[str, int, int]]:
        """Return for each text and each pair of texts its name, the number settled, and the
        total."""
        tasks = self.queue()
        names = dict.fromkeys(about(task) for task in tasks)
        counted = {name: [task.settled for task in tasks if about(task) == name] for name in names}
        return [(name, sum(found), len(found)) for name, found in counted.items()]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the progress, the queue and the decisions as tables.

        ``progress``: about, settled, of. ``queue``: meeting, quote, sure (0 to 1), settled, in the
        order of review. ``decided``: decide, meeting, quote, by, on, reason.
        """
        progress = [dict(zip(_PROGRESS, row, strict=True)) for row in self.progress()]
        queue = [
            vars(task) | {"meeting": about(task), "quote": self._quote(task.meeting, task.span)}
            for task in self.queue()
        ]
        decisions = [
            dict(one) | {"meeting": " → ".join(meetings_of(one)), "quote": _words_of(one)}
            for one in load_decisions(self.folder)
            if set(meetings_of(one)) <= set(self.meeting_ids)
        ]
        return {
            "progress": table(progress, _PROGRESS),
            "queue": table(queue, _QUEUE),
            "decided": table(decisions, _DECIDED),
        }

    def item(self, task: Task) -> Item | None:
        """Return the proposal of a task, with all decisions so far."""
        rows = self.reading(task.meeting).item_rows
        return next((item for item in rows if item.span == task.span), None)

    # --- decisions about a proposal -----------------------------------------------------------

    def accept(self, task: Task, span: Span | None = None, reason: str = "", **codes: Any) -> Task:
        """Settle a proposal: unchanged, or with other boundaries or codes; return the settled task.

        ``codes`` are any of themes, act, speaker, side and addressee.
        """
        item, earlier = self._existing(task), self._earlier(task)
        old, new = task.span, span or task.span
        decision = {**_codes(item), **codes}
        if not decision["themes"]:
            raise ReadoutsError("Choose a theme first. Nothing was decided.")
        if earlier and earlier.to:
            kind, place = earlier.decide, _place_of(earlier)
        elif new != old and not (earlier and earlier.decide == "add"):
            kind, place = "edges", self._place(task.meeting, old)
        else:
            kind = earlier.decide if earlier else "code" if decision != _codes(item) else "accept"
            place = self._place(task.meeting, new)
        to = {"to": self._quote(task.meeting, new)} if kind in ("edges", "join") else {}
        self._decide({"decide": kind, **place, **to, **decision, "reason": reason}, earlier)
        return Task(task.meeting, new, 1.0, True)

    def add(self, meeting_id: str, span: Span, reason: str = "", **codes: Any) -> Task:
        """Settle that the words of a span, where no proposal was found, are a proposal."""
        place = self._place(meeting_id, span)
        self._decide({"decide": "add", **place, **codes, "reason": reason})
        return Task(meeting_id, span, 1.0, True)

    def reject(self, task: Task, reason: str = "") -> None:
        """Settle that the words are not a proposal."""
        self._existing(task)
        place, earlier = self._place(task.meeting, task.span), self._earlier(task)
        instead = earlier if earlier and not earlier.to else None
        self._decide({"decide": "drop", **place, "reason": reason}, instead)

    def split(self, task: Task, starts: Iterable[int], reason: str = "") -> None:
        """Settle that a proposal is several; they begin at its start and at ``starts``.

        The parts are then reviewed one by one; the codebook codes their themes.
        """
        item, earlier = self._existing(task), self._earlier(task)
        edges = [item.start, *sorted(starts), item.end]
        source = self.reading(task.meeting).source
        into = [source[start:end].strip(" \n\t,;.:") for start, end in pairwise(edges)]
        codes = _codes(item) | {"themes": None}
        place = self._place(task.meeting, task.span)
        decision = {"decide": "split", **place, "into": into, **codes}
        moved = earlier and earlier.decide == "edges"
        self._decide({**decision, "reason": reason}, None if moved else earlier)

    def join(self, task: Task, reason: str = "") -> Task:
        """Settle that a proposal and the next one of the text are one."""
        item, earlier = self._existing(task), self._earlier(task)
        later = [row for row in self.reading(task.meeting).item_rows if row.start >= item.end]
        if not later:
            raise ReadoutsError("There is no proposal after this one. Nothing was decided.")
        whole = (item.start, later[0].end)
        themes = tuple(dict.fromkeys((*item.themes, *later[0].themes)))
        place = self._place(task.meeting, task.span)
        if earlier and earlier.decide == "join":
            place = _place_of(earlier)
        decision = {"to": self._quote(task.meeting, whole), **_codes(item), "themes": themes}
        self._decide({"decide": "join", **place, **decision, "reason": reason})
        return Task(task.meeting, whole, 1.0, True)

    # --- differences of two coders -----------------------------------------------------------

    def _choices(self, between: Agreement) -> list[Task]:
        settled = {
            (one.meeting, applied_decisions.span_of(self.reading(one.meeting), one))
            for one in load_decisions(self.folder)
            if isinstance(one, ItemDecision)
        }
        tasks = []
        for one in between.disagreements():
            versions = (one.first, one.second)
            spans = [item.span for item in versions if item]
            done = any((one.meeting, span) in settled for span in spans)
            tasks.append(Task(one.meeting, spans[0], 0.0, done, versions=versions))
        return tasks

    def take(self, task: Task, which: int, reason: str = "") -> None:
        """Settle that the first (0) or the second (1) coder is right about a proposal."""
        item, place = task.versions[which], self._place(task.meeting, task.span)
        decision = {"decide": "drop", **place}
        if item:
            decision = {"decide": "accept", **self._place(task.meeting, item.span), **_codes(item)}
        self._decide({**decision, "reason": reason})

    def take_agreed(self) -> int:
        """Settle every proposal on which both coders agree; return how many."""
        agreed = self.between.agreed() if self.between else []
        for meeting_id, item in agreed:
            self._decide({"decide": "accept", **self._place(meeting_id, item.span), **_codes(item)})
        return len(agreed)

    # --- decisions about a match --------------------------------------------------------------

    def same(self, task: Task, partner: Span | None = None, reason: str = "") -> None:
        """Settle that two proposals are the same: those of the task, or the first and ``partner``.

        A chosen ``partner`` replaces an earlier one; otherwise both matches stay (``shared``).
        """
        span = (partner[0], partner[1]) if partner else task.partner
        places = self._places(task, span)
        other = self._other_match(task, span) if span else None
        shared = other is not None and partner is None
        decision = {"decide": "match", **places, "shared": shared, "reason": reason}
        self._decide(decision, None if shared else other)

    def different(self, task: Task, reason: str = "") -> None:
        """Settle that the two proposals of a task are never the same."""
        places = self._places(task, task.partner)
        self._decide({"decide": "never", **places, "shared": False, "reason": reason})

    def _places(self, task: Task, partner: Span | None) -> dict[str, Any]:
        """Return the places of the two proposals of a match."""
        if partner is None:
            raise ReadoutsError("Choose the other proposal first. Nothing was decided.")
        now = self._place(task.other, partner)
        return {"then": self._place(task.meeting, task.span), "now": now}

    def _other_match(self, task: Task, partner: Span) -> AnyDecision | None:
        """Return the earlier decision that matches one of the two with another proposal."""
        readings = {name: self.reading(name) for name in (task.meeting, task.other)}
        wanted = {(task.meeting, task.span), (task.other, partner)}
        for one in load_decisions(self.folder):
            if isinstance(one, Pairing) and one.decide == "match":
                places = [place for place in (one.then, one.now) if place.meeting in readings]
                at = {
                    (p.meeting, applied_decisions.span_of(readings[p.meeting], p)) for p in places
                }
                if len(places) == 2 and at & wanted and at != wanted:
                    return one
        return None

    # --- writing ------------------------------------------------------------------------------

    def undo(self) -> bool:
        """Remove the last decision of this session from its file; return False if there is none."""
        if not self.changes:
            return False
        decision_files.undo(self.changes[-1])
        self.changes.pop()
        return True

    def _decide(self, decision: dict[str, Any], instead: AnyDecision | None = None) -> None:
        if not self.by.strip():
            raise ReadoutsError("Type your initials first: every decision has an author.")
        signed = {"by": self.by.strip(), "on": self.on or date.today().isoformat()}
        given = {name: value for name, value in {**decision, **signed}.items() if value is not None}
        self.changes.append(
            decision_files.save_decision(given, self.folder, instead, _refuse_what_cannot_stand)
        )

    def _existing(self, task: Task) -> Item:
        item = self.item(task)
        if item is None:
            raise ReadoutsError("This proposal is no longer there. Nothing was decided.")
        return item

    def _earlier(self, task: Task) -> ItemDecision | None:
        """Return the decision that settled a proposal."""
        reading = self.reading(task.meeting)
        for one in reversed(load_decisions(self.folder)):
            if (
                isinstance(one, ItemDecision)
                and one.decide not in ("split", "drop")
                and one.meeting == task.meeting
                and applied_decisions.span_of(reading, one) == task.span
            ):
                return one
        return None

    def _quote(self, meeting_id: str, span: Span) -> str:
        return self.reading(meeting_id).source[span[0] : span[1]]

    def _place(self, meeting_id: str, span: Span) -> dict[str, Any]:
        quote = self._quote(meeting_id, span)
        spans = applied_decisions.spans_of(self.reading(meeting_id).source, quote)
        if span not in spans:
            raise ReadoutsError(
                f"“{quote}” does not start and end at whole words. Nothing was decided."
            )
        occurrence = {"occurrence": spans.index(span) + 1} if len(spans) > 1 else {}
        return {"meeting": meeting_id, "quote": quote, **occurrence}


_PROGRESS = {"about": "str", "settled": "int64", "of": "int64"}
_QUEUE = {"meeting": "str", "quote": "str", "sure": "float64", "settled": "bool"}
_DECIDED = dict.fromkeys(("decide", "meeting", "quote", "by", "on", "reason"), "str")


def _words_of(decision: AnyDecision) -> str:
    if isinstance(decision, Pairing):
        return f"{decision.then.quote} / {decision.now.quote}"
    return getattr(decision, "quote", "") or getattr(decision, "coding", "")


def _place_of(earlier: ItemDecision) -> dict[str, Any]:
    return earlier.model_dump(include={"meeting", "quote", "occurrence"}, exclude_none=True)


def _codes(item: Item) -> dict[str, Any]:
    codes = {name: getattr(item, name) for name in CODES}
    return codes if item.addressee else codes | {"addressee": None}


def _refuse_what_cannot_stand(others: Sequence[AnyDecision], new: AnyDecision) -> None:
    """Raise `ReadoutsError` if the new decision contradicts other decisions about the text."""
    if isinstance(new, Pairing):
        return
    same = [one for one in others if meetings_of(one) == meetings_of(new)]
    reading, faults = applied_decisions.applied(loading.undecided(new.meeting), [*same, new])
    if faults:
        raise ReadoutsError(f"{faults[0][1].message}. Nothing was decided; undo that first.")
    matched = (p for one in others if isinstance(one, Pairing) for p in (one.then, one.now))
    for place in matched:
        if place.meeting == new.meeting and applied_decisions.item_at(reading, place) is None:
            raise ReadoutsError(
                f"“{place.quote}” is part of a decided match; undo that first. Nothing was decided."
            )
