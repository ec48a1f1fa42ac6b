"""A project in which whatever somebody else writes is an attack: texts, register, codebook, words.

What is run in earnest is told by `window.x`, a dialog, a request, or the page's title.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

from made_projects import REAL, make_project
from made_projects import THEN as CODED

THEN, NOW = "hostile-then", "hostile-now"
# A text with four tags of these kinds is refused as a web page, so that each stands in it once.
SCRIPT = "<script>window.x = 1; alert(1)</script>"
IMAGE = "<img src='https://example.org/x.png' onerror='window.x = 1'>"
ATTACKS = (
    "<svg/onload='window.x = 1'></svg>",
    "<script/x>window.x = 1</script/x>",
    "<iframe srcdoc='<script/x>parent.window.x = 1</script/x>'></iframe>",
    "<details open ontoggle='window.x = 1'><video src='https://example.org/v' autoplay></video>",
    "[bấm](javascript:alert(1)) ![ảnh](https://example.org/y.png)",
    r"$\href{javascript:alert(1)}{x}$ \(\frac{1}{2}\) **đậm**",
    "{{ 7 * 7 }} {% raw %} ${7 * 7}",
    "=HYPERLINK(0) \u202edảo \x1b[31m đỏ",
    "dài" + "x" * 10_000,
)


def make_hostile_project(home: Path) -> Path:
    """Make a project whose two meetings, labels and glosses are hostile; return ``home``."""
    make_project(home, CODED)
    shutil.copy(REAL / "data" / "gold" / f"{CODED}.jsonl", home / "data" / "gold")
    shutil.copytree(REAL / "notebooks", home / "notebooks", dirs_exist_ok=True)
    for name in ("codebook.yml", "labels.yml"):
        _make_hostile_labels(home / "data" / name)
    entries = [
        _registered(home, THEN, 2024, ATTACKS),
        _registered(home, NOW, 2025, tuple(reversed(ATTACKS))),
    ]
    with (home / "data" / "meetings.yml").open("a", encoding="utf-8") as register:
        register.write("\n" + "\n".join(entries))
    (home / "data" / "glosses" / f"{THEN}.yml").write_text(
        f'"mở rộng hợp tác": "{SCRIPT} {IMAGE}"\n', encoding="utf-8"
    )
    plan = f"- name: hostile\n  meetings: {{then: {THEN}, now: {NOW}}}\n"
    (home / "reports" / "plan.yml").write_text(plan, encoding="utf-8")
    return home


def _registered(home: Path, meeting_id: str, year: int, attacks: tuple[str, ...]) -> str:
    content = _text(year, attacks).encode()
    (home / "data" / "raw" / f"{meeting_id}.txt").write_bytes(content)
    return (
        f"- id: {meeting_id}\n"
        f"  file: raw/{meeting_id}.txt\n"
        f"  sha256: {hashlib.sha256(content).hexdigest()}\n"
        f'  outlet: "{SCRIPT}"\n'
        f'  notes: "{IMAGE}"\n'
    )


def _text(year: int, attacks: tuple[str, ...]) -> str:
    asks = "\n".join(
        f"Bộ trưởng Trần Văn Hải đề nghị phía Lào mở rộng hợp tác {attack} về thương mại {n}; "
        f"{attack} tăng cường trao đổi đoàn các cấp."
        for n, attack in enumerate(attacks)
    )
    return (
        f"Hội đàm {SCRIPT}\n"
        f"Ngày 3/4/{year}, tại Hà Nội, Bộ trưởng Trần Văn Hải {IMAGE} hội đàm với "
        f"Bộ trưởng Lào Somsay Keo.\n{asks}\n"
        f"Hai bên nhất trí mở rộng hợp tác; phấn đấu đưa kim ngạch {attacks[0]} lên 5 tỷ USD.\n"
    )


def _make_hostile_labels(path: Path) -> None:
    """Put an attack in the place of every English label, in a copy of the real file."""
    real = path.resolve()
    path.unlink()
    label = re.compile(r'((?:^    |\{)en: )(?:"[^"{]*"|[^"{\n]*$)', re.MULTILINE)
    text = label.sub(lambda found: f'{found[1]}"{SCRIPT} {IMAGE}"', real.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")
