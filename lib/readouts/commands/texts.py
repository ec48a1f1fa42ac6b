"""``readouts read``: write a record for each text, registered or not."""

from __future__ import annotations

import argparse

from readouts.commands.shared import encoding_option, jobs_option, number_from_1


def read_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `read`."""
    command.add_argument(
        "paths", nargs="+", metavar="PATH", help="a text file, or a folder of .txt"
    )
    command.add_argument(
        "--out", default="", help=".jsonl, .csv or .parquet (default: JSON lines to the screen)"
    )
    jobs_option(command)
    command.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask cluster")
    command.add_argument(
        "--seconds", type=number_from_1(86400), default=60, metavar="N",
        help="time limit of a text, plus the same for each megabyte (60)",
    )  # fmt: skip
    encoding_option(command)


def read(arguments: argparse.Namespace) -> int:  # no example: tests/test_cli.py shows it
    """Read the texts, write their records, return the exit status."""
    from readouts.corpus.read_many import read_paths

    return read_paths(
        arguments.paths,
        arguments.out,
        arguments.jobs,
        arguments.encoding,
        arguments.scheduler,
        text_seconds=arguments.seconds,
    )
