"""The actions on the guideline of the active keypoint."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

GUIDELINE_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "enlarge_guideline",
        "keypoint",
        T("Actions", "Guideline, large"),
        "G",
        Needs.SHOWN_INSTANCE,
        tip=T("Actions", "The pictures and words of the active keypoint over the canvas; Escape closes"),
        checkable=True,
        once=True,
    ),
    spec(
        "search_guidelines",
        "keypoint",
        T("Actions", "Search the guidelines…"),
        "Alt+Shift+F",
        Needs.SHOWN_INSTANCE,
        tip=T("Actions", "Find a keypoint by what its guideline says; Enter goes there"),
    ),
    spec(
        "edit_guideline",
        "keypoint",
        T("Actions", "Edit this guideline…"),
        "Ctrl+Shift+E",
        Needs.GUIDELINE,
        tip=T("Actions", "Write what is told of the active keypoint, and show where it is; for consultants"),
    ),
)
