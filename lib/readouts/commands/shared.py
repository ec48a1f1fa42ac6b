"""Shared parts of the subcommands: exit statuses, printing, and common options."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from readouts.errors import ReadoutsError
from readouts.terminal import plain

DONE, FAILED, INTERRUPTED = 0, 1, 130


def say(text: str = "") -> None:
    """Print a line without control characters."""
    print(plain(text))


def width() -> int:
    """Return how many columns the terminal has.

    >>> width() > 0
    True
    """
    return shutil.get_terminal_size((120, 24)).columns


def number_from_1(most: int) -> Callable[[str], int]:
    """Return a parser of an option with a whole number from 1 to ``most``.

    >>> number_from_1(1024)("12")
    12
    """

    def count(text: str) -> int:
        plain_digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
        if not plain_digits or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(
                f"expected a number from 1 to {most}, found {text[:20]!r}"
            )
        return int(text)

    return count


def jobs_option(command: argparse.ArgumentParser) -> None:
    """Add the option for the number of processes."""
    command.add_argument(
        "--jobs", type=number_from_1(1024), default=0, metavar="N",
        help="number of processes (default: one per core)",
    )  # fmt: skip


def encoding_option(command: argparse.ArgumentParser) -> None:
    """Add the option for the encoding of a text."""
    command.add_argument(
        "--encoding", default="", help="encoding of the text: tcvn3, vni, cp1258, … (UTF-8)"
    )


def table_writer(out: str) -> Callable[[Any], None] | None:
    """Return a function that writes a table to ``out``, by its suffix; ``None`` for the screen.

    Raises `ReadoutsError` for another suffix, before anything is computed.

    >>> table_writer("") is None
    True
    """
    if not out:
        return None
    if Path(out).suffix not in (".csv", ".json"):
        raise ReadoutsError(f"--out {out}: expected a name ending in .csv or .json.")

    def save(frame: Any) -> None:
        from readouts.storage.atomic import write_text
        from readouts.storage.csv_files import write_csv

        if Path(out).suffix == ".csv":
            write_csv(frame, out)
        else:
            write_text(out, frame.to_json(orient="records", force_ascii=False, indent=1) + "\n")

    return save
