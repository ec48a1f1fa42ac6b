from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from made_readings import made
from markupsafe import Markup, escape
from readouts.highlighting import Mark, highlight, mark_up, marked_text, pieces
from readouts.reading import Reading
from readouts.statements.parser import read

TEXT = "Việt Nam đề nghị mở cửa khẩu."
spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted)


@given(st.lists(spans, max_size=6), spans)
def test_pieces_give_the_text_back_whatever_the_marks(marks, window) -> None:
    found = pieces(TEXT, [Mark(start, end) for start, end in marks], *window)
    assert "".join(TEXT[start:end] for start, end, _ in found) == TEXT[window[0] : window[1]]


@given(st.lists(spans, min_size=1, max_size=6))
def test_every_mark_opens_once_and_closes_once(marks) -> None:
    wanted = [Mark(start, end, key=str(n)) for n, (start, end) in enumerate(marks) if start < end]
    found = pieces(TEXT, wanted)
    for mark in wanted:
        inside = [piece[:2] for piece in found if mark in piece[2]]
        assert "".join(TEXT[start:end] for start, end in inside) == TEXT[mark.start : mark.end]
        assert (inside[0][0], inside[-1][1]) == (mark.start, mark.end)


def test_offsets_may_come_from_a_table() -> None:
    item = made(("Lào", "propose", "mở cửa khẩu")).items.iloc[0]
    assert mark_up(TEXT, [Mark(item.start, item.end)]).startswith('<mark class="from to">')


def test_text_is_escaped_inside_and_outside_marks() -> None:
    source = "<b> & <i>"
    assert mark_up(source, [Mark(4, 5, 'a" onclick="x')]) == (
        '&lt;b&gt; <mark class="a&#34; onclick=&#34;x from to">&amp;</mark> &lt;i&gt;'
    )


def test_overlapping_items_are_distinguished_and_a_figure_inside_one_is_not_an_overlap() -> None:
    overlapping = mark_up("abc", [Mark(0, 2, key="x"), Mark(1, 3, key="y")])
    assert overlapping.count("deep") == 1
    assert "deep" not in mark_up("abc", [Mark(0, 3, key="x"), Mark(1, 2, "mention")])


def test_highlight_shows_the_sentence_of_a_span_in_a_notebook() -> None:
    reading = made(("Lào", "propose", "mở <cửa> khẩu"), ("Lào", "affirm", "coi trọng quan hệ"))
    start = reading.source.index("<cửa>")
    html = highlight(reading, [(start, start + 5)])
    assert f">{escape('<cửa>')}</mark>" in html
    assert "coi trọng" not in html


READOUT = (
    "Tăng cường hợp tác\n\n"
    "Ngày 3/4/2024, Bộ trưởng Trần Văn Hải hội đàm với Bộ trưởng Lào Somsay Keo.\n\n"
    "Bộ trưởng Trần Văn Hải đề nghị hai bên mở rộng hợp tác giáo dục.\n"
)


def test_nothing_is_lost_and_what_is_not_coded_is_named():
    shown = marked_text(read(READOUT))
    words = Markup(shown).striptags()
    for paragraph in READOUT.split("\n\n"):
        assert paragraph.strip() in words
    assert '<mark class="from to">mở rộng hợp tác giáo dục</mark>' in shown
    assert "[title]" in words
    assert "[tiêu đề]" in marked_text(read(READOUT), "vi")


def test_a_reading_shows_itself_so_in_a_notebook():
    assert read(READOUT)._repr_html_() == marked_text(read(READOUT))
    assert Reading("trống", "")._repr_html_().startswith("<p><b>Reading trống")
