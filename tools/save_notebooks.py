"""Runs the notebooks and saves them in place with their outputs, the same each time.

    python tools/save_notebooks.py [--check] [NN…]

Without numbers all of ``notebooks/``. With ``--check`` nothing is written and the exit status says
whether what is saved is what a run gives now. A notebook that fails is left as it is.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbconvert.filters import strip_ansi
from readouts.batch.execution import CELL_SECONDS, FIXED
from readouts.batch.reproducible import normalised, notebook_text
from readouts.storage.atomic import write_text
from readouts.storage.paths import notebooks_dir


def main(arguments: list[str] | None = None) -> int:
    """Run the notebooks asked for; return how many failed or, with ``--check``, differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    parser.add_argument("numbers", nargs="*", metavar="NN", help="numbers of notebooks, or all")
    asked = parser.parse_args(arguments)
    paths = sorted(notebooks_dir().glob("[0-9][0-9]-*.ipynb"))
    chosen = [path for path in paths if not asked.numbers or path.name[:2] in asked.numbers]
    return sum(not _save(path, asked.check) for path in chosen)


def _save(path: Path, check: bool) -> bool:
    try:
        text = _run(path)
    except (CellControlSignal, DeadKernelError) as error:
        reason = strip_ansi(str(error)).strip().splitlines()[-1]
        print(f"{path.name}: {reason}", file=sys.stderr)
        return False
    same = text == path.read_text(encoding="utf-8")
    if not check and not same:
        write_text(path, text)
    print(f"{path.name}: {'as saved' if same else 'differs' if check else 'saved'}")
    return same or not check


def _run(path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory(prefix="readouts-") as scratch:
        client = NotebookClient(
            notebook,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            extra_arguments=["--Application.log_level=CRITICAL"],
            coalesce_streams=True,
            record_timing=False,
            resources={"metadata": {"path": str(path.parent)}},
        )
        client.execute(env=os.environ | FIXED | {"IPYTHONDIR": scratch})
    return notebook_text(normalised(notebook))


if __name__ == "__main__":
    sys.exit(min(main(), 1))
