"""Entries of the register changed or removed; the rest of the file stays byte for byte.

An entry is found by the lines it takes, and only these are written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import yaml

from readouts.corpus.register import MeetingEntry, checked_entry, meeting, meetings, register_path
from readouts.errors import ReadoutsError
from readouts.storage.atomic import locked, write_text
from readouts.storage.paths import data_dir, project_dir, shown
from readouts.storage.yaml_files import read_yaml_text


def edit(meeting_id: str, **facts: object) -> MeetingEntry:  # no example: it writes the register
    """Change what the register says of a meeting, and return the entry.

    ``facts`` are keys of `MeetingEntry`; an empty one (``""``, ``()``, ``None``) is taken out.
    Comments and all other entries stay. Raises `ReadoutsError`, having changed nothing, for an
    unknown id or a fact that does not fit.
    """
    with locked(data_dir()):
        said = meeting(meeting_id).model_dump(mode="json", exclude_defaults=True)
        changed = checked_entry({k: v for k, v in {**said, **facts}.items() if v})
        before = read_yaml_text(register_path())
        above, entry, below = _parted(meeting_id, before)
        _write(before, above + _edited(entry, facts) + below)
    return changed


def remove(meeting_id: str) -> MeetingEntry:  # no example: it writes the register
    """Take a meeting out of the register, with its text in ``data/raw/``, and return the entry.

    Raises `ReadoutsError`, having changed nothing, for an unknown id, or where a decision, a gloss,
    a coding or a report names the meeting.
    """
    with locked(data_dir()):
        entry = meeting(meeting_id)
        users = [shown(path) for path in _named_in(meeting_id)]
        if users:
            raise ReadoutsError(
                f"{meeting_id} is named in {', '.join(users)}. Nothing was removed; take it out "
                "there first."
            )
        before = read_yaml_text(register_path())
        above, _, below = _parted(meeting_id, before)
        rest = above + below.removeprefix("\n") if below.strip() else above.rstrip("\n") + "\n"
        _write(before, rest if len(meetings()) > 1 else rest + "\n[]\n")
        entry.path().unlink(missing_ok=True)
    return entry


def _write(before: str, after: str) -> None:
    """Write the register, and put back what it said where it does not load any more."""
    write_text(register_path(), after)
    try:
        meetings()
    except BaseException:
        write_text(register_path(), before)
        raise


def _parted(meeting_id: str, register: str) -> tuple[str, str, str]:
    """Return the text before an entry, the entry's own, and the text after it.

    Comments and blank lines before the next entry are that entry's.
    """
    lines = re.split(r"(?<=\n)", register)
    dashes = [n for n, line in enumerate(lines) if re.match(r" *- ", line)]
    starts = [n for n in dashes if _indent(lines[n]) == _indent(lines[dashes[0]])]
    ids = list(meetings())
    if len(starts) != len(ids):
        raise ReadoutsError(
            f"{shown(register_path())}: expected each entry to begin with a dash on a line of its "
            "own. Nothing was changed; edit the file by hand."
        )
    at = ids.index(meeting_id)
    start, end = [*starts, len(lines)][at : at + 2]
    while re.fullmatch(r"\s*(#.*)?\n?", lines[end - 1]):
        end -= 1
    return "".join(lines[:start]), "".join(lines[start:end]), "".join(lines[end:])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _edited(block: str, facts: dict[str, object]) -> str:
    """Return the text of an entry with facts changed, its comments where they were."""
    lines = re.split(r"(?<=\n)", block)
    pairs = yaml.compose(block, yaml.SafeLoader).value[0].value
    starts = [key.start_mark.line for key, _ in pairs]
    places = dict(
        zip([key.value for key, _ in pairs], pairwise([*starts, len(lines)]), strict=True)
    )
    inner = " " * pairs[0][0].start_mark.column
    for name, value in facts.items():
        first, last = places.get(name, (len(lines), len(lines)))
        comments = [line for line in lines[first:last] if re.match(r"\s*#", line)]
        text = yaml.safe_dump({name: value}, allow_unicode=True, sort_keys=False, width=100)
        new = [f"{inner}{line}\n" for line in text.splitlines()] if value else []
        # What is put in takes the place of the key's first line; empty ones keep the count.
        lines[first:last] = ["".join([*new, *comments]), *[""] * (last - first - 1)]
    return "".join(lines)


def _named_in(meeting_id: str) -> Iterator[Path]:
    """Yield the files people edit that name a meeting by its id."""
    word = re.compile(rf"(?<![\w-]){re.escape(meeting_id)}(?![\w-])")
    own = {data_dir() / folder / f"{meeting_id}{suffix}" for folder, suffix in _OWN.items()}
    yield from sorted(path for path in own if path.exists())
    edited = [*data_dir().glob("decisions/*.yml"), data_dir() / "gold" / "threads.yml"]
    for path in sorted([*edited, project_dir() / "reports" / "plan.yml"]):
        if path.is_file() and word.search(read_yaml_text(path)):
            yield path


_OWN = {"glosses": ".yml", "gold": ".jsonl"}
