"""Make an executed notebook reproducible: remove everything that differs between runs.

Times, durations, random ids, memory addresses and paths of the machine are removed only here. Hash
seeds, clocks and locales are fixed before the run (`execution.FIXED`).
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from readouts.errors import ReadoutsError
from readouts.report.notebook_pages import INJECTED
from readouts.storage.paths import project_dir

if TYPE_CHECKING:
    from nbformat import NotebookNode

_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_TEXT_KINDS = ("text/plain", "text/html", "text/markdown", "image/svg+xml", "text/latex")
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")
# pandas gives every Styler table a random name.
_STYLER = re.compile(r"\bT_[0-9a-f]{5}(?=_|\b)")
_SVG_DATE = re.compile(r"<dc:date>[^<]*</dc:date>")


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of an executed notebook that is the same for the same results.

    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> shown = new_output("execute_result", data={"text/plain": "<object at 0x7f3a2c0d51e0>"})
    >>> run = new_notebook(cells=[new_code_cell("x", outputs=[shown], execution_count=1)])
    >>> run.metadata.papermill = {"duration": 0.31}
    >>> clean = normalised(run)
    >>> clean.cells[0].outputs[0].data["text/plain"], "papermill" in clean.metadata
    ('<object at 0x0>', False)
    """
    import nbformat

    clean = nbformat.from_dict(notebook)
    # A kernel that died has not given its language.
    language = {"name": "python"} | clean.metadata.get("language_info", {})
    language.pop("version", None)
    clean.metadata = nbformat.from_dict({"kernelspec": _KERNELSPEC, "language_info": language})
    if "title" in notebook.metadata:
        clean.metadata.title = notebook.metadata.title
    clean.nbformat, clean.nbformat_minor = 4, 5
    wash = _washing(clean)
    for number, cell in enumerate(clean.cells, 1):
        _clean_cell(cell, number, wash)
    return clean


def notebook_text(notebook: NotebookNode) -> str:
    """Return a notebook as the text of its file; raises `ReadoutsError` for an invalid one.

    >>> from nbformat.v4 import new_notebook
    >>> notebook_text(new_notebook()).endswith('"nbformat_minor": 5\\n}\\n')
    True
    """
    import nbformat

    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        raise ReadoutsError(f"expected a valid notebook: {error.message}") from error
    return nbformat.writes(notebook) + "\n"


def _clean_cell(cell: NotebookNode, number: int, wash: Callable[[str], str]) -> None:
    tags = cell.metadata.get("tags", [])
    if INJECTED in tags:
        cell.id = INJECTED
    elif "papermill-error-cell-tag" in tags:
        cell.id = f"error-{number}"
    elif "id" not in cell:
        cell.id = f"cell-{number}"
    for key in ("papermill", "execution", "ExecuteTime", "scrolled", "collapsed"):
        cell.metadata.pop(key, None)
    if cell.cell_type == "code":
        cell.outputs = _joined(cell.outputs)
        for output in cell.outputs:
            _clean_output(output, wash)


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return the outputs of a cell with each stream joined, stdout before stderr.

    Where a stream is divided, and which stream comes first, depends on timing. ``coalesce_streams``
    of nbclient needs minutes for a line of half a megabyte.
    """
    joined: list[NotebookNode] = []
    streams: dict[str, NotebookNode] = {}
    for output in outputs:
        if output.output_type != "stream":
            joined.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
            joined.append(output)
    if {"stdout", "stderr"} <= set(streams):
        first, second = sorted(map(joined.index, streams.values()))
        joined[first], joined[second] = streams["stdout"], streams["stderr"]
    return joined


def _clean_output(output: NotebookNode, wash: Callable[[str], str]) -> None:
    if output.output_type == "stream":
        output.text = wash(output.text)
    elif output.output_type == "error":
        output.evalue = wash(output.evalue)
        output.traceback = [wash(line) for line in output.traceback]
    else:
        output.data.pop("application/vnd.jupyter.widget-view+json", None)
        for kind in _TEXT_KINDS:
            if kind in output.data:
                output.data[kind] = wash(output.data[kind])


def _washing(notebook: NotebookNode) -> Callable[[str], str]:
    """Return a function that removes machine details from a text and numbers the names of
    tables."""
    places = [(place, name) for place, name in _places() if len(place) > 1]
    numbers: dict[str, str] = {}

    def wash(text: str) -> str:
        for place, name in places:
            text = text.replace(place, name)
        text = _ADDRESS.sub("0x0", text)
        text = _SVG_DATE.sub("<dc:date></dc:date>", text)
        return _STYLER.sub(lambda m: numbers.setdefault(m[0], f"T_{len(numbers) + 1}"), text)

    return wash


def _places() -> Iterator[tuple[str, str]]:
    """Yield the folders of this machine that an output may name, the longest first."""
    known = {
        str(project_dir()): "<project>",
        str(Path(__file__).resolve().parents[2]): "<library>",
        sys.prefix: "<environment>",
        sys.base_prefix: "<python>",
        tempfile.gettempdir(): "<temporary>",
        os.path.expanduser("~"): "<home>",
    }
    yield from sorted(known.items(), key=lambda place: -len(place[0]))
