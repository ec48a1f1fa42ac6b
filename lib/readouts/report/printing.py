"""Print a page to PDF with a browser, if one is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from readouts.errors import ReadoutsError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SECONDS = 120


def browser() -> str:
    """Return the path of a browser that can print, or ``""`` if none is installed.

    >>> isinstance(browser(), str)
    True
    """
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


def print_pdf(page: Path, paper: Path) -> None:
    """Print the HTML file ``page`` to the PDF ``paper``, completely or not at all.

    Raises `ReadoutsError` if no browser is installed, or if it does not print.
    """
    program = browser()
    if not program:
        raise ReadoutsError(
            f"--pdf: expected a browser ({', '.join(BROWSERS[:3])}), found none. "
            "Install Chromium, or print the page from your own browser."
        )
    with tempfile.TemporaryDirectory(prefix="readouts-") as scratch:
        printed = Path(scratch, "page.pdf")
        command = [
            program, "--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
            "--disable-background-networking", f"--user-data-dir={scratch}/profile",
            f"--print-to-pdf={printed}", page.resolve().as_uri(),
        ]  # fmt: skip
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to run as root with its sandbox.
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise ReadoutsError(f"{page}: the browser did not print it in {_SECONDS} s.") from error
        if not printed.exists():
            raise ReadoutsError(f"{page}: the browser {program} did not print it.")
        shutil.copyfile(printed, paper)
