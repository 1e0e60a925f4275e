"""Labels in, out and across."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from palpate.cli.output import Outcome, Table
from palpate.session.exchange import transfer
from palpate.session.exchange.transfer import Narrowing
from palpate.session.review.looked_at import unseen_content
from palpate.session.session import Session


def add_import(parser: ArgumentParser) -> None:
    """Arguments of `palpate import`."""
    parser.add_argument("project", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--format", default="", help="detected by content if not given")
    parser.add_argument("--clip", default="", help="the project's clip that the labels belong to")
    parser.add_argument("--layer", default="", help="name of the new layer; the file's name if not given")
    parser.add_argument("--skeleton", default="", help="for files that do not name their keypoints")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")


def run_import(arguments: Namespace) -> Outcome:
    """Bring labels into a layer of their own."""
    with Session.open(arguments.project, read_only=arguments.dry_run) as session:
        adopted = transfer.bring_in(
            session,
            arguments.file,
            format=arguments.format,
            clip=arguments.clip,
            layer=arguments.layer,
            skeleton=arguments.skeleton,
        )
        if not arguments.dry_run:
            transfer.commit_import(session, adopted)
    content = {
        "layer": adopted.layer.name,
        "instances": len(adopted.tracks),
        "frames": adopted.n_frames,
        "keypoints": adopted.n_keypoints,
        "mapping": list(adopted.mapping),
        "losses": [],
        "warnings": list(adopted.warnings),
        "written": not arguments.dry_run,
    }
    verb = "would import" if arguments.dry_run else "imported"
    return Outcome(content, [_counted(verb, content), *adopted.mapping, *adopted.warnings])


def add_export(parser: ArgumentParser) -> None:
    """Arguments of `palpate export`."""
    parser.add_argument("project", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--format", default="", help="by the ending of OUT if not given")
    parser.add_argument("--layer", default="", help="your working layer if not given")
    parser.add_argument("--clip", default="", help="one clip only")
    parser.add_argument("--origin", default="", help="only these, separated by commas: hand,accepted,…")
    parser.add_argument("--reviewed-only", action="store_true", help="leave out what nobody has reviewed")
    parser.add_argument(
        "--as-base", action="store_true", help="write a skeleton that extends another as that other one"
    )
    parser.add_argument("--force", action="store_true", help="replace OUT if it exists")


def run_export(arguments: Namespace) -> Outcome:
    """Write a layer to a foreign file."""
    words = [word.strip() for word in arguments.origin.split(",") if word.strip()]
    origins = transfer.parse_origins(words)
    narrowing = Narrowing(arguments.clip, origins, arguments.reviewed_only, arguments.as_base)
    with Session.open(arguments.project, read_only=True) as session:
        layer = transfer.layer_by_name(session, arguments.layer)
        report = transfer.export(
            session, layer, arguments.out, format=arguments.format, narrowing=narrowing, force=arguments.force
        )
        unseen = unseen_content(session, layer, narrowing.clip)
    outcome = _reported("exported", report, arguments.out)
    return replace(outcome, content={**outcome.content, "unseen": unseen})


def add_convert(parser: ArgumentParser) -> None:
    """Arguments of `palpate convert`."""
    parser.add_argument("file", type=Path, metavar="IN")
    parser.add_argument("out", type=Path)
    parser.add_argument("--from", dest="from_format", default="", help="detected by content if not given")
    parser.add_argument("--to", dest="to_format", default="", help="by the ending of OUT if not given")
    parser.add_argument("--skeleton", default="", help="for files that do not name their keypoints")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    parser.add_argument("--force", action="store_true", help="replace OUT if it exists")


def run_convert(arguments: Namespace) -> Outcome:
    """Convert labels without a project."""
    formats = {
        "from_format": arguments.from_format,
        "to_format": arguments.to_format,
        "skeleton": arguments.skeleton,
    }
    if arguments.dry_run:
        report = transfer.foresee_convert(arguments.file, arguments.out, **formats)
        return _reported("would convert", report, arguments.out)
    report = transfer.convert(arguments.file, arguments.out, **formats, force=arguments.force)
    return _reported("converted", report, arguments.out)


def add_formats(_parser: ArgumentParser) -> None:
    """`palpate formats` takes no arguments."""


def run_formats(_arguments: Namespace) -> Outcome:
    """List every format."""
    content = [
        {
            "name": entry.name,
            "title": entry.title,
            "read": entry.reads,
            "write": entry.writes,
            "suffixes": list(entry.suffixes),
            "pixel_origin": entry.pixel_origin.value,
            "cannot_hold": list(entry.cannot_hold),
        }
        for entry in transfer.all_formats()
    ]
    rows = [
        (f["name"], f["title"], "read" * bool(f["read"]), "write" * bool(f["write"]), f["pixel_origin"])
        for f in content
    ]
    table = Table(("format", "what it is", "", "", "pixels from"), rows)
    losses = [f"{e.name} cannot hold: {'; '.join(e.cannot_hold)}" for e in transfer.all_formats()]
    return Outcome({"formats": content}, [table, *losses])


def _reported(verb: str, report: transfer.WriteReport, out: Path) -> Outcome:
    content = {
        "file": str(out),
        "instances": report.instances,
        "frames": report.frames,
        "keypoints": report.keypoints,
        "losses": list(report.losses),
        "warnings": list(report.warnings),
    }
    lost = [f"lost: {sentence}" for sentence in report.losses]
    return Outcome(content, [_counted(verb, content), *lost, *report.warnings])


def _counted(verb: str, content: dict[str, Any]) -> str:
    keypoints, instances = content["keypoints"], content["instances"]
    some = "keypoint" if keypoints == 1 else "keypoints"
    whose = "instance" if instances == 1 else "instances"
    return f"{verb} {keypoints} {some} of {instances} {whose}"
