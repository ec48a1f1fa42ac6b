"""Files are whole or untouched."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from readouts.errors import ReadoutsError
from readouts.storage.atomic import locked, write_bytes, write_text, writing


def test_a_fault_leaves_the_earlier_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "trước")
    with pytest.raises(TypeError), writing(path) as file:
        file.writelines(["sau", 7])
    assert path.read_text(encoding="utf-8") == "trước"
    assert list(tmp_path.iterdir()) == [path]


def test_a_kill_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "trước")
    code = (
        "import os, signal, sys\nfrom readouts.storage.atomic import writing\n"
        "with writing(sys.argv[1]) as file:\n"
        "    file.write('sau' * 100000); file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text(encoding="utf-8") == "trước"


def test_permissions_stay_and_new_files_follow_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0o640)
    write_text(path, "y")
    assert path.stat().st_mode & 0o777 == 0o640
    before = os.umask(0o027)
    try:
        write_bytes(tmp_path / "b.bin", b"\x00")
    finally:
        os.umask(before)
    assert (tmp_path / "b.bin").stat().st_mode & 0o777 == 0o640


def test_folders_on_the_way_are_made_and_bytes_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.bin"
    write_bytes(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"


def test_a_folder_that_takes_no_file_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**asked: object) -> None:
        name = f"{asked['dir']}/{asked['prefix']}x"
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)

    monkeypatch.setattr("readouts.storage.atomic.tempfile.mkstemp", refused)
    with pytest.raises(ReadoutsError, match=r"a\.txt: expected to write .*Permission denied"):
        write_text(tmp_path / "a.txt", "x")


def test_the_umask_is_left_as_it_was(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "a.txt", "x")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)


def test_a_lock_is_given_back_and_needs_a_folder(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path):
            pass
    with (
        pytest.raises(ReadoutsError, match="none: expected a folder here"),
        locked(tmp_path / "none"),
    ):
        pass


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text(tmp_path / "link.txt", "y")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "y"


@pytest.mark.parametrize("place", ["folder", "file/below.txt"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReadoutsError, match=f"{place}: expected to write this file"):
        write_text(tmp_path / place, "y")
    with pytest.raises(ReadoutsError, match="it is a folder"):
        write_text(tmp_path / "folder", "y")


def test_a_full_disk_is_reported_and_the_earlier_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "trước")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReadoutsError, match="No space left"):
        write_text(path, "sau")
    assert path.read_text(encoding="utf-8") == "trước"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    command = [sys.executable, "-c", f"print(open({str(tmp_path / 'pipe')!r}).read())"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        write_text(tmp_path / "pipe", "qua ống")
        assert reader.stdout is not None
        assert reader.stdout.read() == "qua ống\n"
    assert (tmp_path / "pipe").is_fifo()


def test_a_fault_about_another_file_is_not_taken_for_ours(tmp_path: Path) -> None:
    for name in ("elsewhere/in.txt", "in.txt"):
        with pytest.raises(FileNotFoundError), writing(tmp_path / "out.txt"):
            (tmp_path / name).open()


def test_two_runs_in_one_folder_are_distinguished(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom readouts.storage.atomic import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(ReadoutsError, match="another run is working"), locked(tmp_path):
            pass
        other.kill()
    with locked(tmp_path):
        assert not list(tmp_path.iterdir())
