"""Every error of one keypoint around its target, with the plate that shows the place behind."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats
from palpate.quality.keypoint_score import KeypointScore
from palpate.report.figure import Box, Circle, Figure, Ink, Line, Place, PlateView, Shape, rectangle
from palpate.report.quality.content import Errors, Sight
from palpate.report.quality.strokes import arrow, cross, ellipse_line, scale_bar

SIZE = (42.0, 42.0)
MOST_DRAWN = 200
_MOST_JOINED = 80  # of more errors the lines from the target would be one blot
_OUTLIER = 1.8  # times the 90th percentile; what lies further out would shrink all the rest to a dot
_VEIL = 0.66


@dataclass(frozen=True, slots=True)
class _Field:
    """Where errors lie: the target's place in mm, mm to a px, and how far the field reaches in mm."""

    centre: Place
    per_px: float
    reach: float

    def at(self, x: float, y: float) -> Place:
        return (self.centre[0] + x * self.per_px, self.centre[1] + y * self.per_px)


def error_picture(point: KeypointScore, errors: Errors, sight: Sight | None, *, title: str) -> Figure:
    """Return the picture; directions are those of the frames, px to the scale that is drawn.

    Of more than 200 errors as many are drawn, evenly over their sizes; bias and ellipse are of all.
    """
    figure = Figure(*SIZE, title=f"Errors of {title}")
    box: Box = (0.0, 0.0, *SIZE)
    field = _field(point, errors.vectors)
    figure.add(rectangle(box, Ink(fill="field")))
    if sight is not None:
        figure.add(_plate(sight, box), rectangle(box, Ink(fill="paper", opacity=_VEIL)))
    x, y = field.centre
    figure.add(Line(((0.0, y), (SIZE[0], y)), Ink("rule", 0.2)))
    figure.add(Line(((x, 0.0), (x, SIZE[1])), Ink("rule", 0.2)))
    if math.isfinite(point.tolerance_px):
        radius = point.tolerance_px * field.per_px
        figure.add(Circle(field.centre, radius, Ink("quiet", 0.3, dash=(1.2, 0.9)), "tolerance"))
    figure.add(*_strokes(shown(errors.vectors), field))
    if errors.ellipse is not None:
        for ink in (Ink(fill="accent", opacity=0.25), Ink("accent", 0.3)):
            figure.add(ellipse_line(errors.ellipse, centre=field.centre, per_px=field.per_px, ink=ink))
    figure.add(*arrow(field.centre, field.at(*point.bias_px), colour="accent", width=0.6))
    figure.add(*cross(field.centre, arm=1.1, ink=Ink("target", 0.4)))
    figure.add(*scale_bar((2.0, SIZE[1] - 2.0), per_px=field.per_px, most=12.0))
    figure.add(rectangle(box, Ink("rule", 0.2)))
    return figure


def shown(vectors: Floats) -> Floats:
    """Return the errors that are drawn, evenly chosen by size if there are too many."""
    if len(vectors) <= MOST_DRAWN:
        return vectors
    return np.asarray(vectors[np.linspace(0, len(vectors) - 1, MOST_DRAWN).round().astype(np.int64)])


def _field(point: KeypointScore, vectors: Floats) -> _Field:
    half = min(SIZE) / 2
    size = np.hypot(vectors[:, 0], vectors[:, 1]) if len(vectors) else np.zeros(1)
    usual = max(float(np.quantile(size, 0.9)), 0.5)
    tolerance = point.tolerance_px if math.isfinite(point.tolerance_px) else 0.0
    shift = math.hypot(*point.bias_px) if all(map(math.isfinite, point.bias_px)) else 0.0
    reach = 1.1 * max(min(float(size.max()), _OUTLIER * usual), tolerance, shift, 0.5)
    return _Field((SIZE[0] / 2, SIZE[1] / 2), half / reach, half)


def _strokes(vectors: Floats, field: _Field) -> list[Shape]:
    n = max(len(vectors), 1)
    line = Ink("quiet", 0.15, opacity=min(0.4, max(0.1, 24.0 / n)))
    dot = Ink(fill="ink", opacity=min(0.85, max(0.35, 60.0 / n)))
    shapes: list[Shape] = []
    inside = np.abs(vectors).max(axis=1) * field.per_px <= field.reach
    for (x, y), within in zip(vectors.tolist(), inside.tolist(), strict=True):
        if within:
            if n <= _MOST_JOINED:
                shapes.append(Line((field.centre, field.at(x, y)), line))
            shapes.append(Circle(field.at(x, y), 0.4, dot, "error"))
            continue
        share = 0.97 * field.reach / (max(abs(x), abs(y)) * field.per_px)
        shapes.append(Circle(field.at(x * share, y * share), 0.6, Ink("bad", 0.3), "beyond"))
    return shapes


def _plate(sight: Sight, box: Box) -> PlateView:
    """Return the surroundings of the keypoint on its plate, the exact place in the middle."""
    plate, target = sight.plate, sight.target
    _, _, width, height = target.zoom
    across, down = width * plate.size[0], height * plate.size[1]
    scale = min(box[2] / across, box[3] / down)
    wide, high = box[2] / scale / plate.size[0], box[3] / scale / plate.size[1]
    window = (target.at[0] - wide / 2, target.at[1] - high / 2, wide, high)
    return PlateView(plate, target.mirrored, box, window)
