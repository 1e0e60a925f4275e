"""The actions on the second view."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

SECOND_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "second_view",
        "view.second",
        T("Actions", "Second view"),
        "F8",
        Needs.PROJECT,
        checkable=True,
        once=True,
        tip=T("Actions", "Show another clip of the same event beside this one, at the same moment"),
    ),
    spec(
        "swap_views",
        "view.second",
        T("Actions", "Swap the two views"),
        "Shift+F8",
        Needs.SECOND,
        once=True,
        tip=T("Actions", "Work on the second view's clip at this moment, with this one beside it"),
    ),
    spec(
        "synchronise_views",
        "view.second",
        T("Actions", "Synchronise the two views…"),
        "Alt+F8",
        Needs.SECOND,
        once=True,
        tip=T("Actions", "Say which moment the two clips have in common: by an event, or by hand"),
    ),
    spec(
        "same_moment",
        "view.second",
        T("Actions", "The two views show the same moment"),
        "Ctrl+F8",
        Needs.PAIR,
        once=True,
        tip=T("Actions", "Keep that the two frames in sight are the same moment; the second view follows"),
    ),
    spec(
        "centre_second",
        "view.second",
        T("Actions", "Second view: keypoint in the middle"),
        "Ctrl+Shift+F8",
        Needs.SECOND,
        checkable=True,
        once=True,
        tip=T("Actions", "Keep the active keypoint in the middle of the second view"),
    ),
    spec(
        "fit_second",
        "view.second",
        T("Actions", "Second view: fit ↔ last zoom"),
        "Alt+Shift+F8",
        Needs.SECOND,
        once=True,
    ),
)
