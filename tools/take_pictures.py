"""Takes the README's pictures of a built report's page, as a desk and as a phone show it.

    python tools/take_pictures.py reports/guangxi/index.html

They land in ``docs/pictures/``. Needs a Chromium and the packages of the ``test`` extra.
"""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright
from readouts.report.printing import browser
from readouts.storage.paths import project_dir

# Name, width and height in pixels, colour scheme, and the part of the page on top.
VIEWS = (
    ("answer", 1280, 860, "light", "body"),
    ("ledger", 1280, 860, "light", "table.ledger"),
    ("sources-dark", 1280, 860, "dark", "#sources"),
    ("phone", 390, 844, "light", "#answer"),
)


def main() -> None:
    """Take every view of the page that is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path, help="the index.html of a built report")
    page = parser.parse_args().page.resolve().as_uri()
    folder = project_dir() / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        for name, width, height, scheme, top in VIEWS:
            seen = running.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                offline=True,
                reduced_motion="reduce",
            )
            seen.goto(page)
            seen.locator(top).first.evaluate("part => part.scrollIntoView()")
            seen.screenshot(path=folder / f"{name}.png")
            seen.close()
        running.close()


if __name__ == "__main__":
    main()
