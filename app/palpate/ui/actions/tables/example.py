"""The actions on examples of the active keypoint."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

EXAMPLE_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "save_correct_example",
        "keypoint",
        T("Actions", "Save as correct example…"),
        "Alt+Shift+C",
        Needs.EXAMPLE,
        tip=T("Actions", "Keep a picture of the active keypoint as it stands here, to show how it is done"),
    ),
    spec(
        "save_incorrect_example",
        "keypoint",
        T("Actions", "Save as incorrect example…"),
        "Alt+Shift+X",
        Needs.EXAMPLE,
        tip=T("Actions", "Keep a picture of the active keypoint as it stands here, crossed out"),
    ),
)
