"""A readout shows itself whole: every sentence, the proposals marked, what is not coded named."""

from __future__ import annotations

from markupsafe import Markup
from readouts.marked_text import marked_text
from readouts.reading import Reading
from readouts.statements.parser import read

TEXT = (
    "Tăng cường hợp tác\n\n"
    "Ngày 3/4/2024, Bộ trưởng Trần Văn Hải hội đàm với Bộ trưởng Lào Somsay Keo.\n\n"
    "Bộ trưởng Trần Văn Hải đề nghị hai bên mở rộng hợp tác giáo dục.\n"
)


def test_nothing_is_lost_and_what_is_not_coded_is_named():
    shown = marked_text(read(TEXT))
    words = Markup(shown).striptags()
    for paragraph in TEXT.split("\n\n"):
        assert paragraph.strip() in words
    assert '<mark class="from to">mở rộng hợp tác giáo dục</mark>' in shown
    assert "[title]" in words
    assert "[tiêu đề]" in marked_text(read(TEXT), "vi")


def test_a_reading_shows_itself_so_in_a_notebook():
    assert read(TEXT)._repr_html_() == marked_text(read(TEXT))
    assert Reading("trống", "")._repr_html_().startswith("<p><b>Reading trống")
