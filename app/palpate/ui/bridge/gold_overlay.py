"""What the labels on the canvas are judged by, in the frame in focus, and the words for it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QCoreApplication

from palpate.model.arrays import Floats
from palpate.model.visibility import has_position
from palpate.session.judging.gold_overlay import Reference, reference_here, tolerances_px
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.ui.bridge.poses import posed_as
from palpate.ui.canvas.gold_errors import GoldErrors

translate = QCoreApplication.translate


class GoldOverlays:
    """Works out what is laid over the labels; how far off a keypoint may be is kept as long as it holds."""

    def __init__(self) -> None:
        self._limits: dict[str, tuple[object, Floats]] = {}

    def here(self, session: Session) -> tuple[GoldErrors | None, tuple[str, ...]]:
        """Return what is to be drawn in the frame in focus, and the lines that say so."""
        found, focus = reference_here(session), session.selection.focus
        if found.reason or found.layer is None:
            return None, (translate("Overlay", "Gold not shown: {reason}").format(reason=found.reason),)
        layer = found.layer.id
        poses = tuple(
            posed_as(session, session.contents.instance(who), view, active=who == focus.instance)
            for who, view in found.poses.items()
        )
        limits = tuple(self._limits_of(session, layer, pose.instance) for pose in poses)
        return GoldErrors(poses, limits), _words(session, found)

    def _limits_of(self, session: Session, layer: str, instance: str) -> Floats:
        track = session.live(layer, instance).track
        known = self._limits.get(instance)
        if known is None or known[0] is not track:
            known = self._limits[instance] = track, tolerances_px(session, layer, instance)
        return known[1]


def _words(session: Session, found: Reference) -> tuple[str, ...]:
    assert found.layer is not None
    legend = translate(
        "Overlay",
        "Overlay of {name}: stars; arrows lead from there to the labels, thick and red beyond tolerance",
    )
    return legend.format(name=found.layer.name), *_on_keypoint(session, found)


def _on_keypoint(session: Session, found: Reference) -> tuple[str, ...]:
    """Say how far off the active keypoint is, or why that is not known."""
    focus = session.selection.focus
    if not focus.instance or focus.keypoint < 0:
        return ()
    called = session.contents.skeleton_of(focus.instance).keypoints[focus.keypoint].called
    gold, labels = found.poses.get(focus.instance), session.view(focus.layer, focus.instance, focus.frame)
    there = [pose is not None and _has(pose, focus.keypoint) for pose in (gold, labels)]
    if gold is None or not all(there):
        lacking = translate("Overlay", "{keypoint}: not placed in {where}")
        name = (
            found.layer.name
            if found.layer is not None and not there[0]
            else translate("Overlay", "the labels")
        )
        return (lacking.format(keypoint=called, where=name),)
    from palpate.session.judging.bias_words import in_picture  # loads scoring, which no start needs

    x, y = (labels.positions[focus.keypoint] - gold.positions[focus.keypoint]).tolist()
    said = translate("Overlay", "{keypoint}: {px} px off, {way}")
    return (said.format(keypoint=called, px=f"{math.hypot(x, y):.1f}", way=in_picture((x, y))),)


def _has(pose: PoseView, keypoint: int) -> bool:
    placed = has_position(pose.visibility[[keypoint]])[0]
    return bool(placed and np.isfinite(pose.positions[keypoint]).all())
