"""The actions on boxes and masks."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

SHAPE_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "draw_box",
        "shape",
        T("Actions", "Draw the box"),
        "B",
        Needs.INSTANCE,
        rail="box",
        checkable=True,
        once=True,
        tip=T("Actions", "Drag a box around the instance, or pull the one that stands by its handles"),
    ),
    spec(
        "draw_polygon",
        "shape",
        T("Actions", "Draw the mask"),
        "P",
        Needs.INSTANCE,
        rail="polygon",
        checkable=True,
        once=True,
        tip=T("Actions", "Click the corners of a mask; one drawn within it cuts a hole"),
    ),
    spec(
        "paint_mask",
        "shape",
        T("Actions", "Paint the mask"),
        "Shift+P",
        Needs.INSTANCE,
        rail="brush",
        checkable=True,
        once=True,
        tip=T("Actions", "Paint the mask with a brush; the right button erases"),
    ),
    spec("smaller_brush", "shape", T("Actions", "Smaller brush"), ",", Needs.INSTANCE),
    spec("larger_brush", "shape", T("Actions", "Larger brush"), ".", Needs.INSTANCE),
    spec(
        "box_from_keypoints",
        "shape",
        T("Actions", "Box around the keypoints"),
        "Shift+B",
        Needs.INSTANCE,
        once=True,
        tip=T("Actions", "Lay a box with a margin around the placed keypoints"),
    ),
    spec(
        "mask_from_hull",
        "shape",
        T("Actions", "Mask around the keypoints"),
        "Ctrl+Shift+P",
        Needs.INSTANCE,
        once=True,
        tip=T("Actions", "Lay a mask around the placed keypoints: their convex hull with a margin"),
    ),
    spec("clear_shape", "shape", T("Actions", "Clear box and mask"), "Ctrl+Shift+Delete", Needs.INSTANCE),
)
