"""Suggestions of what to place next."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

SUGGEST_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "next_suggested",
        "between",
        T("Actions", "Next suggested keyframe"),
        "Ctrl+Alt+N",
        Needs.SHOWN_INSTANCE,
        tip=T("Actions", "Go where placing a few keypoints lowers the expected error of the instance most"),
    ),
)
