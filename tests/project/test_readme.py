"""README.md says what is so: its numbers, its commands, its links."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_its_numbers_are_those_of_the_committed_report() -> None:
    done = subprocess.run(
        [sys.executable, "tools/readme.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_its_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [target for target in targets if not (ROOT / target).exists()] == []
    assert len(targets) > 10


def test_its_commands_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE))
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert {"reports", "test", "lab"} <= named


def test_its_subcommands_exist() -> None:
    from readouts.cli import _parser

    helped = _parser().format_help()
    assert all(name in helped for name in re.findall(r"readouts ([a-z]+) ", README))


def test_its_entry_of_the_plan_and_its_options_of_add_are_taken() -> None:
    from readouts.batch.plan import Report
    from readouts.cli import _parser

    (entry,) = re.findall(r"```\n(- name: .*?)```", README, re.DOTALL)
    (report,) = (Report.model_validate(one) for one in yaml.safe_load(entry))
    assert set(report.meetings) == {"then", "now"}
    lines = re.findall(r"^\.venv/bin/readouts (add .*?)(?: +#.*)?$", README, re.MULTILINE)
    added = {_parser().parse_args(shlex.split(line)).id for line in lines}
    assert added == set(report.meetings.values())


def test_ci_calls_the_test_commands_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().endswith("make test && make test-slow")
    assert {"make test", "make test-slow"} <= set(
        re.findall(r"^make [a-z-]+", README, re.MULTILINE)
    )
