"""Style checks of notebooks (nbval checks their outputs)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import pytest
from readouts.labels import label
from readouts.settings import RANGES

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FEWEST_CELLS, MOST_CELLS = 8, 25
MOST_LINES, MOST_LINES_IN_A_CELL = 150, 15
BANNED_NODES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# The library is the only way to files; the network is no way at all.
BANNED_MODULES = {
    "aiohttp", "ftplib", "glob", "http", "httpx", "importlib", "io", "os", "pathlib", "requests",
    "shutil", "socket", "subprocess", "sys", "tempfile", "urllib",
}  # fmt: skip

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@cache
def notebook(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook(path).cells if cell.cell_type == "code"]


def tagged(path: Path, tag: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook(path).cells if tag in cell.metadata.get("tags", [])]


def code_lines(cell: nbformat.NotebookNode) -> list[str]:
    lines = [line.strip() for line in cell.source.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def nodes(path: Path) -> Iterator[ast.AST]:
    for cell in code_cells(path):
        yield from ast.walk(ast.parse(cell.source))


def test_there_are_notebooks_and_their_names_say_order_and_subject() -> None:
    if not NOTEBOOKS:
        pytest.skip("no notebook yet")
    names = [path.name for path in NOTEBOOKS]
    assert [n for n in names if not re.fullmatch(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*\.ipynb", n)] == []
    numbers = [int(name[:2]) for name in names]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert numbers[0] in (0, 1)


@every_notebook
def test_pages_have_its_title_in_both_languages(path: Path) -> None:
    key = f"notebook.title.{path.stem}"
    assert notebook(path).cells[0].source.splitlines()[0] == f"# {label(key)}"
    assert label(key, "vi") not in (key, label(key))


@every_notebook
def test_format_kernel_and_ids(path: Path) -> None:
    read = notebook(path)
    nbformat.validate(read)
    assert (read.nbformat, read.nbformat_minor) == (4, 5)
    assert read.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in read.cells]
    assert len(ids) == len(set(ids))


@every_notebook
def test_only_plain_python(path: Path) -> None:
    """A line magic or a shell command is no Python and fails to parse here."""
    for cell in code_cells(path):
        ast.parse(cell.source)


@every_notebook
def test_a_notebook_asks_and_the_library_computes(path: Path) -> None:
    defined = [node for node in nodes(path) if isinstance(node, BANNED_NODES)]
    assert not [getattr(node, "name", "") for node in defined]
    named = {node.id for node in nodes(path) if isinstance(node, ast.Name)}
    assert not named & {"open", "exec", "eval", "__import__", "get_ipython"}


@every_notebook
def test_no_files_and_no_network(path: Path) -> None:
    imported = {
        name.split(".")[0]
        for node in nodes(path)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not imported & BANNED_MODULES
    texts = [
        n.value for n in nodes(path) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    assert not [text for text in texts if re.match(r"[/~]|[A-Za-z]:\\|\.\.|https?:", text)]


@every_notebook
def test_order_of_parts(path: Path) -> None:
    """Title and question; imports; parameters; then asking and showing; what it does not show."""
    cells = notebook(path).cells
    first = cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    for word in ("Question", "Short answer", "Data"):
        assert word in first.source, f"the opening cell lacks *{word}*"
    kinds = [cell for cell in cells if cell.cell_type == "code"]
    assert all(
        isinstance(node, (ast.Import, ast.ImportFrom)) or is_setting(node)
        for node in ast.parse(kinds[0].source).body
    ), "expected the first code cell to hold the imports"
    assert "parameters" in kinds[1].metadata.get("tags", [])
    later = [node for cell in kinds[1:] for node in ast.walk(ast.parse(cell.source))]
    assert not [node for node in later if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert cells[-1].cell_type == "markdown"


def is_setting(node: ast.stmt) -> bool:
    """A call made for its effect, such as choosing the style of figures."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


@every_notebook
def test_parameters_are_literals(path: Path) -> None:
    cells = tagged(path, "parameters")
    assert len(cells) == 1
    for node in ast.parse(cells[0].source).body:
        assert isinstance(node, (ast.Assign, ast.AnnAssign)), ast.unparse(node)
        ast.literal_eval(node.value)


@every_notebook
def test_size(path: Path) -> None:
    cells = code_cells(path)
    lengths = [len(code_lines(cell)) for cell in cells]
    assert FEWEST_CELLS <= len(cells) <= MOST_CELLS
    assert sum(lengths) <= MOST_LINES
    assert max(lengths) <= MOST_LINES_IN_A_CELL


@every_notebook
def test_saved_after_a_clean_run(path: Path) -> None:
    """nbval passes over cells that never ran, so that they ran is asserted here."""
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))
    outputs = [output for cell in code_cells(path) for output in cell.outputs]
    assert outputs
    assert not [output for output in outputs if output.output_type == "error"]


@every_notebook
def test_nothing_of_the_machine_is_saved(path: Path) -> None:
    metadata = notebook(path).metadata
    assert set(metadata) <= {"kernelspec", "language_info", "title", "language"}
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(home|root|Users|tmp|private)/\w", text)
    assert not re.search(r" at 0x[0-9a-f]{6,}", text)


@every_notebook
def test_a_figure_stands_beside_its_table(path: Path) -> None:
    """nbval does not look at images, and nobody can check a picture."""
    cells = code_cells(path)
    for cell in cells:
        kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
        if "image/png" in kinds or "image/svg+xml" in kinds:
            around = cells[max(0, cells.index(cell) - 1) : cells.index(cell) + 2]
            assert any("text/html" in o.get("data", {}) for c in around for o in c.outputs), (
                f"cell {cell.execution_count}: a figure without a table beside it"
            )


@every_notebook
def test_no_number_in_prose_that_a_cell_computes(path: Path) -> None:
    """Years, list numbers and the like aside, a number typed into prose ages badly."""
    prose = [cell.source for cell in notebook(path).cells if cell.cell_type == "markdown"]
    decimals = re.findall(
        r"\b\d+(?:[.,]\d+)?\s?%|\b\d+ (?:items|proposals|themes)\b", "\n".join(prose)
    )
    assert not decimals


@every_notebook
def test_the_comment_of_a_setting_says_the_range_the_library_holds_it_to(path: Path) -> None:
    said = "\n".join(cell.source for cell in tagged(path, "parameters"))
    for name, (low, high) in RANGES.items():
        if declared := re.search(rf"^{name}: .*", said, re.M):
            assert declared.group().endswith(f", {low:g} to {high:g}")
            # Handed to the library, which refuses what lies outside, and not only used here.
            assert name in handed_on(path), f"{name} is not checked"


def handed_on(path: Path) -> set[str]:
    """The names that stand by themselves as an argument or a value of a dictionary."""
    values = [
        value
        for node in nodes(path)
        for value in (
            [keyword.value for keyword in node.keywords] if isinstance(node, ast.Call)
            else node.values if isinstance(node, ast.Dict)
            else []
        )
    ]  # fmt: skip
    return {value.id for value in values if isinstance(value, ast.Name)}
