"""The command ``palpate bench``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from palpate.base.errors import PalpateError, UsageError
from palpate.base.progress import Progress
from palpate.bench.plan import Plan
from palpate.bench.registry import GROUPS, measure_of
from palpate.bench.sampling import WRONG, Entries, Entry
from palpate.cli.output import Outcome, Table, progress_on_terminal, show

_HEADINGS = (
    *("", "median ms", "p95 ms", "CPU ms"),
    *("anchor ms", "ratio", "CPU ratio", "anchor"),
    *("peer ms", "ratio", "peer", "and"),
)
_NUMBERS = frozenset({1, 2, 3, 4, 5, 6, 8, 9})


class _Parser(argparse.ArgumentParser):
    """A parser whose faults are told like every other."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def run(arguments: Sequence[str]) -> int:
    """Run the command and return the exit status.

    0; 1 if anything that was timed gave a wrong answer; 2 for a fault of the user's or the machine's.
    """
    try:
        given = _parser().parse_args(list(arguments))
        outcome = _outcome(_groups(given.names), given)
        show(outcome, as_json=given.json)
    except PalpateError as error:
        for line in error.lines():
            sys.stderr.write(f"error: {line}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("error: interrupted\n")
        return 2
    return outcome.status


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="palpate bench",
        description="Run the project's own benchmarks. Times depend on the machine and what else it does; "
        "ratios to an anchor or peer, measured in turn in the same run, are what to compare.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(GROUPS)}; all if none")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller material")
    parser.add_argument("--4k", dest="uhd", action="store_true", help="generate clips in 3840 × 2160")
    parser.add_argument("--films", type=Path, help="folder of real films with labels in every frame")
    parser.add_argument("--keep", type=Path, help="folder in which rendered films are kept for the next run")
    return parser


def _groups(names: Sequence[str]) -> list[str]:
    """Return the groups that are meant, in the registry's order."""
    for name in names:
        if name not in GROUPS:
            raise UsageError(f"there is no benchmark named {name!r}; known: {', '.join(GROUPS)}")
    return [group for group in GROUPS if group in names or not names]


def _outcome(groups: Sequence[str], given: argparse.Namespace) -> Outcome:
    machine = _machine(quick=given.quick)
    results: dict[str, Entries] = {}
    with tempfile.TemporaryDirectory(prefix="palpate-bench-") as place:
        rendered = given.keep or Path(place) / "rendered"
        rendered.mkdir(parents=True, exist_ok=True)
        told = progress_on_terminal("measuring")
        plan = Plan(Path(place), given.quick, given.uhd, given.films, rendered, told)
        for number, group in enumerate(groups):
            part = Path(place) / group
            part.mkdir()
            told = _within(plan.progress, number, len(groups), group)
            results[group] = measure_of(group)(replace(plan, folder=part, progress=told))
        plan.progress.step(len(groups), len(groups), "done")
    return outcome_of(machine, results)


def outcome_of(machine: Mapping[str, Any], results: Mapping[str, Entries]) -> Outcome:
    """Return what the command shows, with status 1 if any line counts wrong answers."""
    lines = {group: {name: line.to_json() for name, line in part.items()} for group, part in results.items()}
    wrong = any(line.more.get(WRONG) for part in results.values() for line in part.values())
    return Outcome({"machine": dict(machine), **lines}, _parts(machine, results), int(wrong))


def _within(progress: Progress, number: int, total: int, group: str) -> Progress:
    """Return a progress for one group of several: the share is that of groups, the words are the group's."""
    progress.step(number, total, group)
    return Progress(
        lambda _done, _total, what: progress.report(number, total, f"{group}: {what}"), progress.token
    )


def _machine(*, quick: bool) -> dict[str, Any]:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "cores": os.cpu_count(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "system": platform.system(),
        "load": load if load is None else round(load, 2),
        "quick": quick,
    }


def _parts(machine: Mapping[str, Any], results: Mapping[str, Entries]) -> list[str | Table]:
    load = "unknown" if machine["load"] is None else machine["load"]
    head = f"{machine['cores']} cores, Python {machine['python']}, {machine['system']}, load {load} at start"
    return [head, *(_table(group, entries) for group, entries in results.items())]


def _table(group: str, entries: Entries) -> Table:
    """Return the lines of a group without the columns that are empty in all of them."""
    rows = [_row(name, line) for name, line in entries.items()]
    kept = [n for n in range(len(_HEADINGS)) if any(row[n] for row in rows)]
    numbers = frozenset(place for place, n in enumerate(kept) if n in _NUMBERS)
    headings = tuple(_HEADINGS[n] or group for n in kept)
    return Table(headings, [[row[n] for n in kept] for row in rows], numbers)


def _row(name: str, line: Entry) -> tuple[str, ...]:
    more = [f"{word.replace('_', ' ')} {value:g}" for word, value in line.more.items()]
    return (
        name,
        _number(line.ours.median_ms),
        _number(line.ours.p95_ms),
        _number(line.ours.cpu_ms),
        _number(line.anchor.median_ms if line.anchor else None),
        _number(line.ratio),
        _number(line.cpu_ratio),
        line.anchor_name,
        _number(line.peer.median_ms if line.peer else None),
        _number(line.peer_ratio),
        line.peer_name,
        "; ".join([*more, *([line.note] if line.note else [])]),
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
