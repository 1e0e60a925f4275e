"""Logging to a file that rotates, and a crash report for what should never happen."""

from __future__ import annotations

import logging
import logging.handlers
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import palpate
from palpate.base.errors import FileUnwritable, PalpateError
from palpate.base.folders import log_folder


def start_logging() -> None:
    """Send the program's log to a rotating file in the log folder."""
    handler = logging.handlers.RotatingFileHandler(
        log_folder() / "palpate.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def write_crash_report(error: BaseException) -> Path:
    """Write what happened, with the program's and machine's versions, and return the report's path."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = log_folder() / f"crash-{stamp}.txt"
    head = f"Palpate {palpate.__version__}, Python {platform.python_version()}, {platform.platform()}\n\n"
    path.write_text(head + "".join(traceback.format_exception(error)), encoding="utf-8")
    return path


def install_crash_hook(tell: Callable[[BaseException, Path | None], None]) -> None:
    """Report every uncaught error of any thread, then tell the user; work is in the file already.

    A known fault is told without a report, and so is what was reported before: an error that comes with
    every tick of a clock would fill the folder. No report either where none can be written.
    """
    reported: dict[str, Path | None] = {}

    def report(error: BaseException) -> None:
        if isinstance(error, PalpateError):
            tell(error, None)
            return
        where = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
        if where not in reported:
            try:
                reported[where] = write_crash_report(error)
            except (OSError, FileUnwritable):
                reported[where] = None
        tell(error, reported[where])

    def on_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            report(error)

    def on_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            report(args.exc_value)

    sys.excepthook = on_uncaught
    threading.excepthook = on_thread
