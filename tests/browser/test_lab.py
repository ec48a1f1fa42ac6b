"""JupyterLab in a real browser: the notebooks opened, run to the end, a widget moved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_lab import is_error, open_notebook, run_all, running_lab, without_outputs
from readouts.storage.paths import notebooks_dir, project_dir


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A JupyterLab on loopback; its address and the folder it shows."""
    folder = tmp_path_factory.mktemp("lab")
    with running_lab(folder, tmp_path_factory.mktemp("home"), project_dir()) as address:
        yield address, folder


@pytest.fixture
def opened_in_lab(browser, lab):
    address, folder = lab
    context = browser.new_context(viewport={"width": 1440, "height": 1000})

    def opened(name: str):
        (folder / name).write_text(without_outputs(notebooks_dir() / name), encoding="utf-8")
        return open_notebook(context, address, name)

    yield opened, folder
    context.close()


@pytest.mark.parametrize("name", ["00-explore.ipynb", "03-proposals.ipynb"])
def test_a_notebook_runs_to_its_end_without_an_error(opened_in_lab, name: str) -> None:
    opened, folder = opened_in_lab
    cells = run_all(opened(name), folder / name)
    assert not [out for cell in cells for out in cell["outputs"] if is_error(out)]


def test_a_word_typed_into_the_panel_changes_the_table(opened_in_lab) -> None:
    opened, folder = opened_in_lab
    page = opened("00-explore.ipynb")
    run_all(page, folder / "00-explore.ipynb")
    panel = page.locator(".jp-OutputArea-output .widget-vbox", has=page.locator("input")).first
    panel.scroll_into_view_if_needed()
    rows = panel.locator("table tbody tr")
    whole = rows.count()
    words = panel.locator("input[type=text]").first
    words.fill("cua khau")
    words.press("Enter")
    page.wait_for_function(
        "([table, whole]) => table.querySelectorAll('tbody tr').length < whole",
        arg=[panel.element_handle(), whole],
    )
    assert 0 < rows.count() < whole
    assert all("cửa khẩu" in text.lower() for text in rows.all_inner_texts())
