"""The actions on labels that have to be placed anew since a version of their skeleton."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

RENEW_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "next_outdated",
        "between",
        T("Actions", "Next to be placed anew"),
        "Alt+X",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "Go to the next label whose keypoint was redefined by a version of its skeleton"),
    ),
    spec(
        "confirm_outdated",
        "between",
        T("Actions", "Right by the new version as it is"),
        "",
        Needs.KEYPOINT,
        tip=T("Actions", "The redefined keypoint stands right here already; it counts as placed anew"),
    ),
)
