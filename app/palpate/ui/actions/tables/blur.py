"""The actions on blur: measuring it, and what is said of points that are called visible despite it."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

BLUR_MENUS = {"between.blur": T("Actions", "Blur")}

BLUR_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "measure_blur",
        "between.blur",
        T("Actions", "Measure blur"),
        "Ctrl+Shift+B",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "Measure in the background how far each keypoint of the clip is smeared"),
    ),
    spec(
        "next_blur",
        "between.blur",
        T("Actions", "Next that is visible despite its blur"),
        "Ctrl+Alt+B",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "Go to the next keypoint that is called visible although it is smeared"),
    ),
    spec(
        "take_blur",
        "between.blur",
        T("Actions", "Take the tier that its blur allows"),
        "Ctrl+D",
        Needs.INSTANCE,
        tip=T("Actions", "Give the keypoint, or its whole run in the list, the tier that its blur allows"),
    ),
    spec(
        "keep_visible",
        "between.blur",
        T("Actions", "Visible despite its blur"),
        "Ctrl+Shift+G",
        Needs.INSTANCE,
        tip=T("Actions", "Leave it visible; that is noted, and holds until the keypoint changes"),
    ),
    spec("blur_later", "between.blur", T("Actions", "Blur: later"), "Ctrl+Alt+G", Needs.INSTANCE),
    spec(
        "show_blur",
        "between.blur",
        T("Actions", "Show the blur of the active keypoint"),
        "Alt+Shift+G",
        Needs.PROJECT,
        tip=T("Actions", "A line at the active keypoint, as long as it is smeared and in that direction"),
        checkable=True,
    ),
)
