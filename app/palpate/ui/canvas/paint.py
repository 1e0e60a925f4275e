"""Drawing poses from arrays, in device px; no object per keypoint."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from palpate.model.arrays import Ints
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.ui.canvas import halos, labels, sprites
from palpate.ui.canvas.colouring import Scheme, edge_colours, grouped, keypoint_colours, regions_of
from palpate.ui.canvas.edges import draw_edges
from palpate.ui.canvas.figures import gathered, within_sight
from palpate.ui.canvas.look import look
from palpate.ui.canvas.scene import PoseOnCanvas, Scene
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import instance_colour

_SOLID, _SEE_THROUGH = 225, 165
RING_GAP = 5.0  # logical px
_GLASSY_FROM = 4.0  # where single pixels are judged, marks must not hide them


def draw_poses(
    painter: QPainter,
    view: ViewTransform,
    poses: Sequence[PoseOnCanvas],
    *,
    regions: tuple[str, ...] | None = None,
) -> None:
    """Draw the edges, then the drift halos and marks of each pose; the painter works in device px.

    Parameters
    ----------
    regions
        As `Scene.regions`; those of the poses if None.
    """
    regions = regions_of(pose.skeleton for pose in poses) if regions is None else regions
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    figures = gathered(poses)
    radii = figures.mark_radii(view, poses)
    segments, numbers, cuts = figures.edges_in_sight(view, radii)
    points = view.to_device(figures.positions)
    rows = np.flatnonzero(figures.placed & within_sight(view, points))
    spots = np.floor(points[rows]).astype(np.int64)
    bounds = np.searchsorted(rows, figures.starts)
    alarms = np.concatenate([np.empty(0, dtype=np.int64), *map(halos.alarms_of, poses)])
    # Of one pose all count, also those out of sight: while it moves none of its rings may change its size.
    n_rings = int((alarms if len(poses) == 1 else alarms[rows]).astype(np.bool_).sum())
    for n, (pose, radius) in enumerate(zip(poses, radii.tolist(), strict=True)):
        part = slice(cuts[n], cuts[n + 1])
        inks = _edge_inks(pose, numbers[part], regions)
        draw_edges(painter, segments[part], inks, view.ratio, active=pose.active)
        mine = slice(bounds[n], bounds[n + 1])
        keypoints = rows[mine] - figures.starts[n]
        ringed = np.flatnonzero(alarms[rows[mine]])
        if len(ringed):
            every, which = halos.radii_of(view, pose, radius, n_rings), keypoints[ringed]
            cut = halos.cut_short(view, pose, every)[which]
            rings = halos.rings_of(alarms[rows[mine][ringed]], every[which], view.ratio, dashed=cut)
            _stamp(painter, spots[mine][ringed], rings)
        _stamp(painter, spots[mine], _marks(view, pose, keypoints, radius, regions))


def mark_radius(view: ViewTransform, pose: PoseOnCanvas) -> float:
    """Return the radius of a disc of a pose in device px."""
    return float(gathered([pose]).mark_radii(view, [pose])[0])


def _edge_inks(pose: PoseOnCanvas, edges: Ints, regions: tuple[str, ...]) -> list[tuple[str, Ints]]:
    """Return the colours of some edges of a skeleton, each with the places of those that have it."""
    colours = edge_colours(look().scheme, pose.skeleton, colour=pose.tint, regions=regions)
    if colours is None:
        return [(instance_colour(pose.tint), np.arange(len(edges)))]
    return grouped(colours, edges)


def _marks(
    view: ViewTransform, pose: PoseOnCanvas, keypoints: Ints, radius: float, regions: tuple[str, ...]
) -> list[QImage]:
    stroke = min((1.6 if pose.active else 1.2) * view.ratio, radius * 0.4)
    glassy, scheme = view.least_zoom >= _GLASSY_FROM, look().scheme
    origins, tiers = pose.view.origin[keypoints].tolist(), pose.view.visibility[keypoints].tolist()
    if scheme is Scheme.INSTANCE:  # one colour for all: nothing to look up for each
        colours = [instance_colour(pose.tint)] * len(origins)
    else:
        every = keypoint_colours(
            scheme, pose.skeleton, colour=pose.tint, origins=pose.view.origin.tolist(), regions=regions
        )
        colours = [every[k] for k in keypoints.tolist()]
    kinds = list(zip(origins, tiers, colours, strict=True))
    images = {
        (origin, tier, colour): sprites.mark(
            sprites.MarkKind(Origin(origin), Visibility(tier), colour, radius, stroke, glassy)
        )
        for origin, tier, colour in set(kinds)
    }
    return [images[kind] for kind in kinds]


def _stamp(painter: QPainter, spots: Ints, images: list[QImage]) -> None:
    """Draw images of odd size with their middles on the device px ``(n, 2)``."""
    for (x, y), image in zip(spots.tolist(), images, strict=True):
        half = image.width() // 2
        # Two numbers, not a QPoint: it is half the time.
        painter.drawImage(x - half, y - half, image)


def draw_active(painter: QPainter, view: ViewTransform, scene: Scene) -> None:
    """Draw an accent ring with ticks around the active keypoint, and a plain one around chosen ones."""
    pose = scene.active_pose
    if pose is None:
        return
    shown = pose.shown
    ringed = np.array(
        [k for k in sorted(scene.chosen | {scene.keypoint}) if k >= 0 and shown[k]], dtype=np.int64
    )
    points = view.to_device(pose.view.positions[ringed])
    inside = within_sight(view, points)
    radius = mark_radius(view, pose) + RING_GAP * view.ratio
    _stamp_ring_in_hand(painter, view, pose, scene.keypoint)
    images = [
        sprites.ring(radius, view.ratio, current().accent, ticks=k == scene.keypoint)
        for k in ringed[inside].tolist()
    ]
    _stamp(painter, np.floor(points[inside]).astype(np.int64), images)


def _stamp_ring_in_hand(painter: QPainter, view: ViewTransform, pose: PoseOnCanvas, keypoint: int) -> None:
    if keypoint < 0 or not pose.shown[keypoint]:
        return
    radius = mark_radius(view, pose)
    spot = view.to_device(pose.view.positions[[keypoint]])
    strong = halos.ring_in_hand(view, pose, radius, keypoint)
    if strong is not None and strong[1] > halos.most_px(1, view.ratio):  # an image would be too large
        at = QPointF(*spot[0].tolist())
        halos.draw_ring(painter, at, strong[1], alarm=strong[0], unit=view.ratio, look=halos.PLAIN)
        return
    ring = halos.halo(*strong, view.ratio) if strong is not None else None
    ring = ring or halos.calm_ring(view, pose, radius, keypoint)
    if ring is not None and within_sight(view, spot)[0]:
        _stamp(painter, np.floor(spot).astype(np.int64), [ring])


def name_box(lines: tuple[str, str], font: QFont, unit: float, *, strong: bool = False) -> QImage:
    """Return a name and a quieter line in the colours of the theme, device px."""
    return labels.text_box(lines, font.toString(), _colours(_SOLID), unit, strong=strong)


def see_through_boxes(names: Sequence[str], font: QFont, unit: float) -> list[QImage]:
    """Return names that let something of the picture through, device px."""
    described, colours = font.toString(), _colours(_SEE_THROUGH)
    return [labels.text_box((name, ""), described, colours, unit) for name in names]


def _colours(alpha: int) -> tuple[str, str, str]:
    tokens = current()
    ground = QColor(tokens.raised)
    ground.setAlpha(alpha)
    return tokens.text, tokens.text_quiet, ground.name(QColor.NameFormat.HexArgb)
