"""One plate of bones from the skeleton to its SVG."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import plate_paper as paper
from plate_ears import soft_parts
from plate_lines import draw
from plate_numbers import width, written
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
    paths.append(paper.path("detail", soft_parts(body, view) if "skull" in main else "", longer=longer))
    paths += _numbers(plate, body, view)
    return replace(blank, text=paper.sheet(plate.title, view.size, paths))


def _numbers(plate: Plate, body: Body, view: View) -> list[str]:
    texts, leads = [], []
    for text, place, start in numbers_of(plate, body):
        x, y, _ = view.project(place).tolist()
        height = _NUMBER_M[text[0]] * view.scale
        texts.append(written(text, x, y, height))
        if start is not None:
            from_x, from_y, _ = view.project(start).tolist()
            to_x = x - width(text, height) / 2 - height / 2
            leads.append(f"M{round(from_x)} {round(from_y)}L{round(to_x)} {round(y)}")
    longer = plate.weight * max(view.size)
    kinds = (("detail", leads), ("halo", texts if leads else []), ("number", texts))
    return [paper.path(kind, "".join(data), longer=longer) for kind, data in kinds]
