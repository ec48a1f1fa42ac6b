"""``readouts check``, ``report`` and ``score``: the project, its reports and its accuracy."""

from __future__ import annotations

import argparse
from pathlib import Path

from readouts.commands.shared import DONE, FAILED, jobs_option, say


def check_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `check`."""
    command.add_argument(
        "parts", nargs="*", metavar="PART", help="register, lexicon, gold, … (all)"
    )


def check(arguments: argparse.Namespace) -> int:  # no example: tests/test_check.py shows it
    """Print each problem of the project's files; status 1 where there is one."""
    from readouts.check import findings

    found = 0
    for finding in findings(*arguments.parts):
        say(str(finding))
        found += 1
    say(f"Problems found: {found}" if found else "No problems found.")
    return FAILED if found else DONE


def report_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `report`."""
    command.add_argument("names", nargs="*", metavar="NAME")
    command.add_argument("--verify", metavar="FOLDER", default="", help="check a built report")
    command.add_argument(
        "--pdf", action="store_true", help="also a PDF, where a browser is installed"
    )
    jobs_option(command)


def report(arguments: argparse.Namespace) -> int:  # no example: tests/batch has many
    """Build the reports of the plan, or verify one that is built."""
    if arguments.verify:
        from readouts.batch.manifest import verify

        return verify(Path(arguments.verify))
    from readouts.batch.build import build

    return build(arguments.names, jobs=arguments.jobs, pdf=arguments.pdf)


def score_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `score`."""
    command.add_argument("gold", metavar="GOLD")
    command.add_argument("predicted", metavar="PRED")
    command.add_argument("texts", metavar="TEXTS", help="the folder of the texts")
    command.add_argument(
        "--show", action="store_true", help="list what was missed and what is extra"
    )


def score(arguments: argparse.Namespace) -> int:  # no example: tests/evaluation shows it
    """Print how well predicted items match hand-coded ones."""
    from readouts.evaluation import scoring

    return scoring.main(arguments.gold, arguments.predicted, arguments.texts, show=arguments.show)
