"""The actions on what one sees by: loupe, context strip, ghosts, trails."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

AIDING_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "pin_loupe",
        "view.loupe",
        T("Actions", "Pin the loupe"),
        "Ctrl+`",
        Needs.SHOWN_CLIP,
        checkable=True,
        once=True,
        tip=T("Actions", "Keep the loupe in a corner of the picture; the wheel with Ctrl changes its power"),
    ),
    spec("loupe_stronger", "view.loupe", T("Actions", "Loupe stronger"), "Alt+=|Alt++", Needs.SHOWN_CLIP),
    spec("loupe_weaker", "view.loupe", T("Actions", "Loupe weaker"), "Alt+-", Needs.SHOWN_CLIP),
    spec(
        "show_context",
        "view",
        T("Actions", "Context strip"),
        "Shift+T",
        Needs.SHOWN_INSTANCE,
        checkable=True,
        once=True,
        tip=T("Actions", "The active keypoint in the two frames before and after; a click goes there"),
    ),
    spec(
        "show_onion",
        "view.ghosts",
        T("Actions", "Onion skin"),
        "O",
        Needs.SHOWN_INSTANCE,
        checkable=True,
        once=True,
        tip=T("Actions", "The poses of the keyframes before and after, as ghosts"),
    ),
    spec(
        "show_trails",
        "view.ghosts",
        T("Actions", "Trails"),
        "Shift+O",
        Needs.SHOWN_INSTANCE,
        checkable=True,
        once=True,
        tip=T("Actions", "Where the active and the chosen keypoints were in the frames before"),
    ),
    spec(
        "show_ghost",
        "view.ghosts",
        T("Actions", "Ghost of another layer"),
        "Shift+G",
        Needs.OTHER_LAYER,
        checkable=True,
        once=True,
        tip=T("Actions", "What another layer has here, hollow, with lines to where it differs"),
    ),
    spec("choose_ghost", "view.ghosts", T("Actions", "Ghost of which layer…"), "", Needs.OTHER_LAYER),
)
