"""`readouts check`: one line a finding, and nothing repaired."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from made_notebooks import make_notebook
from made_projects import NOW, REAL, THEN, make_project
from readouts import cli
from readouts.batch.manifest import Manifest, hashes_below
from readouts.check import findings
from readouts.corpus import fingerprints
from readouts.storage.atomic import write_text

GOLD = REAL / "data" / "gold"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path / "home"))
    home = make_project(tmp_path / "home", THEN, NOW)
    shutil.copy(GOLD / f"{THEN}.jsonl", home / "data" / "gold")
    return home


def found(*parts: str) -> list[str]:
    return [str(problem) for problem in findings(*parts)]


def own(home: Path, name: str) -> Path:
    """Put a copy of a language file in the place of the link to the real one."""
    path = home / "data" / name
    real = path.resolve()
    path.unlink()
    shutil.copytree(real, path) if real.is_dir() else shutil.copy(real, path)
    return path


def changed_gold(home: Path, change: Any) -> list[str]:
    path = home / "data" / "gold" / f"{THEN}.jsonl"
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return [line.removeprefix(f"data/gold/{THEN}.jsonl:1: ") for line in found("gold")]


def test_a_whole_project_has_no_findings(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == "No problems found.\n"


def test_a_finding_is_a_line_and_the_status_says_so(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "data" / "raw" / "la.txt").write_text("Hai bên.")
    before = sorted(home.rglob("*"))
    assert cli.main(["check", "register", "gold"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "data/raw/la.txt: not registered; run `readouts add`, or move it away",
        "Problems found: 1",
    ]
    assert sorted(home.rglob("*")) == before


def test_changed_and_missing_texts(home: Path) -> None:
    (home / "data" / "raw" / f"{THEN}.txt").write_text("Khác.")
    (home / "data" / "raw" / f"{NOW}.txt").unlink()
    told = found("register")
    assert f"data/raw/{THEN}.txt: expected the file registered as {THEN}" in told[0]
    assert f"data/raw/{NOW}.txt: expected a text file, found nothing there" in told[1]


def test_a_register_with_faults_is_reported_by_its_lines(home: Path) -> None:
    with (home / "data" / "meetings.yml").open("a", encoding="utf-8") as file:
        file.write("- id: a\n  colour: red\n")
    assert any(
        line.startswith("data/meetings.yml:13: unknown key `colour`") for line in found("register")
    )


def test_gold_offsets_that_do_not_hold(home: Path) -> None:
    def shift(record: dict[str, Any]) -> None:
        record["items"][0]["start"] += 1

    [told] = changed_gold(home, shift)
    assert told.startswith("items: ")
    assert "the quote starts at " in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda r: r["items"][0].update(start=5, end=3), "is outside the text"),
        (lambda r: r["items"][0].update(end=10**6), "is outside the text"),
        (lambda r: r["items"][0].update(end=10**15), "`items.0.end`: expected"),
        (lambda r: r["items"][0].update(start="x"), "`items.0.start`: expected"),
        (lambda r: r["items"][0].update(act="propos"), "did you mean `propose`?"),
        (lambda r: r["items"][0].update(themes=["trad"]), "did you mean `trade`?"),
        (lambda r: r["items"].reverse(), "overlaps the item before it"),
        (lambda r: r.update(doc="laos-trade-2091.txt"), f"did you mean `{THEN}.txt`?"),
        (lambda r: r.pop("items"), "`items` is missing"),
        (lambda r: r.update(items={"a": 1}), "`items`: expected"),
    ],
)
def test_gold_that_is_wrong_is_reported(home: Path, change: Any, told: str) -> None:
    assert any(told in line for line in changed_gold(home, change))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'\xff\xfe{"doc"', "expected UTF-8, found other bytes at byte 0"),
        (
            b'{"doc": "laos-trade-2019.txt", "items": [{"themes": 3}]}',
            "`items.0.themes`: expected",
        ),
        (
            b'{"doc": "laos-trade-2019.txt", "items": [], "zones": 7}',
            "expected a list of zones",
        ),
        (b'{"doc": "laos-trade-2019.txt", "items": [1]}', "`items.0`: expected"),
        (b'{"doc": "laos-trade-2019.txt", "items": [{"act": []}]}', "`items.0.act`: expected"),
    ],
    ids=["utf-16", "themes", "zones", "items", "act"],
)
def test_gold_of_another_shape_is_reported_in_a_sentence(
    home: Path, content: bytes, told: str
) -> None:
    path = home / "data" / "gold" / f"{THEN}.jsonl"
    path.write_bytes(content + b"\n")
    assert any(told in line and f"{THEN}.jsonl" in line for line in found("gold"))


def test_gold_that_is_no_json_is_reported_by_its_line(home: Path) -> None:
    path = home / "data" / "gold" / f"{THEN}.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "{doc: 1\n", encoding="utf-8")
    [told] = found("gold")
    assert told.startswith(f"data/gold/{THEN}.jsonl:2: expected a JSON object")


def test_threads_that_do_not_load_are_reported_by_their_line(home: Path) -> None:
    (home / "data" / "gold" / "threads.yml").write_text("- relation: Lào\n", encoding="utf-8")
    assert any(line.startswith("data/gold/threads.yml:1: unknown key") for line in found("gold"))


def test_words_of_the_reports_that_do_not_load_are_reported(home: Path) -> None:
    path = own(home, "labels.yml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "act: {}\n", encoding="utf-8")
    line = text.count("\n") + 1
    [told] = [told for told in found("lexicon") if "labels.yml" in told]
    assert told.startswith(f"data/labels.yml:{line}: the key `act` appears twice")


def test_codebook_examples_run(home: Path) -> None:
    path = own(home, "codebook.yml")
    text = path.read_text(encoding="utf-8")
    first = text.index("      positive:\n") + len("      positive:\n")
    path.write_text(text[:first] + "        - uống trà đá\n" + text[first:], encoding="utf-8")
    line = text[:first].count("\n") + 1
    told = f"data/codebook.yml:{line}: a positive example of `strategic_framing` is coded"
    assert found("codebook")[0].startswith(told)


def test_a_cue_that_is_no_pattern_is_reported(home: Path) -> None:
    path = own(home, "codebook.yml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("cues: [", "cues: [(không đóng, ", 1), encoding="utf-8")
    line = text[: text.index("cues: [")].count("\n") + 1
    assert found("codebook") == [
        f"data/codebook.yml:{line}: expected the brackets of a cue in pairs, "
        "and none inside others, found “(không đóng”"
    ]


def test_a_fault_that_two_parts_meet_is_reported_once(home: Path) -> None:
    (home / "data" / "decisions" / "a.yml").write_bytes(b"\xff")
    assert found("decisions") == [
        "data/decisions/a.yml:1: expected UTF-8, found other bytes; save the file as UTF-8"
    ]


def test_a_lexicon_file_that_does_not_load_is_reported(home: Path) -> None:
    path = own(home, "lexicon") / "verbs.yml"
    path.write_text("\tđề nghị: propose\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert any("verbs.yml:1: a tab before the text" in line for line in found("lexicon"))


def test_a_key_of_the_lexicon_that_no_rule_asks_for_is_reported(home: Path) -> None:
    path = own(home, "lexicon") / "verbs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\npropose:", "\npropos:"), encoding="utf-8")
    line = text[: text.index("\npropose:")].count("\n") + 2
    assert found("lexicon") == [
        f"data/lexicon/verbs.yml:{line}: no rule uses `propos`, so its words do nothing; "
        "did you mean `propose`?"
    ]


def test_faults_of_the_plan_are_reported(home: Path) -> None:
    (home / "reports" / "plan.yml").write_text(
        "- name: a\n  meetings: {then: laos-trade-2091}\n  notebooks: [01-sorces]\n",
        encoding="utf-8",
    )
    make_notebook(home / "notebooks" / "01-sources.ipynb", "1 + 1")
    told = found("plan")
    assert all(line.startswith("reports/plan.yml:") for line in told)
    assert f"no meeting is registered as `laos-trade-2091`; did you mean `{THEN}`?" in told[0]
    assert "there is no notebook `01-sorces` in notebooks/" in told[-1]


def test_a_report_in_a_fresh_clone_lacks_nothing_but_a_built_one_does(home: Path) -> None:
    folder = home / "reports" / "pair"
    write_text(folder / "headline" / "items.json", "1")
    inputs, versions = fingerprints.inputs([THEN]), fingerprints.versions()
    outputs = hashes_below(folder) | {"index.html": "0", "01-sources.html": "0"}
    library = fingerprints.library()
    manifest = Manifest("pair", "en", {"then": THEN}, inputs, library, versions, {}, outputs)
    write_text(folder / "manifest.json", manifest.text())
    assert found("reports") == []
    write_text(folder / "headline" / "items.json", "2")
    changed = "reports/pair/headline/items.json: this file of the report has changed"
    assert found("reports") == [changed]
    write_text(folder / "01-sources.html", "a page")
    assert found("reports")[1:] == [
        changed, "reports/pair/index.html: this file of the report is missing",
    ]  # fmt: skip


def test_glosses_of_words_that_are_not_in_the_text(home: Path) -> None:
    (home / "data" / "glosses" / f"{THEN}.yml").write_text(
        '"uống trà đá": drink iced tea\n"Lào": [Laos]\n', encoding="utf-8"
    )
    (home / "data" / "glosses" / "laos-trade-2091.yml").write_text('"Lào": Laos\n')
    assert found("glosses") == [
        f"data/glosses/{THEN}.yml:1: “uống trà đá” is not in the text; "
        "copy the words from the text",
        f"data/glosses/{THEN}.yml:2: expected text, found a list",
        f"data/glosses/laos-trade-2091.yml: no meeting is registered as `laos-trade-2091`; "
        f"did you mean `{THEN}`?",
    ]
    (home / "data" / "glosses" / f"{THEN}.yml").write_text(
        '"Lào": Laos\n"uống trà đá": drink iced tea\n', encoding="utf-8"
    )
    assert found("glosses")[0] == (
        f"data/glosses/{THEN}.yml:2: “uống trà đá” is not in the text; copy the words from the text"
    )


def test_decisions_about_what_is_not_there(home: Path) -> None:
    (home / "data" / "decisions" / "a.yml").write_text(
        "- decide: drop\n"
        f"  meeting: {THEN}\n"
        "  quote: mở đường bay thẳng lên sao Hỏa\n"
        "  reason: thử\n"
        "- decide: drop\n"
        "  meeting: laos-trade-2091\n"
        "  quote: x\n"
        "  reason: thử\n",
        encoding="utf-8",
    )
    told = found("decisions")
    assert any(
        line.startswith("data/decisions/a.yml:3: ") and "has no item" in line for line in told
    )
    unknown = "data/decisions/a.yml:5: no meeting is registered as `laos-trade-2091`"
    assert f"{unknown}; did you mean `{THEN}`?" in told


def test_what_a_coder_decided_alone_is_checked_too(home: Path) -> None:
    folder = home / "data" / "decisions" / "AB"
    folder.mkdir()
    lost = f"- {{decide: drop, meeting: {THEN}, quote: lên sao Hỏa}}\n"
    (folder / "a.yml").write_text(lost, encoding="utf-8")
    [line] = found("decisions")
    assert line.startswith("data/decisions/AB/a.yml:1: ")


def test_faults_of_form_and_of_reference_are_reported_at_once(home: Path) -> None:
    lost = f"- {{decide: drop, meeting: {THEN}, quote: lên sao Hỏa, reason: thử}}\n"
    folder = home / "data" / "decisions"
    (folder / "a.yml").write_text(
        f"- {{decide: dorp, meeting: {THEN}, quote: x, reason: y}}\n{lost}", encoding="utf-8"
    )
    (folder / "b.yml").write_text(f"- decide: drop\n  thems: [trade]\n{lost}", encoding="utf-8")
    (folder / "c.yml").write_bytes(b"\xff")
    places = [line.split(": ")[0].removeprefix("data/decisions/") for line in found("decisions")]
    assert sorted(set(places)) == ["a.yml:1", "a.yml:2", "b.yml:1", "b.yml:2", "b.yml:3", "c.yml:1"]


def test_an_example_is_coded_beside_a_cue_that_is_none(home: Path) -> None:
    path = own(home, "codebook.yml")
    text = path.read_text(encoding="utf-8")
    text = text.replace("cues: [", "cues: [(không đóng, ", 1)
    text = text.replace("      positive:\n", "      positive:\n        - uống trà đá\n", 1)
    path.write_text(text, encoding="utf-8")
    assert ["expected the brackets of a cue" in line for line in found("codebook")] == [True, False]
    assert "uống trà đá" in found("codebook")[1]


def test_notebooks_saved_without_a_clean_run(home: Path) -> None:
    def cell(count: int | None, outputs: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "cell_type": "code", "source": "1", "execution_count": count, "outputs": outputs,
            "metadata": {},
        }  # fmt: skip

    shown = {"output_type": "stream", "name": "stdout", "text": "1"}
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
    saved = {
        "01-right": [cell(1, [shown]), cell(2, [])],
        "02-not-run": [cell(None, [])],
        "03-out-of-order": [cell(2, [shown]), cell(1, [])],
        "04-error": [cell(1, [error])],
    }
    for name, cells in saved.items():
        path = home / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    (home / "notebooks" / "05-none.ipynb").write_text("not JSON")
    told = "\n".join(found("notebooks"))
    assert "01-right" not in told
    assert "02-not-run.ipynb: expected the cells run once" in told
    assert "02-not-run.ipynb: saved without outputs" in told
    assert "03-out-of-order.ipynb: expected the cells run once" in told
    assert "04-error.ipynb: a saved output is an error" in told
    assert "05-none.ipynb: expected a notebook" in told


def test_a_part_that_is_none_is_a_wrong_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "lexikon"]) == 2
    assert "did you mean `lexicon`?" in capsys.readouterr().err
