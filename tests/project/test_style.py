"""Style rules that a program can check."""

from __future__ import annotations

import ast
import graphlib
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "lib" / "readouts"
MODULES = sorted(LIBRARY.glob("**/*.py"))
LONGEST_FUNCTION = 40
MOST_MODULES = 13
BIGGEST_FILE = 2_000_000
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
# Each costs 0.1 to 0.5 s; a command that does not need them must not wait for them.
HEAVY = {
    "IPython", "dask", "distributed", "duckdb", "matplotlib", "nbclient", "nbconvert", "nbformat",
    "pandas", "papermill", "pyarrow", "underthesea",
}  # fmt: skip
# Derives classes from papermill's, and is imported only when papermill runs a notebook.
DERIVED = {"readouts.batch.kernel"}


def module_name(path: Path) -> str:
    parts = path.relative_to(LIBRARY.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git tracks, or in an unpacked archive every file outside the ignored folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
        return tuple(path for path in found if path.is_file())
    hidden = (".venv", ".cache", ".git", "__pycache__")
    return tuple(p for p in ROOT.rglob("*") if p.is_file() and not set(p.parts) & set(hidden))


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Every module named in an import below ``tree``, but for those made for type checkers."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            yield from imports_of(node)


def imports_at_top(tree: ast.Module) -> set[str]:
    plain = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return {name.split(".")[0] for name in imports_of(ast.Module(plain, []))}


def functions() -> Iterator[tuple[str, Path, ast.FunctionDef]]:
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef):
                yield f"{module_name(path)}.{node.name}", path, node


def public_functions() -> Iterator[tuple[str, Path, ast.FunctionDef]]:
    for path in MODULES:
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{module_name(path)}.{node.name}", path, node


@pytest.mark.parametrize("rule", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_ruff_has_nothing_to_say(rule: list[str]) -> None:
    command = [sys.executable, "-m", "ruff", *rule, "--no-cache", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_module_and_its_public_names_say_what_they_are_for(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree), f"{path}: expected a docstring of the module"
    bare = [
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not bare, f"{path}: without a docstring: {bare}"


def shows_itself(name: str, path: Path, function: ast.FunctionDef) -> bool:
    """Whether an example is due and not there: a figure or a file is looked at, not printed."""
    looked_at = {"None", "NoReturn", "Axes", "Figure", "SubFigure", "argparse.ArgumentParser"}
    returned = ast.unparse(function.returns) if function.returns else "None"
    module_text = ast.get_docstring(parsed(path)) or ""
    return (
        ">>>" in (ast.get_docstring(function) or "")
        or (">>>" in module_text and function.name in module_text)
        or returned.strip("'\"") in looked_at
        or bool(re.search(r"Callable|Iterator\[(IO|None)", returned))
        or "# no example:" in source_line(path, function)
    )


def source_line(path: Path, function: ast.FunctionDef) -> str:
    """The lines of the signature, where a marker may give the reason of an exception."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(lines[function.lineno - 1 : function.body[0].lineno])


def test_what_a_function_computes_is_shown_by_an_example() -> None:
    without = [
        name for name, path, node in public_functions() if not shows_itself(name, path, node)
    ]
    assert not without, f"add an example that runs, or `# no example: reason`: {without}"


def test_functions_are_short() -> None:
    long = []
    for name, path, node in functions():
        body = node.body[1:] if ast.get_docstring(node) else node.body
        lines = node.end_lineno - body[0].lineno + 1 if body and node.end_lineno else 0
        if lines > LONGEST_FUNCTION and "# long:" not in source_line(path, node):
            long.append(f"{name}: {lines} lines")
    assert not long, f"split, or give the reason after `# long:` on the first line: {long}"


def test_modules_import_one_way() -> None:
    names = {module_name(path) for path in MODULES} - {"readouts"}
    graph = {module_name(p): set(imports_of(parsed(p))) & names for p in MODULES}
    graph.pop("readouts", None)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(f"modules import each other in a circle: {' -> '.join(error.args[1])}")


def room_of(module: str) -> str:
    """The room of a module: its package, or for what stands at the top its own name."""
    return module.split(".")[1] if "." in module else module


def test_rooms_import_one_way() -> None:
    modules = {module_name(path) for path in MODULES} - {"readouts"}
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        name = module_name(path)
        if name == "readouts":
            continue
        needed = {room_of(found) for found in imports_of(parsed(path)) if found in modules}
        graph.setdefault(room_of(name), set()).update(needed - {room_of(name)})
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(f"rooms import each other in a circle: {' -> '.join(error.args[1])}")


def test_no_room_is_crowded() -> None:
    rooms = Counter(path.parent for path in MODULES if path.stem != "__init__")
    crowded = {room.name: count for room, count in rooms.items() if count > MOST_MODULES}
    assert not crowded, f"split these rooms, or join modules: {crowded}"


def test_every_room_says_what_it_is_for() -> None:
    rooms = [path for path in MODULES if path.stem == "__init__"]
    short = [p.parent.name for p in rooms if len((ast.get_docstring(parsed(p)) or "").split()) < 20]
    assert not short, f"say what goes in, what comes out and what it does not know: {short}"


def test_nothing_in_a_room_imports_the_top_package() -> None:
    """Only what stands at the top may: from inside, names come from the room that has them."""
    users = []
    for path in MODULES:
        if path.parent == LIBRARY:
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                users += [path for alias in node.names if alias.name == "readouts"]
    assert not users, f"import from the room instead: {[module_name(p) for p in users]}"


def test_no_module_is_a_mixed_bag() -> None:
    assert not {path.stem for path in MODULES} & VAGUE_NAMES


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    found = {module_name(p): sorted(imports_at_top(parsed(p)) & HEAVY) for p in MODULES}
    assert not {name: heavy for name, heavy in found.items() if heavy and name not in DERIVED}


def test_underthesea_is_known_to_those_who_tag_and_train() -> None:
    users = {p.stem for p in MODULES for name in imports_of(parsed(p)) if "underthesea" in name}
    assert users <= {"words", "fitting"}


def test_import_readouts_loads_nothing_heavy() -> None:
    code = "import sys, readouts; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & (HEAVY | {"pydantic"})


def test_what_the_library_imports_is_a_direct_dependency() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8").lower().replace("_", "-")
    declared = set(re.findall(r'"([a-z0-9.-]+)>=', text))
    distributions = packages_distributions()
    undeclared = set()
    for path in [*MODULES, *(ROOT / "tests").glob("*.py")]:
        for name in {name.split(".")[0] for name in imports_of(parsed(path))}:
            from_index = {d.lower().replace("_", "-") for d in distributions.get(name, [])}
            if from_index and not from_index & (declared | {"readouts"}):
                undeclared.add((name, path.name))
    assert not undeclared, f"add to pyproject.toml and run `make lock`: {sorted(undeclared)}"


# --- the library knows no particular meeting ------------------------------------------------


def names_of_the_meetings() -> set[str]:
    """People, ids, days and places of the registered meetings, as people wrote them in data/."""
    names: set[str] = set()
    for path in (ROOT / "data" / "gold").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            names |= {person["name"] for person in gold.get("participants", [])}
    registry = ROOT / "data" / "meetings.yml"
    register = yaml.safe_load(registry.read_text(encoding="utf-8")) if registry.exists() else {}
    entries = register if isinstance(register, list) else register.get("meetings", register)
    entries = entries if isinstance(entries, list) else entries.values()
    for meeting in entries:
        names |= {str(meeting.get(key) or "") for key in ("file", "sha256", "date", "published")}
    return {name for name in names if len(name) > 3} - countries()


def countries() -> set[str]:
    """Names of countries and bodies: general knowledge, which the library may show in examples."""
    known: set[str] = set()
    for name in ("places.yml", "bodies.yml", "titles.yml"):
        path = ROOT / "data" / "lexicon" / name
        known |= set(re.findall(r"[^\s:,\[\]{}#\"'-][^:,\[\]{}#\n\"']*", path.read_text("utf-8")))
    return {name.strip() for name in known} | {"Việt Nam", "Trung Quốc"}


def test_the_library_knows_no_particular_meeting() -> None:
    names = names_of_the_meetings()
    assert len(names) > 4, "expected the people of the hand-coded texts"
    shipped = [p for p in LIBRARY.rglob("*") if p.is_file() and p.suffix != ".pyc"]
    known = {
        (path.name, name)
        for path in shipped
        for name in names
        if name in path.read_text(encoding="utf-8")
    }
    assert not known


# --- what is committed ----------------------------------------------------------------------


def test_tracked_files_are_small() -> None:
    big = {p.name: p.stat().st_size for p in tracked_files() if p.stat().st_size > BIGGEST_FILE}
    assert not big


def test_git_tracks_the_library() -> None:
    path = "lib/readouts/anything.py"
    command = ["git", "check-ignore", "--no-index", path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode != 0, ".gitignore ignores lib/"


def test_no_machine_of_ours_stands_in_a_tracked_file() -> None:
    # Written in two parts each, so that this file does not hold what it looks for.
    parts = [
        ("python", r"hosted\.org"), ("pypi", r"\.org"), ("registry\\.", "npmjs"),
        ("anaconda", r"\.org/"), (r"(?<![\w.])/wor", "k/"), (r"(?<![\w.])/roo", "t/"),
        (r"(?<![\w.])/hom", r"e/\w"), ("/opt/", "pypi"), (r"/Use", r"rs/\w"),
    ]  # fmt: skip
    ours = re.compile("|".join(first + second for first, second in parts))
    found = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in ours.finditer(text)]
    assert not found
