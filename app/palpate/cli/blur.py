"""`palpate blur`: how far keypoints are smeared, and which of them may not be called visible."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from palpate.cli.output import Outcome, Table, progress_on_terminal
from palpate.model.visibility import Visibility
from palpate.session.blurred.blur_content import blur_content
from palpate.session.exchange.transfer import layer_to_look_into
from palpate.session.session import Session

_HEADINGS = ("clip", "instance", "keypoint", "frames", "worst", "blur px", "width px", "at most")


def add_blur(parser: ArgumentParser) -> None:
    """Arguments of `palpate blur`."""
    parser.add_argument("project", type=Path)
    parser.add_argument("--layer", default="", help="your working layer if not given")
    parser.add_argument("--clip", default="", help="one clip only")


def run_blur(arguments: Namespace) -> Outcome:
    """Measure what is not known yet, and list what contradicts the visibility rule, worst first."""
    with Session.open(arguments.project) as session:
        layer = layer_to_look_into(session, arguments.layer)
        content = blur_content(session, layer, arguments.clip, progress_on_terminal("Measuring blur"))
    rows = [
        (
            found["clip"],
            found["instance"],
            found["keypoint"],
            f"{found['first']}–{found['last']}",
            found["frame"],
            f"{found['extent_px']:.1f}",
            "" if found["width_px"] is None else f"{found['width_px']:.1f}",
            Visibility(found["allowed"]).name.lower(),
        )
        for found in content["contradictions"]
    ]
    said = f"{len(rows)} runs are called visible although they are blurred"
    parts: list[str | Table] = [Table(_HEADINGS, rows, frozenset({4, 5, 6}))] if rows else []
    return Outcome(content, [*parts, said, *content["notes"]])
