"""A notebook as a page: nothing in an output breaks out of its place, and none takes for ever."""

from __future__ import annotations

import pytest
from growth import assert_in_proportion
from nbformat.v4 import new_code_cell, new_notebook, new_output
from readouts.report.notebook_pages import page_html, sanitized


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg"])
def test_a_picture_cannot_break_out_of_its_attribute(kind: str) -> None:
    hostile = 'bm8="><script>go()</script><img src="https://example.org/x'
    shown = new_output("display_data", data={kind: hostile})
    page = page_html(new_notebook(cells=[new_code_cell("1", outputs=[shown])]), "01-x")
    assert "<script" not in page
    assert "example.org" not in page
    assert ("data:image" in page) == (kind == "image/png")  # others are not shown


def test_style_sheets_go_and_the_words_between_them_stay() -> None:
    assert sanitized("<style>a{}</style>một<STYLE x>b</style >hai") == "mộthai"


def test_style_sheets_that_never_end_take_time_in_proportion() -> None:
    assert_in_proportion(lambda size: sanitized("<style " * (1000 * size)))
