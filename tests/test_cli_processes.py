"""The command line as a process of its own: terminals, closed pipes, interrupts, locales."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from made_corpora import wait_until
from made_projects import NOW, TEXTS, THEN, make_project

# Starts processes: runs with `make test-slow`.
pytestmark = pytest.mark.slow

READOUT = (TEXTS / f"{THEN}.txt").read_text(encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path / "project"))
    monkeypatch.delenv("READOUTS_DEBUG", raising=False)
    return make_project(tmp_path / "project", THEN, NOW)


def test_a_closed_standard_output_is_no_fault(home: Path) -> None:
    for closed in (">&-", "2>&-", ">&- 2>&- <&-"):
        command = f"exec {sys.executable} -m readouts list {closed}"
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_add_asks_for_the_day_of_publication_where_the_year_is_missing(
    home: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "readouts", "add", str(TEXTS / "japan-call-2021.txt")]
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as asking:
        os.close(theirs)
        os.write(ours, b"2021-05-27\n\n\n\n\n")
        said = b""
        while chunk := _read(ours):
            said += chunk
    assert asking.returncode == 0, said.decode()
    assert "05-27 without a year" in said.decode()
    assert "date     2021-05-27" in said.decode()


def test_add_asks_at_a_terminal_for_what_the_text_does_not_say(home: Path, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Hai bên nhất trí mở rộng hợp tác nông nghiệp.\n", encoding="utf-8")
    command = [sys.executable, "-m", "readouts", "add", str(text)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as asking:
        os.close(theirs)
        os.write(ours, "hôm qua\n2021-06-05\nĐà Nẵng\nViệt Nam, Lào\n\n\n\n".encode())
        said = b""
        while chunk := _read(ours):
            said += chunk
    assert asking.returncode == 0, said.decode()
    assert "expected a date such as" in said.decode()
    register = (home / "data" / "meetings.yml").read_text(encoding="utf-8")
    assert "value: '2021-06-05'\n    basis: metadata" in register
    assert "Đà Nẵng" in register


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so at the end of a terminal
        return b""


def test_a_reader_that_leaves_early_is_no_fault(home: Path) -> None:
    command = f"{sys.executable} -m readouts read {TEXTS} | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stdout == b'{"doc": "a'
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is full")
def test_a_closed_screen_is_reported(home: Path) -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "readouts", "list"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, text=True)
    assert done.returncode == 1
    assert done.stderr == "readouts: the system refused (No space left on device).\n"


def test_ctrl_c_ends_with_a_sentence_and_leaves_nothing(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number}.txt").write_text(READOUT, encoding="utf-8")
    command = [sys.executable, "-m", "readouts", "read", str(folder), "--out", str(out)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, start_new_session=True, text=True,
        # A shell that runs the tests in the background has them ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as reading:  # fmt: skip
        wait_until(lambda: list(tmp_path.glob("out.jsonl.partial/*")) or reading.poll() is not None)
        os.killpg(reading.pid, signal.SIGINT)
        assert reading.stderr is not None
        said = reading.stderr.read()
    assert reading.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert not out.exists()
    assert not list(tmp_path.glob(".readouts-writing-*"))


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [["--help"], ["read", "--help"], ["list"]])
def test_output_that_cannot_be_written_is_a_failure(
    home: Path, command: list[str], unbuffered: str
) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "readouts", *command], stdout=full, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered}, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "the system refused" in done.stderr


def test_help_is_quick_because_nothing_heavy_is_loaded() -> None:
    code = "import sys, readouts.cli; readouts.cli._parser(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"pandas", "pydantic", "yaml", "underthesea", "matplotlib", "papermill"}


@pytest.mark.parametrize("locale", ["C", "vi_VN.ISO-8859-1"])
def test_vietnamese_comes_out_whole_in_any_locale(home: Path, locale: str) -> None:
    environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
    command = [sys.executable, "-m", "readouts", "read", str(TEXTS / f"{THEN}.txt")]
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert done.returncode == 0
    assert "đề nghị" in done.stdout.decode("utf-8")
