"""A whole report of hostile texts, register, labels and glosses, run by the real notebooks."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_hostile_project import make_hostile_project
from made_notebooks import report


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = make_hostile_project(tmp_path_factory.mktemp("hostile") / "home")
    done = report(home)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    return home / "reports" / "hostile"


def html_pages(built: Path) -> list[Path]:
    return sorted(built.glob("*.html"))


# What no page of ours has, and each attack would bring: handlers, frames, films, links to scripts.
FOREIGN = """() => [...document.querySelectorAll('*')].filter(element =>
  element.matches("iframe, video, object, embed, base, a[href^='javascript:' i], img[src^='http']")
  || [...element.attributes].some(attribute => attribute.name.startsWith('on'))
).map(element => element.outerHTML.slice(0, 200))"""


def test_every_page_has_a_policy(built: Path) -> None:
    pages = html_pages(built)
    assert len(pages) > 7
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert 'http-equiv="Content-Security-Policy"' in text[:3000], page.name


def test_in_a_browser_no_page_asks_runs_or_says_anything(built: Path, browser) -> None:
    for path in html_pages(built):
        context = browser.new_context()
        page = context.new_page()
        seen: list[str] = []
        page.on("request", lambda request, seen=seen: seen.append(request.url))
        page.on("dialog", lambda dialog, seen=seen: (seen.append("dialog"), dialog.dismiss()))
        page.on("pageerror", lambda error, seen=seen: seen.append(f"error: {error}"))
        page.goto(path.as_uri())
        page.mouse.wheel(0, 100_000)
        page.wait_for_timeout(200)
        assert [url for url in seen if not url.startswith(("data:", "blob:"))] == [path.as_uri()]
        for frame in page.frames:
            assert frame.evaluate("typeof window.x") == "undefined", path.name
        assert page.evaluate(FOREIGN) == [], path.name
        context.close()


def test_no_cell_of_a_table_begins_like_a_formula(built: Path) -> None:
    tables = sorted(built.glob("tables/*.csv"))
    assert tables
    for table in tables:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            cells = [cell for row in csv.reader(lines) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+@\t" and cell], table.name


def test_nothing_is_written_outside_the_report(built: Path) -> None:
    assert not {path.name for path in built.parent.iterdir()} - {"hostile", "plan.yml", "figures"}
    notebooks: Iterator[Path] = built.parent.parent.glob("notebooks/*")
    assert all(path.suffix == ".ipynb" for path in notebooks)


def test_the_attacks_are_in_the_report(built: Path) -> None:
    """Else the tests above would hold of a report that shows nothing of them."""
    index = (built / "index.html").read_text(encoding="utf-8")
    for shown in ("&lt;svg/onload=", "&lt;script/x&gt;", "{{ 7 * 7 }}", "HYPERLINK(0)"):
        assert shown in index
    assert "&lt;script&gt;window.x = 1" in index
