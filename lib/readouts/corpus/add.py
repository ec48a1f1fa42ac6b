"""Add, edit and remove meetings of the register; other entries and comments stay as they are."""

from __future__ import annotations

import re
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import yaml

from readouts.corpus import register
from readouts.errors import ReadoutsError
from readouts.language.decoding import read_text
from readouts.reading import Reading
from readouts.storage.atomic import locked
from readouts.storage.paths import data_dir, project_dir, shown
from readouts.storage.yaml_entries import spans
from readouts.storage.yaml_files import read_yaml_text, validated
from readouts.terminal import one_line, warn

Ask = Callable[[str], str]

# The time limit of a text, as in a run of many.
SECONDS = 60.0
_UNCODED_SHOWN = 5
_PUBLISHED = "day the text was published (such as 2026-12-04)"
_QUESTIONS = {
    "date": "day of the meeting (such as 2026-12-04)",
    "place": "place of the meeting",
    "sides": "the two sides, separated by a comma",
    "published": _PUBLISHED,
    "outlet": "who published it",
    "address": "its address (https://…)",
}


def add_file(  # no example: it writes to the project's data; tests/test_cli.py shows it
    file: str, given: dict[str, str], ask: Ask | None = None
) -> Iterator[str]:
    """Register ``file`` and yield lines with the facts that were found in it.

    ``given`` has the options of `readouts add` (``""`` if not given). ``ask`` asks the user for
    facts that neither the options nor the text give; without it they stay unknown. Raises
    `ReadoutsError`, with nothing changed, as `register.add` does.
    """
    from readouts.corpus.cached_readings import read_registered
    from readouts.statements.parser import read

    facts_of(given)
    facts, name = dict(given), Path(file).name
    text = read_text(file, facts["encoding"] or None)
    register.refuse_known(register.meetings(), text, facts["id"])
    with deadline(SECONDS, f"{name}: reading it"):
        reading = read(text, doc=name, published=facts["published"])
    if not (facts["date"] or facts["published"] or _in_text(reading)["date"]):
        _ask_for_the_year(facts, reading, ask)
        reading = read(text, doc=name, published=facts["published"])
    for fact, question in _QUESTIONS.items() if ask else ():
        if not (facts[fact] or _in_text(reading).get(fact)):
            _ask(facts, ask, fact, question)
    entry = register.add(file, **_with_bases(facts, reading))
    yield from _understood(entry, read_registered(entry.id))
    yield from doubts(entry, facts)
    yield from _next_commands(entry)


@contextmanager
def deadline(seconds: float, work: str) -> Iterator[None]:
    """Raise `ReadoutsError` if the block takes longer than ``seconds``.

    ``work`` names the task in the message. There is no limit on Windows and in other threads than
    the main one, which cannot be interrupted.

    >>> with deadline(5, "adding"):
    ...     1 + 1
    2
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def late(*_: object) -> None:
        raise ReadoutsError(
            f"{work} took longer than {seconds:.0f} seconds and was stopped. Nothing was changed. "
            "A text that takes so long is no readout, or shows a fault: please report it."
        )

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _ask_for_the_year(facts: dict[str, str], reading: Reading, ask: Ask | None) -> None:
    """Ask for the date of publication, which gives the year of dates without a year."""
    day = reading.meeting.date.removeprefix("--")
    if ask and day:
        question = f"the text says {day} without a year; {_PUBLISHED}"
        _ask(facts, ask, "published", question)
    elif not ask:
        found = f"only {day}" if day else "no day"
        raise ReadoutsError(
            f"expected the year of the meeting, but the text says {found}. Nothing was added; give "
            "the day the text was published (--published 2026-12-04) or the meeting's (--date)."
        )


def _ask(facts: dict[str, str], ask: Ask, name: str, question: str) -> None:
    """Ask for a fact until the answer fits; an empty answer leaves it unknown."""
    while True:
        facts[name] = ask(f"{question}, or empty if unknown")
        try:
            facts_of(facts)
            return
        except ReadoutsError as error:
            warn(str(error))


def terminal_ask() -> Ask | None:  # no example: it needs a terminal
    """Return a function that asks the user, or ``None`` without a terminal."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return None

    def ask(question: str) -> str:
        try:
            return input(f"{question}: ").strip()
        except EOFError:
            return ""

    return ask


def facts_of(given: Mapping[str, str | None]) -> dict[str, object]:
    """Return the options of `readouts add` or `edit` as keys of `MeetingEntry`, without those that
    are None.

    Raises `ReadoutsError` if one does not fit.

    >>> facts = facts_of({"place": "Huế", "sides": "Việt Nam, Lào", "outlet": None, "source": ""})
    >>> facts["place"]["source"], facts["sides"]
    ('given by hand', ['Việt Nam', 'Lào'])
    """
    facts: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    source = facts.pop("source", "") or "given by hand"
    for name in {"date", "place"} & facts.keys():
        known = {"value": facts[name], "basis": "metadata", "source": source}
        facts[name] = known if facts[name] else None
    if "sides" in facts:
        named = (side.strip() for side in str(facts["sides"]).split(","))
        facts["sides"] = [side for side in named if side]
    id_ = facts.get("id") or "new"
    validated(register.MeetingEntry, {**facts, "id": id_, **register.SOME_FILE}, register.UNCHANGED)
    return facts


def _with_bases(given: dict[str, str], reading: Reading) -> dict[str, object]:
    """Return the facts of a new entry: those that are given, and those of the text."""
    facts = facts_of(given)
    for name, value in _in_text(reading).items():
        if value and given[name] in ("", value) and name != "sides":
            facts[name] = {"value": value, "basis": "text"}
    if not facts["sides"] and len(reading.meeting.sides) == 2:
        facts["sides"] = reading.meeting.sides
    return facts


def _in_text(reading: Reading) -> dict[str, str]:
    """Return the facts of the meeting that the text gives; a day without its year is not a date
    yet."""
    meeting = reading.meeting
    date = "" if meeting.date.startswith("-") else meeting.date
    return {"date": date, "place": meeting.place, "sides": " – ".join(meeting.sides)}


def _understood(entry: register.MeetingEntry, reading: Reading) -> Iterator[str]:
    meeting = reading.meeting
    yield f"registered as {entry.id}, kept as {shown(entry.path())}"
    yield f"  date     {_with_basis(meeting.date, meeting.date_basis)}"
    yield f"  place    {_with_basis(meeting.place, meeting.place_basis)}"
    yield f"  sides    {_with_basis(' – '.join(meeting.sides), meeting.sides_basis)}"
    people = [f"{person.name} ({person.side or '?'})" for person in reading.participant_rows]
    yield f"  people   {', '.join(people) or 'none found'}"
    themes = Counter(theme for item in reading.item_rows for theme in item.themes)
    by_theme = ", ".join(f"{theme} {count}" for theme, count in themes.most_common())
    yield f"  items    {len(reading.item_rows)}" + (f": {by_theme}" if by_theme else "")
    yield from _left_uncoded(reading)


def doubts(  # no example: it needs a registered meeting; tests/test_cli.py shows it
    entry: register.MeetingEntry, given: Mapping[str, str | None]
) -> Iterator[str]:
    """Yield warnings about a new entry: it reports no meeting, its text is known, or the text
    contradicts an option of the user (``given``)."""
    from readouts.comparison.comparability import ComparisonWarning, no_meeting, same_text
    from readouts.corpus.cached_readings import read_registered

    reading = read_registered(entry.id)
    if no_meeting(reading):
        yield f"warning: {ComparisonWarning('no_meeting', {'text': entry.id}).sentence()}"
    for other in register.meetings().values():
        if other.id != entry.id and same_text(read_registered(other.id), reading):
            yield f"warning: nearly the same words as {other.id}; is it the same readout?"
    for name in ("date", "place", "sides"):
        other = getattr(reading.meeting, f"{name}_basis").partition("; ")[2]
        if given[name] and other:
            yield f"warning: --{name} {given[name]} is kept, but {other}"


def _left_uncoded(reading: Reading) -> Iterator[str]:
    quotes = list(reading.uncoded["quote"])
    yield f"  uncoded  {len(quotes)} of {len(reading.counted)} sentences of the body"
    for quote in quotes[:_UNCODED_SHOWN]:
        yield f"           {one_line(quote, 90)}"
    if len(quotes) > _UNCODED_SHOWN:
        yield "           …"


def _with_basis(value: str, basis: str) -> str:
    return f"{value or 'unknown'}" + (f" ({basis})" if basis else "")


def _next_commands(entry: register.MeetingEntry) -> Iterator[str]:
    others = [
        other
        for other in register.meetings().values()
        if other.id != entry.id and {*other.sides} == {*entry.sides}
    ]
    if not others:
        yield "next: register another meeting of these sides, then `readouts compare A B`"
        return
    partner = max(others, key=_day)
    first, second = sorted([partner, entry], key=_day)
    yield "next:"
    yield f"  readouts compare {first.id} {second.id}"
    yield f"  make lab      # and set the two ids in any notebook: {first.id}, {second.id}"


def _day(entry: register.MeetingEntry) -> str:
    return entry.date.value if entry.date else entry.published


# --- entries changed and removed -----------------------------------------------------------------


def edit(
    meeting_id: str, **facts: object
) -> register.MeetingEntry:  # no example: it writes the register
    """Change the register entry of a meeting, and return it.

    ``facts`` are keys of `MeetingEntry`; an empty one (``""``, ``()``, ``None``) is removed.
    Raises `ReadoutsError`, with nothing changed, if the id is unknown or a fact does not fit.
    """
    with locked(data_dir()):
        keys = register.meeting(meeting_id).fields() | facts
        keys = {name: value for name, value in keys.items() if value}
        changed: register.MeetingEntry = validated(register.MeetingEntry, keys, register.UNCHANGED)
        above, entry, below = _parted(meeting_id)
        expected = register.meetings() | {meeting_id: changed}
        register.rewrite(above + _edited(entry, facts) + below, expected)
    return changed


def remove(meeting_id: str) -> register.MeetingEntry:  # no example: it writes the register
    """Remove a meeting from the register, with its text in ``data/raw/``, and return the entry.

    Raises `ReadoutsError`, with nothing changed, if the id is unknown, or if a decision, a gloss, a
    coding or a report uses the meeting.
    """
    with locked(data_dir()):
        entry = register.meeting(meeting_id)
        users = [shown(path) for path in _named_in(meeting_id)]
        if users:
            raise ReadoutsError(
                f"{meeting_id} is named in {', '.join(users)}. Nothing was removed; remove it "
                "there first."
            )
        above, _, below = _parted(meeting_id)
        rest = above + below.removeprefix("\n") if below.strip() else above.rstrip("\n") + "\n"
        others = register.meetings()
        del others[meeting_id]
        register.rewrite(rest if others else rest + "\n[]\n", others)
        entry.path().unlink(missing_ok=True)
    return entry


def _parted(meeting_id: str) -> tuple[str, str, str]:
    """Return the text before an entry, of the entry, and after it.

    Comments and blank lines before an entry belong to it.
    """
    text = read_yaml_text(register.register_path())
    ids, found = list(register.meetings()), spans(text)
    if len(found) != len(ids):
        raise ReadoutsError(
            f"{shown(register.register_path())}: expected each entry to begin with a dash on a new "
            "line. Nothing was changed; edit the file by hand."
        )
    start, end = found[ids.index(meeting_id)]
    return text[:start], text[start:end], text[end:]


def _edited(block: str, facts: dict[str, object]) -> str:
    """Return the text of an entry with changed facts; comments stay where they are."""
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
        # The new text replaces the first line of the key; empty texts keep the number of lines.
        lines[first:last] = ["".join([*new, *comments]), *[""] * (last - first - 1)]
    return "".join(lines)


def _named_in(meeting_id: str) -> Iterator[Path]:
    """Yield the files of people that contain the id of a meeting."""
    word = re.compile(rf"(?<![\w-]){re.escape(meeting_id)}(?![\w-])")
    own = {data_dir() / folder / f"{meeting_id}{suffix}" for folder, suffix in _OWN.items()}
    yield from sorted(path for path in own if path.exists())
    edited = [*data_dir().glob("decisions/*.yml"), data_dir() / "gold" / "threads.yml"]
    for path in sorted([*edited, project_dir() / "reports" / "plan.yml"]):
        if path.is_file() and word.search(read_yaml_text(path)):
            yield path


_OWN = {"glosses": ".yml", "gold": ".jsonl"}
