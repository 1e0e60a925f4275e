"""The actions on the timeline itself: its tabs, its zoom, its lanes, and a range from a span."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

LANE_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "range_span",
        "go.range",
        T("Actions", "Choose the span here as the range"),
        "Ctrl+[",
        Needs.SHOWN_INSTANCE,
        tip=T("Actions", "From keyframe to keyframe around this frame, of the active keypoint"),
    ),
    spec(
        "show_trajectories",
        "view.timeline",
        T("Actions", "Trajectory plot"),
        "Ctrl+J",
        Needs.SHOWN_CLIP,
        checkable=True,
        once=True,
        tip=T("Actions", "x, y and speed of the chosen keypoints over time, in the place of the lanes"),
    ),
    spec(
        "unfold_lanes",
        "view.timeline",
        T("Actions", "Unfold or fold the lanes"),
        "Alt+L",
        Needs.SHOWN_INSTANCE,
    ),
    spec("more_time", "view.timeline", T("Actions", "Show more time"), "Ctrl+Alt+-", Needs.SHOWN_CLIP),
    spec(
        "less_time",
        "view.timeline",
        T("Actions", "Show less time"),
        "Ctrl+Alt++|Ctrl+Alt+=",
        Needs.SHOWN_CLIP,
    ),
    spec("whole_time", "view.timeline", T("Actions", "Show the whole clip"), "Alt+Z", Needs.SHOWN_CLIP),
)
