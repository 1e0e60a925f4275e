"""The action on the weeks."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

WEEKLY_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "show_weeks",
        "quality",
        T("Actions", "Weeks…"),
        "",
        Needs.PROJECT,
        tip=T("Actions", "Who is to be retrained in what, errors by keypoint and week, agreement, checks"),
    ),
)
