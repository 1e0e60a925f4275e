"""Which frames are worth labelling next, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from palpate.cli.output import Outcome, Table, progress_on_terminal
from palpate.session.exchange.transfer import layer_to_look_into
from palpate.session.review.suggest_content import By, suggest_content
from palpate.session.session import Session

_NAMED = 3  # so many keypoints are named for people; of more only how many


def add_suggest(parser: ArgumentParser) -> None:
    """Arguments of `palpate suggest`."""
    parser.add_argument("project", type=Path)
    parser.add_argument("-n", type=int, default=20, help="how many frames; 20 if not given")
    parser.add_argument(
        "--by",
        choices=[by.value for by in By],
        default=By.DRIFT.value,
        help="drift: where a keyframe lowers the expected error most; confidence: where a model is least "
        "sure; diversity: least like what is labelled; blur: most smeared",
    )
    parser.add_argument("--layer", default="", help="your working layer if not given")
    parser.add_argument("--clip", default="", help="one clip only")


def run_suggest(arguments: Namespace) -> Outcome:
    """List frames, best first."""
    with Session.open(arguments.project) as session:
        layer = layer_to_look_into(session, arguments.layer)
        content = suggest_content(
            session,
            layer,
            arguments.clip,
            by=By(arguments.by),
            n=arguments.n,
            progress=progress_on_terminal("looking"),
        )
    rows = [
        (one["clip"], one["instance"], one["frame"], _named(one["keypoints"]), one["reason"])
        for one in content["suggestions"]
    ]
    headings = ("clip", "instance", "frame", "keypoints", "because")
    parts: list[str | Table] = [Table(headings, rows, frozenset({2}))] if rows else []
    said = f"{len(rows)} frames are worth labelling" if rows else "there is nothing to suggest"
    return Outcome(content, [*parts, said, *content["notes"]])


def _named(keypoints: list[str]) -> str:
    if len(keypoints) <= _NAMED:
        return ", ".join(keypoints)
    return f"{', '.join(keypoints[: _NAMED - 1])} and {len(keypoints) - _NAMED + 1} more"
