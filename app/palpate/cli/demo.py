"""The demo on the command line."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from palpate.base.errors import UsageError
from palpate.base.folders import documents_folder
from palpate.cli.output import Outcome, progress_on_terminal
from palpate.cli.score import score_parts
from palpate.session.exchange import demo_project
from palpate.session.working_as import ROLES

LIGHTINGS = ("diffuse", "hard_side_light", "backlit")


def add_demo(parser: ArgumentParser) -> None:
    """Arguments of `palpate demo`."""
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    parser.add_argument("--headless", action="store_true", help="no window; print a quality summary")
    parser.add_argument("--role", choices=ROLES, help="as what the one who opens it works")
    parser.add_argument("--seed", type=int, default=1, help="seed of the simulated annotators")
    render = parser.add_argument_group("another clip (rendered, which takes minutes)")
    render.add_argument("--render", action="store_true", help="render a clip instead of the shipped one")
    render.add_argument("--scene-seed", type=int, default=7, help="style of the delivery, textures, camera")
    render.add_argument("--size", default="1280x720", metavar="WxH")
    render.add_argument("--frames", type=int, default=240)
    render.add_argument("--lighting", choices=LIGHTINGS, default="hard_side_light")
    render.add_argument("--shutter", default="1/500", help="exposure time in s")


def run_demo(arguments: Namespace) -> Outcome:
    """Make the demo project once; open it, or print what its quality panel finds."""
    folder = arguments.folder or documents_folder() / "Demo"
    project = folder / demo_project.PROJECT
    if not project.exists():
        if arguments.render:
            progress = progress_on_terminal("rendering")
            demo_project.generate(folder, _settings(arguments), progress, seed=arguments.seed)
        else:
            demo_project.make(folder, seed=arguments.seed)
    if arguments.role:
        demo_project.give_role(project, arguments.role)
    if not arguments.headless and _has_display():
        return Outcome({"project": str(project)}, [f"opening {project}"], window=(str(project),))
    content = demo_project.quality_summary(project)
    return Outcome(content, _parts(content))


def _parts(content: dict[str, Any]) -> list[Any]:
    clip = content["clip"]
    lines = [
        content["project"],
        f"{clip['frames']} frames of a synthetic fast bowler, gold on {clip['gold_frames']} of them",
    ]
    for name, brief in content["layers"].items():
        fails = ", ".join(brief["failing_joints"]) or "none"
        lines.append(f"{name}: OKS {brief['oks']:.3f}, MPJPE {brief['mpjpe_px']:.2f} px; failing: {fails}")
    lines.append(f"faults were planted at: {', '.join(content['planted_joints'])}")
    lines.append("")
    return [*lines, f"{content['layer']} against gold:", *score_parts(content)]


def _settings(arguments: Namespace) -> Any:  # noqa: ANN401
    from palpate.demo.scene import SceneSettings

    width, _, height = arguments.size.partition("x")
    above, _, below = arguments.shutter.partition("/")
    try:
        size = (int(width), int(height))
        shutter = float(above) / float(below or 1)
    except (ValueError, ZeroDivisionError) as error:
        raise UsageError("--size takes WxH and --shutter takes seconds such as 1/500") from error
    if min(size) < 64 or arguments.frames < 2 or shutter <= 0:
        raise UsageError("a clip needs at least 64 × 64 px, 2 frames and an exposure time above 0")
    return SceneSettings(
        seed=arguments.scene_seed,
        size=size,
        frames=arguments.frames,
        lighting=arguments.lighting,
        shutter_s=shutter,
    )


def _has_display() -> bool:
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or bool(shown)
