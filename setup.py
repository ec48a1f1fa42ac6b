"""Puts the language data of ``data/`` into a built wheel, so that `readouts.read` works anywhere.

Everything else about the build stands in pyproject.toml. In a checkout, and in an editable
installation, the data are read where they lie.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

LANGUAGE_DATA = (
    "lexicon", "models", "codebook.yml", "labels.yml", "interface.yml", "tables.yml",
)  # fmt: skip


class WithLanguageData(build_py):
    """Copies the packages, and the language data into the package ``readouts``."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for name in LANGUAGE_DATA:
            source, target = Path("data", name), Path(self.build_lib, "readouts", "data", name)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            elif source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


setup(cmdclass={"build_py": WithLanguageData})
