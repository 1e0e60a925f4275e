"""The actions on flags, notes, events and gaps."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

MARK_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "flag_frame",
        "mark",
        T("Actions", "Flag the frame for review…"),
        "F",
        Needs.CLIP,
        rail="flag",
        tip=T("Actions", "Flag this frame for review with a note, or take the flag away"),
    ),
    spec(
        "write_note",
        "mark",
        T("Actions", "Note on the keypoint…"),
        "N",
        Needs.CLIP,
        tip=T("Actions", "Pin a note to the active keypoint in this frame, for everybody to read"),
    ),
    spec("write_frame_note", "mark", T("Actions", "Note on the frame…"), "Shift+N", Needs.CLIP),
    spec(
        "mark_event",
        "mark",
        T("Actions", "Event here…"),
        "I",
        Needs.CLIP,
        tip=T("Actions", "Mark a moment such as the release of the ball, move it here, or take it away"),
    ),
    spec("next_gap", "mark", T("Actions", "Next gap"), "F3", Needs.SHOWN_INSTANCE),
    spec("previous_gap", "mark", T("Actions", "Previous gap"), "Shift+F3", Needs.SHOWN_INSTANCE),
    spec("next_flag", "mark", T("Actions", "Next flag"), "F4", Needs.SHOWN_CLIP),
    spec("previous_flag", "mark", T("Actions", "Previous flag"), "Shift+F4", Needs.SHOWN_CLIP),
    spec("next_event", "mark", T("Actions", "Next event"), "F5", Needs.SHOWN_CLIP),
    spec("previous_event", "mark", T("Actions", "Previous event"), "Shift+F5", Needs.SHOWN_CLIP),
    spec("next_note", "mark", T("Actions", "Next open note"), "F6", Needs.SHOWN_CLIP),
    spec("previous_note", "mark", T("Actions", "Previous open note"), "Shift+F6", Needs.SHOWN_CLIP),
)
