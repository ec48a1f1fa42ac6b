"""Reports: built from a plan, byte for byte the same, only what is out of date."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from made_notebooks import (
    FIGURE,
    NUMBERS,
    TABLE,
    TRICKY,
    environment,
    make_batch,
    make_notebook,
    report,
    tree,
)
from made_projects import NOW, THEN
from readouts.batch.execution import FIXED
from readouts.batch.reproducible import normalised, notebook_text

# Starts processes: runs with `make test-slow`.
pytestmark = pytest.mark.slow

BROKEN = "raise ValueError('no such theme')"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a report that has been built; tests only look at it."""
    home = make_batch(
        tmp_path_factory.mktemp("built"), n01_table=(TABLE, NUMBERS), n02_figure=(FIGURE, TRICKY)
    )
    done = report(home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith(str(home / "reports" / "pair" / "index.html"))
    return home


def test_a_report_holds_pages_notebooks_tables_numbers_and_a_manifest(built: Path) -> None:
    assert set(tree(built / "reports" / "pair")) == {
        "01-table.html", "02-figure.html", "index.html", "manifest.json",
        "notebooks/01-table.ipynb", "notebooks/02-figure.ipynb",
        "tables/01-table.items.csv", "headline/01-table.headline.json",
    }  # fmt: skip
    numbers = json.loads((built / "reports/pair/headline/01-table.headline.json").read_text())
    assert numbers["items"] > 0
    assert not [path.name for path in (built / "reports").iterdir() if path.name.startswith(".")]


def test_pages_hide_their_code_fetch_nothing_and_run_nothing(built: Path) -> None:
    page = (built / "reports/pair/02-figure.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in page
    assert "default-src 'none'" in page
    assert 'href="#with-code"' in page
    for reference in ("<script", "<link", 'src="http', "url(http", "@import"):
        assert reference not in page
    assert "data:image/png;base64," in page


def test_executed_notebooks_are_valid_and_say_nothing_of_the_machine(built: Path) -> None:
    for path in (built / "reports/pair/notebooks").iterdir():
        executed = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(executed)
        assert (executed.nbformat, executed.nbformat_minor) == (4, 5)
        assert "papermill" not in executed.metadata
        text = path.read_text(encoding="utf-8")
        for trace in (str(built), "start_time", "iopub", "duration"):
            assert trace not in text


def test_nothing_is_done_where_nothing_has_changed(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built / "reports").rglob("*")}
    done = report(built)
    assert done.returncode == 0
    assert "nothing changed" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in (built / "reports").rglob("*")} == before


def test_the_bytes_are_the_same_whatever_the_folder_clock_zone_locale_seed_and_workers(
    built: Path, tmp_path: Path
) -> None:
    home = tmp_path / "another place {with} braces"
    home.mkdir()
    make_batch(home, n01_table=(TABLE, NUMBERS), n02_figure=(FIGURE, TRICKY))
    done = report(
        home, "--jobs", "1", TZ="Asia/Ho_Chi_Minh", LC_ALL="C", LANG="C", PYTHONHASHSEED="77",
        COLUMNS="40", HOME=str(tmp_path), MPLBACKEND="svg",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    ours, theirs = tree(built / "reports" / "pair"), tree(home / "reports" / "pair")
    assert {name for name in ours | theirs if ours.get(name) != theirs.get(name)} == set()


def test_a_changed_notebook_is_run_again_and_only_that(built: Path, tmp_path: Path) -> None:
    home = make_batch(tmp_path, n01_table=("print(time.time_ns())",), n02_figure=("1 + 1",))
    for name in ("01-table", "02-figure"):
        cell = f"import time\nprint(time.time_ns() // 1, {name!r})"
        make_notebook(home / "notebooks" / f"{name}.ipynb", cell)
    assert report(home).returncode == 0
    first = tree(home / "reports" / "pair")
    make_notebook(home / "notebooks" / "02-figure.ipynb", "import time\nprint(time.time_ns())", "2")
    assert report(home).returncode == 0
    second = tree(home / "reports" / "pair")
    assert first["notebooks/01-table.ipynb"] == second["notebooks/01-table.ipynb"]
    assert first["notebooks/02-figure.ipynb"] != second["notebooks/02-figure.ipynb"]


def test_verify_names_what_differs(built: Path, tmp_path: Path) -> None:
    assert report(built, "--verify", str(built / "reports/pair")).returncode == 0
    home = make_batch(tmp_path, n01_table=(TABLE,))
    assert report(home).returncode == 0
    folder = home / "reports" / "pair"
    (folder / "tables" / "01-table.items.csv").write_text("start,quote\n", encoding="utf-8")
    (folder / "added.txt").write_text("x", encoding="utf-8")
    (folder / "01-table.html").unlink()
    make_notebook(home / "notebooks" / "01-table.ipynb", TABLE, "2")
    done = report(home, "--verify", str(folder))
    assert done.returncode == 1
    for told in (
        "tables/01-table.items.csv",
        "added.txt",
        "01-table.html",
        "its notebook 01-table",
    ):
        assert told in done.stdout


def test_another_language_is_another_report(tmp_path: Path) -> None:
    home = make_batch(tmp_path, n01_table=(TABLE,))
    assert report(home).returncode == 0
    plan = home / "reports" / "plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8") + "  language: vi\n", encoding="utf-8")
    done = report(home)
    assert done.returncode == 0
    assert "nothing changed" not in done.stdout
    assert 'lang="vi"' in (home / "reports/pair/index.html").read_text(encoding="utf-8")[:200]


def test_a_report_that_lost_a_page_is_not_whole(built: Path, tmp_path: Path) -> None:
    home = make_batch(tmp_path, n01_table=(TABLE,), n02_more=("1 + 1",))
    assert report(home).returncode == 0
    folder = home / "reports" / "pair"
    whole = tree(folder)
    (folder / "02-more.html").unlink()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["outputs"]["02-more.html"]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = report(home, "--verify", str(folder))
    assert done.returncode == 1
    assert "02-more.html: this file of the report is missing" in done.stdout
    done = report(home)
    assert done.returncode == 0, done.stderr
    assert "nothing changed" not in done.stdout
    assert tree(folder) == whole


def test_a_failing_notebook_stops_no_other_and_is_named(tmp_path: Path) -> None:
    home = make_batch(tmp_path, n01_bad=("print('so far')", BROKEN), n02_good=(TABLE,))
    done = report(home)
    assert done.returncode == 1
    assert "01-bad did not finish: cell 5: ValueError: no such theme" in done.stderr
    folder = home / "reports" / "pair"
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "ValueError: no such theme" in index
    assert "so far" in (folder / "01-bad.html").read_text(encoding="utf-8")
    assert (folder / "tables" / "02-good.items.csv").exists()


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (f"- name: pair\n  meetings: {{then: {THEN}, nwo: {NOW}}}\n", "did you mean `now`?"),
        (f"- name: pair\n  meetings: {{then: {THEN}x, now: {NOW}}}\n", f"did you mean `{THEN}`?"),
        (
            f"- name: pair\n  meetings: {{then: {THEN}}}\n  parameters: {{threshhold: 0.6}}\n",
            "did you mean `threshold`?",
        ),
        (
            f"- name: pair\n  meetings: {{then: {THEN}}}\n  parameters: {{threshold: high}}\n",
            "expected a number for `threshold`, found a text",
        ),
        *(
            (
                f"- name: pair\n  meetings: {{then: {THEN}}}\n"
                f"  parameters: {{threshold: {value}}}\n",
                f"expected {told} for `threshold`, found" if told else "from 0 to 1, found",
            )
            for value, told in ((55, ""), (-0.1, ""), (".nan", "a number"), ("true", "a number"))
        ),
        ("- name: pair\n  notebooks: [01-tabel]\n", "did you mean `01-table`?"),
        ("- name: pair\n  notebooks: [../../01-table]\n", "there is no notebook"),
        ("- name: ../pair\n  notebooks: [01-table]\n", "expected a name of small letters"),
        ("- name: pair\n", "found neither"),
    ],
    ids=[
        "parameter",
        "meeting",
        "typo",
        "type",
        "55",
        "-0.1",
        "nan",
        "true",
        "notebook",
        "outside",
        "name",
        "nothing",
    ],
)
def test_what_is_misspelt_stops_before_anything_runs(tmp_path: Path, plan: str, told: str) -> None:
    home = make_batch(tmp_path, plan, n01_table=(TABLE,))
    done = report(home)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (home / "reports").iterdir()] == ["plan.yml"]


CODE = (
    "__import__('pathlib').Path('ran').touch()",
    "\"; open('ran', 'w'); \"",
    "'''; open('ran', 'w'); '''",
    "x\nopen('ran', 'w')",
    "{open('ran', 'w')} {{7 * 7}} \\",
    "\u2028open('ran', 'w')",
)


def test_a_parameter_is_a_value_and_never_code(tmp_path: Path) -> None:
    entries = [
        f"- name: pair-{n}\n  notebooks: [01-table]\n  parameters: {{note: {json.dumps(code)}}}\n"
        for n, code in enumerate(CODE)
    ]
    home = make_batch(
        tmp_path, "".join(entries), n01_table=("readouts.publish('note', {'note': note})",)
    )
    notebook = home / "notebooks" / "01-table.ipynb"
    source = nbformat.read(notebook, 4)
    source.cells[2].source += '\nnote: str = ""'
    nbformat.write(source, notebook)
    done = report(home)
    assert done.returncode == 0, done.stderr
    for n, code in enumerate(CODE):
        [kept] = (home / "reports" / f"pair-{n}" / "headline").glob("*.json")
        assert json.loads(kept.read_text(encoding="utf-8"))["note"] == code
    assert not list(home.rglob("ran"))


def test_a_link_to_a_notebook_that_lies_elsewhere_is_not_run(tmp_path: Path) -> None:
    home = make_batch(tmp_path / "home", "- name: pair\n  notebooks: [02-linked]\n")
    other = make_notebook(tmp_path / "02-linked.ipynb", "open('ran', 'w')")
    (home / "notebooks" / "02-linked.ipynb").symlink_to(other)
    done = report(home)
    assert done.returncode == 2
    assert "there is no notebook `02-linked` in notebooks/" in done.stderr
    assert not list(tmp_path.rglob("ran"))


def test_all_faults_of_a_plan_are_told_at_once(tmp_path: Path) -> None:
    plan = f"- name: pair\n  meetings: {{then: nowhere, nwo: {NOW}}}\n  parameters: {{x: 1}}\n"
    done = report(make_batch(tmp_path, plan, n01_table=(TABLE,)))
    assert done.stderr.count("plan.yml:2:") == 2, done.stderr
    assert done.stderr.count("plan.yml:3:") == 1


@pytest.mark.parametrize("content", ["page: [", "- page\n", "\tpage: x"])
def test_words_of_the_pages_that_do_not_load_stop_the_run(tmp_path: Path, content: str) -> None:
    home = make_batch(tmp_path, n01_table=(TABLE,))
    words = home / "data" / "interface.yml"
    words.unlink()
    words.write_text(content, encoding="utf-8")
    done = report(home)
    assert done.returncode == 2
    assert done.stderr.startswith("readouts: data/interface.yml:")
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_name_is_refused(built: Path) -> None:
    done = report(built, "pear")
    assert done.returncode == 2
    assert "did you mean `pair`?" in done.stderr


def test_plain_papermill_gives_the_same_notebooks(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its stock kernels, and with what is fixed of a machine fixed for it too."""
    monkeypatch.setenv("READOUTS_HOME", str(built))
    parameters = ["-p", "then", THEN, "-p", "now", NOW, "-p", "language", "en"]
    for name in ("01-table", "02-figure"):
        notebook, out = built / "notebooks" / f"{name}.ipynb", tmp_path / f"{name}.ipynb"
        done = subprocess.run(
            [sys.executable, "-m", "papermill", str(notebook), str(out), *parameters],
            env=environment(built, **FIXED), cwd=notebook.parent,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        ours = (built / "reports" / "pair" / "notebooks" / f"{name}.ipynb").read_text("utf-8")
        theirs = nbformat.read(out, as_version=4)
        assert washed(theirs) == washed(nbformat.reads(ours, as_version=4))
    assert not list(built.glob("notebooks/*.csv"))


def washed(notebook: nbformat.NotebookNode) -> str:
    """A notebook as a report keeps it; the order of parameters is papermill's caller's."""
    clean = normalised(notebook)
    injected = next(cell for cell in clean.cells if cell.id == "injected-parameters")
    injected.source = "\n".join(sorted(injected.source.splitlines()))
    return notebook_text(clean)
