"""Makes the project's environment in .venv from requirements.lock, unless it is up to date.

Needs only the standard library. Contents decide what is out of date: a stamp in .venv holds the
hash of everything the environment was made from. It is written last, so that an interrupted
installation starts again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK_STAMP = VENV / "made-from-lock"
PROJECT_STAMP = VENV / "made-from-project"


def main():
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        return (
            f"make: expected Python 3.11 or newer, found {found} ({sys.executable}). "
            "Name another one: make PYTHON=python3.12 …"
        )
    try:
        # If two run at once, the second waits, and then has nothing to do.
        (ROOT / ".cache").mkdir(exist_ok=True)
        with open(str(ROOT / ".cache" / "environment.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            bring_up_to_date()
    except (OSError, subprocess.CalledProcessError) as error:
        return (
            f"make: the environment in .venv could not be made ({error}). "
            "Correct what the lines above name, and try again."
        )
    return 0


def bring_up_to_date():
    lock = digest((ROOT / "requirements.lock").read_bytes())
    project = digest((ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode(), lock.encode())
    if read(LOCK_STAMP) != lock:
        install_locked()
        LOCK_STAMP.write_text(lock)
    if read(PROJECT_STAMP) != project:
        install_project()
        PROJECT_STAMP.write_text(project)
    # The byte code of this library: quick if nothing has changed.
    run(PYTHON, "-m", "compileall", "-q", ROOT / "lib", check=False)


def install_locked():
    say("making .venv from requirements.lock (a minute or two, once)")
    if VENV.exists():
        shutil.rmtree(VENV)
    run(sys.executable, "-m", "venv", VENV)
    pip("--require-hashes", "--no-deps", "--no-compile", "-r", ROOT / "requirements.lock")
    # Without byte code every kernel would compile pandas and matplotlib again (always, if
    # PYTHONDONTWRITEBYTECODE is set). `-j 0` uses all cores; pip would use one.
    site = next((VENV / "lib").glob("python*/site-packages"))
    # Warnings in the code of other packages are of no use to the user.
    silent = dict(os.environ, PYTHONWARNINGS="ignore")
    run(PYTHON, "-m", "compileall", "-q", "-j", "0", site, check=False, env=silent)


def install_project():
    # setuptools is in the lock: nothing is fetched to build with.
    pip("--no-build-isolation", "--no-deps", "--no-index", "-e", ROOT)


def pip(*arguments):
    command = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run(*command, *arguments, env=dict(os.environ, PIP_REQUIRE_VIRTUALENV="0"))


def run(*command, **options):
    check = options.pop("check", True)
    subprocess.run([str(part) for part in command], check=check, cwd=str(ROOT), **options)


def digest(*parts):
    return hashlib.sha256(b"\0".join(parts) + sys.version.encode()).hexdigest()


def read(path):
    return path.read_text() if path.exists() and PYTHON.exists() else ""


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
