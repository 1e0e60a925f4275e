"""What the canvas says of the tool in the hand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.ui.actions.keys import with_keys
from palpate.ui.canvas.scene import Scene
from palpate.ui.canvas.tools.in_hand import Tool


def tool_hint(scene: Scene) -> str:
    """Return a line on what to do with the tool; empty without one."""
    held = scene.in_hand
    if not held.draws:
        return ""
    if scene.active_pose is None:
        return _tr("Add an instance (Ctrl+Shift+N), then draw around it")
    if held.tool is Tool.BOX:
        words = _tr("Box: drag from corner to corner; a handle pulls it, a side moves it. Escape ends")
    elif held.tool is Tool.BRUSH:
        words = _tr("Brush: drag to paint, with the right button to erase; keys , and . size it. Escape ends")
    elif held.ring:
        words = _tr("Enter or a double-click closes; Backspace takes the last corner back, Escape all")
    elif scene.active_shape.polygons:
        words = _tr(
            "Mask: drag a corner, Alt-click puts one into an edge, right-click takes one out; "
            "click around a hole or another part. Escape ends"
        )
    else:
        words = _tr("Mask: click the corners one after the other. Escape ends")
    return f"{scene.active_pose.name} · {words}"


def unseen_lines(scene: Scene) -> list[str]:
    """Return lines on what is not shown, so that nobody takes a crowd for one or a part for the whole."""
    return [*_alone(scene), *_hidden(scene)]


def _alone(scene: Scene) -> list[str]:
    hidden = len(scene.everyone) - len(scene.poses)
    if not scene.isolated or not hidden or scene.active_pose is None:
        return []
    said = _tr("only {name} is shown; of the others {count} are hidden").format(
        name=scene.active_pose.name, count=hidden
    )
    return [with_keys(said, "isolate")]


def _hidden(scene: Scene) -> list[str]:
    veiled = [pose.name for pose in scene.poses if pose.veiled]
    count = sum(int(pose.hidden.sum()) for pose in scene.poses if pose.hidden is not None and not pose.veiled)
    parts = [", ".join(veiled)] if 0 < len(veiled) <= 2 else []
    parts += [_tr("{n} instances").format(n=len(veiled))] if len(veiled) > 2 else []
    parts += [_tr("{n} keypoints").format(n=count)] if count > 1 else [_tr("one keypoint")] * count
    if not parts:
        return []
    return [with_keys(_tr("hidden: {what}").format(what=", ".join(parts)), "show_everything")]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Canvas", text)
