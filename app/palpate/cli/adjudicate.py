"""`palpate adjudicate` and `palpate spots`: what two people differ in, and what a reviewer looks at."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.model.attempt import Task
from palpate.session.calibrating.attempts import attempts_of
from palpate.session.exchange.transfer import layer_by_name
from palpate.session.judging.exchanged_sides import exchanged_sides
from palpate.session.production_qa.adjudicating import (
    Match,
    Taking,
    compare,
    match_between,
    match_of,
    take_agreeing,
)
from palpate.session.production_qa.adjudication_content import comparison_content, queue_content
from palpate.session.production_qa.spot_check import SHARE, spot_queue
from palpate.session.session import Session

_SHOWN = 40
_TIERS = {-1: "not placed", 0: "absent", 1: "estimated", 2: "visible", 3: "certain"}


def add_adjudicate(parser: ArgumentParser) -> None:
    """Arguments of `palpate adjudicate`."""
    parser.add_argument("project", type=Path)
    parser.add_argument(
        "first", nargs="?", default="", help="layer; with the second one left out, second labels"
    )
    parser.add_argument(
        "second", nargs="?", default="", help="layer; else the submitted second labels of the first"
    )
    parser.add_argument(
        "--take",
        choices=[one.value for one in Taking],
        help="take what agrees into the final layer: the midpoint, or the place of one of them",
    )


def run_adjudicate(arguments: Namespace) -> Outcome:
    """List differences beyond tolerance, the worst first; exit 1 while any is undecided."""
    with Session.open(arguments.project, read_only=not arguments.take) as session:
        found = compare(session, _match(session, arguments))
        if arguments.take and found.taken < found.agreeing:
            take_agreeing(session, found.match, Taking(arguments.take))
            found = compare(session, _match(session, arguments))
        notes = (*found.notes, *exchanged_sides(session, found.match))
        content = comparison_content(session, found) | {"notes": list(notes)}
    said = (
        f"{content['first']} and {content['second']}: {content['agreeing']} of {content['compared']} places "
        f"agree ({content['agreeing_taken']} taken), {content['undecided']} differences are undecided"
    )
    waiting = [one for one in content["differences"] if one["choice"] is None]
    rows = [_row(one) for one in waiting[:_SHOWN]]
    headings = ("clip", "instance", "frame", "keypoint", "differs in", "px", "allowed", "first", "second")
    parts: list[str | Table] = [said, *([Table(headings, rows, frozenset({2, 5, 6}))] if rows else [])]
    if len(waiting) > _SHOWN:
        parts.append(f"and {len(waiting) - _SHOWN} more; --json lists all")
    parts += notes
    return Outcome(content, parts, status=1 if waiting else 0)


def add_spots(parser: ArgumentParser) -> None:
    """Arguments of `palpate spots`."""
    parser.add_argument("project", type=Path)
    parser.add_argument("--layer", default="", help="whose work; your working layer if not given")
    parser.add_argument("--share", type=float, default=SHARE, help=f"of such points; {SHARE:g} if not given")
    parser.add_argument("--seed", type=int, default=1, help="the same seed chooses the same; 1 if not given")


def run_spots(arguments: Namespace) -> Outcome:
    """List the occluded and blurred keypoints that a reviewer is to look at."""
    with Session.open(arguments.project, read_only=True) as session:
        layer = layer_by_name(session, arguments.layer)
        queue = spot_queue(session, layer, share=arguments.share, seed=arguments.seed)
        content = queue_content(session, layer, queue)
    rows = [
        (one["clip"], one["instance"], one["frame"], one["keypoint"], one["why"], _TIERS[one["visibility"]])
        for one in content["spots"]
        if one["outcome"] is None
    ]
    said = (
        f"{len(rows)} points of {content['layer']} wait for a look, drawn from {queue.candidates} that are "
        f"occluded or blurred; {len(queue.spots) - len(rows)} are decided"
    )
    headings = ("clip", "instance", "frame", "keypoint", "is", "flagged")
    parts: list[str | Table] = [Table(headings, rows[:_SHOWN], frozenset({2}))] if rows else []
    more = [f"and {len(rows) - _SHOWN} more; --json lists all"] if len(rows) > _SHOWN else []
    return Outcome(content, [*parts, *more, said])


def _match(session: Session, arguments: Namespace) -> Match:
    contents = session.contents
    if arguments.first and arguments.second:
        first, second = (contents.layer_named(name).id for name in (arguments.first, arguments.second))
        return match_between(session, first, second)
    done = [one for one in attempts_of(session, tasks=frozenset({Task.SECOND})) if not one.is_open]
    if arguments.first:
        wanted = contents.layer_named(arguments.first).id
        done = [one for one in done if wanted in (one.reference, one.layer)]
    if not done:
        raise UsageError("nobody has submitted second labels of this yet; name two layers to compare")
    return match_of(session, done[-1])


def _row(one: dict[str, Any]) -> tuple[object, ...]:
    px = "–" if one["distance_px"] is None else f"{one['distance_px']:.1f}"
    allowed = "–" if one["tolerance_px"] is None else f"{one['tolerance_px']:.1f}"
    tiers = (_TIERS[one[key]] for key in ("first_visibility", "second_visibility"))
    return (one["clip"], one["instance"], one["frame"], one["keypoint"], one["kind"], px, allowed, *tiers)
