"""The actions on how spans are filled: by which method, and what each of them would make of it."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

_FILLS = T(
    "Actions",
    "How it is filled between keyframes: in the range, or through the whole clip without one; "
    "of the chosen keypoints, or of all",
)

FILL_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "fill_linear", "between.fill", T("Actions", "Fill by straight lines"), "", Needs.INSTANCE, tip=_FILLS
    ),
    spec(
        "fill_pchip",
        "between.fill",
        T("Actions", "Fill by smooth curves (PCHIP)"),
        "",
        Needs.INSTANCE,
        tip=_FILLS,
    ),
    spec(
        "fill_makima",
        "between.fill",
        T("Actions", "Fill by smooth curves (modified Akima)"),
        "",
        Needs.INSTANCE,
        tip=_FILLS,
    ),
    spec(
        "fill_flow",
        "between.fill",
        T("Actions", "Fill by tracking (optical flow)"),
        "",
        Needs.INSTANCE,
        tip=_FILLS,
    ),
    spec(
        "fill_fused",
        "between.fill",
        T("Actions", "Fill by curve and picture together (fused)"),
        "",
        Needs.INSTANCE,
        tip=_FILLS,
    ),
    spec("fill_none", "between.fill", T("Actions", "Leave empty"), "", Needs.INSTANCE, tip=_FILLS),
)

COMPARE_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "fill_span",
        "between.fill",
        T("Actions", "Fill the span here by…"),
        "",
        Needs.KEYPOINT,
        tip=T(
            "Actions", "Choose the method of the active keypoint from the keyframe before to the one after"
        ),
    ),
    spec(
        "compare_methods",
        "between",
        T("Actions", "Compare methods"),
        "Ctrl+Alt+M",
        Needs.SHOWN_INSTANCE,
        checkable=True,
        once=True,
        tip=T(
            "Actions", "Draw the way of the active keypoint by every method, on the picture and in the plot"
        ),
    ),
)
