"""Rings as large as the error to be expected of what nobody placed.

Below half of its limit a point has none; up to the limit a thin one, on the active instance alone; from there
on it has a strong one with a soft edge inwards on every instance, so that nothing doubtful hides. The ring
never covers the point: where the error is smaller than the mark it lies close around the mark. Nor do rings
together cover the picture: large ones are thin, and many have no soft edges but for the one in hand. A dashed
ring is of an error that is larger than it; in hand it is drawn at its true size.
"""

from __future__ import annotations

import math
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

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
_FARTHEST_PX = 8000.0  # device; a larger ring surrounds all that can be in sight
_DASHES = [5.0, 4.0]  # in widths of the line
_LARGE_PX = 32.0  # logical; such rings are seen without being strong
_SOFT_UP_TO = 8  # rings of a pose: the soft edges of more add up to a veil
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
_THIN = 1.2
_CORE = {Alarm.CALM: 0, Alarm.AMBER: 0, Alarm.RED: 70, Alarm.ANEW: 0}
_DOTS = [1.6, 1.4]  # of what is to be placed anew, in widths of the line


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
    wanted = np.clip(true_radii(view, pose), least, max(most_px(n_rings, view.ratio), least))
    steps = np.round(np.log(wanted / least) / math.log(_STEP))
    if pose.outdated is not None:
        steps[pose.outdated] += _WIDER  # clear of the mark: it tells of the point, not of an error
    return np.asarray(least * _STEP**steps)


def true_radii(view: ViewTransform, pose: PoseOnCanvas) -> Floats:
    """Return ``(K,)`` device px that the errors to expect have on the picture; 0 where none is known."""
    if pose.expected_px is None:
        return np.zeros(len(pose.view.drift))
    return np.minimum(np.nan_to_num(pose.expected_px) * view.zoom, _FARTHEST_PX)


def cut_short(view: ViewTransform, pose: PoseOnCanvas, radii: Floats) -> Bools:
    """Return ``(K,)`` where rings of these radii are smaller than the error, by more than a step of sizes."""
    return np.asarray(true_radii(view, pose) > radii * _STEP)


def reach_of(view: ViewTransform, pose: PoseOnCanvas, mark_radius: float, keypoints: Ints) -> float:
    """Return how far the rings of some keypoints reach from them, device px; 0 where none has one."""
    alarms = alarms_of(pose)
    ringed = keypoints[alarms[keypoints] > Alarm.NONE]
    if not len(ringed):
        return 0.0
    radii = radii_of(view, pose, mark_radius, int((alarms > Alarm.NONE).sum()))
    return float(np.fmax(radii, true_radii(view, pose))[ringed].max()) + _MARGIN * view.ratio


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


def ring_in_hand(
    view: ViewTransform, pose: PoseOnCanvas, mark_radius: float, keypoint: int
) -> tuple[Alarm, float] | None:
    """Return alarm and radius (device px) of the ring of a keypoint in hand, true to the error."""
    alarm = Alarm(int(alarms_of(pose)[keypoint]))
    if alarm is Alarm.NONE:
        return None
    n_rings = int((alarms_of(pose) > Alarm.NONE).sum())
    radii = radii_of(view, pose, mark_radius, n_rings)
    cut = cut_short(view, pose, radii)[keypoint]
    return alarm, float(true_radii(view, pose)[keypoint] if cut else radii[keypoint])


def in_sight(alarms: Ints, keypoints: Ints) -> Bools:
    """Return which of some keypoints have a ring."""
    return np.asarray(alarms[keypoints] > Alarm.NONE)


def rings_of(alarms: Ints, radii: Floats, unit: float, *, dashed: Bools | None = None) -> list[QImage]:
    """Return the ring of each alarm ``(n,)`` and radius ``(n,)`` device px; those alike are one image."""
    cut = np.zeros(len(alarms), dtype=np.bool_) if dashed is None else dashed
    kinds = list(zip(alarms.tolist(), radii.tolist(), cut.tolist(), strict=True))
    few, large = len(kinds) <= _SOFT_UP_TO, _LARGE_PX * unit
    images = {}
    for alarm, radius, broken in set(kinds):
        look = Look(few and radius <= large, radius > large and len(kinds) > 1, broken)
        images[alarm, radius, broken] = halo(Alarm(alarm), radius, unit, look)
    return [images[kind] for kind in kinds]


class Look(NamedTuple):
    """How a ring is drawn: with a soft edge inwards, thin, dashed."""

    soft: bool = True
    thin: bool = False
    dashed: bool = False


PLAIN = Look()


@lru_cache(maxsize=256)
def halo(alarm: Alarm, radius: float, unit: float, look: Look = PLAIN) -> QImage:
    """Return a ring of a radius (device px), clear around its middle, centred in an image of odd size."""
    half = math.ceil(radius + _MARGIN * unit)
    image, painter = blank(half)
    if _CORE[alarm] and look.soft:
        _shade(painter, QColor(_INK[alarm]), radius, _CORE[alarm])
    draw_ring(painter, QPointF(0, 0), radius, alarm=alarm, unit=unit, look=look)
    painter.end()
    return image


def draw_ring(
    painter: QPainter, at: QPointF, radius: float, *, alarm: Alarm, unit: float, look: Look
) -> None:
    """Draw the line of a ring around a place, device px."""
    width = (min(_WIDTH[alarm], _THIN) if look.thin else _WIDTH[alarm]) * unit
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide in ((CASING, width + 1.6 * unit), (QColor(_INK[alarm]), width)):
        pen = QPen(colour, wide)
        if look.dashed or alarm is Alarm.ANEW:
            dashes = _DASHES if look.dashed else _DOTS
            pen.setDashPattern([dash * width / wide for dash in dashes])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawEllipse(at, radius, radius)


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
