"""`palpate weekly`: error by keypoint and week, and who is to be retrained; annotators hear of their own."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.session.production_qa.weekly_content import LEGEND, weekly_content
from palpate.session.production_qa.weekly_view import told_of, weekly_report
from palpate.session.session import Session

_HEADINGS = ("annotator", "keypoint", "week", "n", "M px", "SE", "scaled", "limit", "")


def add_weekly(parser: ArgumentParser) -> None:
    """Arguments of `palpate weekly`."""
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = "in the JSON object:\n" + "\n".join(f"  {key}: {said}" for key, said in LEGEND.items())
    parser.add_argument("project", type=Path)
    parser.add_argument("--skeleton", default="", help="the one of most work if not given")
    parser.add_argument(
        "--zone", default="", help="time zone of the weeks: Asia/Kolkata, +05:30; else the project's"
    )
    parser.add_argument(
        "--same",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="count what OLD placed as NEW's: somebody was renamed; may be given several times",
    )
    parser.add_argument(
        "--all", action="store_true", help="list every keypoint and week, not only those above"
    )


def run_weekly(arguments: Namespace) -> Outcome:
    """Report the weeks; exit 1 where the rule has triggered and nobody has closed it."""
    same = _names(arguments.same)
    with Session.open(arguments.project, read_only=True) as session:
        only = told_of(session)
        if only and same:
            raise UsageError("a consultant or a lead says who was renamed; you are told of your own work")
        report = weekly_report(session, arguments.skeleton, zone=arguments.zone, same=same, only=only)
        content = weekly_content(session, report, only)
    return Outcome(content, _parts(content, every=arguments.all), status=1 if content["triggered"] else 0)


def _names(given: Sequence[str]) -> dict[str, str]:
    names = {}
    for one in given:
        old, equals, new = one.partition("=")
        if not (equals and old.strip() and new.strip()):
            raise UsageError(f"{one!r} names nobody; give --same OLD=NEW")
        names[old.strip()] = new.strip()
    return names


def _parts(content: dict[str, Any], *, every: bool) -> list[str | Table]:
    parts: list[str | Table] = []
    rows = [_row(cell) for cell in content["cells"] if every or cell["over"] or cell["flagged"]]
    if rows:
        parts.append(Table(_HEADINGS, rows, frozenset({3, 4, 5, 6, 7})))
    elif content["cells"]:
        parts.append("nobody was above the limit in any week with enough placements")
    waiting = [one for one in content["retraining"] if one["open"]]
    closed = len(content["retraining"]) - len(waiting)
    parts += [f"retrain: {one['todo']}" for one in waiting if not _is_told(one, waiting)]
    parts += [_change(one) for one in content["drifts"]]
    parts += [_spot_check(one) for one in content["spot_checks"]]
    parts += [_blur(one) for one in content["blur"] if one["beyond"]]
    parts += [_events(one) for one in content["events"] if one["frames"]["n"]]
    if closed:
        parts.append(f"closed by recalibration: {closed}")
    return [*parts, *content["notes"]]


def _row(cell: dict[str, Any]) -> tuple[object, ...]:
    state = (
        "flagged"
        if cell["flagged"]
        else "insufficient"
        if cell["insufficient"]
        else "above"
        if cell["over"]
        else ""
    )
    named = cell["name"] + (" (type)" if cell["kind"] == "type" else "")
    numbers = (_number(cell[key]) for key in ("mean_px", "standard_error_px", "scaled_px"))
    return (cell["annotator"], named, cell["week"], cell["n"], *numbers, f"{cell['limit_px']:g}", state)


def _is_told(one: dict[str, Any], others: Sequence[dict[str, Any]]) -> bool:
    """Tell whether a type says nothing new: a keypoint of it is to be retrained by itself."""
    mine = {other["name"] for other in others if other["annotator"] == one["annotator"]}
    return one["kind"] == "type" and bool(mine.intersection(one["keypoints"]))


def _change(one: dict[str, Any]) -> str:
    what = f"changed: {one['annotator']} at {one['keypoint']} since {one['week']}"
    return f"{what}, {one['direction']} (p = {one['p_adjusted']:.1e})"


def _spot_check(one: dict[str, Any]) -> str:
    what = (
        f"{one['corrected']} of {one['looked']} points of {one['annotator']} in {one['week']} were corrected"
    )
    return f"spot check: {what} (at most {one['share_at_most']:.0%} of such points)"


def _blur(one: dict[str, Any]) -> str:
    what = f"{one['annotator']} flagged {one['beyond']} of {one['visible']} visible points"
    return f"blur: {what} that are too blurred for it, most at {', '.join(one['keypoints'])}"


def _events(one: dict[str, Any]) -> str:
    far = f"{one['frames']['mean_size']:.1f} frames from {one['first']}"
    return f"events: {one['second']} marks {one['frames']['n']} events {far} on average"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
