"""Rings as large as the error to be expected of what nobody placed.

Below half of its limit a point has none; up to the limit a thin one, on the active instance alone; from there
on it has a strong one with a soft edge inwards on every instance, so that nothing doubtful hides. The ring
never covers the point: where the error is smaller than the mark it lies close around the mark.
"""

from __future__ import annotations

import math
from enum import IntEnum
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRadialGradient

from palpate.model.arrays import Bools, Floats, Ints
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.sprites import CASING, blank
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.tokens import DRIFT_COLOURS, NEUTRAL_COLOUR

AMBER_FROM, RED_FROM = 0.5, 1.0  # drift score (domain reference 8.4)
_STEP = 1.12  # between two sizes of sprites
_WIDER = 2  # steps
_LEAST_GAP, _LEAST_GROWTH = 2.0, 1.5  # logical px beyond the mark, and in radii of it
_MOST_PX = 160.0  # logical
_BUDGET_PX = 2.0e6  # device px that all rings of a picture may take together
_SOFT = 0.45  # share of the radius from which on the ring fades in
_MARGIN = 3.0  # logical px that a ring is wider than its radius


class Alarm(IntEnum):
    """How much a point wants a look."""

    NONE = 0
    CALM = 1
    AMBER = 2
    RED = 3
    ANEW = 4  # no doubt about where it stands, but its keypoint is another place now


_INK = {
    Alarm.CALM: NEUTRAL_COLOUR,
    Alarm.AMBER: DRIFT_COLOURS[0],
    Alarm.RED: DRIFT_COLOURS[1],
    Alarm.ANEW: "#ffffff",  # amber would drown in the colours of instances
}
_WIDTH = {Alarm.CALM: 1.0, Alarm.AMBER: 1.5, Alarm.RED: 2.0, Alarm.ANEW: 1.8}
_CORE = {Alarm.CALM: 0, Alarm.AMBER: 0, Alarm.RED: 70, Alarm.ANEW: 0}
_DASHES = (1.6, 1.4)  # widths of the pen


def alarms_of(pose: PoseOnCanvas) -> Ints:
    """Return ``(K,)`` `Alarm` of the rings of a pose; what somebody called fine has none."""
    drift = np.nan_to_num(pose.view.drift)
    alarms = np.where(drift >= RED_FROM, Alarm.RED, Alarm.NONE)
    if pose.active:
        alarms[(drift >= AMBER_FROM) & (drift < RED_FROM)] = Alarm.AMBER
    if pose.settled is not None:
        alarms[pose.settled] = Alarm.NONE
    if pose.outdated is not None:
        alarms[pose.outdated] = Alarm.ANEW
    return alarms


def most_px(n_rings: int, unit: float) -> float:
    """Return how large a ring may be, device px, where there are so many of them: painting stays quick."""
    return min(_MOST_PX * unit, math.sqrt(_BUDGET_PX / max(n_rings, 1)) / 2.0)


def radii_of(view: ViewTransform, pose: PoseOnCanvas, mark_radius: float, n_rings: int) -> Floats:
    """Return ``(K,)`` device px that the rings of a pose have, each one of few sizes.

    Parameters
    ----------
    mark_radius
        Device px.
    n_rings
        How many there are in the picture.
    """
    least = max(mark_radius * _LEAST_GROWTH, mark_radius + _LEAST_GAP * view.ratio)
    expected = np.full(len(pose.view.drift), np.nan) if pose.expected_px is None else pose.expected_px
    wanted = np.clip(np.nan_to_num(expected) * view.zoom, least, max(most_px(n_rings, view.ratio), least))
    steps = np.round(np.log(wanted / least) / math.log(_STEP))
    if pose.outdated is not None:
        steps[pose.outdated] += _WIDER  # clear of the mark: it tells of the point, not of an error
    return np.asarray(least * _STEP**steps)


def reach_of(view: ViewTransform, pose: PoseOnCanvas, mark_radius: float, keypoints: Ints) -> float:
    """Return how far the rings of some keypoints reach from them, device px; 0 where none has one."""
    alarms = alarms_of(pose)
    ringed = keypoints[alarms[keypoints] > Alarm.NONE]
    if not len(ringed):
        return 0.0
    radii = radii_of(view, pose, mark_radius, int((alarms > Alarm.NONE).sum()))
    return float(radii[ringed].max()) + _MARGIN * view.ratio


def calm_ring(view: ViewTransform, pose: PoseOnCanvas, mark_radius: float, keypoint: int) -> QImage | None:
    """Return the quiet ring of a keypoint that is in hand and below its limit, if it is larger than its mark.

    None where it has another ring, and where nothing judges it.
    """
    expected = None if pose.expected_px is None else pose.expected_px[keypoint]
    if expected is None or not np.isfinite(expected) or alarms_of(pose)[keypoint] > Alarm.NONE:
        return None
    if expected * view.zoom <= mark_radius * _LEAST_GROWTH:
        return None
    return halo(Alarm.CALM, float(radii_of(view, pose, mark_radius, 1)[keypoint]), view.ratio)


def in_sight(alarms: Ints, keypoints: Ints) -> Bools:
    """Return which of some keypoints have a ring."""
    return np.asarray(alarms[keypoints] > Alarm.NONE)


@lru_cache(maxsize=256)
def halo(alarm: Alarm, radius: float, unit: float) -> QImage:
    """Return a ring of a radius (device px), clear around its middle, centred in an image of odd size."""
    half = math.ceil(radius + _MARGIN * unit)
    image, painter = blank(half)
    colour, width = QColor(_INK[alarm]), _WIDTH[alarm] * unit
    if _CORE[alarm]:
        _shade(painter, colour, radius, _CORE[alarm])
    painter.setPen(QPen(CASING, width + 1.6 * unit))
    painter.drawEllipse(QPointF(0, 0), radius, radius)
    pen = QPen(colour, width)
    if alarm is Alarm.ANEW:
        pen.setDashPattern(list(_DASHES))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawEllipse(QPointF(0, 0), radius, radius)
    painter.end()
    return image


def _shade(painter: QPainter, colour: QColor, radius: float, alpha: int) -> None:
    clear, full = QColor(colour), QColor(colour)
    clear.setAlpha(0)
    full.setAlpha(alpha)
    fading = QRadialGradient(QPointF(0, 0), radius)
    for place, ink in ((0.0, clear), (_SOFT, clear), (1.0, full)):
        fading.setColorAt(place, ink)
    painter.save()
    painter.setPen(QPen(QColor(0, 0, 0, 0)))
    painter.setBrush(fading)
    painter.drawEllipse(QPointF(0, 0), radius, radius)
    painter.restore()
