"""Reads Vietnamese readouts of meetings: who requested what from whom, and what was agreed.

``read`` reads a text, ``load`` a registered meeting; ``compare`` aligns two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from readouts.comparison.ledger import Ledger
    from readouts.loading import load
    from readouts.reading import Reading
    from readouts.statements.parser import read

__all__ = ["Ledger", "Reading", "compare", "load", "read"]
__version__ = "0.1.0"

# The module of each name, imported at first use, so that `import readouts` is fast.
_MODULES = {
    "read": "readouts.statements.parser",
    "load": "readouts.loading",
    "compare": "readouts.loading",
    "Reading": "readouts.reading",
    "Ledger": "readouts.comparison.ledger",
    "publish": "readouts.report.publishing",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'readouts' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
