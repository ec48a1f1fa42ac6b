"""pyproject.toml, requirements.lock and environment.yml say the same."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GROUPS = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
DIRECT = [Requirement(text) for text in sorted({text for group in GROUPS for text in group})]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def locked() -> dict[str, list[tuple[Version, Requirement]]]:
    found: dict[str, list[tuple[Version, Requirement]]] = {}
    for line in re.findall(r"^(\S.*==.*?) *\\$", LOCK, flags=re.MULTILINE):
        requirement = Requirement(line)
        pinned = Version(next(iter(requirement.specifier)).version)
        found.setdefault(canonicalize_name(requirement.name), []).append((pinned, requirement))
    return found


@pytest.mark.parametrize("requirement", DIRECT, ids=lambda requirement: requirement.name)
def test_the_lock_pins_a_version_that_pyproject_allows(requirement: Requirement) -> None:
    pins = locked().get(canonicalize_name(requirement.name), [])
    assert pins, "not in requirements.lock; run `make lock`"
    assert all(pinned in requirement.specifier for pinned, _ in pins)


def test_every_package_of_the_lock_has_hashes_and_no_address() -> None:
    packages = len(re.findall(r"^\S", LOCK, flags=re.MULTILINE))
    with_hash = re.findall(r"^\S.*==.*\\\n    --hash=sha256:[0-9a-f]{64}", LOCK, flags=re.MULTILINE)
    assert packages == len(with_hash) > 100
    assert "://" not in LOCK
    assert "--index" not in LOCK


def test_conda_users_get_the_same_direct_dependencies() -> None:
    done = subprocess.run(
        [sys.executable, "tools/conda_environment.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    specs = [
        spec for entry in listed for spec in (entry["pip"] if isinstance(entry, dict) else [entry])
    ]
    assert len(specs) - len({"python", "pip", "-e ."}) == len(DIRECT)


def test_the_named_tools_are_direct_dependencies() -> None:
    names = {requirement.name for requirement in DIRECT}
    wanted = {"jupyterlab", "pandas", "matplotlib", "underthesea", "papermill", "pytest", "nbval"}
    assert wanted <= names


def test_what_runs_here_is_what_the_lock_pins() -> None:
    """Holds in the environment that `make` makes; another one is told apart, not failed."""
    stamp = ROOT / ".venv" / "made-from-lock"
    if not stamp.exists() or Path(sys.prefix).resolve() != (ROOT / ".venv").resolve():
        pytest.skip("not in the project's own environment")
    drifted = [
        (name, str(pinned), version(name))
        for name, pins in locked().items()
        for pinned, requirement in pins
        if (requirement.marker is None or requirement.marker.evaluate())
        and Version(version(name)) != pinned
    ]
    assert not drifted, f"installed versions differ from the lock (`make newest`?): {drifted}"


def test_an_audit_that_does_not_look_up_every_package_fails_in_a_sentence(tmp_path: Path) -> None:
    """pip-audit by itself skips packages that the database does not know, and succeeds."""
    asked = tmp_path / "asked"
    audit = tmp_path / "pip-audit"
    audit.write_text(f'#!/bin/sh\necho "$@" > {asked}\nexit 1\n', encoding="utf-8")
    audit.chmod(0o755)
    done = subprocess.run(
        ["make", "audit", f"AUDIT={audit}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert "expected every package of the lock in the database" in done.stderr
    assert "--strict" in asked.read_text(encoding="utf-8")
