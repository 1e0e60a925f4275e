"""What a command gives: one JSON object, or lines and tables for people."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from palpate.base.progress import Progress

_WIDE = 180  # into a file or a pipe nothing needs to be folded


@dataclass(frozen=True, slots=True)
class Table:
    """A table for people: headings, rows of text, and which columns hold numbers."""

    headings: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a command.

    Attributes
    ----------
    content
        The JSON object.
    parts
        Lines and tables, in order.
    status
        Exit status: 0, or 1 for a failed check.
    window
        What to open in the window after the result was printed; nothing for most commands.
    """

    content: dict[str, Any]
    parts: Sequence[str | Table] = ()
    status: int = 0
    window: tuple[str, ...] = ()


def show(outcome: Outcome, *, as_json: bool) -> None:
    """Print a result on standard output."""
    if as_json:
        text = msgspec.json.format(msgspec.json.encode(outcome.content), indent=2).decode()
        sys.stdout.write(_writable(text) + "\n")
        return
    if not any(isinstance(part, Table) for part in outcome.parts):
        sys.stdout.write("".join(f"{part}\n" for part in outcome.parts))
        return
    from rich.console import Console

    width = None if sys.stdout.isatty() else _WIDE
    console = Console(highlight=False, markup=False, emoji=False, width=width)
    with console.capture() as captured:  # a console of its own would end the program on a closed pipe
        for part in outcome.parts:
            console.print(_drawn(part) if isinstance(part, Table) else part)
    sys.stdout.write(captured.get())


def progress_on_terminal(title: str) -> Progress:
    """Return a progress that draws a line on standard error, and only if that is a terminal."""
    if not sys.stderr.isatty():
        return Progress()
    started = time.monotonic()

    def report(done: int, total: int, what: str) -> None:
        elapsed = time.monotonic() - started
        left = f", {elapsed / done * (total - done):.0f} s left" if done and total else ""
        share = f"{100 * done // total:3d} %" if total else ""
        end = "\n" if total and done >= total else ""
        sys.stderr.write(f"\r\033[K{title} {share} {what}{left}{end}")
        sys.stderr.flush()

    return Progress(report=report)


def _writable(text: str) -> str:
    """Escape what the terminal's encoding may lack, in JSON's own way: any other would not be JSON."""
    if (sys.stdout.encoding or "").lower().replace("-", "") == "utf8":
        return text
    return re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)


def _drawn(table: Table) -> object:
    from rich import box
    from rich.table import Table as RichTable

    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for n, heading in enumerate(table.headings):
        drawn.add_column(heading, justify="right" if n in table.numbers else "left", no_wrap=n == 0)
    for row in table.rows:
        drawn.add_row(*(str(cell) for cell in row))
    return drawn
