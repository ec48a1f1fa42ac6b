"""``readouts add``, ``edit``, ``remove`` and ``list``: the register of meetings."""

from __future__ import annotations

import argparse

from readouts.commands.shared import DONE, encoding_option, say, width
from readouts.errors import ReadoutsError
from readouts.terminal import table

FACTS = {
    "date": "the day of the meeting, such as 2026-12-04",
    "place": "where it was held",
    "sides": "the two sides, separated by a comma",
    "published": "the day the text was published",
    "outlet": "who published it",
    "address": "where it was published, https://…",
    "source": "where date and place are known from, if the text does not say them",
    "notes": "anything a reader of the register should know",
}


def add_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `add`."""
    command.add_argument("file", metavar="FILE")
    _facts(command, "")
    command.add_argument("--id", default="", help="name of the meeting in commands")
    encoding_option(command)


def _facts(command: argparse.ArgumentParser, unsaid: str | None) -> None:
    for option, meaning in FACTS.items():
        command.add_argument(f"--{option}", default=unsaid, help=meaning)


def add(arguments: argparse.Namespace) -> int:  # no example: tests/test_cli.py shows it
    """Register a text and print the facts that were found in it."""
    from readouts.corpus.add import add_file, terminal_ask

    given = {name: getattr(arguments, name) for name in (*FACTS, "id", "encoding")}
    for line in add_file(arguments.file, given, terminal_ask()):
        say(line)
    return DONE


def edit_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `edit`."""
    command.add_argument("id", metavar="ID", help="a registered meeting; `readouts list` shows all")
    _facts(command, None)


def edit(arguments: argparse.Namespace) -> int:  # no example: tests/test_cli.py shows it
    """Change the register entry of a meeting; ``""`` removes a fact."""
    from readouts.corpus.add import check_facts, doubts, known_fact, sides_of
    from readouts.corpus.add import edit as change

    given = {name: getattr(arguments, name) for name in FACTS}
    check_facts(given)
    source = given.pop("source") or ""
    facts: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if not facts:
        raise ReadoutsError("edit: expected something to change, such as --place; see --help.")
    for name in {"date", "place"} & facts.keys():
        facts[name] = known_fact(str(facts[name]), source)
    if "sides" in facts:
        facts["sides"] = sides_of(str(facts["sides"]))
    entry = change(arguments.id, **facts)
    say(f"{entry.id}: changed {', '.join(facts)}")
    for line in doubts(entry, given):
        say(line)
    return DONE


def remove_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `remove`."""
    command.add_argument("id", metavar="ID", help="a registered meeting; `readouts list` shows all")


def remove(arguments: argparse.Namespace) -> int:  # no example: tests/test_cli.py shows it
    """Remove a meeting and its text from the register."""
    from readouts.corpus.add import remove as take_out

    entry = take_out(arguments.id)
    say(f"{entry.id}: removed, with its text data/{entry.file}")
    return DONE


def list_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `list_`."""
    command.add_argument("--ids", action="store_true", help="only the ids, one per line")


def list_(arguments: argparse.Namespace) -> int:  # no example: tests/test_cli.py shows it
    """Print the registered meetings, a row each."""
    from readouts.corpus import register as corpus
    from readouts.corpus.store import read_registered

    entries = corpus.meetings()
    corpus.verify()
    if arguments.ids:
        for meeting_id in entries:
            say(meeting_id)
        return DONE
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
    say(table(["id", "date", "place", "sides", "outlet", "file"], rows, width()))
    return DONE
