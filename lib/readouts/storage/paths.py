"""Paths of the project: data, notebooks, reports."""

from __future__ import annotations

import os
from pathlib import Path

from readouts.errors import ReadoutsError

# A folder is a project if it has a register of meetings.
_MARK = Path("data", "meetings.yml")
# Language data inside a built wheel (setup.py); a checkout has none here.
_INSTALLED = Path(__file__).resolve().parents[1] / "data"


OWN_CODEBOOK = "READOUTS_CODEBOOK"


def project_dir() -> Path:
    """Return the folder that holds ``data/``, ``notebooks/`` and ``reports/``.

    It is the environment variable ``READOUTS_HOME`` if set, else the nearest folder upwards with a
    ``data/meetings.yml``, else the checkout of this package. Raises `ReadoutsError` if there is
    none.

    >>> (project_dir() / "data" / "meetings.yml").exists()
    True
    """
    named = os.environ.get("READOUTS_HOME")
    if named:
        return _named(Path(named).expanduser())
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[3]):
        if (folder / _MARK).exists():
            return folder
    raise ReadoutsError(
        f"{here}: expected a project (a folder with {_MARK}) here or above, found none. "
        "Go to the project's folder, or set READOUTS_HOME to it."
    )


def is_elsewhere() -> bool:
    """Return whether the project is the checkout of this package, and the user is in another
    folder.

    >>> is_elsewhere()
    False
    """
    home, here = project_dir(), Path.cwd()
    return not os.environ.get("READOUTS_HOME") and home not in (here, *here.parents)


def has_project() -> bool:
    """Return whether there is a project; texts can also be read and compared without one.

    >>> has_project()
    True
    """
    try:
        return bool(project_dir())
    except ReadoutsError:
        return False


def data_dir() -> Path:
    """Return the project's ``data/``.

    >>> data_dir().name
    'data'
    """
    return project_dir() / "data"


def language_data(name: str) -> Path:
    """Return a file or folder of language data: of the project, or installed with this package.

    The environment variable ``READOUTS_CODEBOOK`` names another codebook, for one run.

    >>> language_data("codebook.yml").name
    'codebook.yml'
    """
    if name == "codebook.yml" and os.environ.get(OWN_CODEBOOK):
        return Path(os.environ[OWN_CODEBOOK]).expanduser().resolve()
    installed = _INSTALLED / name
    own = data_dir() / name if has_project() or not _INSTALLED.exists() else installed
    return own if own.exists() or not installed.exists() else installed


def notebooks_dir() -> Path:
    """Return the project's ``notebooks/``.

    >>> notebooks_dir().name
    'notebooks'
    """
    return project_dir() / "notebooks"


def reports_dir() -> Path:
    """Return the project's ``reports/``.

    >>> reports_dir().name
    'reports'
    """
    return project_dir() / "reports"


def shown(path: Path) -> str:
    """Return ``path`` for messages: relative to the project if it is inside.

    >>> shown(data_dir() / "meetings.yml")
    'data/meetings.yml'
    """
    try:
        return str(path.relative_to(project_dir()))
    except (ValueError, ReadoutsError):
        return str(path)


def _named(folder: Path) -> Path:
    if not folder.is_dir():
        raise ReadoutsError(
            f"READOUTS_HOME is {str(folder)!r}: expected a folder with data/, found none. "
            "Correct the variable, or unset it to use the project this program came with."
        )
    return folder.resolve()
