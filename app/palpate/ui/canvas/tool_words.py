"""What the canvas says of the tool in the hand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.model.visibility import has_position
from palpate.session.placing.constructing import Construction
from palpate.ui.actions.keys import with_keys
from palpate.ui.canvas.scene import Scene
from palpate.ui.canvas.tools.in_hand import Tool


def tool_hint(scene: Scene) -> str:
    """Return a line on what to do with the tool or with what is chosen; empty without either."""
    held = scene.in_hand
    if held.trace is not None and held.trace.said:
        return held.trace.said
    if not held.draws:
        return _of_chosen(scene)
    if scene.active_pose is None:
        return _tr("Add an instance (Ctrl+Shift+N), then draw around it")
    if held.construction is not None:
        return _of_construction(scene, held.construction)
    return f"{scene.active_pose.name} · {_of_tool(scene)}"


def point_words(scene: Scene) -> str:
    """Return what the next click of a construction is on; stands beside the pointer."""
    kind, n = scene.in_hand.construction, len(scene.in_hand.marks)
    if kind is Construction.HIP:
        return _tr("pelvis, other side") if n else _tr("pelvis, front spine of this side")
    return _tr("edge {n} of {count}").format(n=n + 1, count=kind.n_points if kind is not None else 0)


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


def _of_tool(scene: Scene) -> str:
    held = scene.in_hand
    if held.tool is Tool.BOX:
        return _tr("Box: drag from corner to corner; a handle pulls it, a side moves it. Escape ends")
    if held.tool is Tool.BRUSH:
        return _tr("Brush: drag to paint, with the right button to erase; keys , and . size it. Escape ends")
    if held.tool is Tool.LASSO:
        lasso = _tr("Lasso: draw around keypoints to choose them; Shift adds, Alt removes. Escape ends")
        return _of_chosen(scene) or lasso
    if held.tool is Tool.TEMPLATE:
        return _tr("Template: drag a box over the subject; let go to place it. Escape ends")
    if held.ring:
        return _tr("Enter or a double-click closes; Backspace takes the last corner back, Escape all")
    if scene.active_shape.polygons:
        return _tr(
            "Mask: drag a corner, Alt-click puts one into an edge, right-click takes one out; "
            "click around a hole or another part. Escape ends"
        )
    return _tr("Mask: click the corners one after the other. Escape ends")


def _of_chosen(scene: Scene) -> str:
    pose = scene.active_pose
    if pose is None or not scene.chosen or scene.placing:
        return ""
    together = [k for k in scene.chosen | {scene.keypoint} if k >= 0]
    count = sum(bool(pose.free[k]) for k in together)
    if count < 2:
        return ""
    said = _tr(
        "{count} chosen: drag to move, a corner scales (Shift: from the middle), the knob turns. Escape drops"
    ).format(count=count)
    stay = sum(bool(has_position(pose.view.visibility[k])) for k in together) - count
    return said + _tr(". {n} hidden or locked: stay").format(n=stay) if stay else said


def _of_construction(scene: Scene, kind: Construction) -> str:
    n = len(scene.in_hand.marks)
    steps: tuple[str, ...]
    if kind is Construction.MIDDLE:
        steps = (_tr("click one skin edge or epicondyle"), _tr("click the other; between them it is placed"))
    elif kind is Construction.CIRCLE:
        steps = (
            _tr("click three points round the edge"),
            _tr("click a second point, farther round"),
            _tr("click the third; the middle of the circle is placed"),
        )
    else:
        steps = (
            _tr("seen from the front: click the front spine of the pelvis on the hip's own side"),
            _tr("click the one on the other side; the hip is placed"),
        )
    back = _tr("Backspace takes the last click back, Escape all") if n else _tr("Escape ends")
    return f"{scene.active_label} · {steps[min(n, len(steps) - 1)]}. {back}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Canvas", text)
