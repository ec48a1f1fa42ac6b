"""What `readouts add` asks and tells: a text becomes a registered meeting."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from readouts.corpus import register as corpus
from readouts.errors import ReadoutsError
from readouts.language.decoding import read_text
from readouts.reading import Reading
from readouts.storage.paths import shown
from readouts.storage.yaml_files import iso_date
from readouts.terminal import one_line, plain

Ask = Callable[[str], str]

_BY_HAND = "given when the text was added"
_UNCODED_SHOWN = 5


def add_file(  # no example: it writes to the project's data; tests/test_cli.py shows it
    file: str, given: dict[str, str], ask: Ask | None = None
) -> Iterator[str]:
    """Register ``file`` and yield the lines that say what was understood of it.

    ``given`` holds what the user said (the options of `readouts add`, ``""`` where nothing). What
    neither the user nor the text says is asked through ``ask`` where there is one, and else stays
    unknown. Raises `ReadoutsError`, with nothing changed, as `corpus.add` does.
    """
    from readouts.corpus.store import read_registered
    from readouts.statements.parser import read

    _check_dates(given)
    text = read_text(file, given["encoding"] or None)
    reading = read(text, doc=Path(file).name, published=given["published"])
    told = _completed(given, reading, ask) if ask else given
    entry = corpus.add(file, id=told["id"], encoding=told["encoding"], **_facts(told, reading))
    yield from _understood(entry, read_registered(entry.id))
    yield from _next_commands(entry)


def terminal_ask() -> Ask | None:  # no example: it needs a terminal
    """Return how to ask the user, or ``None`` where nobody sits at a terminal."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return None

    def ask(question: str) -> str:
        try:
            return input(f"{question}: ").strip()
        except EOFError:
            return ""

    return ask


def _check_dates(given: dict[str, str]) -> None:
    for name in ("date", "published"):
        try:
            iso_date(given[name])
        except ValueError as error:
            raise ReadoutsError(f"--{name} {given[name][:40]!r}: {error}.") from None


def _completed(given: dict[str, str], reading: Reading, ask: Ask) -> dict[str, str]:
    """Return ``given`` with what was missing asked for; an empty answer leaves it unknown."""
    told = dict(given)
    in_text = _said(reading)
    questions = {
        "date": "day of the meeting (such as 2026-12-04)",
        "place": "place of the meeting",
        "sides": "the two sides, separated by a comma",
        "published": "day the text was published (such as 2026-12-04)",
        "outlet": "who published it",
        "address": "its address (https://…)",
    }
    for name, question in questions.items():
        while not told[name] and not in_text.get(name):
            told[name] = ask(f"{question}, or empty if unknown")
            try:
                _check_dates(told)
                break
            except ReadoutsError as error:
                print(plain(str(error)), file=sys.stderr)
                told[name] = ""
    return told


def _facts(told: dict[str, str], reading: Reading) -> dict[str, object]:
    facts: dict[str, object] = {
        name: told[name] for name in ("published", "outlet", "address", "notes")
    }
    for name in ("date", "place"):
        known = _known(told[name], _said(reading)[name], told["source"])
        if known:
            facts[name] = known
    sides = [side.strip() for side in told["sides"].split(",") if side.strip()]
    facts["sides"] = sides or list(reading.meeting.sides)
    return facts


def _said(reading: Reading) -> dict[str, str]:
    """Return what the text itself says of the meeting; a day without its year is no date yet."""
    meeting = reading.meeting
    date = "" if meeting.date.startswith("-") else meeting.date
    return {"date": date, "place": meeting.place, "sides": " – ".join(meeting.sides)}


def _known(given: str, in_text: str, source: str) -> dict[str, str] | None:
    if given and given != in_text:
        return {"value": given, "basis": "metadata", "source": source or _BY_HAND}
    return {"value": in_text, "basis": "text"} if in_text else None


def _understood(entry: corpus.MeetingEntry, reading: Reading) -> Iterator[str]:
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


def _left_uncoded(reading: Reading) -> Iterator[str]:
    quotes = list(reading.uncoded["quote"])
    body = sum(sentence.zone == "body" for sentence in reading.sentence_rows)
    yield f"  uncoded  {len(quotes)} of {body} sentences of the body"
    for quote in quotes[:_UNCODED_SHOWN]:
        yield f"           {one_line(quote, 90)}"
    if len(quotes) > _UNCODED_SHOWN:
        yield "           …"


def _with_basis(value: str, basis: str) -> str:
    return f"{value or 'unknown'}" + (f" ({basis})" if basis else "")


def _next_commands(entry: corpus.MeetingEntry) -> Iterator[str]:
    others = [other for other in corpus.meetings().values() if other.id != entry.id]
    if not others:
        yield "next: register a second meeting, then `readouts compare A B`"
        return
    partner = max(others, key=lambda other: (len({*other.sides} & {*entry.sides}), _day(other)))
    first, second = sorted([partner, entry], key=_day)
    yield "next:"
    yield f"  readouts compare {first.id} {second.id}"
    yield f"  make lab      # and set the two ids in any notebook: {first.id}, {second.id}"


def _day(entry: corpus.MeetingEntry) -> str:
    return entry.date.value if entry.date else entry.published
