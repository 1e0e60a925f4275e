"""Skeletons on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import palpate.session.summary as summary
from palpate.base.errors import UsageError
from palpate.cli import skeleton_versions
from palpate.cli.output import Outcome, Table


def add_skeleton(parser: ArgumentParser) -> None:
    """Arguments of `palpate skeleton`."""
    parser.add_argument("act", choices=("list", "show", "validate", "diff", "migrate"))
    parser.add_argument("name", nargs="?", help="name of a shipped skeleton, or a file; migrate: a project")
    skeleton_versions.add_versions(parser)


def run_skeleton(arguments: Namespace) -> Outcome:
    """List, show, validate or compare skeletons, or take a project to the next version of one."""
    if arguments.act == "list":
        return _listed()
    if not arguments.name:
        raise UsageError(f"palpate skeleton {arguments.act} needs the name of a skeleton or a file")
    if arguments.act == "diff":
        return skeleton_versions.run_diff(arguments)
    if arguments.act == "migrate":
        return skeleton_versions.run_migrate(arguments)
    content = summary.skeleton_content(arguments.name)
    if arguments.act == "validate":
        said = f"{arguments.name}: no problem found ({len(content['keypoints'])} keypoints)"
        return Outcome({"valid": True, "name": content["name"], "file": str(Path(arguments.name))}, [said])
    return Outcome(content, _shown(content))


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
    return [f"{content['name']}, version {content['version']}: {content['title']}", Table(headings, rows)]
