"""Comparisons made by hand for tests of the page: a plain one, an empty one, a hostile one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from made_readings import made
from readouts import loading
from readouts.comparison.ledger import compare
from readouts.corpus import register as corpus
from readouts.reading import Reading
from readouts.report.comparison_page import Comparison, NotebookPage, Provenance, compared

NOTEBOOKS = (
    NotebookPage("03-proposals", "What became of each proposal?", "03-proposals.html"),
    NotebookPage("04-voices", "Who speaks?", "04-voices.html"),
)
# Everything a text can try: markup, handlers, links, templates, mathematics, formulas, breaks.
HOSTILE = (
    "<script>document.title='run'</script>",
    '"><img src=x onerror="document.title=\'run\'">',
    "'><a href='javascript:alert(1)'>bấm vào đây</a>",
    "</script><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "$\\frac{1}{2}$ và **đậm** [x](javascript:alert(1))",
    "=HYPERLINK(0)\u202e\u0000\u001b[31m",
    "dài " + "x" * 10_000,
)


@cache
def plain() -> Comparison:
    """Return two meetings: a proposal kept, one gone, one new, one the other side now carries."""
    then = made(
        ("Việt Nam", "propose", "đẩy nhanh thông quan tại cửa khẩu; mở rộng học bổng cho sinh viên",
         "border_gates", "education"),
        ("Lào", "propose", "kết nối đường sắt giữa hai nước", "infrastructure"),
        ("Lào", "affirm", "coi trọng quan hệ với Việt Nam"),
        date="2023-05-04",
        mentions=(("date", "hai nước", None, "", "2023-05"),),
        doc="then.txt",
    )  # fmt: skip
    now = made(
        ("Việt Nam", "propose", "đẩy nhanh thông quan tại các cửa khẩu; kết nối đường sắt hai nước",
         "border_gates", "infrastructure"),
        ("Lào", "commit", "hỗ trợ trồng 500 ha cà phê sạch", "agriculture"),
        date="2024-06-07",
        mentions=(("count", "500 ha", 500.0, "ha", ""),),
        doc="now.txt",
    )  # fmt: skip
    comparison = compared(compare(then, now), "Lào 2023 → 2024", notebooks=NOTEBOOKS)
    provenance = (Provenance(), Provenance("Báo Mẫu", "https://example.org/bai", "2024-06-08"))
    glosses = {"kết nối đường sắt giữa hai nước": "Link the railways of the two countries"}
    return replace(comparison, provenance=provenance, glosses=glosses)


@cache
def registered() -> Comparison:
    """Return the first two registered meetings, as the first report compares them."""
    first, second = sorted(corpus.meetings())[:2]
    return compared(loading.compare(first, second), "registered", notebooks=NOTEBOOKS)


@cache
def empty() -> Comparison:
    """Return two texts that report no meeting."""
    ledger = compare(Reading("a.txt", ""), Reading("b.txt", "Trời hôm nay đẹp."))
    return compared(ledger, "Không có gì")


@cache
def hostile() -> Comparison:
    """Return two meetings in which every word is an attack."""
    then = made(*((text, "propose", f"mở {text} {n}", text) for n, text in enumerate(HOSTILE)))
    now = made(
        *((text, "propose", f"mở {text} {n + 1}", "trade") for n, text in enumerate(HOSTILE)),
        doc=HOSTILE[0],
        date=HOSTILE[1],
    )
    attack = Provenance(HOSTILE[0], "javascript:alert(1)", HOSTILE[1], HOSTILE[2])
    broken = NotebookPage("03-x", HOSTILE[1], "03-x.html", HOSTILE[0])
    comparison = compared(compare(then, now), HOSTILE[0], notebooks=(broken,))
    glosses = {f"mở {HOSTILE[0]} 0": HOSTILE[1]}
    return replace(comparison, provenance=(attack, attack), glosses=glosses)
