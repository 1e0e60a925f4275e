"""Where things live: the program's own resources and the user's folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import palpate
from palpate.base.errors import FileUnreadable, FileUnwritable

_PACKAGE = Path(palpate.__file__).parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder below ``resources/``.

    Looked for in the frozen bundle, then in the installed package, then in the checkout: an editable
    install runs from the checkout and must never see a stale copy made at install time.

    Raises
    ------
    FileUnreadable
        If no such resource was shipped.
    """
    bundle = getattr(sys, "_MEIPASS", None)
    roots = [Path(bundle) / "resources"] if bundle else []
    roots += [_PACKAGE / "resources", _PACKAGE.parent.parent / "resources"]
    for root in roots:
        if (root / "skeletons").is_dir():
            path = root.joinpath(*parts)
            if path.exists():
                return path
            raise FileUnreadable("this part of the program is missing; install it again", path=path)
    raise FileUnreadable("the program's resources are missing; install it again", path=roots[-1])


def config_folder() -> Path:
    """Return the folder of the user's settings (``PALPATE_HOME`` overrides it), created if absent."""
    return _own("config", "user_config_path")


def cache_folder() -> Path:
    """Return the folder of what can be made again, created if absent."""
    return _own("cache", "user_cache_path")


def log_folder() -> Path:
    """Return the folder of logs and crash reports, created if absent."""
    return _own("log", "user_log_path")


def documents_folder() -> Path:
    """Return the folder in which new projects are offered; may not exist yet."""
    home = os.environ.get("PALPATE_HOME")
    if home:
        return Path(home) / "documents"
    import platformdirs

    return platformdirs.user_documents_path() / "Palpate"


def _own(name: str, lookup: str) -> Path:
    home = os.environ.get("PALPATE_HOME")
    if home:
        folder = Path(home) / name
    else:
        import platformdirs

        folder = getattr(platformdirs, lookup)("palpate", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritable((error.strerror or "cannot be made").lower(), path=folder) from error
    return folder
