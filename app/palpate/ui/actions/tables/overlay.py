"""The action that lays gold over the labels."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

OVERLAY_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "overlay_gold",
        "quality",
        T("Actions", "Overlay gold"),
        "F11",
        Needs.JUDGED,
        checkable=True,
        once=True,
        tip=T("Actions", "Gold over the labels, with arrows to where they stand; only after submission"),
    ),
)
