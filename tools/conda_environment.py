"""Writes environment.yml for conda users: the direct dependencies of pyproject.toml, renamed.

`--check` compares instead and says what to do; `--names` prints the dependencies for pip.
Standard library only, so that it runs before any environment is there.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Packages that have another name on conda-forge than on PyPI.
CONDA_NAMES = {"duckdb": "python-duckdb", "jupyter-client": "jupyter_client"}
# Packages that conda-forge does not have; pip installs them.
FROM_PIP = {"axe-playwright-python", "playwright", "underthesea"}
HEADER = """\
# Made from pyproject.toml by `make lock`; edit that file, not this one.
#   conda env create --file environment.yml && conda activate readouts
"""


def direct_dependencies() -> list[str]:
    """Return the requirement strings of pyproject.toml, of the project and of every extra.

    >>> "papermill>=2.6" in direct_dependencies()
    True
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return sorted({requirement for group in groups for requirement in group})


def name_of(requirement: str) -> str:
    """Return the package a requirement is about.

    >>> name_of("ruamel.yaml>=0.18")
    'ruamel.yaml'
    """
    return re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]


def environment_yml() -> str:
    """Return the text of environment.yml."""
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    conda, from_pip = [f"python{oldest['requires-python']}", "pip"], []
    for requirement in direct_dependencies():
        name = name_of(requirement)
        if name in FROM_PIP:
            from_pip.append(requirement)
        else:
            conda.append(CONDA_NAMES.get(name, name) + requirement.removeprefix(name))
    lines = ["name: readouts", "channels:", "  - conda-forge", "dependencies:"]
    lines += [f"  - {spec}" for spec in conda]
    lines += ["  - pip:", *(f"      - {spec}" for spec in [*from_pip, "-e ."])]
    return HEADER + "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the file, or with ``--check`` compare it, or with ``--names`` list for pip."""
    path = ROOT / "environment.yml"
    if arguments == ["--names"]:
        print(*direct_dependencies())
    elif arguments == ["--check"]:
        if not path.exists() or path.read_text(encoding="utf-8") != environment_yml():
            print(
                "environment.yml: does not agree with pyproject.toml; run `make lock`",
                file=sys.stderr,
            )
            return 1
    else:
        path.write_text(environment_yml(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
