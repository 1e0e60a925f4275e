"""Thresholds and targets, and who may change them."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

POLICY_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "edit_thresholds",
        "edit",
        T("Actions", "Thresholds and targets…"),
        "Ctrl+Alt+P",
        Needs.PROJECT,
        tip=T("Actions", "What counts as good enough, who says so, and changing it"),
    ),
    spec(
        "work_as",
        "edit",
        T("Actions", "Work as…"),
        "",
        Needs.WRITABLE,
        tip=T("Actions", "Who works in this project: name, and annotator, consultant or lead"),
    ),
)
