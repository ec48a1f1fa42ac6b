"""Whole projects made for tests: the real lexicon and codebook, and a register of their own."""

from __future__ import annotations

import hashlib
from pathlib import Path

REAL = Path(__file__).resolve().parents[1]
TEXTS = REAL / "tests" / "fixtures" / "readouts"

THEN = "laos-trade-2019"
NOW = "cambodia-border-2017"


def make_project(home: Path, *ids: str) -> Path:
    """Make a project in ``home`` whose register holds the written readouts named; return ``home``.

    Language data are the real ones, by a link; everything that a test may write is its own.
    """
    data = home / "data"
    (data / "raw").mkdir(parents=True)
    for real in sorted((REAL / "data").iterdir()):
        if real.name not in ("raw", "meetings.yml", "gold", "glosses", "decisions"):
            (data / real.name).symlink_to(real)
    for name in ("gold", "glosses", "decisions"):
        (data / name).mkdir()
    for name in ("notebooks", "reports"):
        (home / name).mkdir()
    entries = [_registered(data, meeting_id) for meeting_id in ids]
    text = "# A register made for a test.\n\n" + "\n".join(entries)
    (data / "meetings.yml").write_text(text if ids else text + "[]\n", encoding="utf-8")
    return home


def _registered(data: Path, meeting_id: str) -> str:
    content = (TEXTS / f"{meeting_id}.txt").read_bytes()
    (data / "raw" / f"{meeting_id}.txt").write_bytes(content)
    return (
        f"- id: {meeting_id}  # kept\n"
        f"  file: raw/{meeting_id}.txt\n"
        f"  sha256: {hashlib.sha256(content).hexdigest()}\n"
        f"  outlet: 'Báo thử'\n"
    )
