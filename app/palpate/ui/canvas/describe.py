"""What the canvas says about a keypoint under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.ui.canvas.scene import Scene, Target, label_of


def words_for(scene: Scene, target: Target) -> tuple[str, str]:
    """Return a keypoint's name, and whose it is, where it came from and how much of it could be seen."""
    pose = scene.pose_of(target.instance)
    if pose is None:
        return "", ""
    view, k = pose.view, target.keypoint
    parts = [
        pose.name,
        _origin_word(Origin(int(view.origin[k]))),
        _tier_word(Visibility(int(view.visibility[k]))),
    ]
    if pose.locked is not None and pose.locked[k]:
        parts.append(_tr("locked"))
    said = " · ".join(part for part in parts if part)
    doubt = pose.doubt(k) if pose.doubt is not None else ""
    return label_of(pose, k), f"{said}\n{doubt}" if doubt else said


def _origin_word(origin: Origin) -> str:
    return {
        Origin.NONE: "",
        Origin.HAND: _tr("by hand"),
        Origin.ACCEPTED: _tr("accepted"),
        Origin.INTERPOLATED: _tr("interpolated"),
        Origin.TRACKED: _tr("tracked"),
        Origin.MODEL: _tr("guess, not accepted"),
        Origin.IMPORTED: _tr("imported"),
        Origin.GOLD: _tr("gold"),
    }[origin]


def _tier_word(visibility: Visibility) -> str:
    return {
        Visibility.NOT_PLACED: _tr("not placed"),
        Visibility.ABSENT: _tr("absent"),
        Visibility.ESTIMATED: _tr("occluded, estimated"),
        Visibility.VISIBLE: _tr("visible"),
        Visibility.CERTAIN: _tr("certain, partly occluded"),
    }[visibility]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Canvas", text)
