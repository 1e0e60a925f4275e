"""Thresholds and targets on the command line: what holds and who says so, and changing it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.model.skeleton import Skeleton, Tolerance
from palpate.session import policies
from palpate.session.policies import Threshold, Value, Wish, bounds_of
from palpate.session.session import PROJECT_SUFFIX, Session
from palpate.session.skeletons import migrating


def add_policy(parser: ArgumentParser) -> None:
    """Arguments of `palpate policy`."""
    parser.add_argument("name", help="a project, or the name or file of a skeleton")
    parser.add_argument("act", choices=("show", "set"))
    parser.add_argument(
        "values", nargs="*", metavar="KEY=VALUE", help="set: without a value it is the skeleton's own again"
    )
    parser.add_argument("--keypoint", default="", metavar="NAME", help="of one keypoint, not of the skeleton")
    parser.add_argument("--source", default="", help="set: where the values come from, in your words")
    parser.add_argument("--skeleton", default="", help="which one, if the project has several")


def run_policy(arguments: Namespace) -> Outcome:
    """Show thresholds with their sources, or change those of a project."""
    wishes = [_wish(word, arguments.keypoint) for word in arguments.values]
    if arguments.act == "show" and wishes:
        raise UsageError("palpate policy show takes no values; to change some, set KEY=VALUE")
    if arguments.act == "set" and not wishes:
        raise UsageError("palpate policy set needs what to set: KEY=VALUE")
    if Path(arguments.name).suffix != PROJECT_SUFFIX:
        return _of_file(arguments)
    with Session.open(Path(arguments.name), read_only=arguments.act == "show") as session:
        skeleton = migrating.pinned(session, arguments.skeleton)
        if wishes:
            policies.set_thresholds(session, skeleton.name, wishes, source=arguments.source)
            pairs = [(wish.key, wish.keypoint) for wish in wishes]
            rows = [policies.threshold(session, skeleton.name, *pair) for pair in dict.fromkeys(pairs)]
        elif arguments.keypoint:
            rows = policies.keypoint_thresholds(session, skeleton.name, arguments.keypoint)
        else:
            rows = policies.thresholds(session, skeleton.name)
        own = [] if wishes or arguments.keypoint else _of_keypoints(session, skeleton.name)
        return _told(skeleton, arguments.keypoint, rows, own)


def _of_file(arguments: Namespace) -> Outcome:
    if arguments.act == "set":
        raise UsageError(
            "a project keeps changed thresholds with their source; those of a skeleton file stand in the file"
        )
    skeleton = migrating.skeleton_named(arguments.name)
    rows = policies.of_skeleton(skeleton, arguments.keypoint)
    return _told(skeleton, arguments.keypoint, rows, [])


def _of_keypoints(session: Session, skeleton: str) -> list[Threshold]:
    """Return what the project asks for of single keypoints."""
    asked = [c for c in session.contents.policies if c.skeleton == skeleton and c.keypoint]
    return [policies.threshold(session, skeleton, change.key, change.keypoint) for change in asked]


def _wish(word: str, keypoint: str) -> Wish:
    key, sign, text = (part.strip() for part in word.partition("="))
    if not (key and sign):
        raise UsageError(f"palpate policy set takes KEY=VALUE, not {word!r}")
    return Wish(key, text, keypoint)


def _told(skeleton: Skeleton, keypoint: str, rows: Sequence[Threshold], own: Sequence[Threshold]) -> Outcome:
    content: dict[str, Any] = {
        "skeleton": {"name": skeleton.name, "version": skeleton.version},
        "keypoint": keypoint or None,
        "thresholds": [_entry(row) for row in rows],
    }
    if own:
        content["of_keypoints"] = [_entry(row) for row in own]
    table = Table(("key", "value", "source", "by", "meaning"), [_row(row) for row in rows])
    parts: list[str | Table] = [f"{skeleton.name}, version {skeleton.version}{keypoint and f', {keypoint}'}"]
    parts.append(table)
    if own:
        parts.append("asked for of single keypoints")
        parts.append(Table(("key", "value", "source", "by", "meaning"), [_row(row) for row in own]))
    return Outcome(content, parts)


def _row(row: Threshold) -> tuple[str, ...]:
    key = f"{row.constant.key} of {row.keypoint}" if row.keypoint and row.change else row.constant.key
    by = "" if row.change is None else f"{row.change.author}, {row.change.time[:10]}"
    return key, row.shown, "as the skeleton" if row.inherited else row.source, by, row.constant.meaning


def _entry(row: Threshold) -> dict[str, Any]:
    constant, change = row.constant, row.change
    return {
        "key": constant.key,
        "keypoint": row.keypoint or None,
        "label": constant.label,
        "value": _plain(row.value),
        "unit": str(constant.unit),
        "shown": row.shown,
        "own": _plain(row.own),
        "inherited": row.inherited,
        "group": str(constant.group),
        "meaning": constant.meaning,
        "source": row.source,
        "reason": constant.reason,
        "acts": constant.acts,
        "allowed": bounds_of(constant),
        "changed": None
        if change is None
        else {"by": change.author, "at": change.time, "before": change.before, "source": change.source},
    }


def _plain(value: Value) -> object:
    if isinstance(value, Tolerance):
        return {key: one for key, one in asdict(value).items() if one is not None}
    return value
