"""The comparison page in a real browser: from disk, offline, by mouse, by keyboard, unscripted."""

from __future__ import annotations

import re

import pytest

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def rows_shown(page) -> list[str]:
    return [row.get_attribute("id") for row in page.locator("tr.row:visible").all()]


def alone(page) -> bool:
    """Whether the page asked for nothing but itself and met no error."""
    return len(page.seen) == 1 and page.seen[0].startswith("file://")


@pytest.mark.parametrize("name", ["plain", "empty", "hostile"])
def test_nothing_is_asked_of_the_network_and_no_script_but_ours_runs(opened, name: str) -> None:
    page = opened(name)
    page.mouse.wheel(0, 50_000)
    assert alone(page), page.seen
    assert page.title() != "run"
    assert page.evaluate("typeof window.x") == "undefined"


def test_search_folds_diacritics(opened) -> None:
    page = opened()
    page.fill('input[name="q"]', "cua khau")
    shown = page.locator("tr.row:visible")
    assert 0 < shown.count() < page.locator("tr.row").count()
    assert all("cửa khẩu" in text for text in shown.all_inner_texts())
    assert page.locator(".shown").inner_text().startswith(f"{shown.count()} of ")


def test_search_for_nothing_there_says_so(opened) -> None:
    page = opened()
    page.fill('input[name="q"]', "vũ trụ")
    assert rows_shown(page) == []
    assert page.locator(".nothing").is_visible()


@pytest.mark.parametrize(
    ("field", "value"),
    [("status", "new"), ("theme", "education"), ("side", "Lào"), ("act", "commit")],
)
def test_a_filter_is_kept_in_the_address_and_can_be_sent(opened, field: str, value: str) -> None:
    page = opened()
    page.select_option(f'select[name="{field}"]', value)
    shown = rows_shown(page)
    assert 0 < len(shown) < page.locator("tr.row").count()
    address = page.url.partition("#")[2]
    assert field in address
    assert rows_shown(opened(at=f"#{address}")) == shown


def test_a_headline_opens_its_rows_and_back_undoes_it(opened) -> None:
    page = opened()
    everything = rows_shown(page)
    page.click(".counts a >> nth=0")
    assert page.locator("tr.row:visible").count() == page.locator("tr.row.new").count()
    page.go_back()
    page.go_forward()
    assert page.locator("tr.row:visible").count() == page.locator("tr.row.new").count()
    page.click('button[type="reset"]')
    page.wait_for_timeout(50)
    assert rows_shown(page) == everything


def test_sorting_puts_the_later_text_in_its_order(opened) -> None:
    page = opened()
    page.select_option('select[name="sort"]', "now")
    numbers = [row.get_attribute("data-now") for row in page.locator("tr.row:visible").all()]
    assert numbers[: numbers.index("")] == sorted(n for n in numbers if n)
    assert page.locator("tr.group:visible").count() == 0
    page.select_option('select[name="sort"]', "")
    assert page.locator("tr.group:visible").count() > 0


def test_a_quotation_leads_to_its_sentence_and_the_tag_back(opened) -> None:
    page = opened(viewport=DESK)
    page.click("td.now .quote a >> nth=0")
    mark = page.locator("mark:target")
    assert mark.is_visible()
    box = mark.bounding_box()
    assert 0 <= box["y"] <= DESK["height"]
    page.locator("#source-now a.tag").first.click()
    assert page.locator("tr.row:target").count() == 1


def test_a_square_of_the_picture_leads_to_its_row(opened) -> None:
    page = opened(viewport=DESK)
    square = page.locator("#ledger .squares a").first
    wanted = square.get_attribute("href")
    square.dispatch_event("click")
    assert page.locator("tr.row:target").get_attribute("id") == wanted[1:]


def test_the_citation_lands_on_the_clipboard(opened) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    page.click("td.now details summary >> nth=0")
    page.click("td.now .copy >> nth=0")
    page.wait_for_function("document.getElementById('said').textContent")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(
        r"“.+cửa khẩu” \(Báo Mẫu, 8 .+ 2024, (sentence|câu) 1, .+; SHA-256 [0-9a-f]{64}\)",
        copied,
    )


def test_the_switch_changes_every_word_and_the_address(opened) -> None:
    page = opened()
    assert page.locator("#ledger-heading").inner_text() == "The ledger of proposals"
    page.click('label[for="language-vi"]')
    assert page.locator("#ledger-heading").inner_text() == "Bảng đối chiếu đề xuất"
    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.get_attribute('input[name="q"]', "placeholder").startswith("gõ")
    assert "lang=vi" in page.url
    sent = opened(at="#" + page.url.partition("#")[2])
    assert sent.locator("#ledger-heading").inner_text() == "Bảng đối chiếu đề xuất"


def test_by_keyboard_alone(opened) -> None:
    page = opened(viewport=DESK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        reached.add(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
        outline = page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle +"
            " (document.activeElement.type === 'radio' ? 'radio' : '')"
        )
        assert not outline.startswith("none") or outline.endswith("radio")
    assert {
        "q",
        "status",
        "theme",
        "side",
        "act",
        "sort",
        "look",
        "hands",
        "A",
        "SUMMARY",
    } <= reached


def test_without_scripts_it_is_a_plain_table_in_either_language(opened) -> None:
    page = opened(java_script_enabled=False)
    assert page.locator("tr.row:visible").count() == page.locator("tr.row").count()
    assert not page.locator("form.filter").is_visible()
    assert page.locator("button:visible").count() == 0
    page.click('label[for="language-vi"]')
    assert page.locator("#ledger-heading").inner_text() == "Bảng đối chiếu đề xuất"
    page.click("td.now .quote a >> nth=0")
    assert page.locator("mark:target").is_visible()


@pytest.mark.parametrize(
    ("name", "viewport", "scheme"),
    [
        ("plain", PHONE, "light"),
        ("plain", DESK, "light"),
        ("plain", DESK, "dark"),
        ("empty", PHONE, "dark"),
        ("hostile", DESK, "light"),
    ],
)
def test_axe_finds_nothing_serious(opened, name: str, viewport: dict, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(name, viewport=viewport, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = axe.run(page).response["violations"]
    grave = [
        (fault["id"], fault["impact"], fault["nodes"][0]["html"][:200])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
    assert not grave


@pytest.mark.parametrize("name", ["plain", "hostile"])
def test_a_phone_needs_no_sideways_scrolling(opened, name: str) -> None:
    page = opened(name, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_stacked_marks_are_not_clipped(opened) -> None:
    page = opened(viewport=PHONE)
    for selector in (".quote", "p.text", "h1", "h2", ".gloss", ".by"):
        ratio = page.evaluate(
            "s => { const c = getComputedStyle(document.querySelector(s));"
            " return parseFloat(c.lineHeight) / parseFloat(c.fontSize); }",
            selector,
        )
        assert ratio >= 1.3, selector


def test_print_keeps_the_words_and_drops_the_controls(opened) -> None:
    page = opened(viewport=DESK)
    page.emulate_media(media="print")
    assert not page.locator("form.filter").is_visible()
    assert not page.locator(".bar").is_visible()
    assert page.locator("td.now .quote").first.is_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"


def test_evidence_opens_for_both_meetings_at_once(opened) -> None:
    page = opened()
    row = page.locator("tr.persisted, tr.reframed").first
    row.locator("td.then summary").click()
    row.locator("td.now blockquote mark").wait_for(state="visible")
    assert row.locator("blockquote:visible").count() == 2
