"""Actions on how frames are shown."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

ENHANCING_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "enhance",
        "view",
        T("Actions", "Enhance the picture"),
        "Shift+F",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "Show the clip enhanced as it was set, or as it is stored"),
        checkable=True,
        once=True,
    ),
    spec(
        "set_enhancement",
        "view",
        T("Actions", "Enhancement…"),
        "Ctrl+Shift+F",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "Brightness, contrast, gamma and local contrast of what is shown of this clip"),
    ),
)
