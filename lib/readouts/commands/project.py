"""``readouts check``, ``report`` and ``agreement``: the project, its reports and its coders."""

from __future__ import annotations

from pathlib import Path

from readouts.terminal import say, say_table


def check(parts: list[str]) -> int:  # no example: tests/test_check.py shows it
    """Print each problem of the files of the project; return status 1 if there is one."""
    from readouts.check import findings

    found = 0
    for finding in findings(*parts):
        say(str(finding))
        found += 1
    say(f"Problems found: {found}" if found else "No problems found.")
    return 1 if found else 0


def report(  # no example: tests/batch has many
    names: list[str], verify: str, pdf: bool, brief: bool, jobs: int
) -> int:
    """Build the reports of the plan, or verify a built report."""
    from readouts.batch import build, manifest

    if verify:
        return manifest.verify(Path(verify))
    return _briefs(names) if brief else build.build(names, jobs=jobs, pdf=pdf)


def _briefs(names: list[str]) -> int:
    """Write the brief of each report of two meetings beside its folder, if possible also as PDF."""
    from readouts.batch import plan
    from readouts.corpus import register
    from readouts.labels import LANGUAGES
    from readouts.loading import compare
    from readouts.report.brief import write_brief
    from readouts.report.comparison_page import compared
    from readouts.report.printing import browser
    from readouts.storage.paths import reports_dir

    reports = [report for report in plan.reports(names) if len(report.meetings) == 2]
    register.verify()
    for report in reports:
        comparison = compared(compare(*report.meetings.values()), report.name)
        for language in LANGUAGES:
            path = reports_dir() / f"{report.name}-brief-{language}.html"
            for written in write_brief(comparison, path, language, pdf=bool(browser())):
                say(str(written))
    if not browser():
        say("No PDF: no browser is installed. Print the page from your own browser.")
    return 0


def agreement(first: str, second: str) -> int:  # no example: tests/evaluation shows it
    """Print the agreement of two coders on the texts that both have reviewed, and their
    differences."""
    from readouts.evaluation.coders import agreement as measured

    found = measured(first, second)
    say(f"{first} and {second} on {', '.join(found.texts)}")
    for frame in (found.measures, found.themes, found.differences):
        say()
        say_table(list(frame), frame.round(2).itertuples(index=False))
    return 0
