"""Writes docs/licences.md: every package of the lock with the licence it declares.

    python tools/licences.py

What a package of another Python or system declares is not known here; the page says so.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from importlib.metadata import PackageNotFoundError, files, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
ELSEWHERE = "not installed where this page was written"

HEAD = """# Licences of what the project depends on

This project's own code is MIT. It contains nothing of the packages below; `make` installs them,
and each keeps its licence. The page is written by `tools/licences.py` from `requirements.lock`
and from what the installed packages declare.

One thing here is not ours: the schemas of REFI-QDA (MIT, Copyright 2019 REFI,
www.qdasoftware.org) in `tests/fixtures/refi-qda`, against which the tests hold exported projects.
No installed part has them.

"""

# What people write for the same licence; anything else stands as it is declared.
_NAMES = {
    r"bsd[- ]3[- ]clause( .*)?|3-clause bsd.*|(new|modified) bsd( license)?": "BSD-3-Clause",
    r"bsd( license)?": "BSD",
    r"(the )?mit( license)?": "MIT",
    r"isc license( \(iscl\))?": "ISC",
    r"apache( software)?( license)?,?( version)? ?-?2(\.0)?|apache software license": "Apache-2.0",
    r"python software foundation license|psf(-2\.0)?": "PSF-2.0",
    r"mozilla public license 2\.0 \(mpl 2\.0\)": "MPL-2.0",
}


def packages() -> list[str]:
    """Return the names of the lock, in its order."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return list(dict.fromkeys(re.findall(r"^([\w.-]+)==", lock, re.M)))


def licence_of(package: str) -> str:
    """Return the licence that the installed package declares, in a common name where one fits."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return ELSEWHERE
    trove = [line.split(" :: ")[-1] for line in told.get_all("Classifier", [])
             if line.startswith("License ::")]  # fmt: skip
    trove = [name for name in trove if name != "OSI Approved"]
    declared = told.get("License-Expression") or ", ".join(trove) or told.get("License") or ""
    first = (declared.strip() or _heading(package)).split("\n")[0].strip()[:60]
    for pattern, name in _NAMES.items():
        if re.fullmatch(pattern, first, re.IGNORECASE):
            return name
    return first


def _heading(package: str) -> str:
    """Return the first line of the licence that lies in the package, for one that declares none."""
    for file in files(package) or ():
        if "licen" in file.name.lower():
            return file.read_text(encoding="utf-8").strip()
    return "declares none"


def page() -> str:
    """Return the page: how often each licence occurs, then the packages."""
    licences = {package: licence_of(package) for package in packages()}
    counts = Counter(licences.values()).most_common()
    summary = "".join(f"| {name} | {count} |\n" for name, count in sorted(counts, key=_order))
    rows = "".join(f"| {package} | {name} |\n" for package, name in sorted(licences.items()))
    return (
        f"{HEAD}| licence | packages |\n| --- | ---: |\n{summary}\n"
        f"| package | licence |\n| --- | --- |\n{rows}"
    )


def _order(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def main() -> int:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
