"""The start of the program: a command if one is named, else the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line or open the window and return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] == "bench":
        from palpate.bench.main import run as run_benchmarks

        return run_benchmarks(given[1:])
    from palpate.cli.commands import COMMANDS

    if not given or (given[0] not in COMMANDS and _is_there(given[0])):
        return open_window(given)
    from palpate.cli.main import run

    return run(given, open_window)


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # no file could have such a name
        return False


def open_window(paths: Sequence[str]) -> int:
    """Open the window, with what was named."""
    from palpate.base.loading import hold_collection, resume_collection

    hold_collection()
    from palpate.base.errors import FileError
    from palpate.base.logs import start_logging

    try:
        start_logging()
        from palpate.ui.binding import load_binding

        load_binding()
        from palpate.ui.beginning import begin

        begun = begin(paths)
        from palpate.ui.app import run_window  # takes as long as decoding a frame, which has begun by now

        return run_window(paths, begun)
    except FileError as error:  # the program's own folders; all else is told in the window
        sys.stderr.write(f"error: {error}\n")
        return 2
    finally:
        resume_collection()


if __name__ == "__main__":
    raise SystemExit(main())
