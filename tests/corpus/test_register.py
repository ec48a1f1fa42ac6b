"""The register of meetings: what it refuses, what it adds, what it never rewrites."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_projects import NOW, THEN, make_project
from readouts.check import findings
from readouts.corpus import register as corpus
from readouts.errors import ProblemsError, ReadoutsError

TEXT = "Ngày 5/6/2021, tại Viêng Chăn, hai Bộ trưởng nhất trí mở rộng hợp tác nông nghiệp.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path / "home"))
    return make_project(tmp_path / "home", THEN, NOW)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "Hội đàm Đà Nẵng.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def register(project: Path, text: str | None = None) -> str:
    path = project / "data" / "meetings.yml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def everything(project: Path) -> dict[str, bytes]:
    files = [path for path in project.rglob("*") if path.is_file() and not path.is_symlink()]
    return {str(path.relative_to(project)): path.read_bytes() for path in files}


def test_the_meetings_come_in_the_order_of_the_register(project: Path) -> None:
    assert list(corpus.meetings()) == [THEN, NOW]


def test_the_source_is_the_unchanged_file(project: Path) -> None:
    path = project / "data" / "raw" / f"{THEN}.txt"
    assert corpus.source(THEN).encode() == path.read_bytes()


def test_a_changed_file_is_reported_with_what_to_do(project: Path) -> None:
    path = project / "data" / "raw" / f"{THEN}.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ReadoutsError, match=rf"raw/{THEN}\.txt: expected the file registered"):
        corpus.source(THEN)
    with pytest.raises(ProblemsError, match="Restore the file"):
        corpus.verify()
    assert corpus.source(NOW)


def test_a_missing_file_is_reported(project: Path) -> None:
    (project / "data" / "raw" / f"{NOW}.txt").unlink()
    [problem] = corpus.changed()
    assert problem.path == f"data/raw/{NOW}.txt"
    assert "found nothing there" in problem.message


def test_an_unknown_id_gets_the_nearest(project: Path) -> None:
    with pytest.raises(ReadoutsError, match=f"did you mean `{THEN}`"):
        corpus.meeting("laos-trade-2091")


def test_all_faults_of_the_register_come_at_once(project: Path) -> None:
    entries = register(project)
    digest = corpus.meeting(THEN).sha256
    bad = (
        f"- id: {THEN}\n  file: ../raw/a.txt\n  sha256: abc\n  palce: x\n"
        "- id: Laos 2019\n  file: raw/b.txt\n  sha256: " + "0" * 64 + "\n"
        "  published: 2019-13-01\n  address: javascript:alert(1)\n"
        "  date: {value: hôm qua, basis: text}\n"
        "  place: {value: Huế, basis: metadata}\n"
    )
    register(project, entries + bad)
    first = entries.count("\n") + 1
    with pytest.raises(ProblemsError) as caught:
        corpus.meetings()
    told = {problem.line - first: problem.message for problem in caught.value.problems}
    assert told[1].startswith("expected a file inside data/")
    assert told[2].startswith("expected the SHA-256")
    assert told[3] == "unknown key `palce`"
    assert told[4].startswith("expected an id of small letters")
    assert told[7].startswith("expected a date")
    assert told[8].startswith("expected an address that begins with https://")
    assert told[9].startswith("expected a date")
    assert told[10].startswith("expected the `source`")
    register(project, entries + f"- id: {THEN}\n  file: raw/c.txt\n  sha256: {digest}\n")
    with pytest.raises(ProblemsError) as caught:
        corpus.meetings()
    assert [problem.line for problem in caught.value.problems] == [first, first + 2]


def test_adding_keeps_what_a_person_wrote_byte_for_byte(project: Path, text: Path) -> None:
    before = register(project)
    entry = corpus.add(
        text,
        outlet="Báo: “thử” #1",
        sides=["Việt Nam", "Lào"],
        date={"value": "2021-06-05", "basis": "text"},
        published="2021-06-06",
    )
    assert register(project).startswith(before)
    assert entry.id == "hoi-dam-da-nang"
    assert entry.file == "raw/Hội đàm Đà Nẵng.txt"
    assert corpus.meetings()[entry.id] == entry
    assert corpus.source(entry.id) == TEXT
    assert entry.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    known = entry.metadata()
    assert (known.date, known.date_basis) == ("2021-06-05", "text")
    assert (known.sides, known.sides_basis) == (("Việt Nam", "Lào"), "metadata: data/meetings.yml")
    assert (known.place, known.place_basis) == ("", "")


def test_names_that_are_alike_get_ids_that_are_not(project: Path, tmp_path: Path) -> None:
    ids = []
    for number in range(3):
        path = tmp_path / f"{number}" / ("x" * 90 + ".txt")
        path.parent.mkdir()
        path.write_text(TEXT + str(number), encoding="utf-8")
        ids.append(corpus.add(path).id)
    assert ids == ["x" * 60, "x" * 60 + "-2", "x" * 60 + "-3"]


def test_adding_follows_the_indentation_it_finds(project: Path, text: Path) -> None:
    indented = "".join(f"   {line}" for line in register(project).splitlines(keepends=True))
    register(project, indented.rstrip("\n"))
    corpus.add(text, id="moi")
    assert list(corpus.meetings()) == [THEN, NOW, "moi"]
    assert register(project).startswith(indented)


def test_adding_to_an_empty_register(tmp_path: Path, monkeypatch: Any, text: Path) -> None:
    monkeypatch.setenv("READOUTS_HOME", str(make_project(tmp_path / "new")))
    corpus.add(text)
    assert list(corpus.meetings()) == ["hoi-dam-da-nang"]
    assert register(tmp_path / "new").startswith("# A register made for a test.")


def test_a_register_that_cannot_be_added_to_stays_as_it_is(project: Path, text: Path) -> None:
    flow = register(project) + "# hết\n..."
    register(project, flow)
    with pytest.raises(ReadoutsError):
        corpus.add(text)
    assert register(project) == flow
    assert sorted(path.name for path in (project / "data" / "raw").iterdir()) == sorted(
        [f"{THEN}.txt", f"{NOW}.txt"]
    )


HOSTILE = {
    "id": ["../thoat", "a/b", "a\nb", "x" * 10_000, "-rf", "Hà-Nội", "a b", "con\0", ".", "a--b"],
    "address": ["javascript:alert(1)", "file:///etc/passwd", "https://a b", 'https://a"onclick='],
    "published": ["hôm nay", "2024-02-30", "24-1-1", " 2024"],
    "sides": ["Lào", [1, 2]],
    "date": [{"value": "2024-01-01", "basis": "metadata"}, {"value": "x", "basis": "text"}, "x"],
    "colour": ["red"],
}


@pytest.mark.parametrize(
    ("key", "value"),
    [(key, value) for key, values in HOSTILE.items() for value in values],
    ids=lambda value: ascii(value)[:30],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(
    project: Path, text: Path, key: str, value: Any
) -> None:
    before = everything(project)
    with pytest.raises(ReadoutsError) as caught:
        corpus.add(text, **{key: value})
    assert key.split("=")[0] in str(caught.value)
    assert len(str(caught.value)) < 1000
    assert everything(project) == before


@pytest.mark.parametrize(
    "name", ["=cmd().txt", "a\nb.txt", "-rf.txt", "$(x).txt", "x" * 200 + ".txt", "<b>.txt"]
)
def test_hostile_file_names_are_not_kept(project: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(TEXT, encoding="utf-8")
    entry = corpus.add(path, id="moi")
    assert entry.file == "raw/moi.txt"


def test_a_text_or_id_registered_already_is_refused(project: Path, text: Path) -> None:
    corpus.add(text, id="moi")
    before = everything(project)
    with pytest.raises(ReadoutsError, match="registered already, as moi"):
        corpus.add(text, id="khac")
    text.write_text(TEXT + TEXT, encoding="utf-8")
    with pytest.raises(ReadoutsError, match="the id moi is registered already"):
        corpus.add(text, id="moi")
    assert everything(project) == before
    assert corpus.add(text).file == "raw/hoi-dam-da-nang.txt"


def test_what_is_no_text_is_not_added(project: Path, tmp_path: Path) -> None:
    before = everything(project)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(ReadoutsError, match="a PDF"):
        corpus.add(tmp_path / "a.pdf")
    assert everything(project) == before


def test_a_legacy_text_is_kept_as_received_and_read_by_its_encoding(
    project: Path, tmp_path: Path
) -> None:
    content = "Hai bªn nhÊt trÝ më réng hîp t¸c".encode("latin-1")
    (tmp_path / "cu.txt").write_bytes(content)
    entry = corpus.add(tmp_path / "cu.txt", encoding="tcvn3")
    assert entry.path().read_bytes() == content
    assert corpus.source(entry.id) == "Hai bên nhất trí mở rộng hợp tác"


def test_adding_while_another_run_works_fails_at_once(project: Path, text: Path) -> None:
    from readouts.storage.atomic import locked

    with locked(project / "data"), pytest.raises(ReadoutsError, match="another run is working"):
        corpus.add(text)


def bom(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode()


def carriage_returns(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def decomposed(text: str) -> bytes:
    return unicodedata.normalize("NFD", text).encode()


def without_width(text: str) -> bytes:
    return text.replace("i", "i\u00ad").replace(" ", " \u2060").encode()


@pytest.mark.parametrize("disguised", [bom, carriage_returns, decomposed, without_width])
def test_the_same_words_in_other_bytes_are_registered_already(
    project: Path, tmp_path: Path, disguised: Callable[[str], bytes]
) -> None:
    file = tmp_path / "again.txt"
    file.write_bytes(disguised(corpus.source(THEN)))
    before = everything(project)
    with pytest.raises(ReadoutsError, match=f"registered already, as {THEN}"):
        corpus.add(file)
    assert everything(project) == before


def test_two_meetings_of_the_same_words_are_found(project: Path) -> None:
    content = bom(corpus.source(THEN))
    (project / "data" / "raw" / "again.txt").write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    entry = f"- id: again\n  file: raw/again.txt\n  sha256: {sha256}\n"
    register(project, register(project) + entry)
    [told] = [str(problem) for problem in findings("register")]
    assert told.startswith(f"data/raw/again.txt: has the same words as the text of {THEN}")
