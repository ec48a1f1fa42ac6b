"""What a batch does when something goes wrong: each fault is really made.

After every one of them: the last whole report stands as it was, the message says what to do, and
no process is left running.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from made_notebooks import environment, make_batch, make_notebook, report, tree
from made_projects import THEN
from readouts.storage import disk_cache

# Starts processes: runs with `make test-slow`.
pytestmark = pytest.mark.slow

QUICK = "import time\nprint(time.time_ns())"
SLOW = "import os, time\nopen('started', 'w').write(str(os.getpid()))\ntime.sleep(120)"
PATIENCE = 60.0
# One meeting, so that the index is a list and not a comparison, which takes longer to draw.
PLAN = f"- name: pair\n  meetings: {{then: {THEN}}}\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a whole report, which tests copy."""
    folder = tmp_path_factory.mktemp("built")
    make_batch(folder, PLAN, n01_quick=(QUICK,), n02_more=("1 + 1",))
    done = report(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Iterator[Path]:
    """A project with a whole report; afterwards no process of it may be left."""
    shutil.copytree(built, tmp_path, symlinks=True, dirs_exist_ok=True)
    yield tmp_path
    assert until(lambda: not processes_of(tmp_path)), [p.cmdline() for p in processes_of(tmp_path)]


def change(home: Path, *cells: str) -> None:
    make_notebook(home / "notebooks" / "02-more.ipynb", *cells)


def whole(home: Path) -> dict[str, bytes]:
    return tree(home / "reports" / "pair")


def processes_of(home: Path) -> list[psutil.Process]:
    """Every process, however it came about, that was told of this project."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            mine = process.environ().get("READOUTS_HOME") == str(home)
            if mine and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def until(holds: Callable[[], object], seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def running(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A run in the midst of a cell that takes two minutes."""
    change(home, SLOW)
    with suppress(FileNotFoundError):
        (home / "notebooks" / "started").unlink()
    process = subprocess.Popen(
        [sys.executable, "-m", "readouts", "report"],
        env=environment(home), cwd=home, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # A shell that runs the tests in the background has them ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    try:
        assert until((home / "notebooks" / "started").exists), "the slow cell never began"
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = process.communicate(timeout=PATIENCE)
    return process.returncode, told


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["kill", "term"])
def test_the_run_is_killed(home: Path, number: signal.Signals) -> None:
    before = whole(home)
    with running(home) as process:
        os.kill(process.pid, number)
        process.wait()
        assert until(lambda: not processes_of(home)), "something went on without its run"
    assert whole(home) == before
    change(home, "2 + 2")
    assert report(home).returncode == 0
    after = whole(home)
    assert after["notebooks/01-quick.ipynb"] == before["notebooks/01-quick.ipynb"]
    assert not [path.name for path in (home / "reports").iterdir() if path.name.startswith(".")]


def test_what_was_done_before_a_kill_is_not_done_again(home: Path) -> None:
    make_notebook(home / "notebooks" / "01-quick.ipynb", QUICK, "'another'")

    def kept_pages() -> set[Path]:  # without one that is still being written
        return set((home / ".cache" / "pages").glob("*.kept"))

    before = kept_pages()
    with running(home) as process:
        assert until(lambda: any(b"'another'" in p.read_bytes() for p in kept_pages() - before))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert until(lambda: not processes_of(home))
    [done] = [p for p in kept_pages() - before if b"'another'" in p.read_bytes()]
    ran = json.loads(disk_cache.load(done) or b"")
    change(home, "2 + 2")
    assert report(home).returncode == 0
    assert whole(home)["notebooks/01-quick.ipynb"].decode() == ran["notebooks/01-quick.ipynb"]


def test_a_killed_run_leaves_nothing_in_the_temporary_folder(
    home: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(temporary))
    with running(home) as process:
        assert list(temporary.iterdir())
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert until(lambda: not list(temporary.iterdir())), list(temporary.iterdir())


def losing(home: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """Run ``readouts report`` where these files of a report vanish as they are written."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "write = Path.write_bytes\n"
        "def lose(path, content):\n"
        "    if path.name not in sys.argv[1:] or '.building' not in str(path):\n"
        "        write(path, content)\n"
        "Path.write_bytes = lose\n"
        "from readouts.cli import main\n"
        "sys.exit(main(['report']))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *names],
        env=environment(home), cwd=home, text=True, capture_output=True, check=False,
    )  # fmt: skip


def test_a_report_whose_files_vanish_while_it_is_built_does_not_replace_the_last(
    home: Path,
) -> None:
    before = whole(home)
    change(home, "2 + 2")
    done = losing(home, "02-more.html", "01-quick.html")
    assert done.returncode == 1
    assert "removed while it was written" in done.stderr
    assert "Traceback" not in done.stderr
    assert whole(home) == before
    assert report(home).returncode == 0
    assert whole(home)["02-more.html"] != before["02-more.html"]
    assert not [path.name for path in (home / "reports").iterdir() if path.name.startswith(".")]


def test_files_of_others_are_never_removed(home: Path) -> None:
    mine = home / "mine"
    (mine / "tables").mkdir(parents=True)
    (mine / "01-quick.html").write_text("x", encoding="utf-8")
    (home / "reports" / ".pair.building").symlink_to(mine)
    (home / "reports" / ".pair-12345678.building").symlink_to(mine)
    (home / "reports" / "pair" / "notes.txt").write_text("mine", encoding="utf-8")
    left = home / "reports" / ".pair-abcdefgh.building"
    (left / "new").mkdir(parents=True)
    for name in ("notes.txt", "new/index.html"):
        (left / name).write_text("x", encoding="utf-8")
    change(home, "2 + 2")
    done = report(home)
    assert done.returncode == 0, done.stderr
    assert (mine / "01-quick.html").exists()
    assert (home / "reports" / "pair" / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in left.rglob("*")] == ["notes.txt"]


def test_a_link_in_the_place_of_a_report_is_refused(home: Path) -> None:
    folder = home / "reports" / "pair"
    folder.rename(home / "elsewhere")
    folder.symlink_to(home / "elsewhere")
    before = tree(home / "elsewhere")
    change(home, "2 + 2")
    done = report(home)
    assert done.returncode == 2
    assert "expected a folder to hold the report, found a link" in done.stderr
    assert tree(home / "elsewhere") == before


def test_ctrl_c(home: Path) -> None:
    before = whole(home)
    with running(home) as process:
        os.killpg(process.pid, signal.SIGINT)
        status, told = finished(process)
    assert status == 130
    assert "interrupted" in told
    assert "Traceback" not in told
    assert whole(home) == before


def makers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes of a run from which those that make its pages are forked."""
    with suppress(psutil.Error):
        found = psutil.Process(process.pid).children()
        return [child for child in found if "readouts.batch.pages" in " ".join(child.cmdline())]
    return []


def test_a_worker_is_killed(home: Path) -> None:
    before = whole(home)
    with running(home) as process:
        [maker] = makers(process)
        os.kill(int((home / "notebooks" / "started").read_text()), signal.SIGKILL)
        status, told = finished(process)
    assert not maker.is_running()
    assert status == 1
    assert "02-more did not finish: cell 4: DeadKernelError" in told
    assert "its process was ended by SIGKILL; run `readouts report` again" in told
    assert whole(home) == before
    assert "pair.failed" in told
    assert (home / "reports" / "pair.failed" / "02-more.html").exists()


def test_what_a_cell_started_ends_with_it(home: Path) -> None:
    change(home, "import subprocess\nsubprocess.Popen(['sleep', '600'])\nprint('so far')")
    assert report(home).returncode == 0
    assert until(lambda: not processes_of(home))


def test_the_maker_of_the_pages_is_killed(home: Path) -> None:
    """Another takes its place; only the run is slower."""
    change(home, "2 + 2")
    process = subprocess.Popen(
        [sys.executable, "-m", "readouts", "report"],
        env=environment(home), cwd=home, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert until(lambda: makers(process))
    makers(process)[0].kill()
    status, told = finished(process)
    assert status == 0, told


WRONG_CELLS = {
    "raise": ("raise ValueError('no such theme')", "ValueError: no such theme"),
    "sleep": ("import time\ntime.sleep(600)", "TimeoutError: the cell ran longer than 5 seconds"),
    "loop": ("while True: pass", "TimeoutError: the cell ran longer than 5 seconds"),
    "exit": ("import sys\nsys.exit(0)", "SystemExit: sys.exit(0) ended the notebook early"),
    "quit": ("exit()", "SystemExit: the cell asked to end the notebook early"),
    "die": ("import os\nos._exit(0)", "DeadKernelError: the kernel died while this cell ran"),
    "memory": ("hoard = bytearray(6 * 2**30)", "MemoryError"),
    "swallow": (
        "import time\nwhile True:\n    try:\n        time.sleep(1)\n    except OSError:\n        1",
        "DeadKernelError: the kernel died while this cell ran",
    ),
    "print": ("print('x' * 100_000_000)", "OutputError: the notebook put out more than 10 MB"),
    "input": ("input()", "StdinNotImplementedError"),
    "syntax": ("no python at all", "SyntaxError"),
}


@pytest.fixture(scope="module")
def gone_wrong(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A project in which each of these cells went wrong in a notebook of its own; what was told."""
    home = tmp_path_factory.mktemp("wrong")
    shutil.copytree(built, home, symlinks=True, dirs_exist_ok=True)
    plan = home / "reports" / "plan.yml"
    plan.write_text(plan.read_text() + "  cell_seconds: 5\n", encoding="utf-8")
    for number, (name, (cell, _)) in enumerate(WRONG_CELLS.items(), 3):
        path = home / "notebooks" / f"{number:02}-{name}.ipynb"
        make_notebook(path, "print('so far')", cell)
    done = report(home, READOUTS_KERNEL_MEMORY=str(3 * 2**30))
    assert done.returncode == 1
    return home, done.stderr


@pytest.mark.parametrize("name", WRONG_CELLS)
def test_a_cell_goes_wrong(gone_wrong: tuple[Path, str], name: str) -> None:
    home, told = gone_wrong
    named = [line for line in told.splitlines() if f"-{name} did not finish" in line]
    assert len(named) == 1, told
    assert WRONG_CELLS[name][1] in named[0]
    [page] = (home / "reports" / "pair.failed").glob(f"??-{name}.html")
    assert "so far" in page.read_text(encoding="utf-8")
    assert page.stat().st_size < 500_000


def test_what_went_wrong_is_put_right(gone_wrong: tuple[Path, str], built: Path) -> None:
    home, told = gone_wrong
    assert "Traceback" not in told
    assert whole(home) == whole(built)
    for path in (home / "notebooks").glob("*.ipynb"):
        if path.stem[3:] in WRONG_CELLS:
            path.unlink()
    assert report(home).returncode == 0
    assert not (home / "reports" / "pair.failed").exists()


def test_two_runs_at_once(home: Path) -> None:
    with running(home):
        second = report(home)
        assert second.returncode == 2
        assert "another run is working in this folder" in second.stderr


def test_the_output_folder_is_open_elsewhere(home: Path) -> None:
    """In a shell that stands in it, and in a reader that has a page open."""
    folder = home / "reports" / "pair"
    change(home, "2 + 2")
    before = whole(home)
    shell = subprocess.Popen(["sleep", "600"], cwd=folder)
    try:
        with (folder / "02-more.html").open("rb") as page:
            done = report(home)
            assert page.read() == before["02-more.html"]
    finally:
        shell.kill()
        shell.wait()
    assert done.returncode == 0, done.stderr
    assert whole(home)["02-more.html"] != before["02-more.html"]
    assert not [path.name for path in (home / "reports").iterdir() if path.name.startswith(".")]


def test_the_clock_is_set_back(home: Path) -> None:
    for path in sorted(home.rglob("*")):
        if not path.is_symlink():
            when = 0 if "notebooks" in path.parts else 4_000_000_000
            os.utime(path, (when, when))
    done = report(home)
    assert done.returncode == 0
    assert "nothing changed" in done.stdout


@pytest.fixture
def mounted(home: Path) -> Iterator[Callable[[str], None]]:
    """What mounts a small file system over ``reports/``, with what stood there on it."""
    reports, held = home / "reports", tree(home / "reports")

    def mount(options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(reports)]
        if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting takes rights that are not given here")
        for name, content in held.items():
            (reports / name).parent.mkdir(parents=True, exist_ok=True)
            (reports / name).write_bytes(content)

    yield mount
    subprocess.run(["umount", str(reports)], capture_output=True, check=False)


def test_the_disk_is_full(home: Path, mounted: Callable[[str], None]) -> None:
    mounted(f"size={sum(map(len, tree(home / 'reports').values())) + 200_000}")
    before = whole(home)
    change(home, *["import base64, os\nprint(base64.b64encode(os.urandom(400_000)).decode())"])
    done = report(home)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert whole(home) == before
    change(home, "2 + 2")
    assert report(home).returncode == 0


def test_the_output_is_read_only(home: Path, mounted: Callable[[str], None]) -> None:
    change(home, "2 + 2")
    before = whole(home)
    if os.geteuid():
        (home / "reports").chmod(0o555)
    else:
        mounted("size=20m")
        subprocess.run(["mount", "-o", "remount,ro", str(home / "reports")], check=True)
    done = report(home)
    (home / "reports").chmod(0o755) if os.geteuid() else None
    assert done.returncode == 2
    assert "read-only" in done.stderr
    assert "Traceback" not in done.stderr
    assert whole(home) == before


def test_a_run_was_killed_in_the_midst_of_the_move(home: Path) -> None:
    before = whole(home)
    aside = home / "reports" / ".pair-abcdefgh.building"
    shutil.copytree(home / "reports" / "pair", aside / "new")
    (home / "reports" / "pair").rename(aside / "old")
    done = report(home)
    assert "nothing changed" in done.stdout
    assert whole(home) == before
    assert not aside.exists()
