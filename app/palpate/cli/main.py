"""The commands, their shared arguments, and the border where a known fault becomes ``error: …``."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import NoReturn

import palpate
from palpate.base.errors import PalpateError, UsageError
from palpate.cli.commands import COMMANDS
from palpate.cli.output import Outcome, show

_SUMMARY = {
    "demo": "make and open the demo project",
    "new": "make an empty project",
    "add": "add videos, images and folders to a project",
    "info": "tell what is in a project or label file",
    "check": "check the integrity of a project",
    "frames": "probe a medium and export exact frames",
    "import": "bring labels into a project",
    "export": "write a project's labels",
    "convert": "convert labels from one format to another",
    "formats": "list the formats",
    "interpolate": "choose how frames between keyframes are filled",
    "track": "follow keypoints through the picture between keyframes",
    "drift": "list what wants a look, worst first",
    "suggest": "list the frames worth labelling next, and why",
    "blur": "tell how far keypoints are smeared, and which may not be called visible",
    "score": "score labels against gold",
    "sample": "draw what is labelled a second time, and tell how far that is",
    "weekly": "tell everybody's error by keypoint and week, and who is to be retrained",
    "adjudicate": "list what two annotators differ in, and take what they agree on",
    "spots": "list occluded and blurred keypoints that a reviewer is to look at",
    "calibrate": "label frames of gold blind, and be judged at once",
    "gold": "choose, certify and verify gold, and tell how sure it is of itself",
    "agree": "tell how far annotators agree, keypoint by keypoint",
    "sigma": "estimate each keypoint's σ from repeated labels",
    "report": "write what is wrong, how sure and what to do as pages, a web page or a table",
    "skeleton": "list, show, check and compare skeletons, print their guidelines, migrate projects",
    "policy": "show thresholds and targets with their sources, or change those of a project",
    "examples": "list what a project keeps to show how keypoints are placed, or write it as files",
}


class _Parser(argparse.ArgumentParser):
    """A parser whose faults are told like every other."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def run(arguments: Sequence[str], open_window: Callable[[Sequence[str]], int]) -> int:
    """Run one command and return the exit status: 0, 1 for a failed check, 2 for a fault of the user's."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that knows no κ gets an escape, not an error
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        _refuse_unknown(arguments)
        parser = _parser(arguments)
        parsed = parser.parse_args(list(arguments))
        outcome: Outcome = parsed.run(parsed)
        show(outcome, as_json=parsed.json)
        sys.stdout.flush()
        if outcome.window:
            return open_window(outcome.window)
    except PalpateError as error:
        for line in error.lines():
            sys.stderr.write(f"error: {line}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("error: interrupted\n")
        return 2
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # a name or place that the system refuses, wherever it was met first
        named = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"error: {named}{(error.strerror or str(error)).lower()}\n")
        return 2
    return outcome.status


def _refuse_unknown(arguments: Sequence[str]) -> None:
    """Refuse a first word that is no command: what is there opens in the window, so nothing is there."""
    first = next((word for word in arguments if not word.startswith("-")), "")
    if first and first not in COMMANDS:
        close = get_close_matches(first, COMMANDS, n=1)
        hint = f"did you mean {close[0]}?" if close else "palpate --help lists the commands"
        raise UsageError(f"{first}: there is no such file or folder, and no such command; {hint}")


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="palpate",
        description="Place anatomical keypoints, and prove that the placements can be trusted. "
        "Without a command the window opens, with the project or the media that are named: "
        "palpate my.palpate",
    )
    parser.add_argument("--version", action="version", version=f"palpate {palpate.__version__}")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    named = next((word for word in arguments if word in COMMANDS), None)
    for command, module in COMMANDS.items():
        sub = commands.add_parser(command, help=_SUMMARY[command], description=_SUMMARY[command])
        # Not given here, it leaves alone what was said before the command.
        sub.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object"
        )
        if command == named:
            _fill(sub, command, module)
    return parser


def _fill(sub: argparse.ArgumentParser, command: str, module: str) -> None:
    """Only the module of the command that was named is imported: listing commands stays quick."""
    loaded = importlib.import_module(f"palpate.cli.{module}")
    getattr(loaded, f"add_{command}")(sub)
    sub.set_defaults(run=getattr(loaded, f"run_{command}"))
