"""The command line: exit statuses, sentences instead of traces, nothing half-written."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest
from made_projects import NOW, TEXTS, THEN, make_project
from readouts import cli

READOUT = (TEXTS / f"{THEN}.txt").read_text(encoding="utf-8")
Run = tuple[int, str, str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path / "project"))
    monkeypatch.delenv("READOUTS_DEBUG", raising=False)
    return make_project(tmp_path / "project", THEN, NOW)


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Run:
    try:
        status = cli.main([str(word) for word in words])
    except SystemExit as left:
        status = int(left.code or 0)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return status, said.out, said.err


# --- reading -------------------------------------------------------------------------------------


def test_read_writes_a_record_a_text_in_the_order_given(home: Path, capsys) -> None:
    files = [TEXTS / f"{name}.txt" for name in (THEN, NOW)]
    status, out, _ = run(capsys, "read", *files, "--jobs", "1")
    records = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [record["doc"] for record in records] == [file.name for file in files]
    for record, file in zip(records, files, strict=True):
        source = file.read_bytes().decode()
        assert record["items"]
        for item in record["items"]:
            assert source[item["start"] : item["end"]] == item["quote"]


def test_read_of_a_folder_passes_over_what_it_cannot_read(
    home: Path, tmp_path: Path, capsys
) -> None:
    folder = tmp_path / "texts"
    (folder / "below").mkdir(parents=True)
    (folder / "a.txt").write_text(READOUT, encoding="utf-8")
    (folder / "b.txt").write_bytes(b"%PDF-1.7")
    (folder / "c.txt").symlink_to("c.txt")
    (folder / "below" / "d.txt").write_text("Hai bên.", encoding="utf-8")
    (folder / "notes.md").write_text("no text of ours")
    (folder / "round").symlink_to(folder)
    status, out, err = run(capsys, "read", folder, "--jobs", "1")
    records = {record["doc"]: record for record in map(json.loads, out.splitlines())}
    assert status == 1
    assert set(records) == {"a.txt", "b.txt", "c.txt", "d.txt"}
    assert records["a.txt"]["items"]
    assert "a PDF" in records["b.txt"]["error"]
    assert "cannot be read" in records["c.txt"]["error"]
    assert "b.txt: expected a text, found a PDF" in err


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_read_writes_to_a_file_by_its_suffix(
    home: Path, tmp_path: Path, capsys, suffix: str
) -> None:
    out = tmp_path / f"out{suffix}"
    status, said, _ = run(capsys, "read", TEXTS / f"{THEN}.txt", "--out", out)
    assert (status, said) == (0, "")
    if suffix == ".csv":
        rows = list(csv.DictReader(out.open(encoding="utf-8-sig", newline="")))
        assert {row["doc"] for row in rows} == {f"{THEN}.txt"}
    elif suffix == ".jsonl":
        assert json.loads(out.read_text(encoding="utf-8"))["items"]
    else:
        assert out.read_bytes()[:4] == b"PAR1"


# What each bad input says, and the status; `{}` is the folder of the inputs.
BAD_INPUTS = {
    "empty": (b"", "found an empty file"),
    "blank": (b" \n\t\n", "found only blanks"),
    "mid-character": ("Hai bên đề nghị".encode()[:-2], "middle of a character"),
    "utf-16": (READOUT.encode("utf-16"), "found UTF-16"),
    "windows-1258": ("Hai bên nhâ\u0301t trí mơ\u0309 rộng hợp tác".replace("ộ", "ô\u0323")
                     .replace("ợ", "ơ\u0323").encode("cp1258"), "found Windows-1258"),
    "tcvn3": ("Hai bªn nhÊt trÝ më réng hîp t¸c".encode("latin-1"), "found TCVN3"),
    "vni": ("Hai beân nhaát trí môû roäng hôïp taùc".encode("latin-1"), "found VNI"),
    "nul": ("Hai bên\0đề nghị".encode(), "found binary data"),
    "html": (f"<html><body><p>{READOUT}</p></body></html>".encode(), "found HTML"),
    "pdf": (b"%PDF-1.4 ...", "found a PDF"),
    "image": (b"\x89PNG\r\n\x1a\n....", "found a PNG"),
    "too-large": (b"a " * (9 * 2**20), "more than 16 MB"),
}  # fmt: skip


@pytest.fixture(scope="module")
def bad_inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    for name, (content, _) in BAD_INPUTS.items():
        (folder / f"{name}.txt").write_bytes(content)
    return folder


def test_bad_texts_are_named_one_by_one(home: Path, bad_inputs: Path, capsys) -> None:
    status, out, err = run(capsys, "read", bad_inputs)
    assert status == 1
    records = {record["doc"]: record for record in map(json.loads, out.splitlines())}
    assert len(records) == len(BAD_INPUTS)
    for name, (_, told) in BAD_INPUTS.items():
        [line] = [line for line in err.splitlines() if f"{name}.txt: " in line]
        assert told in line
        assert "items" not in records[f"{name}.txt"]


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_a_bad_text_is_not_added(home: Path, bad_inputs: Path, capsys, name: str) -> None:
    register = (home / "data" / "meetings.yml").read_bytes()
    status, out, err = run(capsys, "add", bad_inputs / f"{name}.txt")
    assert (status, out) == (2, "")
    assert BAD_INPUTS[name][1] in err
    assert (home / "data" / "meetings.yml").read_bytes() == register


ODD_TEXTS = {
    "one word": "Việt",
    "only a title": "Việt Nam và Lào mở rộng hợp tác",
    "no full stop": READOUT.replace(".", ""),
    "cut in mid-sentence": READOUT[: len(READOUT) // 2],
    "one line": READOUT.replace("\n", " ") * 40,
    "byte-order mark": "\ufeff" + READOUT,
    "Windows lines": READOUT.replace("\n", "\r\n"),
    "marks apart": unicodedata.normalize("NFD", READOUT),
    "zero-width": READOUT.replace(" ", " \u200b"),
    "direction marks": f"\u202e{READOUT}\u202c",
    "emoji": READOUT.replace(".", " 🤝🏽."),
    "English": "The two ministers met and agreed to expand trade. He proposed more visits.",
    "Chinese": "两国外长举行会谈，就双边关系交换意见。双方同意扩大贸易。",
    "no meeting": "Bộ trưởng đề nghị các tỉnh đẩy nhanh giải ngân, tăng cường kiểm tra.",
}
WITHOUT_ITEMS = ("one word", "only a title", "English", "Chinese", "no meeting")


@pytest.fixture(scope="module")
def odd_records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("odd")
    for name, text in ODD_TEXTS.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
    out = folder / "out.jsonl"
    assert cli.main(["read", str(folder), "--jobs", "1", "--out", str(out)]) == 0
    records = map(json.loads, out.read_text(encoding="utf-8").split("\n")[:-1])
    return {record["doc"].removesuffix(".txt"): record for record in records}


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_an_odd_text_is_read_and_its_offsets_hold(odd_records: dict[str, dict], name: str) -> None:
    record = odd_records[name]
    for table in ("items", "statements", "participants", "mentions", "zones"):
        for row in record[table]:
            assert ODD_TEXTS[name][row["start"] : row["end"]] == row["quote"]
    if name in WITHOUT_ITEMS:
        assert record["items"] == []


def test_an_encoding_that_is_given_is_used(home: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "a.txt").write_bytes("Hai bªn nhÊt trÝ më réng hîp t¸c.".encode("latin-1"))
    status, out, _ = run(capsys, "read", tmp_path / "a.txt", "--encoding", "tcvn3")
    assert status == 0
    assert json.loads(out)["zones"][0]["quote"] == "Hai bên nhất trí mở rộng hợp tác."


# --- requests that are wrong ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["read", "{}/no"], "found nothing there"),
        (["read", "{}/project/reports"], "expected .txt files in this folder, found none"),
        (["read", "{}/project/data/raw", "--out", "{}/a.xlsx"], "expected a name ending in .jsonl"),
        (["read", "{}/project/data/raw", "--jobs", "0"], "expected a number from 1"),
        (["read", "{}/project/data/raw", "--jobs", "many"], "expected a number from 1"),
        (["read"], "required: PATH"),
        (["raed", "x"], "invalid choice: 'raed'"),
        ([], "required: COMMAND"),
        (["compare", THEN, "cambodia-border-2071"], f"did you mean `{NOW}`"),
        (["compare", "../x", NOW], f"as '../x'; registered: `{NOW}`, `{THEN}`. `readouts list`"),
        (["compare", THEN, NOW, "--out", "{}/a.html"], "expected a name ending in .csv or .json"),
        (["compare", THEN], "expected the ids of two meetings, or --all"),
        (["compare", "--all", "{}/no.parquet"], "expected a corpus, found nothing there"),
        (["codebook", "{}/no.yml"], "expected a YAML file here"),
        (["add", "{}/no.txt"], "found nothing there"),
        (["add", "{}/new.txt", "--id", "../../x"], "expected an id of small letters"),
        (["add", "{}/new.txt", "--id", "x" * 10_000], "expected an id of small letters"),
        (
            ["add", "{}/new.txt", "--date", "5/6/2021"],
            "date: expected a date such as 2026-12-04, found '5/6/2021'",
        ),
        (["add", "{}/new.txt", "--sides", "Việt Nam, Lào, Cuba"], "expected two sides"),
        (["add", "{}/new.txt", "--sides", "Lào"], "expected two sides"),
        (["edit", "no-such", "--place", "Huế"], "no meeting is registered as 'no-such'"),
        (["edit", THEN], "expected something to change"),
        (["edit", THEN, "--date", "hôm qua"], "expected a date"),
        (["edit", THEN, "--address", "javascript:x"], "begins with https://"),
        (["remove", "no-such"], "no meeting is registered as 'no-such'"),
        (["add", "{}/new.txt", "--address", "javascript:x"], "begins with https://"),
        (["add", "{}/new.txt", "--encoding", "klingon"], "is not known"),
        (["add", "{}/project/data/raw/" + THEN + ".txt"], f"registered already, as {THEN}"),
    ],
)
def test_a_wrong_request_does_nothing_and_says_what_to_do(
    home: Path, tmp_path: Path, capsys, words: list[str], told: str
) -> None:
    (tmp_path / "new.txt").write_text(READOUT + "Hết.\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    status, out, err = run(capsys, *(word.replace("{}", str(tmp_path)) for word in words))
    assert (status, out) == (2, "")
    assert told in err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_meeting_of_three_sides_is_listed_with_all(home: Path, tmp_path, capsys) -> None:
    text = tmp_path / "three-sides.txt"
    text.write_text(
        "Ngày 3/4/2024, tại Hà Nội, Thủ tướng Việt Nam Trần Văn Hải, Thủ tướng Lào Somsay Keo và "
        "Thủ tướng Campuchia Sok Chan họp ba bên.\n"
        "Thủ tướng Lào Somsay Keo đề nghị ba nước mở thêm cửa khẩu.\n"
    )
    assert run(capsys, "add", text)[0] == 0
    [row] = [line for line in run(capsys, "list")[1].splitlines() if "three-sides" in line]
    assert all(side in row for side in ("Việt Nam", "Lào", "Campuchia"))


@pytest.mark.parametrize("words", [["list"], ["compare", THEN, NOW], ["report"]])
def test_a_changed_text_stops_every_command(home: Path, capsys, words: list[str]) -> None:
    (home / "notebooks").rmdir()
    (home / "notebooks").symlink_to(TEXTS.parents[2] / "notebooks")
    plan = f"- name: thu\n  meetings: {{then: {THEN}, now: {NOW}}}\n"
    (home / "reports" / "plan.yml").write_text(plan)
    with (home / "data" / "raw" / f"{NOW}.txt").open("a") as file:
        file.write("x")
    status, out, err = run(capsys, *words)
    assert (status, out) == (2, "")
    assert f"data/raw/{NOW}.txt: expected the file registered as {NOW}" in err


def test_all_faults_of_the_register_are_reported_at_once(home: Path, capsys) -> None:
    with (home / "data" / "meetings.yml").open("a") as file:
        file.write("- id: A\n  palce: Huế\n")
    status, _, err = run(capsys, "list")
    assert status == 2
    assert len(err.splitlines()) == 4
    assert "meetings.yml:13: unknown key `palce`; did you mean `place`?" in err


# --- registering ---------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["nonsense", "hex", "a\0b"])
def test_an_encoding_that_is_none_is_reported_once_and_nothing_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Hai bên hội đàm.", encoding="utf-8")
    assert cli.main(["read", str(tmp_path), "--encoding", encoding]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("is not known; ") == 1


def test_an_encoding_that_gives_half_characters_costs_that_text_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(b"Hai b\\u00ean \\ud800")
    (tmp_path / "b.txt").write_bytes(b"Hai b\\u00ean")
    status, out, err = run(capsys, "read", tmp_path, "--encoding", "unicode_escape")
    assert status == 1
    assert "a.txt: expected a text, found bytes that are not unicode_escape" in err
    assert len(out.splitlines()) == 2


def test_a_text_that_takes_too_long_is_not_added(
    home: Path, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (home / "data" / "meetings.yml").read_bytes()
    (tmp_path / "a.txt").write_text(READOUT * 30, encoding="utf-8")
    monkeypatch.setattr("readouts.corpus.add.SECONDS", 0.01)
    status, out, err = run(capsys, "add", tmp_path / "a.txt", "--published", "2021-05-06")
    assert (status, out) == (2, "")
    assert "took longer than" in err
    assert (home / "data" / "meetings.yml").read_bytes() == before


@pytest.mark.parametrize("seconds", ["0000019999999", "86401", "-1", "١٢"])
def test_seconds_out_of_their_range_are_refused(tmp_path: Path, capsys, seconds: str) -> None:
    status, _, err = run(capsys, "read", tmp_path, "--seconds", seconds)
    assert status == 2
    assert "expected a number from 1 to 86400" in err


def test_score_of_a_file_that_is_no_utf_8(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"doc": "a"}\n\xff\xfe')
    assert cli.main(["score", str(tmp_path), str(tmp_path), str(tmp_path)]) == 2
    assert "a.jsonl: expected UTF-8, found other bytes at byte" in capsys.readouterr().err


def test_add_tells_what_was_understood_and_how_to_go_on(home: Path, tmp_path: Path, capsys) -> None:
    text = TEXTS / "japan-call-2021.txt"
    status, out, err = run(
        capsys, "add", text, "--published", "2021-05-27", "--outlet", "Báo thử", "--id", "moi"
    )
    assert (status, err) == (0, "")
    assert "registered as moi, kept as data/raw/japan-call-2021.txt" in out
    for word in ("2021-05-27", "Nhật Bản", "Ngô Thị Bích Vân", "items", "uncoded"):
        assert word in out
    assert "register another meeting of these sides" in out
    later = tmp_path / "later.txt"
    later.write_text(f"{text.read_text(encoding='utf-8')}\nHai bên cảm ơn.\n", encoding="utf-8")
    status, out, _ = run(capsys, "add", later, "--published", "2022-05-27", "--id", "sau")
    assert "readouts compare moi sau" in out
    assert "make lab" in out
    status, out, _ = run(capsys, "list", "--ids")
    assert out.split() == [THEN, NOW, "moi", "sau"]


def test_a_text_without_a_year_is_not_added_if_nobody_can_be_asked(
    home: Path, tmp_path: Path, capsys
) -> None:
    before = (home / "data" / "meetings.yml").read_bytes()
    undated = tmp_path / "undated.txt"
    undated.write_text("Hai bên nhất trí mở rộng hợp tác nông nghiệp.\n", encoding="utf-8")
    for file, said in ((TEXTS / "japan-call-2021.txt", "only 05-27"), (undated, "no day")):
        status, out, err = run(capsys, "add", file)
        assert (status, out) == (2, "")
        assert f"expected the year of the meeting, but the text says {said}" in err
        assert "--published" in err
    assert (home / "data" / "meetings.yml").read_bytes() == before
    status, out, _ = run(capsys, "add", undated, "--date", "2021-06-05")
    assert status == 0
    assert "2021-06-05 (metadata: given by hand)" in out


def test_what_is_known_of_a_meeting_is_changed_and_the_rest_of_the_register_stays(
    home: Path, capsys
) -> None:
    register = home / "data" / "meetings.yml"
    text = register.read_text(encoding="utf-8").replace(f"- id: {NOW}", f"# of {NOW}\n- id: {NOW}")
    register.write_text(text, encoding="utf-8")
    words = ("--place", "Viêng Chăn", "--source", "báo khác", "--sides", "Việt Nam, Lào")
    status, out, err = run(capsys, "edit", THEN, *words, "--outlet", "")
    assert (status, err) == (0, "")
    assert out.startswith(f"{THEN}: changed place, sides, outlet\n")
    after = register.read_text(encoding="utf-8")
    head, entry, tail = after.partition(f"- id: {THEN}")
    entry, comment, tail = tail.partition(f"\n# of {NOW}")
    assert "# kept" in entry
    assert "value: Viêng Chăn" in entry
    assert "source: báo khác" in entry
    assert "outlet" not in entry
    assert text.startswith(head)
    assert text.endswith(comment + tail)
    assert run(capsys, "check", "register")[0] == 0
    assert run(capsys, "edit", THEN, "--place", "")[0] == 0
    assert "Viêng Chăn" not in register.read_text(encoding="utf-8")


def test_what_is_given_and_what_the_text_says_otherwise_is_reported(home: Path, capsys) -> None:
    words = ("--published", "2021-05-27", "--id", "moi", "--sides", "Việt Nam, Lào")
    status, out, _ = run(capsys, "add", TEXTS / "japan-call-2021.txt", *words)
    assert status == 0
    assert "warning: --sides Việt Nam, Lào is kept, but the text itself says" in out
    status, out, _ = run(capsys, "edit", "moi", "--date", "2020-01-02")
    assert "warning: --date 2020-01-02 is kept, but the text itself says 2021-05-27" in out


def test_a_meeting_is_taken_out_with_its_text_unless_something_names_it(home: Path, capsys) -> None:
    register = home / "data" / "meetings.yml"
    before = register.read_bytes()
    assert run(capsys, "add", TEXTS / "japan-call-2021.txt", "--published", "2021-05-27")[0] == 0
    assert run(capsys, "remove", "japan-call-2021")[0] == 0
    assert register.read_bytes() == before
    gloss = home / "data" / "glosses" / f"{THEN}.yml"
    gloss.write_text("hai bên: both\n", encoding="utf-8")
    status, _, err = run(capsys, "remove", THEN)
    assert status == 2
    assert f"is named in data/glosses/{THEN}.yml" in err
    gloss.unlink()
    assert run(capsys, "remove", THEN)[0] == 0
    assert run(capsys, "list", "--ids")[1].split() == [NOW]
    assert not (home / "data" / "raw" / f"{THEN}.txt").exists()
    assert run(capsys, "remove", NOW)[0] == 0
    assert run(capsys, "list", "--ids") == (0, "", "")


def test_a_command_that_writes_names_the_project_if_the_folder_is_in_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.delenv("READOUTS_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    status, _, err = run(capsys, "report", "no-such-report")
    assert status == 2
    assert f"the project is {Path(__file__).resolve().parents[1]}" in err
    assert run(capsys, "list", "--ids")[2] == ""


# --- output --------------------------------------------------------------------------------------


def test_compare_prints_the_ledger_and_writes_tables(home: Path, tmp_path: Path, capsys) -> None:
    status, out, err = run(capsys, "compare", THEN, NOW)
    assert status == 0
    assert "The sides that were recognised differ" in err
    assert out.startswith("status")
    assert not re.search(r"^(?:new|dropped) +\d\.\d", out, re.MULTILINE)
    for suffix in ("csv", "json"):
        path = tmp_path / f"ledger.{suffix}"
        assert run(capsys, "compare", THEN, NOW, "--out", path)[0] == 0
        assert path.read_text(encoding="utf-8-sig")
    assert json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))


def test_compare_all_takes_a_corpus(home: Path, tmp_path: Path, capsys) -> None:
    corpus = tmp_path / "corpus.parquet"
    for name, day in (("a", "3/4/2021"), ("b", "5/6/2023")):
        (tmp_path / f"{name}.txt").write_text(
            f"Ngày {day}, tại Viêng Chăn, Bộ trưởng Trần Văn Hải hội đàm với Bộ trưởng Lào Somsay "
            "Keo.\nBộ trưởng Trần Văn Hải đề nghị hai bên mở rộng hợp tác nông nghiệp.\n",
            encoding="utf-8",
        )
    assert run(capsys, "read", tmp_path / "a.txt", tmp_path / "b.txt", "--out", corpus)[0] == 0
    status, out, err = run(capsys, "compare", "--all", corpus)
    assert (status, err) == (0, "")
    assert out.splitlines()[1].split()[:6] == [
        "a.txt",
        "b.txt",
        "2021-04-03",
        "2023-06-05",
        "1",
        "0",
    ]
    status, out, _ = run(capsys, "compare", "--all", corpus, "--out", tmp_path / "tables")
    assert status == 0
    assert {path.name for path in (tmp_path / "tables").iterdir()} == {
        Path(line).name for line in out.split()
    }


def test_a_changed_codebook_says_which_items_moved(home: Path, tmp_path: Path, capsys) -> None:
    codebook = (home / "data" / "codebook.yml").read_text(encoding="utf-8")
    assert run(capsys, "codebook", home / "data" / "codebook.yml") == (0, "No item changed.\n", "")
    earlier = tmp_path / "earlier.yml"
    earlier.write_text(codebook.replace("id: trade\n", "id: commerce\n"), encoding="utf-8")
    status, out, _ = run(capsys, "codebook", earlier)
    assert status == 0
    assert THEN in out
    assert "commerce" in out


def test_escapes_in_texts_and_names_never_reach_the_terminal(
    home: Path, tmp_path: Path, capsys
) -> None:
    text = READOUT.replace("Khamsouk", "Kham\x1b[31msouk\x1b]0;x\x07")
    (tmp_path / "a\x1b[2J.txt").write_text(text, encoding="utf-8")
    for words in (["read", "--jobs", "1"], ["add"]):
        _, out, err = run(capsys, words[0], tmp_path / "a\x1b[2J.txt", *words[1:])
        assert "\x1b" not in out + err
    _, out, err = run(capsys, "read", tmp_path / "b\x1b[2J.txt")
    assert "\x1b" not in err
    assert "\\x1b[2J" in err


def test_a_fault_of_the_program_is_a_sentence_with_its_place(
    home: Path, capsys, monkeypatch
) -> None:
    def broken() -> None:
        raise KeyError("ngày")

    monkeypatch.setattr("readouts.corpus.register.verify", broken)
    status, _, err = run(capsys, "list")
    assert status == 1
    assert "a fault of this program at test_cli.py" in err
    assert "READOUTS_DEBUG=1" in err
    monkeypatch.setenv("READOUTS_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main(["list"])
