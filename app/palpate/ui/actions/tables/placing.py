"""The actions that lead the hand: keypoints by number, passes through frames, a view that comes along."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

_NUMBER, _PASS = "keypoint.number", "go.pass"

NUMBER_ACTIONS: tuple[ActionSpec, ...] = (
    spec("bank_1", _NUMBER, T("Actions", "First of the ten"), "Num+1|Alt+1", Needs.SHOWN_INSTANCE),
    spec("bank_2", _NUMBER, T("Actions", "Second of the ten"), "Num+2|Alt+2", Needs.SHOWN_INSTANCE),
    spec("bank_3", _NUMBER, T("Actions", "Third of the ten"), "Num+3|Alt+3", Needs.SHOWN_INSTANCE),
    spec("bank_4", _NUMBER, T("Actions", "Fourth of the ten"), "Num+4|Alt+4", Needs.SHOWN_INSTANCE),
    spec("bank_5", _NUMBER, T("Actions", "Fifth of the ten"), "Num+5|Alt+5", Needs.SHOWN_INSTANCE),
    spec("bank_6", _NUMBER, T("Actions", "Sixth of the ten"), "Num+6|Alt+6", Needs.SHOWN_INSTANCE),
    spec("bank_7", _NUMBER, T("Actions", "Seventh of the ten"), "Num+7|Alt+7", Needs.SHOWN_INSTANCE),
    spec("bank_8", _NUMBER, T("Actions", "Eighth of the ten"), "Num+8|Alt+8", Needs.SHOWN_INSTANCE),
    spec("bank_9", _NUMBER, T("Actions", "Ninth of the ten"), "Num+9|Alt+9", Needs.SHOWN_INSTANCE),
    spec("bank_0", _NUMBER, T("Actions", "Tenth of the ten"), "Num+0|Alt+0", Needs.SHOWN_INSTANCE),
    spec(
        "next_bank",
        _NUMBER,
        T("Actions", "Next ten keypoints"),
        "Num++|Alt+]",
        Needs.SHOWN_INSTANCE,
        tip=T("Actions", "Let the digits of the number pad mean the next ten keypoints"),
    ),
    spec(
        "previous_bank",
        _NUMBER,
        T("Actions", "Previous ten keypoints"),
        "Num+-|Alt+[",
        Needs.SHOWN_INSTANCE,
    ),
)

PASS_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "pass_keypoint",
        _PASS,
        T("Actions", "One keypoint through frames…"),
        "Ctrl+Shift+K",
        Needs.KEYPOINT,
        checkable=True,
        once=True,
        tip=T("Actions", "Place the active keypoint in frame after frame; again: end the pass"),
    ),
    spec(
        "pass_poses",
        _PASS,
        T("Actions", "Pose after pose through frames…"),
        "Ctrl+Alt+K",
        Needs.INSTANCE,
        checkable=True,
        once=True,
        tip=T("Actions", "Place every keypoint of a frame, then of the next one; again: end the pass"),
    ),
)

SEEKING_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "spotlight",
        "view",
        T("Actions", "Spotlight"),
        "Shift+Z",
        Needs.SHOWN_INSTANCE,
        checkable=True,
        once=True,
        tip=T("Actions", "Bring the place where the active keypoint is expected to the middle, enlarged"),
    ),
    spec(
        "follow_instance",
        "view",
        T("Actions", "Follow the instance"),
        "Ctrl+F",
        Needs.SHOWN_INSTANCE,
        checkable=True,
        once=True,
        tip=T("Actions", "Keep the active instance in the middle from frame to frame"),
    ),
)
