"""The engine that runs a report's notebooks, registered with papermill by entry point.

papermill loads every registered engine in the midst of its own import. So this one needs nothing
of papermill until it is asked to run something; `notebook_client` does the work.
"""

from __future__ import annotations

from typing import Any


class ReportEngine:
    """papermill's engine ``readouts``: what an engine is asked, handed on when it is asked."""

    @staticmethod
    def execute_notebook(notebook: Any, kernel_name: str, **options: Any) -> Any:
        """Run all cells of ``notebook`` and return it, with an error in the cell that failed."""
        from readouts.batch.notebook_client import LimitedEngine

        return LimitedEngine.execute_notebook(notebook, kernel_name, **options)

    @staticmethod
    def nb_kernel_name(notebook: Any, name: str | None = None) -> str:
        """Return the name of the kernel to run ``notebook`` with."""
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(notebook, name)

    @staticmethod
    def nb_language(notebook: Any, language: str | None = None) -> str:
        """Return the language that ``notebook`` is written in."""
        from papermill.utils import nb_language

        return nb_language(notebook, language)
