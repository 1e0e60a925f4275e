"""What lies between keyframes: interpolation, tracking, drift."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from palpate.base.errors import MediaError, ProjectReadOnly, UsageError
from palpate.cli.output import Outcome, Table
from palpate.model.span import Method
from palpate.session.exchange.transfer import layer_to_look_into
from palpate.session.filling import between
from palpate.session.session import Session


def add_interpolate(parser: ArgumentParser) -> None:
    """Arguments of `palpate interpolate`."""
    _common(parser)
    methods = [method.value for method in Method]
    parser.add_argument("--method", choices=methods, default=Method.FUSED.value)
    parser.add_argument("--keypoints", default="", help="only these, separated by commas")


def run_interpolate(arguments: Namespace) -> Outcome:
    """Choose the method of spans; one that asks the picture is tracked at once."""
    method = Method(arguments.method)
    keypoints = [word.strip() for word in arguments.keypoints.split(",") if word.strip()]
    with Session.open(arguments.project) as session:
        layer = layer_to_look_into(session, arguments.layer)
        spans = between.choose_method(session, layer, method, clip=arguments.clip, keypoints=keypoints)
        notes = between.why_nothing_between(session, layer, arguments.clip)
        if method in (Method.FLOW, Method.FUSED):
            notes += between.track_all(session, layer, arguments.clip)[1]
        content: dict[str, Any] = {"method": method.value, "spans": spans}
        content |= between.counted(session, layer, arguments.clip) | {"notes": notes}
    said = f"{spans} spans are filled by {method.value}: {content['derived']} derived values"
    return Outcome(content, [said, *notes])


def add_track(parser: ArgumentParser) -> None:
    """Arguments of `palpate track`."""
    _common(parser)


def run_track(arguments: Namespace) -> Outcome:
    """Follow keypoints through the picture; what is found is kept with the project."""
    with Session.open(arguments.project) as session:
        if session.project.read_only:
            raise ProjectReadOnly(session.project.read_only, path=arguments.project)
        layer = layer_to_look_into(session, arguments.layer)
        notes = between.why_nothing_between(session, layer, arguments.clip)
        tracked, told = between.track_all(session, layer, arguments.clip)
        content = {"spans": tracked, "notes": [*notes, *told]}
        content |= between.counted(session, layer, arguments.clip)
    return Outcome(content, [f"tracked {tracked} spans", *notes, *told])


def add_drift(parser: ArgumentParser) -> None:
    """Arguments of `palpate drift`."""
    _common(parser)
    parser.add_argument("--threshold", type=float, default=1.0, help="least score that wants a look")


def run_drift(arguments: Namespace) -> Outcome:
    """List what wants a look, worst first."""
    if not arguments.threshold > 0:
        raise UsageError("--threshold takes a number above 0")
    with Session.open(arguments.project) as session:
        layer = layer_to_look_into(session, arguments.layer)
        notes = _tracked_if_possible(session, layer, arguments.clip)
        content = between.drift_content(session, layer, arguments.clip, arguments.threshold)
        content["notes"] = notes
    rows = [
        (p["clip"], p["instance"], p["frame"], p["keypoint"], f"{p['score_px']:.1f}", ", ".join(p["reasons"]))
        for p in content["points"]
    ]
    headings = ("clip", "instance", "frame", "keypoint", "px", "because of")
    parts: list[str | Table] = [Table(headings, rows, frozenset({2, 4}))] if rows else []
    return Outcome(content, [*parts, f"{len(rows)} points want a look", *notes])


def _tracked_if_possible(session: Session, layer: str, clip: str) -> list[str]:
    """Track what drift is judged by, and tell what could not be; limbs can be judged without pictures."""
    if session.project.read_only:
        return []
    try:
        return between.track_all(session, layer, clip)[1]
    except MediaError as error:
        return [f"not tracked, judged by limbs alone: {line}" for line in error.lines()]


def _common(parser: ArgumentParser) -> None:
    parser.add_argument("project", type=Path)
    parser.add_argument("--layer", default="", help="your working layer if not given")
    parser.add_argument("--clip", default="", help="one clip only")
