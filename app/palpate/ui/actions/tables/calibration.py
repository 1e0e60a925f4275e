"""The actions of calibrations and gold."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec
from palpate.ui.actions.tables.overlay import OVERLAY_ACTIONS

CALIBRATION_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "begin_calibration",
        "quality",
        T("Actions", "Begin a calibration…"),
        "",
        Needs.CALIBRATION,
        tip=T("Actions", "Label frames of gold without seeing it, and be judged once you submit"),
    ),
    spec(
        "practise_failing",
        "quality",
        T("Actions", "Practise the failing keypoints"),
        "",
        Needs.PRACTICE,
        tip=T("Actions", "Place what failed again, on frames that you were asked before"),
    ),
    spec("next_unit", "quality", T("Actions", "Next unit"), "F12", Needs.UNITS),
    spec("previous_unit", "quality", T("Actions", "Previous unit"), "Shift+F12", Needs.UNITS),
    spec(
        "submit_attempt",
        "quality",
        T("Actions", "Submit…"),
        "Ctrl+F12",
        Needs.ATTEMPT,
        tip=T("Actions", "Be judged by what you have placed; it is kept for good"),
    ),
    spec(
        "show_calibrations",
        "quality",
        T("Actions", "Calibrations…"),
        "Ctrl+Shift+F12",
        Needs.PROJECT,
        tip=T("Actions", "What was submitted, what failed and why, beside its guideline"),
    ),
    spec(
        "follow_attempts",
        "quality",
        T("Actions", "Attempts over time"),
        "",
        Needs.PROJECT,
        tip=T("Actions", "How a person’s calibrations came along, as a whole or at one keypoint"),
    ),
    *OVERLAY_ACTIONS,
)

GOLD_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "manage_gold",
        "quality",
        T("Actions", "Gold…"),
        "",
        Needs.CONSULTANT,
        tip=T("Actions", "Certify gold, begin new versions, draw plans, mark hidden repeats"),
    ),
)
