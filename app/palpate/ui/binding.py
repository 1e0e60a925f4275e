"""Loading the binding of Qt before anything else of the window, so that the rest is loaded quickly."""

from __future__ import annotations

import builtins


def load_binding() -> None:
    """Load PySide6, and let later imports go their usual way again.

    PySide6 puts itself before every import of the process, to read the source text of each module and look
    whether it asks for an alternative spelling of Qt's names. Nothing here does, and over the hundreds of
    modules of a start that takes as long as opening a project does. It keeps the usual import under a name
    of its own; another version that does not is left as it is.
    """
    import PySide6.QtCore  # noqa: F401 - loaded for what it does to imports

    usual = getattr(builtins, "__orig_import__", None)
    if usual is not None and builtins.__import__.__name__ == "__feature_import__":
        builtins.__import__ = usual
