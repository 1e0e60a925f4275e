"""`palpate calibrate`: the blind calibration session."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.cli.score import score_parts
from palpate.model.attempt import Attempt
from palpate.session.calibrating import attempts, calibration
from palpate.session.calibrating import calibration_content as shown
from palpate.session.calibrating.attempt_labels import bring_into
from palpate.session.session import Session

_HEADINGS = ("attempt", "verdict", "OKS", "MPJPE px", "κ", "poses", "failing keypoints")
_EXAMPLES = """examples:
  palpate calibrate start my.palpate -n 20
  palpate calibrate submit my.palpate --labels mine.csv
  palpate calibrate status my.palpate --annotator Ana
  palpate calibrate comment my.palpate "on the ulnar side" --annotator Ana --keypoint left_wrist"""


def add_calibrate(parser: ArgumentParser) -> None:
    """Arguments of `palpate calibrate`."""
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("act", choices=("start", "submit", "status", "comment"))
    parser.add_argument("project", type=Path)
    parser.add_argument("text", nargs="?", default="", help="comment only: what to say; empty takes it back")
    start = parser.add_argument_group("start: begin to label poses of gold blind")
    start.add_argument("-n", type=int, default=0, help="how many poses; as the policy says if not given")
    start.add_argument("--seed", type=int, help="what chance begins with; the attempt's number")
    start.add_argument("--gold", default="", help="gold layer, by name; what was certified last")
    start.add_argument("--practice", action="store_true", help="practise keypoints that failed")
    submit = parser.add_argument_group("submit: be judged by what is placed or accepted, for good")
    submit.add_argument("--labels", type=Path, help="place these first, from any readable file")
    submit.add_argument("--format", default="", help="of --labels")
    submit.add_argument("--skeleton", default="", help="of --labels that do not name their keypoints")
    both = parser.add_argument_group("status: what was submitted, and comment: say something of it")
    both.add_argument(
        "--annotator",
        default="",
        help="whose; if not given, status tells a consultant of everybody, and the rest is on yours",
    )
    both.add_argument("--attempt", type=int, default=0, help="comment only: number; else the last")
    which = parser.add_argument_group("comment, and start with --practice")
    which.add_argument("--keypoint", action="append", default=[], help="which to comment on, or to practise")


def run_calibrate(arguments: Namespace) -> Outcome:
    """Begin, submit, show or comment."""
    if arguments.n < 0:
        raise UsageError("-n takes a whole number from 1 on")
    act = {"start": _start, "submit": _submit, "status": _status, "comment": _comment}[arguments.act]
    with Session.open(arguments.project, read_only=arguments.act == "status") as session:
        return act(session, arguments)


def _start(session: Session, arguments: Namespace) -> Outcome:
    if arguments.practice:
        begun = calibration.practise(session, arguments.n, keypoints=arguments.keypoint, seed=arguments.seed)
    else:
        begun = calibration.start(session, arguments.n, seed=arguments.seed, gold=arguments.gold)
    content = shown.attempt_content(session, begun)
    notes = [] if begun.reference_version else [f"{content['gold']} is not certified: it may still change"]
    content |= {"notes": notes}
    said = f"begun {content['layer']}: {len(content['units'])} poses to label without gold"
    rows = [(unit["clip"], unit["instance"], unit["frame"]) for unit in content["units"]]
    return Outcome(content, [said, Table(("clip", "instance", "frame"), rows, frozenset({2})), *notes])


def _submit(session: Session, arguments: Namespace) -> Outcome:
    begun = attempts.open_attempt(session, tasks=calibration.TASKS)
    if begun is None:
        raise UsageError(f"{session.author} has no attempt to submit; begin one with palpate calibrate start")
    said = []
    if arguments.labels is not None:
        if reason := calibration.why_not_judge(session, begun):
            raise UsageError(reason)
        brought = bring_into(
            session, begun, arguments.labels, format=arguments.format, skeleton=arguments.skeleton
        )
        said.append(f"placed {brought.poses} poses from {arguments.labels.name}")
        if brought.ignored:
            said.append(f"{brought.ignored} poses of it were not asked for and are left out")
    outcome = calibration.submit(session, begun)
    content: dict[str, Any] = dict(outcome.score)
    word = "passes" if outcome.passed else "does not pass"
    said.append(f"attempt {outcome.attempt.number} of {outcome.attempt.annotator} {word}")
    parts = [*said, *outcome.reasons, *_failing(outcome.failing), *score_parts(content)]
    return Outcome(content, parts, status=0 if outcome.passed else 1)


def _status(session: Session, arguments: Namespace) -> Outcome:
    content = shown.status_content(session, arguments.annotator)
    people = content["people"]
    if not people:
        return Outcome(content, [*_status_parts(content), *content["notes"]])
    parts: list[str | Table] = []
    for one in people:
        parts += [f"{one['annotator']}:", *_status_parts(one)]
    return Outcome(content, [*parts, *content["notes"]])


def _status_parts(content: dict[str, Any]) -> list[str | Table]:
    parts: list[str | Table] = []
    if content["attempts"]:
        parts.append(Table(_HEADINGS, [_row(one) for one in content["attempts"]], frozenset({2, 3, 4, 5})))
    else:
        parts.append(f"{content['annotator']} has submitted no attempt yet")
    for one in content["attempts"]:
        parts += [
            f"{said['author']} on {said['keypoint'] or 'the attempt'}: {said['text']}"
            for said in one["comments"]
        ]
    begun, pool = content["open"], content["pool"]
    if begun is not None:
        done = f"{begun['done']} of {begun['units']} poses, {begun['placed']} keypoints placed"
        parts.append(f"{begun['layer']} is begun: {done}")
    if pool is not None:
        parts.append(f"{pool['left']} of {pool['poses']} poses of {pool['gold']} were not asked yet")
    return parts


def _comment(session: Session, arguments: Namespace) -> Outcome:
    if len(arguments.keypoint) > 1:
        raise UsageError("a comment is on one keypoint, or on the whole attempt")
    keypoint = arguments.keypoint[0] if arguments.keypoint else ""
    attempt = _chosen(session, arguments)
    attempts.comment_on(session, attempt.id, arguments.text, keypoint=keypoint)
    content = {"attempt": attempt.number, "annotator": attempt.annotator, "keypoint": keypoint or None}
    where = keypoint or "the attempt"
    return Outcome(content | {"text": arguments.text}, [f"said of {where}: {arguments.text}"])


def _chosen(session: Session, arguments: Namespace) -> Attempt:
    outcomes = calibration.status_of(session, arguments.annotator).outcomes
    for one in reversed(outcomes):
        if arguments.attempt in (0, one.attempt.number):
            return one.attempt
    who = arguments.annotator or session.author
    which = f"attempt {arguments.attempt}" if arguments.attempt else "attempt"
    raise UsageError(f"{who} has submitted no {which}")


def _failing(failing: Any) -> list[str]:  # noqa: ANN401
    return [f"{name}: {'; '.join(reasons)}" for name, reasons in failing.items()]


def _row(one: dict[str, Any]) -> tuple[object, ...]:
    numbers = [(one["oks"], 3), (one["mpjpe_px"], 2), (one["kappa"], 2)]
    return (
        f"{one['task']} {one['number']}",
        "passes" if one["pass"] else "does not pass",
        *("–" if value is None else f"{value:.{digits}f}" for value, digits in numbers),
        one["n_pairs"],
        ", ".join(one["failing_joints"]),
    )
