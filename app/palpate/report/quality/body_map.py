"""The skeleton drawn once: each keypoint a disc as large as its mean distance, its bias an arrow in it."""

from __future__ import annotations

import math

import numpy as np

from palpate.quality.keypoint_score import KeypointScore
from palpate.report.figure import Box, Circle, Figure, Ink, Line, Place, Words
from palpate.report.quality.content import Judged, QualityReport
from palpate.report.quality.strokes import arrow, scale_bar

SIZE = (84.0, 122.0)
SMALL = (40.0, 62.0)
NUMBERED = 12
_MARGIN, _FOOT = 8.0, 13.0
_SMALL_MARGIN = 3.5
_LARGEST, _LEAST = 5.2, 0.55
_WORDS = 2.3


def body_map(report: QualityReport, one: Judged) -> Figure | None:
    """Return the map of somebody's errors; None where the skeleton has no figure to draw them on.

    Radius and arrow have one scale, the same for everybody, so that an arrow that reaches the
    rim says that every error leads there.
    """
    figure = Figure(*SIZE, title=f"Body map of {one.person}")
    places = _places(report, (_MARGIN, _MARGIN, SIZE[0] - 2 * _MARGIN, SIZE[1] - _MARGIN - _FOOT))
    per_px = _LARGEST / _largest(report)
    if not _draw(figure, report, one, places, per_px):
        return None
    _add_numbers(figure, one, places, per_px)
    figure.add(*scale_bar((2.0, SIZE[1] - 2.0), per_px=per_px, most=14.0))
    _add_legend(figure)
    return figure


def small_map(report: QualityReport, one: Judged) -> Figure | None:
    """Return the same map small and without words, to be seen beside those of others."""
    figure = Figure(*SMALL, title=f"Body map of {one.person}")
    wide, high = (length - 2 * _SMALL_MARGIN for length in SMALL)
    places = _places(report, (_SMALL_MARGIN, _SMALL_MARGIN, wide, high))
    per_px = 0.6 * _LARGEST / _largest(report)
    return figure if _draw(figure, report, one, places, per_px) else None


def _draw(
    figure: Figure, report: QualityReport, one: Judged, places: dict[str, Place], per_px: float
) -> bool:
    """Draw limbs, discs and arrows; tell whether any keypoint has a place and an error."""
    known = {
        name: point
        for name, point in one.score.keypoints.items()
        if name in places and math.isfinite(point.mpjpe_px)
    }
    if not known:
        return False
    for first, last in report.skeleton.edges:
        if first in places and last in places:
            figure.add(Line((places[first], places[last]), Ink("rule", 0.5)))
    for name in places:
        if name not in known:
            figure.add(Circle(places[name], _LEAST, Ink("quiet", 0.2), "unknown"))
    ordered = sorted(known.values(), key=lambda point: -point.mpjpe_px)
    for point in ordered:
        figure.add(_disc(point, places[point.name], per_px))
    for point in ordered:
        _add_arrow(figure, point, places[point.name], per_px)
    return True


def _largest(report: QualityReport) -> float:
    """Return what the largest disc stands for, alike for everybody: small errors are to look small."""
    points = [point for one in report.judged for point in one.score.keypoints.values()]
    errors = [point.mpjpe_px for point in points if math.isfinite(point.mpjpe_px)]
    tolerances = [point.tolerance_px for point in points if math.isfinite(point.tolerance_px)]
    usual = 2.0 * float(np.median(tolerances)) if tolerances else 0.0
    return max(*errors, usual, 1e-6)


def _places(report: QualityReport, box: Box) -> dict[str, Place]:
    """Return where each keypoint of the template lies in the figure, in the middle of a box, in mm."""
    rest, (x, y, wide, high) = report.skeleton.rest, box
    height = min(high, wide / report.aspect)
    width = height * report.aspect
    left, top = x + (wide - width) / 2, y + (high - height) / 2
    return {
        name: (left + float(across) * width, top + float(down) * height)
        for name, (across, down) in zip(report.skeleton.names, rest.tolist(), strict=True)
        if np.isfinite((across, down)).all()
    }


def _disc(point: KeypointScore, at: Place, per_px: float) -> Circle:
    colour = "bad" if point.fails else "near"
    radius = max(point.mpjpe_px * per_px, _LEAST)
    return Circle(at, radius, Ink(colour, 0.2, colour, opacity=0.38), "fails" if point.fails else "passes")


def _add_arrow(figure: Figure, point: KeypointScore, at: Place, per_px: float) -> None:
    x, y = point.bias_px
    if not (math.isfinite(x) and math.isfinite(y)):
        return
    tip = (at[0] + x * per_px, at[1] + y * per_px)
    strong = point.systematic
    figure.add(
        *arrow(
            at,
            tip,
            colour="ink" if strong else "quiet",
            width=0.38 if strong else 0.2,
            halo="paper" if strong else "",
        )
    )


def _add_numbers(figure: Figure, one: Judged, places: dict[str, Place], per_px: float) -> None:
    """Number the worst keypoints as in the table, each where no other number stands."""
    taken: list[Place] = []
    for rank, point in enumerate(one.failing[:NUMBERED], 1):
        if point.name not in places or not math.isfinite(point.mpjpe_px):
            continue
        x, y = places[point.name]
        reach = max(point.mpjpe_px * per_px, _LEAST) + 1.6
        ways = [(1.0, -0.6), (-1.0, -0.6), (1.0, 0.9), (-1.0, 0.9), (0.0, -1.2), (0.0, 1.4), (1.9, 0.0)]
        spots = [(x + dx * reach, y + dy * reach + 0.8) for dx, dy in ways]
        free = [at for at in spots if all(math.dist(at, other) > 3.0 for other in taken)]
        at = (free or spots)[0]
        taken.append(at)
        figure.add(Words(at, str(rank), _WORDS, "ink", "middle", bold=True, halo="paper"))


def _add_legend(figure: Figure) -> None:
    y = SIZE[1] - 2.6
    for x, colour, said in ((SIZE[0] - 48.0, "bad", "fails"), (SIZE[0] - 34.0, "near", "passes")):
        figure.add(Circle((x, y), 1.2, Ink(colour, 0.2, colour, opacity=0.38)))
        figure.add(Words((x + 2.2, y + 0.9), said, _WORDS, "quiet"))
    x = SIZE[0] - 19.0
    figure.add(*arrow((x, y), (x + 4.0, y), colour="ink", width=0.38))
    figure.add(Words((x + 5.4, y + 0.9), "bias", _WORDS, "quiet"))
