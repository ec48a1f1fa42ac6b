"""Readings kept on disk: what is kept is what would be read, and nothing else is ever given."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from made_projects import THEN, make_project
from readouts.storage import disk_cache

# Each case starts processes of its own: runs with `make test-slow`.
pytestmark = pytest.mark.slow

PRINT = (
    "import readouts, sys\n"
    f"reading = readouts.load({THEN!r})\n"
    "print(len(reading.items), 'underthesea' in sys.modules)\n"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path / "home"))
    home = make_project(tmp_path / "home", THEN)
    lexicon = home / "data" / "lexicon"
    real = lexicon.resolve()
    lexicon.unlink()
    shutil.copytree(real, lexicon)
    return home


def run(code: str) -> str:
    """Run code in a process of its own, which has loaded nothing yet."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def kept(home: Path) -> list[Path]:
    return sorted((home / ".cache" / "readings").glob("*.kept"))


def without_items(home: Path) -> Path:
    """Take the items out of the one reading that is kept, to see by them where one comes from."""
    [place] = kept(home)
    record = json.loads(disk_cache.load(place))
    disk_cache.save(place, json.dumps(record | {"item_rows": []}).encode())
    return place


def test_a_reading_is_kept_whole_and_loaded_without_the_segmenter(home: Path) -> None:
    compare = (
        "import readouts\n"
        "from readouts.corpus import register as corpus\n"
        "from readouts.corpus.cached_readings import read_registered\n"
        "from readouts.statements import parser as parsing\n"
        f"known = corpus.meeting({THEN!r})\n"
        f"loaded = read_registered({THEN!r})\n"
        f"read = parsing.read(corpus.source({THEN!r}), doc={THEN!r}, published=known.published,"
        " meeting=known.metadata())\n"
        "print(loaded == read)"
    )
    first = run(PRINT)
    assert first.endswith("True")
    assert len(kept(home)) == 1
    assert run(PRINT) == first.replace("True", "False")
    assert run(compare) == "True"


def test_a_text_is_read_again_if_the_lexicon_changes(home: Path) -> None:
    first = run(PRINT)
    without_items(home)
    assert run(PRINT) == "0 False"
    verbs = home / "data" / "lexicon" / "verbs.yml"
    verbs.write_text(verbs.read_text(encoding="utf-8") + "# another day\n", encoding="utf-8")
    assert run(PRINT) == first
    assert len(kept(home)) == 1


def test_what_was_loaded_before_a_change_is_not_kept_for_after_it(home: Path) -> None:
    code = (
        "import pathlib, readouts\n"
        "readouts.read('Hai bên nhất trí mở thêm đường bay.')\n"  # loads the lexicon
        f"verbs = pathlib.Path({str(home / 'data' / 'lexicon' / 'verbs.yml')!r})\n"
        "verbs.write_text(verbs.read_text(encoding='utf-8') + '# another\\n', encoding='utf-8')\n"
        f"readouts.load({THEN!r})\n"
    )
    run(code)
    assert kept(home) == []


@pytest.mark.parametrize("content", ["", "{", '{"doc": "another", "source": "x", "sha256": ""}'])
def test_a_kept_reading_that_is_none_is_passed_over_and_mended(home: Path, content: str) -> None:
    first = run(PRINT)
    [place] = kept(home)
    place.write_text(content, encoding="utf-8")
    assert run(PRINT) == first
    assert json.loads(disk_cache.load(place))["item_rows"]


@pytest.mark.parametrize("at", [0, 40, 400, -1])
def test_a_kept_reading_with_one_flipped_bit_is_not_believed(home: Path, at: int) -> None:
    first = run(PRINT)
    [place] = kept(home)
    content = bytearray(place.read_bytes())
    content[at] ^= 1
    place.write_bytes(content)
    assert disk_cache.load(place) is None
    assert run(PRINT) == first
    assert disk_cache.load(place)


def test_a_project_that_cannot_be_written_to_is_read_all_the_same(home: Path) -> None:
    (home / ".cache").write_text("no folder", encoding="utf-8")
    assert run(PRINT).endswith("True")
    assert (home / ".cache").read_text(encoding="utf-8") == "no folder"
