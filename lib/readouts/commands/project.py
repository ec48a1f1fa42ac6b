"""``readouts check``, ``report`` and ``score``: the project, its reports and its accuracy."""

from __future__ import annotations

import argparse
from pathlib import Path

from readouts.commands.shared import DONE, FAILED, jobs_option, say, width
from readouts.terminal import table


def check_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `check`."""
    command.add_argument(
        "parts", nargs="*", metavar="PART", help="register, lexicon, gold, … (all)"
    )


def check(arguments: argparse.Namespace) -> int:  # no example: tests/test_check.py shows it
    """Print each problem of the files of the project; return status 1 if there is one."""
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
        "--pdf", action="store_true", help="also write a PDF, if a browser is installed"
    )
    command.add_argument(
        "--brief",
        action="store_true",
        help="write a summary of two pages instead, in both languages",
    )
    jobs_option(command)


def report(arguments: argparse.Namespace) -> int:  # no example: tests/batch has many
    """Build the reports of the plan, or verify a built report."""
    if arguments.verify:
        from readouts.batch.manifest import verify

        return verify(Path(arguments.verify))
    if arguments.brief:
        return _briefs(arguments.names)
    from readouts.batch.build import build

    return build(arguments.names, jobs=arguments.jobs, pdf=arguments.pdf)


def _briefs(names: list[str]) -> int:
    """Write the brief of each report of two meetings beside its folder, if possible also as PDF."""
    from readouts.batch import plan
    from readouts.corpus import register as corpus
    from readouts.labels import LANGUAGES
    from readouts.loading import compare
    from readouts.report.brief import write_brief
    from readouts.report.comparison_page import compared
    from readouts.report.printing import browser
    from readouts.storage.paths import reports_dir

    reports = [report for report in plan.reports(names) if len(report.meetings) == 2]
    corpus.verify()
    for report in reports:
        comparison = compared(compare(*report.meetings.values()), report.name)
        for language in LANGUAGES:
            path = reports_dir() / f"{report.name}-brief-{language}.html"
            for written in write_brief(comparison, path, language, pdf=bool(browser())):
                say(str(written))
    if not browser():
        say("No PDF: no browser is installed. Print the page from your own browser.")
    return DONE


def score_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `score`."""
    command.add_argument("gold", metavar="GOLD")
    command.add_argument("predicted", metavar="PRED")
    command.add_argument("texts", metavar="TEXTS", help="the folder of the texts")
    command.add_argument("--show", action="store_true", help="list missed and extra items")


def score(arguments: argparse.Namespace) -> int:  # no example: tests/evaluation shows it
    """Print how well predicted items match hand-coded ones."""
    from readouts.evaluation import scoring

    return scoring.main(arguments.gold, arguments.predicted, arguments.texts, show=arguments.show)


def agreement_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `agreement`."""
    folder = "a coder: a folder of data/decisions/"
    command.add_argument("first", metavar="A", help=folder)
    command.add_argument("second", metavar="B", help=folder)


def agreement(arguments: argparse.Namespace) -> int:  # no example: tests/evaluation shows it
    """Print the agreement of two coders on the texts that both have settled, and their
    differences."""
    from readouts.evaluation.coders import agreement as measured

    found = measured(arguments.first, arguments.second)
    say(f"{arguments.first} and {arguments.second} on {', '.join(found.texts)}")
    for frame in (found.measures, found.themes, found.differences):
        say()
        say(table(list(frame), frame.round(2).itertuples(index=False), width()))
    return DONE
