"""Write and undo decisions, one entry at a time; the rest of the file stays.

An entry is inserted as text; everything around it stays byte for byte, with comments and order. The
file is read again under a lock, so that two panels do not overwrite each other.

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
    check: Callable[[Sequence[AnyDecision], AnyDecision], None] = lambda others, said: None,
) -> Change:
    """Write a decision to ``<meeting>.yml``, or ``<then>--<now>.yml``, and return the change.

    An earlier decision about the same words, or ``instead``, is replaced where it stands. Raises
    `ReadoutsError`, having changed nothing, where the decision is not whole, contradicts another
    or the files have faults, or where ``check`` raises it, given what else is decided.
    """
    said: AnyDecision = validated(AnyDecision, decision, "Nothing was decided.", skip=1)
    folder = folder or decisions_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder, wait=True):
        every, problems = located(folder)
        if problems:
            raise ProblemsError(problems)
        about = {subject(one) for one in (said, instead) if one}
        like = next((one for one in every if subject(one.said) in about), None)
        others = [one for one in every if one is not like]
        _refuse_contradiction(said, others)
        check([one.said for one in others], said)
        name = like.file.name if like else f"{'--'.join(meetings_of(said))}.yml"
        change = _change(folder / Path(name).name, said, like.number if like else None)
        write_text(change.path, change.after)
    return change


def undo(change: Change) -> None:
    """Undo a change in its file; later changes of others stay.

    Raises `ReadoutsError`, having changed nothing, if somebody has edited that entry since.
    """
    with locked(change.path.parent, wait=True):
        now = _text(change.path)
        if now == change.after:
            left = change.before or ""
        elif change.new and (now or "").count(change.new) == 1:
            left = str(now).replace(change.new, change.old)
        else:
            raise ReadoutsError(
                f"{shown(change.path)}: expected the entry that is to be undone, found the file "
                "edited since. Nothing was changed; take the entry out by hand."
            )
        if left:
            write_text(change.path, left)
        else:
            change.path.unlink(missing_ok=True)


def _refuse_contradiction(said: AnyDecision, others: list[Located]) -> None:
    for _, at, message, hint in contradictions([*(one.said for one in others), said]):
        told = f"{message} (first in {others[at].place}); {hint}. Nothing was decided."
        raise ReadoutsError(told)


def _text(path: Path) -> str | None:
    """Return a file as it is to the byte, which `read_yaml_text` need not."""
    return path.read_bytes().decode() if path.exists() else None


def _change(path: Path, said: AnyDecision, number: int | None) -> Change:
    """Return the change that puts an entry at the end, or in the place of entry ``number``."""
    before = _text(path)
    text = before or ""
    start, end, new = placed(text, _fields(said), number)
    after = text[:start] + new + text[end:]
    if len(spans(after)) != len(spans(text)) + (number is None):
        raise ReadoutsError(
            f"{shown(path)}: expected a list whose entries each begin with `- ` on a line of their "
            "own. Write it so; nothing was decided."
        )
    return Change(path, before, after, text[start:end], new)


def _fields(said: AnyDecision) -> dict[str, Any]:
    fields = said.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    last = {name: fields.pop(name) for name in ("reason", "by", "on") if name in fields}
    return {"decide": fields.pop("decide"), **fields, **last}
