"""``readouts add``, ``edit``, ``remove`` and ``list``: the register of meetings."""

from __future__ import annotations

from readouts.errors import ReadoutsError
from readouts.terminal import say, say_table


def add(file: str, **given: str) -> int:  # no example: tests/test_cli.py shows it
    """Register a text and print the facts that were found in it."""
    from readouts.corpus.add import add_file, terminal_ask

    for line in add_file(file, given, terminal_ask()):
        say(line)
    return 0


def edit(id: str, **given: str | None) -> int:  # no example: tests/test_cli.py shows it
    """Change the register entry of a meeting; ``""`` removes a fact, None leaves it."""
    from readouts.corpus.add import doubts, facts_of
    from readouts.corpus.add import edit as change

    facts = facts_of(given)
    if not facts:
        raise ReadoutsError("edit: expected something to change, such as --place; see --help.")
    entry = change(id, **facts)
    say(f"{entry.id}: changed {', '.join(facts)}")
    for line in doubts(entry, given):
        say(line)
    return 0


def remove(id: str) -> int:  # no example: tests/test_cli.py shows it
    """Remove a meeting and its text from the register."""
    from readouts.corpus.add import remove as take_out

    entry = take_out(id)
    say(f"{entry.id}: removed, with its text data/{entry.file}")
    return 0


def list_(ids: bool) -> int:  # no example: tests/test_cli.py shows it
    """Print the registered meetings, a row each."""
    from readouts.corpus import register
    from readouts.corpus.cached_readings import read_registered

    entries = register.meetings()
    register.verify()
    if ids:
        for meeting_id in entries:
            say(meeting_id)
        return 0
    rows = [
        (
            entry.id,
            entry.date.value if entry.date else "?",
            entry.place.value if entry.place else "?",
            # The register holds two sides or none; a meeting of more has them from its text.
            " – ".join(entry.sides or read_registered(entry.id).meeting.sides),
            entry.outlet or "?",
            entry.file,
        )
        for entry in entries.values()
    ]
    say_table(["id", "date", "place", "sides", "outlet", "file"], rows)
    return 0
