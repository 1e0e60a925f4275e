"""One plate of bones from the skeleton to its SVG."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import plate_paper as paper
from plate_ears import ears
from plate_lines import draw
from plate_numbers import written
from plate_pixels import View, see
from plate_poses import Body
from plate_skin import skin
from plate_table import Plate, bones_of, numbers_of, view_of

_NUMBER_M = {"C": 0.0065, "T": 0.0085, "L": 0.0085}
_BEYOND_PX = 16


@dataclass(frozen=True)
class Drawn:
    """A plate with what is needed to find keypoints on it."""

    plate: Plate
    view: View
    body: Body
    text: str


def looked_at(plate: Plate, standing: Body) -> Drawn:
    """Return the plate's pose and view, undrawn."""
    body = plate.pose(standing) if plate.pose else standing
    return Drawn(plate, view_of(plate, body, bones_of(plate, body)[0]), body, "")


def draw_plate(plate: Plate, standing: Body) -> Drawn:
    """Pose, look, trace and write."""
    blank = looked_at(plate, standing)
    body, view = blank.body, blank.view
    main, around = bones_of(plate, body)
    sight = see([body.bones[name] for name in [*main, *around]], view.widened(_BEYOND_PX))
    aside = np.array([False] * (len(main) + 1) + [True] * len(around))
    drawing = draw(sight, scale=view.scale, around=aside).shifted(-_BEYOND_PX)
    longer = plate.weight * max(view.size)
    flesh = skin(body, view, plate.sides, plate.skin)
    lines = drawing.lines
    faint = [curve for kind, curves in lines.items() if kind.startswith("faint") for curve in curves]
    layers = [("skin", flesh), ("context", drawing.context), ("faint", faint), ("bone", drawing.bones)]
    layers += [(f"tone{k}", tone) for k, tone in enumerate(drawing.tones, 1)]
    layers += [(kind, lines.get(kind, [])) for kind in ("ridge", "fold", "edge")]
    paths = [paper.path(kind, paper.joined(curves), longer=longer) for kind, curves in layers]
    paths.append(paper.path("detail", ears(body, view) if "skull" in main else "", longer=longer))
    paths += _numbers(plate, body, view)
    return replace(blank, text=paper.sheet(plate.title, view.size, paths))


def _numbers(plate: Plate, body: Body, view: View) -> list[str]:
    data = "".join(
        written(text, *view.project(place)[:2].tolist(), _NUMBER_M[text[0]] * view.scale)
        for text, place in numbers_of(plate, body)
    )
    longer = plate.weight * max(view.size)
    halo = [] if plate.numbers == "on" else [paper.path("halo", data, longer=longer)]
    return [*halo, paper.path("number", data, longer=longer)]
