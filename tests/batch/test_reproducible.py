"""What an executed notebook says of the machine and the moment is gone, and the rest is there."""

from __future__ import annotations

import tempfile

import nbformat
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from readouts.batch.reproducible import normalised, notebook_text
from readouts.report.notebook_pages import INJECTED
from readouts.storage.paths import project_dir


def run_of(*outputs: nbformat.NotebookNode, **metadata: object) -> nbformat.NotebookNode:
    cell = new_code_cell("x", outputs=list(outputs), execution_count=1, metadata=metadata)
    notebook = new_notebook(cells=[new_markdown_cell("# T", id="title"), cell])
    notebook.cells[1].id = "cell"
    notebook.metadata = {"papermill": {"duration": 0.3}, "kernelspec": {"name": "mine"}}
    return notebook


def stream(name: str, text: str) -> nbformat.NotebookNode:
    return new_output("stream", name=name, text=text)


def shown(notebook: nbformat.NotebookNode) -> list[str]:
    return [output.get("text") or output.data["text/html"] for output in notebook.cells[1].outputs]


def test_times_ids_and_kernels_of_a_machine_are_gone() -> None:
    clean = normalised(run_of(papermill={"duration": 1}, execution={"iopub.status.busy": "x"}))
    assert clean.metadata.kernelspec.name == "python3"
    assert clean.cells[1].metadata == {}
    assert "papermill" not in notebook_text(clean)


def test_the_injected_cell_has_a_fixed_id() -> None:
    clean = normalised(run_of(tags=[INJECTED]))
    assert clean.cells[1].id == INJECTED


def test_a_stream_is_in_one_piece_and_stdout_comes_first() -> None:
    cut = run_of(stream("stderr", "w"), stream("stdout", "a"), stream("stdout", "b"))
    assert shown(normalised(cut)) == ["ab", "w"]


def test_addresses_and_folders_are_named_not_told() -> None:
    text = f"<f at 0x7f12ab34cd56> {project_dir()}/data {tempfile.gettempdir()}/x1"
    assert shown(normalised(run_of(stream("stdout", text)))) == [
        "<f at 0x0> <project>/data <temporary>/x1"
    ]


def test_styled_tables_are_numbered_as_they_come() -> None:
    tables = [
        new_output("display_data", data={"text/html": f'<td id="T_{name}_row0">'})
        for name in ("ab12f", "0c4de", "ab12f")
    ]
    assert shown(normalised(run_of(*tables))) == [
        '<td id="T_1_row0">', '<td id="T_2_row0">', '<td id="T_1_row0">',
    ]  # fmt: skip


def test_the_notebook_given_is_left_as_it_is() -> None:
    given_one = run_of(stream("stdout", "0x7f12ab34cd56"))
    before = nbformat.writes(given_one)
    normalised(given_one)
    assert nbformat.writes(given_one) == before


texts = st.text(max_size=40)


@given(st.lists(st.tuples(st.sampled_from(["stdout", "stderr"]), texts), max_size=6))
def test_what_was_printed_stays_and_once_is_enough(printed: list[tuple[str, str]]) -> None:
    clean = normalised(run_of(*(stream(name, text) for name, text in printed)))
    for name in ("stdout", "stderr"):
        whole = "".join(text for stream_name, text in printed if stream_name == name)
        kept = [output.text for output in clean.cells[1].outputs if output.name == name]
        assert kept == ([whole] if any(stream_name == name for stream_name, _ in printed) else [])
    assert notebook_text(normalised(clean)) == notebook_text(clean)
