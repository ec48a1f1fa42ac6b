"""Tables in full, charts with words, sentences with values escaped, warnings in their place."""

from __future__ import annotations

import pandas as pd
import pytest
import yaml
from made_readings import made
from readouts import measures
from readouts.comparison.ledger import compare
from readouts.errors import ReadoutsError
from readouts.labels import _flat
from readouts.report import charts as plots
from readouts.report.notebook_view import NotebookView, days_between
from readouts.storage.paths import data_dir

LONG = "tăng cường hợp tác " * 40 + "<script>"
THEN_SAID = ("Việt Nam", "propose", "mở cửa khẩu", "border_gates")
THEN = made(THEN_SAID, doc="cũ", date="2024-04-03")
NOW = made(("Lào", "propose", "tăng học bổng", "education"), doc="mới", date="2025-11-25")
EMPTY = made(doc="trống")


def view(then=THEN, now=NOW, language="en"):
    return NotebookView(then, now, language)


@pytest.mark.parametrize("value", [0, 1001, 2.5, True, "5"])
def test_a_setting_of_a_notebook_out_of_its_range_is_refused(value: object) -> None:
    with pytest.raises(ReadoutsError, match="least_gold: expected a whole number from 1 to 1000"):
        NotebookView(THEN, NOW, settings={"least_gold": value})


def test_a_long_quotation_is_shown_whole_escaped_and_as_vietnamese():
    shown = view().table(pd.DataFrame({"quote": [LONG]}))._repr_html_()
    assert LONG.replace("<script>", "&lt;script&gt;") in shown
    assert '<td lang="vi"' in shown
    assert "<script>" not in shown


def test_ids_become_labels_shares_per_cent_and_missing_cells_empty():
    rows = pd.DataFrame(
        {"themes": ["border_gates trade"], "then_share": [0.25], "ratio": [float("nan")]}
    )
    shown = view(language="vi").table(rows)._repr_html_()
    assert "Cửa khẩu, thông quan, " in shown
    assert "25%" in shown
    assert "nan" not in shown


def test_decimals_have_the_sign_of_the_language():
    rows = pd.DataFrame({"similarity": [0.876], "ratio": [1234.5]})
    for language, cells in (("en", (">0.88<", ">1,234.50<")), ("vi", (">0,88<", ">1.234,50<"))):
        shown = view(language=language).table(rows)._repr_html_()
        assert all(cell in shown for cell in cells)


def test_an_id_nobody_put_into_words_shows_as_it_is():
    assert ">my_theme<" in view().table(pd.DataFrame({"theme": ["my_theme"]}))._repr_html_()


def test_headings_name_the_meeting_of_a_column_and_cells_its_date():
    rows = pd.DataFrame({"meeting": ["then", "now"], "then": [1, 0], "now_quote": ["x", "y"]})
    shown = view().table(rows)._repr_html_()
    for words in (">3 April 2024<", ">25 November 2025<", "Then: 3 April 2024<", "Now: words<"):
        assert words in shown


def test_only_the_columns_asked_for_in_their_order():
    shown = view().table(pd.DataFrame({"a": [1], "b": [2], "c": [3]}), "c", "a")._repr_html_()
    assert shown.index(">C<") < shown.index(">A<")
    assert ">B<" not in shown


def test_a_table_without_rows_says_so():
    assert repr(view().table(pd.DataFrame({"quote": []}))) == "Nothing to list here."
    assert repr(view().chart(plots.agenda, measures.agenda(EMPTY, EMPTY))) == (
        "Nothing to list here."
    )


def test_meetings_of_one_day_or_none_go_by_their_ids():
    assert view(THEN, THEN).names == ("cũ", "cũ")
    assert view(THEN, EMPTY).names == ("cũ", "trống")
    assert view(THEN, made(doc="z", date="--08-14")).names == ("cũ", "z")


def test_the_opening_warns_before_any_number():
    assert "was held after" in repr(view(NOW, THEN).opening())
    assert "was held after" not in repr(view(THEN, NOW).opening())
    assert "not known which was first" in repr(view(NOW, made(doc="z", date="--08-14")).opening())
    assert "Both texts are the same report" in repr(view(THEN, THEN).opening())


def test_a_language_nobody_speaks_here_is_an_error_that_names_those_spoken():
    with pytest.raises(ReadoutsError, match="expected en or vi, found 'fr'"):
        view(language="fr")


def entries(name):
    return _flat(yaml.safe_load((data_dir() / name).read_text(encoding="utf-8")))


def test_the_words_of_tables_are_in_both_languages_and_hidden_by_no_other_file():
    words = entries("tables.yml")
    assert [key for key, said in words.items() if set(said) != {"en", "vi"}] == []
    assert not set(words) & {*entries("labels.yml"), *entries("interface.yml")}


def test_values_of_a_sentence_are_escaped_and_its_own_marks_are_not():
    said = view().say("<b>{n}</b>", n="<i>")._repr_html_()
    assert said == "<p><b>&lt;i&gt;</b></p>"


def test_a_chart_is_the_same_bytes_each_time_has_words_and_leads_nowhere():
    themes = measures.agenda(THEN, NOW)
    first, again = (view().chart(plots.agenda, themes) for _ in range(2))
    data, about = first._repr_mimebundle_()
    assert data == again._repr_mimebundle_()[0]
    assert "0 → 1" in data["text/plain"]
    assert about["image/svg+xml"]["alt"] == data["text/plain"]
    assert "href" not in data["image/svg+xml"].replace('xlink:href="#', "")


def test_a_chart_leaves_no_figure_open():
    import matplotlib.pyplot as plt

    view().chart(plots.agenda, measures.agenda(THEN, NOW))
    assert plt.get_fignums() == []


def test_findings_say_first_that_they_are_a_draft_and_stand_with_their_words():
    gates = "mở thêm ba cửa khẩu vùng cao"
    said = made(("Việt Nam", "propose", gates), ("Lào", "commit", gates))
    other = made(("Việt Nam", "propose", "tăng học bổng"), ("Lào", "affirm", "coi trọng"))
    shown = view(other, said).findings(compare(other, said))
    assert shown.text.splitlines()[0] == "Draft: nobody has reviewed these readings."
    assert "Laos pledges the second" in shown.text
    assert "“mở thêm ba cửa khẩu vùng cao”" in shown.html


def test_findings_that_cannot_be_made_are_not_made_up():
    shown = view(EMPTY, EMPTY).findings(compare(EMPTY, EMPTY))
    assert "No finding can be stated" in shown.text


def test_counts_of_a_draft_are_ranges():
    assert " to " in view().counts(compare(THEN, NOW)).text


@pytest.mark.parametrize(
    ("then", "now", "days"), [("2024-04-03", "2024-04-05", 2), ("2024", "2025-01-01", None)]
)
def test_days_between_only_where_both_days_are_known(then, now, days):
    assert days_between(made(date=then), made(date=now)) == days
