"""Takes the README's pictures of a built report's page, at the sizes of a desktop and a phone.

    python tools/take_pictures.py reports/guangxi/index.html

They are written to ``docs/pictures/``. Needs a Chromium and the packages of the ``test`` extra.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from readouts.report.printing import browser
from readouts.storage.paths import project_dir

# Name, width and height in pixels, colour scheme, and the part of the page on top.
VIEWS = (
    ("answer", 1280, 860, "light", "body"),
    ("ledger", 1280, 860, "light", "table.ledger"),
    ("sources-dark", 1280, 860, "dark", "#sources"),
    ("phone", 390, 844, "light", "#answer"),
)

# The parts of one row that the README's first picture names: where they are, and their name.
PARTS = (
    ("th .status", "1 status of the row"),
    ("th .tags", "2 themes"),
    ("td.then .quote", "3 the proposal then, in the words of the text"),
    ("td.now .quote", "4 the proposal now"),
    ("td.then .gloss", "5 English gloss"),
    ("td.then .by", "6 speaker, side, act"),
    ("td.then summary", "7 the sentence it comes from"),
    ("td.match p:first-child", "8 how sure the match is"),
)
# Draws a box round each part of a row, with its name beside it.
NAME_PARTS = """(row, parts) => {
  row.style.outline = "none";
  for (const [selector, name] of parts) {
    const part = row.querySelector(selector);
    if (!part || part.offsetHeight < 8) continue;
    part.style.cssText += "outline: 2px solid #b3541e; outline-offset: 3px; margin-top: 1.9em";
    const label = document.createElement("span");
    label.textContent = name;
    const place = part.getBoundingClientRect();
    label.style.cssText = "position: absolute; background: #b3541e; color: white;"
      + "font: 12px sans-serif; padding: 1px 5px; white-space: nowrap; z-index: 9;"
      + `left: ${place.left + scrollX - 4}px; top: ${place.top + scrollY - 20}px`;
    document.body.append(label);
  }
}"""


def take_row(page: Page, path: Path) -> None:
    """Take the first row that persisted and has two themes or more, with its parts named."""
    row = page.locator("tr.row.persisted:has(th .tags li:not(.main))").first
    row.scroll_into_view_if_needed()
    # Twice: naming a part moves those below it, so the first time only makes room.
    row.evaluate(NAME_PARTS, PARTS)
    page.evaluate("document.querySelectorAll('body > span').forEach(label => label.remove())")
    row.evaluate(NAME_PARTS, PARTS)
    box = row.bounding_box() or {}
    edge = {
        "x": box["x"] - 8,
        "y": box["y"] - 16,  # room for the name above the first part
        "width": box["width"] + 16,
        "height": box["height"] + 24,
    }
    page.screenshot(path=path, clip=edge)


def main() -> None:
    """Take all pictures of the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path, help="the index.html of a built report")
    page = parser.parse_args().page.resolve().as_uri()
    folder = project_dir() / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser_process = playwright.chromium.launch(
            executable_path=browser(), args=["--no-sandbox"]
        )
        for name, width, height, scheme, top in VIEWS:
            tab = browser_process.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                offline=True,
                reduced_motion="reduce",
            )
            tab.goto(page)
            tab.locator(top).first.evaluate("part => part.scrollIntoView()")
            tab.screenshot(path=folder / f"{name}.png")
            tab.close()
        tab = browser_process.new_page(viewport={"width": 1280, "height": 860}, offline=True)
        tab.goto(page)
        take_row(tab, folder / "row.png")
        browser_process.close()


if __name__ == "__main__":
    main()
