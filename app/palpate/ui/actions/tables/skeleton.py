"""The actions that make and change skeletons."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

SKELETON_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "edit_skeleton",
        "skeleton",
        T("Actions", "Edit the skeleton…"),
        "Ctrl+Alt+S",
        Needs.PROJECT,
        tip=T("Actions", "Keypoints, edges, sides, σ, measures and policy of the skeleton in hand"),
    ),
    spec(
        "new_skeleton",
        "skeleton",
        T("Actions", "New skeleton…"),
        "Ctrl+Alt+Shift+S",
        Needs.NOTHING,
        tip=T("Actions", "Make a skeleton from scratch, from another one, or from a file of another program"),
    ),
)
