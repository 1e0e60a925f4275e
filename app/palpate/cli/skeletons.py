"""Skeletons on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import palpate.session.exchange.summary as summary
from palpate.base.errors import UsageError
from palpate.cli import skeleton_versions
from palpate.cli.output import Outcome, Table, progress_on_terminal
from palpate.session.skeletons import skeleton_files


def add_skeleton(parser: ArgumentParser) -> None:
    """Arguments of `palpate skeleton`."""
    parser.add_argument("act", choices=("list", "show", "validate", "export", "book", "diff", "migrate"))
    parser.add_argument("name", nargs="?", help="name of a shipped skeleton, or a file; migrate: a project")
    parser.add_argument(
        "other",
        nargs="?",
        help="diff, migrate: the later version; book: the .pdf or .html file; export: the file to write",
    )
    parser.add_argument("--out", metavar="OUT", help="book: the file to write, named")
    parser.add_argument("--force", action="store_true", help="book, export: replace the file if it exists")
    parser.add_argument(
        "--as",
        dest="kind",
        choices=tuple(skeleton_files.kinds()),
        default=skeleton_files.OURS,
        help="export: what to write it as",
    )
    skeleton_versions.add_versions(parser)


def run_skeleton(arguments: Namespace) -> Outcome:
    """List, show, validate, export or compare skeletons, print a book of guidelines, or migrate a project."""
    if arguments.act == "list":
        return _listed()
    if not arguments.name:
        raise UsageError(f"palpate skeleton {arguments.act} needs the name of a skeleton or a file")
    if arguments.act == "book":
        return _book(arguments)
    if arguments.out:
        raise UsageError(f"palpate skeleton {arguments.act} writes no file; only book does")
    if arguments.act == "export":
        return _exported(arguments)
    if arguments.act == "diff":
        return skeleton_versions.run_diff(arguments)
    if arguments.act == "migrate":
        return skeleton_versions.run_migrate(arguments)
    if arguments.other:
        raise UsageError(
            f"palpate skeleton {arguments.act} takes one skeleton and writes no file; only book does"
        )
    content = summary.skeleton_content(arguments.name)
    if arguments.act == "validate":
        said = f"{arguments.name}: no problem found ({len(content['keypoints'])} keypoints)"
        valid = {"valid": True, "name": content["name"], "file": str(Path(arguments.name))}
        return Outcome({**valid, "warnings": content["warnings"]}, [said, *content["warnings"]])
    return Outcome(content, _shown(content))


def _exported(arguments: Namespace) -> Outcome:
    if not arguments.other:
        raise UsageError("palpate skeleton export needs a skeleton and a file to write: NAME OUT --as KIND")
    found = skeleton_files.load_any(arguments.name)
    out = Path(arguments.other)
    written = skeleton_files.write_as(found.skeleton, out, arguments.kind, force=arguments.force)
    content = {
        "skeleton": found.skeleton.name,
        "file": str(out),
        "kind": written.kind,
        "keypoints": len(found.skeleton),
        "losses": list(written.losses),
        "warnings": list(found.warnings),
    }
    said = f"{out}: {len(found.skeleton)} keypoints of {found.skeleton.name} as {written.kind}"
    return Outcome(content, [said, *(f"lost: {loss}" for loss in written.losses), *found.warnings])


def _book(arguments: Namespace) -> Outcome:
    from palpate.session.guidelines.guideline_book import print_book  # loads what pages are made with

    given = [out for out in (arguments.other, arguments.out) if out]
    if len(given) != 1:
        raise UsageError("palpate skeleton book needs one file to write: NAME OUT.pdf or NAME OUT.html")
    progress = progress_on_terminal("book")
    printed = print_book(arguments.name, Path(given[0]), force=arguments.force, progress=progress)
    content = {
        "skeleton": printed.skeleton,
        "file": str(printed.path),
        "keypoints": printed.n_keypoints,
        "explained": printed.n_explained,
        "plates": printed.n_plates,
        "warnings": list(printed.warnings),
    }
    said = f"{printed.path}: {printed.n_keypoints} keypoints of {printed.skeleton}, {printed.n_plates} plates"
    return Outcome(content, [said, *printed.warnings])


def _listed() -> Outcome:
    found = [summary.skeleton_content(name) for name in summary.shipped_skeletons()]
    rows = [(s["name"], s["version"], len(s["keypoints"]), s["visibility"], s["title"]) for s in found]
    brief = [{"name": s["name"], "version": s["version"], "n_keypoints": len(s["keypoints"])} for s in found]
    headings = ("name", "version", "keypoints", "visibility", "title")
    return Outcome({"skeletons": brief}, [Table(headings, rows, frozenset({1, 2}))])


def _shown(content: dict[str, Any]) -> list[str | Table]:
    rows = [
        (
            k["name"],
            k["label"],
            k["region"],
            k["side"],
            k["mirror"] or "",
            "" if k["sigma"] is None else k["sigma"],
        )
        for k in content["keypoints"]
    ]
    headings = ("keypoint", "label", "region", "side", "mirror", "σ")
    head = f"{content['name']}, version {content['version']}: {content['title']}"
    edges = ", ".join(f"{a}–{b}" for a, b in content["edges"])
    parts: list[str | Table] = [head, Table(headings, rows), f"edges: {edges or 'none'}"]
    asked = [(k["name"], key, value) for k in content["keypoints"] for key, value in k["policy"].items()]
    if asked:
        parts += ["limits of single keypoints", Table(("keypoint", "key", "value"), asked, frozenset({2}))]
    return [*parts, *content["warnings"]]
