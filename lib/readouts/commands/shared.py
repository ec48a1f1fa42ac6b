"""Shared parts of the subcommands: exit statuses, printing, and common options."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable

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
