"""Making projects, filling them with media, and telling what is in them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import palpate.session.exchange.summary as summary
from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table, progress_on_terminal
from palpate.model.clip import Clip, ClipKind
from palpate.session.exchange.integrity import problems_of
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.session.skeletons.skeleton_files import load_any, warned


def add_new(parser: ArgumentParser) -> None:
    """Arguments of `palpate new`."""
    parser.add_argument("project", type=Path)
    parser.add_argument(
        "--skeleton",
        required=True,
        action="append",
        help="name, or a file of ours or of another program; may be repeated",
    )
    parser.add_argument("--annotator", required=True)
    parser.add_argument("--role", choices=("annotator", "consultant", "lead"), default="annotator")


def run_new(arguments: Namespace) -> Outcome:
    """Make an empty project."""
    path = project_path(arguments.project)
    warnings = [line for name in arguments.skeleton for line in warned(load_any(name), name)]
    with Session.create(path, arguments.skeleton, arguments.annotator, arguments.role) as session:
        names = list(session.contents.skeletons)
    content = {"project": str(path), "skeletons": names, "warnings": warnings}
    return Outcome(content, [f"made {path} with {', '.join(names)}", *warnings])


def add_add(parser: ArgumentParser) -> None:
    """Arguments of `palpate add`."""
    parser.add_argument("project", type=Path)
    parser.add_argument("media", type=Path, nargs="+")
    for name in ("subject", "action", "view", "shutter", "lighting"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--capture-fps", type=float, help="frames per second that the camera recorded")
    parser.add_argument("--stream", type=int, default=0, metavar="N", help="which video stream, from 0")
    parser.add_argument("--attr", action="append", default=[], metavar="KEY=VALUE")


def run_add(arguments: Namespace) -> Outcome:
    """Add media as clips."""
    names = ("subject", "action", "view", "shutter", "lighting")
    attributes = {name: getattr(arguments, name) for name in names if getattr(arguments, name)}
    for pair in arguments.attr:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise UsageError(f"--attr takes KEY=VALUE, not {pair!r}")
        attributes[key] = value
    with Session.open(arguments.project) as session:
        clips = add_media(
            session,
            arguments.media,
            attributes,
            arguments.capture_fps,
            stream=arguments.stream,
            progress=progress_on_terminal("reading"),
        )
    return Outcome({"clips": [clip.name for clip in clips]}, [_added(clip) for clip in clips])


def _added(clip: Clip) -> str:
    said = f"added {clip.name}: {clip.n_frames} frames, {clip.size[0]} × {clip.size[1]}"
    if clip.kind is not ClipKind.VIDEO or clip.capture_known:
        return said
    return f"{said}; {clip.fps:g} frames per second, if the camera recorded more say so with --capture-fps"


def add_info(parser: ArgumentParser) -> None:
    """Arguments of `palpate info`."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--format")
    parser.add_argument("--skeleton")


def run_info(arguments: Namespace) -> Outcome:
    """Tell what is in a project or label file."""
    content = summary.of_file(arguments.file, arguments.format, arguments.skeleton)
    return Outcome(content, [*_clip_tables(content), _layer_table(content)])


def add_check(parser: ArgumentParser) -> None:
    """Arguments of `palpate check`."""
    parser.add_argument("project", type=Path)


def run_check(arguments: Namespace) -> Outcome:
    """Check a project: the file is whole, what refers to something finds it."""
    problems = problems_of(arguments.project)
    parts = [*problems] or ["no problem found"]
    return Outcome({"problems": problems, "pass": not problems}, parts, status=1 if problems else 0)


def project_path(path: Path) -> Path:
    """Return the path with the project suffix."""
    return path if path.suffix == ".palpate" else path.with_name(path.name + ".palpate")


def _clip_tables(content: dict[str, Any]) -> list[str | Table]:
    skeleton = content["skeleton"]
    head = f"skeleton {skeleton['name']} (version {skeleton['version']}, {skeleton['n_keypoints']} keypoints)"
    rows = [
        (c["name"], c["frames"], f"{c['fps']:g}", f"{c['capture_fps']:g}", f"{c['size'][0]} × {c['size'][1]}")
        for c in content["clips"]
    ]
    return [head, Table(("clip", "frames", "fps", "capture fps", "size"), rows, frozenset({1, 2, 3, 4}))]


def _layer_table(content: dict[str, Any]) -> Table:
    rows = []
    for layer in content["layers"]:
        origins = ", ".join(f"{n} {name}" for name, n in layer["keypoints"].items())
        rows.append(
            (
                layer["name"],
                layer["kind"],
                layer["author"],
                layer["instances"],
                layer["labelled_frames"],
                origins,
            )
        )
    headings = ("layer", "kind", "author", "instances", "frames", "keypoints")
    return Table(headings, rows, frozenset({3, 4}))
