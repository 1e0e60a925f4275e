"""`palpate report`: quality on paper, as a web page, or as a table."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from palpate.cli.output import Outcome, progress_on_terminal
from palpate.session.reporting.report_writing import refuse_target, write_report
from palpate.session.session import Session


def add_report(parser: ArgumentParser) -> None:
    """Arguments of `palpate report`."""
    parser.add_argument("project", type=Path)
    parser.add_argument("out", type=Path, metavar="OUT", help="a .html, .pdf or .csv file")
    parser.add_argument(
        "--layer",
        action="append",
        default=[],
        help="a layer to judge, by name; may be given several times; all work if not given",
    )
    parser.add_argument("--gold", default="", help="what to judge by, by name; the gold that holds")
    parser.add_argument("--zone", default="", help="time zone of the weeks; else the project's")
    parser.add_argument("--force", action="store_true", help="replace the file if it exists")


def run_report(arguments: Namespace) -> Outcome:
    """Write a report; it tells and does not judge, so the status is 0."""
    refuse_target(arguments.out, force=arguments.force)
    with Session.open(arguments.project, read_only=True) as session:
        done = write_report(
            session,
            arguments.out,
            layers=arguments.layer,
            gold=arguments.gold,
            zone=arguments.zone,
            force=arguments.force,
            progress=progress_on_terminal("report"),
        )
    content = {
        "file": str(done.path),
        "summary": list(done.summary),
        "people": [
            {"annotator": person, "layer": layer, "pass": passes, "failing_joints": list(failing)}
            for person, layer, passes, failing in done.people
        ],
        "absent": dict(done.absent),
        "warnings": list(done.warnings),
    }
    missing = [f"absent: {name}: {why}" for name, why in done.absent]
    return Outcome(content, [str(done.path), *done.summary, *missing, *done.warnings])
