"""docs/reliability.md says what the tests do try."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS.parent / "tools"))

import reliability  # noqa: E402 (it lies outside the library)


def test_every_test_named_is_there() -> None:
    names = [
        f"{file.removesuffix('.py')}::{node.name}"
        for file in reliability.files()
        for node in ast.walk(ast.parse((TESTS / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert reliability.unmatched(names) == []


def test_the_page_promises_no_more_cases_than_there_are(request: pytest.FixtureRequest) -> None:
    items = request.session.items
    collected = {item.nodeid.split("::")[0].removeprefix("tests/") for item in items}
    if not reliability.files() <= collected or request.config.option.keyword:
        pytest.skip("counts need the whole suite")
    said = reliability.PAGE.read_text(encoding="utf-8")
    now = reliability.page(reliability.cases_of(items))
    count = re.compile(r"(?<=\| )\d+(?= \| `)")
    stale = "the page is out of date: run `python tools/reliability.py`"
    assert count.sub("", said) == count.sub("", now), stale
    promised, tried = count.findall(said), count.findall(now)
    assert all(int(n) <= int(m) for n, m in zip(promised, tried, strict=True)), stale
