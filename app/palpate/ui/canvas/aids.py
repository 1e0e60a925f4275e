"""What is laid under the poses to see by: ghosts of other frames and layers, trails, and words for them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPainter

from palpate.session.placing.trails import Trails
from palpate.ui.canvas.ghosts import draw_errors, draw_next, draw_outlines, draw_previous
from palpate.ui.canvas.gold_errors import GoldErrors
from palpate.ui.canvas.leads import Lead, draw_lead
from palpate.ui.canvas.scene import PoseOnCanvas, Scene
from palpate.ui.canvas.trails import draw_trails
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.canvas.ways import Compared, draw_ways


@dataclass(frozen=True, eq=False)
class Aids:
    """What is shown beside the poses of a frame; every change gives a new one.

    Attributes
    ----------
    previous, next
        The active instance's pose in the keyframe before and after.
    others
        What another layer has in this frame.
    trails
        Where keypoints of the active instance were.
    number
        The colour of that instance, from 1.
    compared
        Ways of keypoints by several methods.
    lead
        Where the picture leads from a keyframe beside it.
    gold
        What the labels are judged by; the one thing that lies over them.
    words
        The legend, line by line.
    """

    previous: PoseOnCanvas | None = None
    next: PoseOnCanvas | None = None
    others: tuple[PoseOnCanvas, ...] = ()
    trails: Trails | None = None
    number: int = 1
    compared: tuple[Compared, ...] = ()
    lead: Lead | None = None
    gold: GoldErrors | None = None
    words: tuple[str, ...] = ()


NO_AIDS = Aids()


def draw_aids(painter: QPainter, view: ViewTransform, aids: Aids, scene: Scene, *, without: str) -> None:
    """Draw all of it; the painter works in device px.

    Parameters
    ----------
    without
        An instance that is on its way, so that nothing leads to where it stood.
    """
    if aids is NO_AIDS:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shown = [pose for pose in aids.others if not scene.isolated or pose.instance == scene.instance]
    draw_outlines(painter, view, shown)
    if aids.previous is not None:
        draw_previous(painter, view, aids.previous)
    if aids.next is not None:
        draw_next(painter, view, aids.next)
    if aids.trails is not None:
        draw_trails(painter, view, aids.trails, aids.number)
    pose = scene.active_pose
    body = None if pose is None else pose.view.positions[pose.shown]
    draw_ways(painter, view, aids.compared, body)
    if aids.lead is not None:
        draw_lead(painter, view, aids.lead)
    draw_errors(painter, view, shown, [pose for pose in scene.poses if pose.instance != without])
