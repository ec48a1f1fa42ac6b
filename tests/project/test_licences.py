"""docs/licences.md lists the packages of the lock, none under a licence that would bind ours."""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import licences


def listed() -> dict[str, str]:
    page = licences.PAGE.read_text(encoding="utf-8").split("| package | licence |")[1]
    return dict(re.findall(r"^\| (\w[\w.-]*) \| (.+) \|$", page, re.M))


def test_the_page_lists_the_lock() -> None:
    assert sorted(listed()) == sorted(licences.packages()), "run `python tools/licences.py`"


def test_no_licence_asks_for_ours() -> None:
    assert not {name: told for name, told in listed().items() if re.search(r"(?<!L)GPL", told)}


def test_what_is_installed_declares_what_the_page_says() -> None:
    assert licences.licence_of("pandas").startswith("BSD")
    assert licences.licence_of("no-such-package") == licences.ELSEWHERE
