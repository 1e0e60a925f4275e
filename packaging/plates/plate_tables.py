"""The tables that ship beside the plates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from plate_drawing import Drawn
from plate_targets import Target

_HEAD = """# Where on which plate each keypoint lies.
#
# plates        title, size of the picture in its own units, width shown in millimetres (null: not to scale).
# plate         file in this folder; mirrored: show it flipped left to right, the places are those of the
#               flipped picture.
# at            target as fractions of the plate's width and height, from the top-left corner.
# zoom          left, top, width and height of its surroundings, likewise.
# neighbours    other keypoints within them.
#
# Made by packaging/plates/draw_plates.py from landmarks.csv; the places on faces, animals and things are
# those that these plates were drawn with.
"""


def write_targets(
    targets: Mapping[str, Mapping[str, Sequence[Target]]],
    plates: Sequence[tuple[str, str, tuple[int, int], float | None]],
    path: Path,
) -> None:
    """Write the table of targets; ``plates`` are name, title, size and width in millimetres."""
    lines = [_HEAD, "plates:"]
    for name, title, size, width_mm in plates:
        shown = "null" if width_mm is None else f"{width_mm:.1f}"
        lines.append(f"  {name}: {{title: {title!r}, size: [{size[0]}, {size[1]}], width_mm: {shown}}}")
    lines.append("\nskeletons:")
    for skeleton, keypoints in targets.items():
        lines.append(f"  {skeleton}:")
        for keypoint, found in keypoints.items():
            lines.append(f"    {keypoint}:")
            lines += [_row(target) for target in found]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(target: Target) -> str:
    near = ", ".join(f"{name}: {_list(spot)}" for name, spot in target.neighbours.items())
    flip = "true" if target.mirrored else "false"
    places = f"at: {_list(target.at)}, zoom: {_list(target.zoom)}"
    return f"      - {{plate: {target.plate}, mirrored: {flip}, {places},\n         neighbours: {{{near}}}}}"


def _list(values: Sequence[float]) -> str:
    return "[" + ", ".join(f"{value:.4f}" for value in values) + "]"


def described(drawn: Drawn) -> tuple[str, str, tuple[int, int], float | None]:
    """Return what the table says about a plate."""
    view = drawn.view
    return drawn.plate.name, drawn.plate.title, view.size, view.size[0] / view.scale * 1000
