"""What is kept is believed only as it was written."""

from __future__ import annotations

import random
from pathlib import Path

from readouts.storage import disk_cache

FLIPS = 1000


def test_no_flipped_bit_is_believed(tmp_path: Path) -> None:
    place, chance = tmp_path / "a.kept", random.Random(7)
    disk_cache.save(place, '{"quote": "mở thêm cửa khẩu", "start": 17}'.encode() * 20)
    whole = place.read_bytes()
    for _ in range(FLIPS):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        place.write_bytes(content)
        assert disk_cache.load(place) is None
    place.write_bytes(whole)
    assert disk_cache.load(place)


def test_no_cut_and_nothing_added_is_believed(tmp_path: Path) -> None:
    place = tmp_path / "a.kept"
    disk_cache.save(place, b"some words")
    whole = place.read_bytes()
    for content in (*(whole[:length] for length in range(len(whole))), whole + b" ", b" " + whole):
        place.write_bytes(content)
        assert disk_cache.load(place) is None


def test_what_a_link_leads_to_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "a.kept").symlink_to("mine.txt")
    disk_cache.save(tmp_path / "a.kept", b"ours")
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert disk_cache.load(tmp_path / "a.kept") == b"ours"


def test_files_swapped_for_each_other_are_not_believed(tmp_path: Path) -> None:
    one, other = tmp_path / "one.kept", tmp_path / "other.kept"
    disk_cache.save(one, b"the first")
    disk_cache.save(other, b"the second")
    one.rename(tmp_path / "x")
    other.rename(one)
    (tmp_path / "x").rename(other)
    assert disk_cache.load(one) is None
    assert disk_cache.load(other) is None


def test_what_others_put_among_kept_files_stays(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    disk_cache.save(folder / "a.kept", b"a")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    link = tmp_path / "link"
    link.symlink_to(folder)
    disk_cache.forget(link)
    assert (folder / "a.kept").exists()
    disk_cache.forget(folder)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
