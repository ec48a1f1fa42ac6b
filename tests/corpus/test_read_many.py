"""Many texts read at once: any way of doing it gives the same bytes, and a kill loses nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from made_clusters import Cluster, dask_cluster
from made_corpora import command, make_corpus, run, start, wait_until
from made_projects import make_project
from readouts.corpus import read_many as batch_reading
from readouts.corpus.read_many import read_paths, read_text
from readouts.corpus.texts import Text
from readouts.errors import ReadoutsError, WorkLostError
from readouts.storage import disk_cache

# Starts processes: runs with `make test-slow`.
pytestmark = pytest.mark.slow

psutil = pytest.importorskip("psutil")
COUNT = 160


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("corpus"), COUNT)


@pytest.fixture(scope="module")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What one process gives without a fault."""
    out = tmp_path_factory.mktemp("expected") / "corpus.jsonl"
    assert read_paths([corpus], str(out), jobs=1) == 0
    return out.read_bytes()


def partial(out: Path) -> Path:
    return out.with_name(out.name + ".partial")


def shards(out: Path) -> list[Path]:
    return sorted(partial(out).glob("0*.kept"))


def test_there_is_a_record_for_each_text_in_the_order_of_the_files(
    corpus: Path, expected: bytes
) -> None:
    docs = [json.loads(line)["doc"] for line in expected.splitlines()]
    assert docs == [path.name for path in sorted(corpus.iterdir())]


def test_two_processes_give_the_bytes_of_one(corpus: Path, expected: bytes, tmp_path: Path) -> None:
    out = tmp_path / "corpus.jsonl"
    assert read_paths([corpus], str(out), jobs=2) == 0
    assert out.read_bytes() == expected
    assert not partial(out).exists()


def test_the_screen_gets_the_same_lines(corpus: Path, expected: bytes) -> None:
    some = sorted(corpus.iterdir())[:30]
    done = run("read", *some)
    assert done.stdout.splitlines() == expected.decode().splitlines()[:30]


def test_a_killed_run_continues_where_it_stopped(
    corpus: Path, expected: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "corpus.jsonl"
    killed = start(["read", corpus, "--out", out, "--jobs", "2"])
    wait_until(lambda: len(shards(out)) >= 2)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    done_before = shards(out)
    assert not out.exists()
    assert 2 <= len(done_before) < 8
    # Marked, to see that what was done is not done again.
    marked = done_before[0]
    content = disk_cache.load(marked)
    assert content
    disk_cache.save(marked, content.replace(b'"doc": "00000.txt"', b'"doc": "kept"'))
    assert read_paths([corpus], str(out), jobs=1) == 0
    assert out.read_bytes() == expected.replace(b'"doc": "00000.txt"', b'"doc": "kept"')
    assert not partial(out).exists()


DAMAGE = {
    "emptied": lambda content: b"",
    "cut": lambda content: content[: len(content) // 2],
    "without its last text": lambda content: content[: content[:-1].rindex(b"\n") + 1],
    "one bit flipped": lambda content: content[:-40] + bytes([content[-40] ^ 1]) + content[-39:],
}


@pytest.fixture
def interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, bytes]:
    """A folder of texts, an output whose batches are all read but not put together, its bytes."""
    folder, out = make_corpus(tmp_path / "texts", 16), tmp_path / "corpus.jsonl"
    with monkeypatch.context() as cut:
        cut.setattr(disk_cache, "forget", lambda folder: None)
        assert read_paths([folder], str(out), jobs=1) == 0
    whole = out.read_bytes()
    out.unlink()
    return folder, out, whole


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_kept_batch_that_was_damaged_is_read_again(
    interrupted: tuple[Path, Path, bytes], damage: str
) -> None:
    folder, out, whole = interrupted
    for shard in shards(out)[:2]:
        shard.write_bytes(DAMAGE[damage](shard.read_bytes()))
    assert read_paths([folder], str(out), jobs=1) == 0
    assert out.read_bytes() == whole
    assert not partial(out).exists()


def test_a_batch_damaged_before_it_is_put_together_ends_the_run(
    interrupted: tuple[Path, Path, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out, whole = interrupted
    shards(out)[3].unlink()
    save = disk_cache.save

    def save_and_damage(path: Path, content: bytes) -> None:
        save(path, content)
        shards(out)[0].write_bytes(b"")

    with monkeypatch.context() as damaging:
        damaging.setattr(disk_cache, "save", save_and_damage)
        with pytest.raises(
            WorkLostError, match=r"removed or changed .* Run the same command again"
        ):
            read_paths([folder], str(out), jobs=1)
    assert not out.exists()
    assert read_paths([folder], str(out), jobs=1) == 0
    assert out.read_bytes() == whole


def test_what_is_not_of_the_run_is_neither_followed_nor_removed(tmp_path: Path) -> None:
    folder, out = make_corpus(tmp_path / "texts", 2), tmp_path / "corpus.jsonl"
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("x", encoding="utf-8")
    partial(out).symlink_to(mine)
    with pytest.raises(ReadoutsError, match="found a link of that name"):
        read_paths([folder], str(out), jobs=1)
    partial(out).unlink()
    mine.rename(partial(out))
    assert read_paths([folder], str(out), jobs=1) == 0
    assert out.exists()
    assert [path.name for path in partial(out).iterdir()] == ["notes.txt"]


def test_no_worker_outlives_a_killed_run(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus.jsonl"
    killed = start(["read", corpus, "--out", out, "--jobs", "2"])
    wait_until(lambda: shards(out))
    children = psutil.Process(killed.pid).children(recursive=True)
    assert len(children) >= 2
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


def test_a_text_that_changed_after_a_kill_is_read_again(tmp_path: Path) -> None:
    folder, out = make_corpus(tmp_path / "texts", 16), tmp_path / "corpus.jsonl"
    read_paths([folder], str(out), jobs=1)
    unchanged = out.read_bytes()

    def names() -> list[str]:
        files = batch_reading.find_texts([folder])
        return [batch.name for batch in batch_reading._batches(files)]

    earlier = names()
    changed = folder / "00003.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "Thêm.\n", encoding="utf-8")
    later = names()
    assert [a != b for a, b in zip(earlier, later, strict=True)].count(True) == 1
    partial(out).mkdir()
    (partial(out) / earlier[1]).write_bytes(b'{"doc": "of the text before it changed"}\n')
    read_paths([folder], str(out), jobs=1)
    assert out.read_bytes() != unchanged
    assert b"before it changed" not in out.read_bytes()


def test_a_killed_worker_costs_nothing_but_time(
    corpus: Path, expected: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "corpus.jsonl"
    running = start(["read", corpus, "--out", out, "--jobs", "2"])
    wait_until(lambda: shards(out))
    workers = [
        child
        for child in psutil.Process(running.pid).children(recursive=True)
        if "_serve(" in " ".join(child.cmdline())
    ]
    workers[0].kill()
    assert running.wait(timeout=120) == 0
    assert out.read_bytes() == expected


@pytest.mark.parametrize("moment", ["a worker starts", "half-way"])
def test_ctrl_c_ends_the_run_in_a_sentence_and_what_was_read_is_kept(
    corpus: Path, expected: bytes, tmp_path: Path, moment: str
) -> None:
    out = tmp_path / "corpus.jsonl"
    running = subprocess.Popen(
        command("read", corpus, "--out", out, "--jobs", "2"),
        stderr=subprocess.PIPE, text=True, start_new_session=True,
        # A shell that runs the tests in the background has them ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    children = psutil.Process(running.pid).children
    wait_until(lambda: shards(out) if moment == "half-way" else len(children()) > 1)
    started = children()
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "the same command continues from there" in told
    assert "Traceback" not in told
    assert not psutil.wait_procs(started, timeout=10)[1]
    assert not out.exists()
    if moment == "half-way":
        assert read_paths([corpus], str(out), jobs=2) == 0
        assert out.read_bytes() == expected


def test_a_bad_text_is_recorded_named_and_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_corpus(tmp_path / "texts", 6)
    (folder / "00002.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "00004.txt").write_bytes(b"")
    out = tmp_path / "corpus.jsonl"
    assert read_paths([folder], str(out), jobs=1) == 1
    records = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert [number for number, record in enumerate(records) if "error" in record] == [2, 4]
    told = capsys.readouterr().err
    assert "00002.txt: expected a text, found a PNG image" in told
    assert "00004.txt: expected a text, found an empty file" in told


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """What mounts a file system with these options; called again, changes them."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(options: str) -> Path:
        again = "remount," if place.is_mount() else ""
        command = ["mount", "-t", "tmpfs", "-o", again + options, "tmpfs", str(place)]
        if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting takes rights that are not given here")
        return place

    yield mount
    subprocess.run(["umount", str(place)], capture_output=True, check=False)


def test_a_run_whose_disk_is_full_goes_on_when_there_is_room(
    corpus: Path, expected: bytes, small_disk: Callable[[str], Path]
) -> None:
    some = sorted(corpus.iterdir())[:24]
    out = small_disk("size=150k") / "corpus.jsonl"
    full = run("read", *some, "--out", out, "--jobs", "2")
    assert full.returncode == 2
    assert "No space left on device" in full.stderr
    assert "Traceback" not in full.stderr
    assert not out.exists()
    kept = shards(out)
    assert kept
    small_disk("size=20m")
    assert run("read", *some, "--out", out, "--jobs", "2").returncode == 0
    assert out.read_bytes().splitlines() == expected.splitlines()[:24]
    assert not partial(out).exists()


def test_a_read_only_place_is_reported_before_anything_is_read(
    corpus: Path, small_disk: Callable[[str], Path]
) -> None:
    small_disk("size=1m")
    out = small_disk("ro") / "corpus.jsonl"
    done = run("read", corpus, "--out", out)
    assert done.returncode == 2
    assert "but the system refused (Read-only file system)" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def endless(folder: Path, text: Path) -> Path:
    """Write a text of five megabytes, which take far longer than the twelve seconds they get."""
    path = folder / "endless.txt"
    path.write_text(text.read_text(encoding="utf-8") * 1500, encoding="utf-8")
    return path


def assert_only_the_endless_is_given_up(
    corpus: Path, expected: bytes, folder: Path, *options: str
) -> None:
    """Read an endless text among others, and look at what was told and recorded of it."""
    texts = sorted(corpus.iterdir())[:20]
    out = folder / "corpus.jsonl"
    paths = [*texts[:9], endless(folder, texts[0]), *texts[9:]]
    done = run("read", *paths, "--out", out, "--seconds", "2", *options)
    assert done.returncode == 1
    [told] = done.stderr.splitlines()
    assert "endless.txt: reading it took longer than" in told
    lines = out.read_bytes().splitlines()
    assert "took longer" in json.loads(lines.pop(9))["error"]
    assert lines == expected.splitlines()[:20]
    assert not partial(out).exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_text_that_takes_too_long_is_recorded_named_and_passed_over(
    corpus: Path, expected: bytes, tmp_path: Path, jobs: str
) -> None:
    assert_only_the_endless_is_given_up(corpus, expected, tmp_path, "--jobs", jobs)


@pytest.mark.parametrize("count", [1, 3])
def test_a_fault_of_the_language_data_stops_the_run_and_is_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    home = make_project(tmp_path / "home")
    lexicon = home / "data" / "lexicon"
    real = lexicon.resolve()
    lexicon.unlink()
    shutil.copytree(real, lexicon)
    verbs = (lexicon / "verbs.yml").read_text(encoding="utf-8")
    (lexicon / "verbs.yml").write_text(verbs.replace("\npropose:", "\npropos:"), encoding="utf-8")
    monkeypatch.setenv("READOUTS_HOME", str(home))
    folder = make_corpus(tmp_path / "texts", count)
    out = tmp_path / "corpus.jsonl"
    done = run("read", folder, "--out", out)
    assert done.returncode == 2
    assert done.stderr == (
        "readouts: data/lexicon/verbs.yml: expected the key `propose`, which the rules use, "
        "found none; did you mean `propos`?\n"
    )
    assert not out.exists()
    assert not partial(out).exists()


def test_what_the_register_beside_a_text_knows_fills_what_the_text_leaves_open(
    tmp_path: Path,
) -> None:
    text = make_corpus(tmp_path / "texts", 1) / "00000.txt"
    register = (
        f"- id: one\n  file: texts/{text.name}\n"
        f"  sha256: {hashlib.sha256(text.read_bytes()).hexdigest()}\n  published: 2019-06-21\n"
    )
    plain_out, known_out = tmp_path / "plain.jsonl", tmp_path / "known.jsonl"
    read_paths([text], str(plain_out))
    (text.parent / "meetings.yml").write_text(register, encoding="utf-8")
    read_paths([text], str(known_out))
    open_date = json.loads(plain_out.read_bytes())["meeting"]["date"]
    date = json.loads(known_out.read_bytes())["meeting"]["date"]
    assert open_date.startswith("--")
    assert date.endswith(open_date[1:])
    assert date.startswith("2019")


def test_a_worker_with_other_language_data_reads_nothing() -> None:
    text = Text("a.txt", "Hai bên nhất trí.".encode())
    record = read_text(text, "the digest of another version")
    assert "another version" in record["error"]


def test_parquet_has_the_same_columns_with_and_without_items(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path / "texts", 3)
    (folder / "00001.txt").write_text("Trời mưa.", encoding="utf-8")
    schemas = []
    for number, paths in enumerate(([folder], [folder / "00001.txt"])):
        out = tmp_path / f"{number}.parquet"
        read_paths(paths, str(out))
        schemas.append(pq.read_schema(out))
    assert schemas[0] == schemas[1]


def test_a_run_is_refused_while_another_writes_the_same_file(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus.jsonl"
    first = start(["read", corpus, "--out", out, "--jobs", "1"])
    try:
        wait_until(lambda: shards(out))
        second = run("read", corpus, "--out", out)
        assert second.returncode == 2
        assert "another run is working" in second.stderr
    finally:
        first.kill()
        first.wait()


def test_a_folder_in_the_place_of_the_output_is_reported_before_anything_is_read(
    tmp_path: Path,
) -> None:
    folder = make_corpus(tmp_path / "texts", 1)
    (tmp_path / "corpus.jsonl").mkdir()
    with pytest.raises(ReadoutsError, match="found a folder"):
        read_paths([folder], str(tmp_path / "corpus.jsonl"))


def test_a_corpus_file_is_made_once_and_again_if_a_text_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READOUTS_HOME", str(make_project(tmp_path / "home")))
    folder = make_corpus(tmp_path / "texts", 2)
    first = batch_reading.corpus_file(folder)
    made = first.stat().st_mtime_ns
    assert batch_reading.corpus_file(folder) == first
    assert first.stat().st_mtime_ns == made
    assert pq.read_table(first)["doc"].to_pylist() == ["00000.txt", "00001.txt"]
    (folder / "00001.txt").write_text("Trời mưa.", encoding="utf-8")
    assert batch_reading.corpus_file(folder) != first
    (folder / "00001.txt").write_bytes(b"")
    with pytest.raises(ReadoutsError, match="found some that cannot be read"):
        batch_reading.corpus_file(folder)


def test_progress_shows_rate_and_time_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_corpus(tmp_path / "texts", 4)
    read_paths([folder], str(tmp_path / "corpus.jsonl"), jobs=1, progress=True)
    shown = capsys.readouterr().err
    assert "4/4" in shown
    assert "texts/s" in shown


# --- a Dask cluster: a real scheduler and two workers, each a process of its own -----------------


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with dask_cluster(tmp_path) as cluster:
        yield cluster


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed_half_way(
    corpus: Path, expected: bytes, cluster: Cluster, tmp_path: Path
) -> None:
    out = tmp_path / "corpus.jsonl"
    running = start(["read", corpus, "--out", out, "--scheduler", cluster.address])
    wait_until(lambda: shards(out))
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    assert running.wait(timeout=180) == 0
    assert out.read_bytes().splitlines() == expected.splitlines()


def test_a_text_that_takes_too_long_costs_a_cluster_neither_the_others_nor_a_worker(
    corpus: Path, expected: bytes, cluster: Cluster, tmp_path: Path
) -> None:
    options = ("--scheduler", cluster.address)
    assert_only_the_endless_is_given_up(corpus, expected, tmp_path, *options)
    assert [worker.poll() for worker in cluster.workers] == [None, None]


def test_no_files_are_left_if_a_run_ends_well(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "er" / "corpus.csv"
    read_paths(sorted(corpus.iterdir())[:3], str(out))
    assert [path.name for path in out.parent.iterdir()] == ["corpus.csv"]
    shutil.rmtree(tmp_path / "deep")
