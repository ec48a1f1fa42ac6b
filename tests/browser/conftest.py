"""A browser for the tests of this folder: Chromium where there is one, or the reason to skip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from readouts.report import printing

# The made comparisons stand in the folder above, which pytest knows only when it runs that too.

# No sandbox: containers and CI give none to root. The rest keeps Chromium from calling home.
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    ours = [item for item in items if here in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.slow)  # each starts a browser: runs with `make test-slow`
    if not printing.browser():
        reason = (
            f"found none of {', '.join(printing.BROWSERS)}; on Debian: apt-get install chromium"
        )
        for item in ours:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser() -> Iterator:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=printing.browser(), args=list(SWITCHES)
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> dict[str, str]:
    """The address of each made comparison's page, from disk."""
    from made_comparisons import empty, hostile, plain
    from readouts.report.comparison_page import index_html

    folder = tmp_path_factory.mktemp("report")
    made = {"plain": plain, "empty": empty, "hostile": hostile}
    for name, make in made.items():
        (folder / f"{name}.html").write_text(index_html(make()), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in made}


@pytest.fixture
def opened(browser, pages, request):
    """Return ``open(name, **settings)``: a page with the network off and all it did in ``seen``."""
    contexts = []

    def open_page(name: str = "plain", *, at: str = "", **settings):
        context = browser.new_context(offline=True, reduced_motion="reduce", **settings)
        contexts.append(context)
        page = context.new_page()
        page.seen = []
        page.on("request", lambda request: page.seen.append(request.url))
        page.on("dialog", lambda dialog: (page.seen.append("dialog"), dialog.dismiss()))
        page.on("pageerror", lambda error: page.seen.append(f"error: {error}"))
        page.on("console", lambda message: page.seen.append(f"console: {message.text}"))
        page.goto(pages[name] + at)
        return page

    yield open_page
    for context in contexts:
        context.close()
