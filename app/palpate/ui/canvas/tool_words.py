"""What the canvas says of the tool in the hand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

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


def alone_lines(scene: Scene) -> list[str]:
    """Return a line on who is hidden, so that nobody takes a crowd for one."""
    hidden = len(scene.everyone) - len(scene.poses)
    if not scene.isolated or not hidden or scene.active_pose is None:
        return []
    said = _tr("only {name} is shown; of the others {count} are hidden (I shows them)")
    return [said.format(name=scene.active_pose.name, count=hidden)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Canvas", text)
