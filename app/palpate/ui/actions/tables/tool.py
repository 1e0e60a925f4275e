"""The actions that put a tool for keypoints into the hand, and what the mouse does with them."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

CONSTRUCT_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "construct_middle",
        "keypoint.construct",
        T("Actions", "Construct from two points"),
        "Ctrl+U",
        Needs.KEYPOINT,
        checkable=True,
        once=True,
        tip=T("Actions", "Click two skin edges or both epicondyles; the keypoint goes into their middle"),
    ),
    spec(
        "construct_circle",
        "keypoint.construct",
        T("Actions", "Construct from three points"),
        "Ctrl+Shift+U",
        Needs.KEYPOINT,
        checkable=True,
        once=True,
        tip=T("Actions", "Click three points round an edge; the keypoint goes into the middle of the circle"),
    ),
    spec(
        "construct_hip",
        "keypoint.construct",
        T("Actions", "Construct the hip from the pelvis"),
        "Alt+U",
        Needs.KEYPOINT,
        checkable=True,
        once=True,
        tip=T("Actions", "In a view from the front click both front spines of the pelvis, this side first"),
    ),
)

TOOL_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "template_in_box",
        "pose.start",
        T("Actions", "Template in a dragged box"),
        "Shift+Y",
        Needs.INSTANCE,
        checkable=True,
        once=True,
        tip=T("Actions", "Drag a box over the subject; the template is seen in it meanwhile"),
    ),
    spec("choose_all", "pose", T("Actions", "Choose all of the pose"), "Ctrl+A", Needs.SHOWN_INSTANCE),
    spec(
        "choose_by_lasso",
        "pose",
        T("Actions", "Choose with a lasso"),
        "Shift+L",
        Needs.SHOWN_INSTANCE,
        checkable=True,
        once=True,
        tip=T("Actions", "Draw around keypoints to choose them; Shift adds, Alt removes"),
    ),
    spec("choose_none", "pose", T("Actions", "Choose nothing"), "Ctrl+Shift+A", Needs.SHOWN_INSTANCE),
)

TOOL_MOUSE: tuple[tuple[str, str], ...] = (
    (T("Actions", "Shift-drag beside keypoints"), T("Actions", "choose those in the box; with Alt let go")),
    (
        T("Actions", "Drag a handle of the frame"),
        T("Actions", "scale by a corner, turn by the knob"),
    ),
    (T("Actions", "Alt-drag a limb"), T("Actions", "move both its ends; a click chooses them")),
    (T("Actions", "Alt-drag a keypoint of a chain"), T("Actions", "slide it along its ruler")),
    (
        T("Actions", "Ctrl+Alt instead of Alt"),
        T("Actions", "does the same, where the desktop moves windows with Alt"),
    ),
)
