"""The review panel of a notebook: one proposal or match at a time, settled by a key (see `review`).

Python has the state and writes each decision; the script shows the state and sends keys.
Without a browser, `ReviewPanel.press` replaces a key.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from readouts.comparison.ledger_rows import theme_ranks
from readouts.errors import ReadoutsError
from readouts.labels import label, shown_number
from readouts.model import BOTH, ITEM_ACTS, Item
from readouts.reading import Reading
from readouts.report.review import ReviewSession
from readouts.report.review_tasks import Span, Task, about
from readouts.terminal import one_line

_FOLDER = Path(__file__).parent / "templates" / "review"
# A word, with the marks of decomposed letters; text between words is shown but cannot be chosen.
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_SHORT = 90
_WORDS = (
    "by", "accept", "change", "add", "reject", "next", "back", "undo", "split", "join", "mark",
    "same", "different", "partner", "take", "agreed", "list", "speaker", "side", "themes", "reason",
    "edges", "filter", "done",
)  # fmt: skip


class ReviewPanel(anywidget.AnyWidget):
    """A panel over a `ReviewSession`. Nothing is written before a decision is made."""

    _esm = _FOLDER / "panel.js"
    _css = _FOLDER / "panel.css"
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, session: ReviewSession, *, language: str = "en") -> None:
        super().__init__()
        self.session, self.language = session, language
        self.task: Task | None = None
        self._adding: tuple[str, Span] | None = None
        self._seen: list[Task] = []
        self._skipped: list[list[Any]] = []
        self._shown = 0
        self.on_msg(lambda _, message, __: self.press(**message))
        self._next()

    def __repr__(self) -> str:
        return label("review.panel", self.language)

    def press(self, op: str, **given: Any) -> None:
        """Do the action of a key, and show the next task, or the error."""
        if op not in _OPS:
            return
        try:
            done = self._decide(op, given) if op in _DECIDES else getattr(self, f"_{op}")(**given)
        except ReadoutsError as error:
            self._show(str(error), fault=True)
        else:
            self._show(done or "", anew=True)

    # --- moving between tasks -----------------------------------------------------------------

    def _next(self) -> None:
        """Show the most doubtful task that is neither settled nor skipped."""
        if self.task:
            self._seen.append(self.task)
            self._skipped.append(_key(self.task))
        self._adding = None
        remaining = self._remaining()
        fresh = [task for task in remaining if _key(task) not in self._skipped]
        if not fresh:
            self._skipped.clear()
        self.task = next(iter(fresh or remaining), None)
        if not self._shown:
            self._show("", anew=True)

    def _remaining(self) -> list[Task]:
        return [task for task in self.session.queue() if not task.settled]

    def _list(self, span: list[Any], **_: Any) -> None:
        """Show the task chosen from the list of remaining tasks."""
        chosen = next((task for task in self._remaining() if _key(task) == span), None)
        if chosen:
            self._seen += [self.task] * (self.task is not None)
            self.task, self._adding = chosen, None

    def _back(self) -> None:
        if self._adding:
            self._adding = None
            return
        while self._seen:
            self.task = self._seen.pop()
            if self.task.other or self.task.versions or self.session.item(self.task):
                return

    def _by(self, name: str) -> None:
        self.session.by = name

    def _undo(self) -> str:
        if not self.session.undo():
            return label("review.unwritten", self.language)
        self._skipped.clear()
        self._back()
        return label("review.undone", self.language)

    # --- deciding -----------------------------------------------------------------------------

    def _accept(self, span: list[int], codes: dict[str, Any], reason: str = "") -> str:
        before = self._current()
        self.task = self.session.accept(before, _pair(span), reason, **_coded(codes))
        self._seen.append(before)
        return self._decided()

    def _add(self, span: list[int], codes: dict[str, Any], reason: str = "") -> str:
        if self._adding:
            given = {name: code for name, code in _coded(codes).items() if code}
            added = self.session.add(self._adding[0], _pair(span), reason, **given)
            self._seen.append(added)
        self._adding = None
        return self._written()

    def _decide(self, op: str, given: dict[str, Any]) -> str:
        """Do what `_DECIDES` says of an operation."""
        method, names = _DECIDES[op]
        before, reason = self._current(), given.get("reason", "")
        taken = (given[name] for name in names)
        settled_task = getattr(self.session, method)(before, *taken, reason=reason)
        if isinstance(settled_task, Task):
            self.task = settled_task
            self._seen.append(before)
        return self._decided()

    def _agreed(self, **_: Any) -> str:
        return label("review.taken", self.language, count=self.session.take_agreed())

    def _mark(self, span: list[Any], **_: Any) -> None:
        meeting, start, end = span
        self._adding = str(meeting), (int(start), int(end))

    def _current(self) -> Task:
        if self.task is None:
            raise ReadoutsError(label("review.done", self.language))
        return self.task

    def _decided(self) -> str:
        self._next()
        return self._written()

    def _written(self) -> str:
        file = self.session.changes[-1].path.name
        return label("review.written", self.language, file=file)

    # --- what is shown ------------------------------------------------------------------------

    def _show(self, message: str, *, anew: bool = False, fault: bool = False) -> None:
        self._shown += anew
        progress, remaining = self.session.progress(), self._remaining()
        shown = self._shown_task()
        shown["choices"] = {**shown.get("choices", {}), "list": [*map(self._listed, remaining)],
                           "agreed": bool(self.session.between)}  # fmt: skip
        self.state = {
            "task": {"id": self._shown, **shown},
            "left": label("review.left", self.language, count=len(remaining)),
            "progress": [
                [name, settled / total, f"{settled}/{total}"] for name, settled, total in progress
            ],
            "by": self.session.by,
            "labels": {name: label(f"review.{name}", self.language) for name in _WORDS},
            "message": message,
            "fault": fault,
        }

    def _shown_task(self) -> dict[str, Any]:
        if self._adding:
            return self._shown_item(*self._adding, None)
        if self.task is None:
            return {"kind": "done", "choices": {"mark": self._uncoded(None)}}
        if self.task.other:
            return self._shown_match(self.task)
        if self.task.versions:
            return self._shown_choice(self.task)
        return self._shown_item(self.task.meeting, self.task.span, self.session.item(self.task))

    def _listed(self, task: Task) -> list[Any]:
        return [_key(task), f"{about(task)}: {self._short(task.meeting, task.span)}"]

    def _short(self, meeting: str, span: Span) -> str:
        return one_line(self.session.reading(meeting).source[slice(*span)], _SHORT)

    def _shown_item(self, meeting: str, span: Span, item: Item | None) -> dict[str, Any]:
        reading = self.session.reading(meeting)
        start, end = _around(reading, span, paragraph=True)
        inside = next((r for r in reading.sentence_rows if r.start <= span[0] < r.end), None)
        near = item or max(
            reading.item_rows, key=lambda row: -abs(row.start - span[0]), default=None
        )
        codes = {name: getattr(near, name, "") for name in ("act", "speaker", "side")}
        return {
            "kind": "item" if item else "add",
            **_words(reading.source, start, end),
            "sentence": [inside.start, inside.end] if inside else [start, end],
            "span": list(span),
            "others": [[row.start, row.end] for row in reading.item_rows if row is not item],
            "codes": {**codes, "themes": list(item.themes) if item else []},
            "choices": {**self._choices(reading), "mark": self._uncoded((meeting, (start, end)))},
            "facts": self._facts(item) if item else [],
        }

    def _facts(self, item: Item) -> list[list[str]]:
        sure = item.probability
        band = (
            ("band", item.confidence)
            if sure is None
            else ("sure", shown_number(sure, self.language))
        )
        facts = [
            ("meeting", self._current().meeting), ("rule", item.rule), ("cue", item.cue),
            ("cues", ", ".join(item.cues)), band, ("settled", "✓" if item.settled else ""),
        ]  # fmt: skip
        return [[label(f"review.{name}", self.language), text] for name, text in facts if text]

    def _choices(self, reading: Reading) -> dict[str, Any]:
        spoken = [(row.speaker, row.side) for row in (*reading.statement_rows, *reading.item_rows)]
        people = [(person.name, person.side) for person in reading.participant_rows]
        speakers = dict([(BOTH, BOTH), *spoken, *people])
        sides = dict.fromkeys((*reading.meeting.sides, BOTH, *speakers.values()))
        return {
            "act": self._named(ITEM_ACTS, "act."),
            "speaker": [
                [name, f"{name} ({side})", side] for name, side in speakers.items() if name
            ],
            "side": self._named([side for side in sides if side]),
            "themes": self._named(theme_ranks()),
        }

    def _named(self, ids: Any, prefix: str = "") -> list[list[str]]:
        return [[name, label(f"{prefix}{name}", self.language)] for name in ids]

    def _uncoded(self, shown: tuple[str, Span] | None) -> list[list[Any]]:
        """Return where a missed proposal may be: this paragraph, or sentences without a
        statement."""
        found = []
        if shown:
            found.append([[shown[0], *shown[1]], label("review.whole", self.language)])
        for name in self.session.meeting_ids:
            reading = self.session.reading(name)
            coded = {item.sentence for item in reading.item_rows}
            found += [
                [[name, row.start, row.end], f"{name}: {self._short(name, (row.start, row.end))}"]
                for row in reading.counted
                if row.number not in coded
            ]
        return found

    def _shown_match(self, task: Task) -> dict[str, Any]:
        partner = task.partner or (0, 0)
        likeness = shown_number(task.likeness, self.language)
        other = self.session.reading(task.other)
        rows = [[item.span, self._short(task.other, item.span)] for item in other.item_rows]
        return {
            "kind": "match",
            "quotes": [self._quote(task.meeting, task.span), self._quote(task.other, partner)],
            "facts": [[label("review.similarity", self.language), likeness]],
            "choices": {"partner": rows},
        }

    def _shown_choice(self, task: Task) -> dict[str, Any]:
        coders = self.session.between.coders if self.session.between else ("", "")
        nobody = label("review.nobody", self.language)
        return {
            "kind": "choice",
            "quotes": [
                [who, *self._quote(task.meeting, item.span, item)[1:]]
                if item else [who, "", "", "", nobody]
                for who, item in zip(coders, task.versions, strict=True)
            ],
        }  # fmt: skip

    def _quote(self, meeting: str, span: Span, item: Item | None = None) -> list[str]:
        reading = self.session.reading(meeting)
        start, end = _around(reading, span)
        rows = (row for row in reading.item_rows if row.span == span)
        item = item or next(rows, None)
        about = ", ".join(self._about(item)) if item else ""
        source = reading.source
        return [
            meeting, source[start : span[0]], source[slice(*span)], source[span[1] : end], about,
        ]  # fmt: skip

    def _about(self, item: Item) -> list[str]:
        act = label(f"act.{item.act}", self.language)
        return [item.speaker, act, *(label(theme, self.language) for theme in item.themes)]


# For each operation: the method of the session, and the parts of the message that it takes.
_DECIDES: dict[str, tuple[str, tuple[str, ...]]] = {
    "reject": ("reject", ()), "split": ("split", ("starts",)), "join": ("join", ()),
    "same": ("same", ()), "partner": ("same", ("span",)), "different": ("different", ()),
    "take": ("take", ("which",)),
}  # fmt: skip
_OPS = {"next", "back", "by", "undo", "accept", "add", "mark", "agreed", "list", *_DECIDES}


def _key(task: Task) -> list[Any]:
    """Return the identity of a task, as the browser sends it back."""
    return [task.meeting, *task.span, *(task.partner or ())]


def _pair(span: list[int]) -> Span:
    return int(span[0]), int(span[1])


def _coded(codes: dict[str, Any]) -> dict[str, Any]:
    """Return the codes of a message by their names."""
    kept = {name: codes[name] for name in ("act", "speaker", "side") if codes.get(name)}
    themes = tuple(codes.get("themes") or ())
    return kept | {"themes": themes}


def _words(source: str, start: int, end: int) -> dict[str, Any]:
    """Return the words of a span (start, end, the word, the text before it), and its end."""
    words, at = [], start
    for match in _WORD.finditer(source, start, end):
        words.append([*match.span(), match[0], source[at : match.start()]])
        at = match.end()
    return {"words": words, "tail": source[at:end]}


def _around(reading: Reading, span: Span, *, paragraph: bool = False) -> Span:
    """Return the span of the sentences, or of the paragraphs, around a span."""
    rows = [row for row in reading.sentence_rows if row.start < span[1] and span[0] < row.end]
    if paragraph:
        numbers = {row.paragraph for row in rows}
        rows = [row for row in reading.sentence_rows if row.paragraph in numbers]
    return min([span[0], *(row.start for row in rows)]), max([span[1], *(r.end for r in rows)])
