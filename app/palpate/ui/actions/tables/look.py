"""The actions on how marks look: their colours, what is hidden, what is locked, what they mean."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

COLOURS, ASIDE = "view.colours", "view.aside"

LOOK_MENUS = {COLOURS: T("Actions", "Colours"), ASIDE: T("Actions", "Hide and lock")}

LOOK_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "next_colours",
        COLOURS,
        T("Actions", "Next colours"),
        "Ctrl+K",
        tip=T("Actions", "Let colours tell apart instances, sides, regions, or where values came from"),
    ),
    spec("colours_by_instance", COLOURS, T("Actions", "By instance"), checkable=True, once=True),
    spec("colours_by_side", COLOURS, T("Actions", "By side"), checkable=True, once=True),
    spec("colours_by_region", COLOURS, T("Actions", "By region"), checkable=True, once=True),
    spec("colours_by_origin", COLOURS, T("Actions", "By origin"), checkable=True, once=True),
    spec(
        "hide_chosen",
        ASIDE,
        T("Actions", "Hide the chosen keypoints"),
        "Ctrl+H",
        Needs.SHOWN_INSTANCE,
        once=True,
        tip=T("Actions", "The active and chosen ones, or the instance if none is; again: show them"),
    ),
    spec("hide_region", ASIDE, T("Actions", "Hide the region"), "", Needs.SHOWN_INSTANCE, once=True),
    spec("hide_instance", ASIDE, T("Actions", "Hide the instance"), "", Needs.SHOWN_INSTANCE, once=True),
    spec("show_everything", ASIDE, T("Actions", "Show everything"), "Ctrl+Shift+H", Needs.PROJECT, once=True),
    spec(
        "lock_chosen",
        ASIDE,
        T("Actions", "Lock the chosen keypoints"),
        "Ctrl+L",
        Needs.SHOWN_INSTANCE,
        once=True,
        tip=T("Actions", "No hand moves, clears or swaps what is locked; again: unlock it"),
    ),
    spec("lock_region", ASIDE, T("Actions", "Lock the region"), "", Needs.SHOWN_INSTANCE, once=True),
    spec("lock_instance", ASIDE, T("Actions", "Lock the instance"), "", Needs.SHOWN_INSTANCE, once=True),
    spec("unlock_everything", ASIDE, T("Actions", "Unlock everything"), "", Needs.PROJECT, once=True),
)

INSTANCE_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "colour_instance",
        "edit",
        T("Actions", "Colour of the instance…"),
        "",
        Needs.INSTANCE,
        tip=T("Actions", "Which colour it has on the picture and in the timeline"),
    ),
    spec(
        "add_skeleton",
        "edit",
        T("Actions", "Add a skeleton to the project…"),
        "",
        Needs.WRITABLE,
        tip=T(
            "Actions", "Another kind of subject, as hands beside a body; new instances choose between them"
        ),
    ),
)

MARK_HELP: tuple[ActionSpec, ...] = (
    spec(
        "show_marks",
        "help",
        T("Actions", "What the marks mean"),
        tip=T("Actions", "Shapes, fills and colours of keypoints"),
    ),
)
