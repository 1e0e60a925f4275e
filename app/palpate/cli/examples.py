"""`palpate examples`: what a project keeps to show how keypoints are placed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from difflib import get_close_matches
from pathlib import Path

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.session.guidelines import example_export
from palpate.session.guidelines.examples import kept_in
from palpate.session.session import Session

_HEADINGS = ("keypoint", "verdict", "light", "blur", "clip", "frame", "by", "caption")


def add_examples(parser: ArgumentParser) -> None:
    """Arguments of `palpate examples`."""
    parser.add_argument("act", choices=("list", "export"))
    parser.add_argument("project", type=Path)
    parser.add_argument("out", nargs="?", type=Path, help="export: folder to write pictures and tables into")
    parser.add_argument("--keypoint", default="", help="list: of this keypoint only")
    parser.add_argument("--force", action="store_true", help="export: replace tables that exist")


def run_examples(arguments: Namespace) -> Outcome:
    """List the examples of a project, or write them as files."""
    if arguments.act == "export":
        return _exported(arguments)
    if arguments.out is not None:
        raise UsageError("palpate examples list writes no file; only export does")
    with Session.open(arguments.project, read_only=True) as session:
        _refuse_unknown(session, arguments.keypoint)
        found = [one for one in example_export.listed(session) if arguments.keypoint in ("", one["keypoint"])]
    rows = [
        (
            *(one["keypoint"], one["verdict"], one["lighting"], one["blur"]),
            *(one["clip"], one["frame"], one["author"], one["caption"]),
        )
        for one in found
    ]
    said = f"{len(rows)} examples"
    return Outcome({"examples": found}, [Table(_HEADINGS, rows, frozenset({5})), said] if rows else [said])


def _refuse_unknown(session: Session, keypoint: str) -> None:
    """Refuse a keypoint that nothing in the project can show."""
    known = dict.fromkeys(name for skeleton in session.contents.skeletons.values() for name in skeleton.names)
    known |= dict.fromkeys(one.keypoint for one in kept_in(session))
    if keypoint and keypoint not in known:
        close = get_close_matches(keypoint, known, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise UsageError(f"no keypoint of this project is called {keypoint!r}{hint}")


def _exported(arguments: Namespace) -> Outcome:
    if arguments.out is None:
        raise UsageError("palpate examples export needs a folder to write into: PROJECT OUT")
    if arguments.keypoint:
        raise UsageError("palpate examples export writes those of all keypoints; --keypoint is for list")
    with Session.open(arguments.project, read_only=True) as session:
        n = len(example_export.listed(session))
        tables = example_export.export(session, arguments.out, force=arguments.force)
    content = {"examples": n, "files": [str(path) for path in tables]}
    return Outcome(content, [f"{path}" for path in tables] + [f"{n} examples written"])
