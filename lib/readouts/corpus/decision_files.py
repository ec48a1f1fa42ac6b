"""Write and undo decisions, one entry at a time; the rest of the file stays byte for byte.

The file is read again under a lock, so that two panels do not overwrite each other.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> place = {"meeting": "vientiane-2031", "quote": "mở cảng"}
>>> change = save_decision({"decide": "drop", **place, "by": "AB"}, Path(folder.name))
>>> print(change.path.name, change.path.read_text(encoding="utf-8"), sep="\\n", end="")
vientiane-2031.yml
- decide: drop
  meeting: vientiane-2031
  quote: mở cảng
  by: AB
>>> undo(change)
>>> change.path.exists()
False
>>> folder.cleanup()
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readouts.corpus.decisions import (
    AnyDecision,
    Located,
    contradictions,
    decisions_folder,
    located,
    meetings_of,
    subject,
)
from readouts.errors import ProblemsError, ReadoutsError
from readouts.storage.atomic import locked, write_text
from readouts.storage.paths import shown
from readouts.storage.yaml_entries import placed, spans
from readouts.storage.yaml_files import validated


@dataclass(frozen=True)
class Change:
    """A change of the file at ``path``: ``new`` replaced ``old``."""

    path: Path
    before: str | None
    after: str
    old: str
    new: str


def save_decision(
    decision: dict[str, Any],
    folder: Path | None = None,
    instead: AnyDecision | None = None,
    check: Callable[[Sequence[AnyDecision], AnyDecision], None] = lambda others, new: None,
) -> Change:
    """Write a decision to ``<meeting>.yml``, or ``<then>--<now>.yml``, and return the change.

    It replaces an earlier decision about the same words, or ``instead``. Raises `ReadoutsError`,
    with nothing changed, if the decision lacks a key or contradicts another, if the files have
    problems, or if ``check`` raises it, which gets the other decisions and this one.
    """
    new: AnyDecision = validated(AnyDecision, decision, "Nothing was decided.", skip=1)
    folder = folder or decisions_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder, wait=True):
        all_decisions, problems = located(folder)
        if problems:
            raise ProblemsError(problems)
        subjects = {subject(decision) for decision in (new, instead) if decision}
        old = next((found for found in all_decisions if subject(found.decision) in subjects), None)
        others = [found for found in all_decisions if found is not old]
        _refuse_contradiction(new, others)
        check([found.decision for found in others], new)
        name = old.file.name if old else f"{'--'.join(meetings_of(new))}.yml"
        change = _change(folder / Path(name).name, new, old.number if old else None)
        write_text(change.path, change.after)
    return change


def undo(change: Change) -> None:
    """Undo a change in its file; later changes of other entries stay.

    Raises `ReadoutsError`, with nothing changed, if somebody has edited that entry since.
    """
    with locked(change.path.parent, wait=True):
        now = _text(change.path)
        if now == change.after:
            left = change.before or ""
        elif change.new and (now or "").count(change.new) == 1:
            left = str(now).replace(change.new, change.old)
        else:
            raise ReadoutsError(
                f"{shown(change.path)}: expected the entry to undo, but the file was edited since. "
                "Nothing was changed; remove the entry by hand."
            )
        if left:
            write_text(change.path, left)
        else:
            change.path.unlink(missing_ok=True)


def _refuse_contradiction(new: AnyDecision, others: list[Located]) -> None:
    for _, at, message, hint in contradictions([*(found.decision for found in others), new]):
        where = f"first in {others[at].place}"
        raise ReadoutsError(f"{message} ({where}); {hint}. Nothing was decided.")


def _text(path: Path) -> str | None:
    """Return the text of a file with its byte-order mark, which `read_yaml_text` leaves out."""
    return path.read_bytes().decode() if path.exists() else None


def _change(path: Path, decision: AnyDecision, number: int | None) -> Change:
    """Return the change that adds an entry at the end, or replaces the entry ``number``."""
    before = _text(path)
    text = before or ""
    start, end, new = placed(text, _fields(decision), number)
    after = text[:start] + new + text[end:]
    if len(spans(after)) != len(spans(text)) + (number is None):
        raise ReadoutsError(
            f"{shown(path)}: expected a list whose entries each begin with `- ` on a new line. "
            "Correct it; nothing was decided."
        )
    return Change(path, before, after, text[start:end], new)


def _fields(decision: AnyDecision) -> dict[str, Any]:
    fields = decision.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    last = {name: fields.pop(name) for name in ("reason", "by", "on") if name in fields}
    return {"decide": fields.pop("decide"), **fields, **last}
