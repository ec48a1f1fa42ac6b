"""The brief in a browser: both languages, a phone, a dark screen, and no barriers."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_comparisons import hostile, plain
from readouts.report.brief import write_brief

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def shown(browser, tmp_path: Path):
    """Return ``shown(make, **settings)``: the brief of a comparison, with the network off."""
    contexts = []

    def show(make=plain, **settings):
        (path,) = write_brief(make(), tmp_path / "brief.html", "en", pdf=False)
        contexts.append(browser.new_context(offline=True, **settings))
        page = contexts[-1].new_page()
        page.seen = []
        page.on("request", lambda request: page.seen.append(request.url))
        page.on("dialog", lambda dialog: (page.seen.append("dialog"), dialog.dismiss()))
        page.on("console", lambda message: page.seen.append(f"console: {message.text}"))
        page.goto(path.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def test_its_reader_chooses_the_language(shown) -> None:
    page = shown()
    assert page.locator(".state .en").first.is_visible()
    page.check("#language-vi")
    assert not page.locator(".state .en").first.is_visible()
    assert page.locator(".state .vi").first.is_visible()


def test_a_hostile_text_runs_and_asks_for_nothing(shown) -> None:
    page = shown(hostile)
    assert len(page.seen) == 1
    assert page.title() != "run"


@pytest.mark.parametrize("make", [plain, hostile])
def test_a_phone_needs_no_sideways_scrolling(shown, make) -> None:
    page = shown(make, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(shown, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(shown(color_scheme=scheme)).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found] == []
