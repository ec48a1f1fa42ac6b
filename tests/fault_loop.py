"""Plays faults against `readouts report`, `read` and `add` until the time is up, and counts.

    python tests/fault_loop.py --seconds 120 --seed 1

A round starts a command, does it some harm (kills it at a random moment; empties, flips, removes or
links a file that it kept or made), and runs it again to its end. A *silent loss* is a second run
that says it succeeded where its result is not what it is without a fault. Processes and files that
are still there afterwards, and that no command made on purpose, are left over. Exit status 1 where
anything but rounds was counted. docs/reliability.md has the last figures.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent))

from made_corpora import make_corpus
from made_notebooks import make_batch
from made_projects import THEN

PLAN = f"- name: pair\n  meetings: {{then: {THEN}}}\n"
TEXT = "Ngày 5/6/2021, tại Viêng Chăn, hai Bộ trưởng nhất trí mở rộng hợp tác nông nghiệp.\n"
Damage = Callable[[Path, random.Random], None]


ELSEWHERE = "a file of somebody else's, which links lead to"


def emptied(path: Path, chance: random.Random) -> None:
    path.write_bytes(b"")


def flipped(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)


def removed(path: Path, chance: random.Random) -> None:
    path.unlink()


def linked(path: Path, chance: random.Random) -> None:
    """Put a link to somebody's file, or to nowhere, in the place of this one."""
    path.unlink()
    path.symlink_to(chance.choice([tempfile.gettempdir() + "/elsewhere.txt", "/nowhere"]))


DAMAGES: tuple[Damage, ...] = (emptied, flipped, removed, linked)


class Loop:
    """A project to do harm to, what its commands give without any, and what was counted."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.counts = Counter[str]()
        self.home, self.temporary = folder / "home", folder / "tmp"
        self.home.mkdir(parents=True)
        self.temporary.mkdir()
        make_batch(self.home, PLAN, n01_quick=("1 + 1",), n02_more=("2 + 2",))
        self.texts, self.out = make_corpus(folder / "texts", 24), folder / "out.jsonl"
        self.elsewhere = Path(tempfile.gettempdir(), "elsewhere.txt")
        self.elsewhere.write_text(ELSEWHERE, encoding="utf-8")
        self.new = folder / "moi.txt"
        self.new.write_text(TEXT, encoding="utf-8")
        self.report = self.home / "reports" / "pair"
        self.commands = {
            "report": ["report"],
            "read": ["read", str(self.texts), "--out", str(self.out), "--jobs", "2"],
            "add": ["add", str(self.new)],
        }
        self.whole = {name: self.expected(name) for name in self.commands}
        self.known = self.files()

    def expected(self, name: str) -> object:
        status, told = self.finish(self.start(name))
        assert status == 0, told
        result = self.result(name)
        self.undo(name)
        return result

    def start(self, name: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "readouts", *self.commands[name]], cwd=self.home, text=True,
            env=os.environ | {"READOUTS_HOME": str(self.home), "TMPDIR": str(self.temporary)},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip

    def finish(self, process: subprocess.Popen[str]) -> tuple[int, str]:
        told, _ = process.communicate(timeout=300)
        return process.returncode, told

    def result(self, name: str) -> object:
        """Return what a command made, as it can be compared."""
        if name == "report":
            names = sorted(path for path in self.report.rglob("*") if path.is_file())
            return {str(path.relative_to(self.report)): path.read_bytes() for path in names}
        if name == "read":
            return self.out.read_bytes()
        return (self.home / "data/meetings.yml").read_bytes(), (
            self.home / "data/raw/moi.txt"
        ).read_bytes()

    def undo(self, name: str) -> None:
        """Take away what a command made, but not what it kept."""
        if name == "report":
            shutil.rmtree(self.report, ignore_errors=True)
        elif name == "read":
            self.out.unlink(missing_ok=True)
        else:
            command = [sys.executable, "-m", "readouts", "remove", "moi"]
            environment = os.environ | {"READOUTS_HOME": str(self.home)}
            subprocess.run(command, env=environment, capture_output=True, check=False)

    def round(self) -> None:
        name = self.chance.choice(list(self.commands))
        process = self.start(name)
        with suppress(subprocess.TimeoutExpired):
            process.wait(self.chance.uniform(0.2, 8))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        for path in self.chance.sample(kept := self.kept(), min(2, len(kept))):
            with suppress(OSError):
                if path.is_symlink():
                    path.unlink()
                else:
                    self.chance.choice(DAMAGES)(path, self.chance)
        self.judge(name, *self.finish(self.start(name)))
        self.undo(name)

    def judge(self, name: str, status: int, told: str) -> None:
        self.counts["rounds"] += 1
        if "Traceback" in told or "a fault of this program" in told:
            self.note("faults of the program", name, told)
        again = name == "add" and "registered already" in told
        if status not in (0, 1, 2) or (status and not again):
            self.counts["told failures"] += 1
            print(f"{name}: {told.strip()}", file=sys.stderr)
        elif self.result(name) != self.whole[name]:
            self.note("silent losses", name, told)
        if self.elsewhere.read_text(encoding="utf-8") != ELSEWHERE:
            self.note("silent losses", name, "a file was written through a link")
            self.elsewhere.write_text(ELSEWHERE, encoding="utf-8")
        if self.processes():
            self.note("leftover processes", name, str(self.processes()))
        left = self.files() - self.known
        if left:
            self.note("leftover files", name, str(sorted(left)))
            self.known |= left

    def note(self, what: str, name: str, told: str) -> None:
        self.counts[what] += 1
        print(f"{what}: {name}: {told.strip()}", file=sys.stderr)

    def kept(self) -> list[Path]:
        """Return the files that commands keep or made: never what people wrote."""
        folders = (self.home / ".cache", self.report, Path(f"{self.out}.partial"))
        return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())

    def files(self) -> set[str]:
        """Return what lies about: all but kept results, the report, the output and the meeting."""
        own = {self.report, self.home / ".cache", self.out, self.home / "data/raw/moi.txt"}
        folder = self.home.parent
        return {
            str(path.relative_to(folder))
            for path in folder.rglob("*")
            if not own & {path, *path.parents} and "__pycache__" not in path.parts
        }

    def processes(self) -> list[str]:
        """Return the processes of the project that are still there after some seconds."""
        for _ in range(50):
            found = []
            for process in psutil.process_iter():
                with suppress(psutil.Error):
                    mine = process.environ().get("READOUTS_HOME") == str(self.home)
                    if mine and process.status() != psutil.STATUS_ZOMBIE:
                        found.append(" ".join(process.cmdline()))
            if not found:
                return []
            time.sleep(0.2)
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        loop = Loop(Path(folder, "loop"), asked.seed)
        end = time.monotonic() + asked.seconds
        while time.monotonic() < end:
            loop.round()
    counted = ("rounds", "told failures", "silent losses", "faults of the program",
               "leftover processes", "leftover files")  # fmt: skip
    for what in counted:
        print(f"{what}: {loop.counts[what]}")
    return int(any(loop.counts[what] for what in counted[2:]))


if __name__ == "__main__":
    sys.exit(main())
