"""The actions of a review: what is said of a doubtful point, mix-ups, and what nobody has looked at."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

REVIEW_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "review_hidden",
        "between",
        T("Actions", "Review: not visible"),
        "Shift+R",
        Needs.INSTANCE,
        tip=T(
            "Actions", "The point of the queue cannot be seen here: estimated, or absent outside the picture"
        ),
    ),
    spec(
        "review_later",
        "between",
        T("Actions", "Review: later"),
        "Ctrl+Alt+X",
        Needs.INSTANCE,
        tip=T("Actions", "Put the point of the queue behind all others"),
    ),
    spec(
        "next_unseen",
        "between",
        T("Actions", "Next that nobody has looked at"),
        "Ctrl+Alt+Q",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "Go to the next keyframe or span of the clip that nobody has looked at closely"),
    ),
    spec(
        "find_mixups",
        "between",
        T("Actions", "Find mix-ups and jumps"),
        "Ctrl+Shift+X",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "Look through the clip for swapped sides and instances, frozen labels and jumps"),
    ),
    spec("next_mixup", "between", T("Actions", "Next mix-up"), "Ctrl+X", Needs.SHOWN_CLIP),
    spec(
        "repair_mixup",
        "between",
        T("Actions", "Put the mix-up right"),
        "Ctrl+Alt+Shift+X",
        Needs.INSTANCE,
        tip=T(
            "Actions",
            "Swap back what is swapped, remove what is frozen or has jumped, and put a keyframe beside the "
            "body where the picture leads",
        ),
    ),
    spec("mark_mixup", "between", T("Actions", "Flag the mix-up for review"), "", Needs.INSTANCE),
    spec("leave_mixup_empty", "between", T("Actions", "Leave the mix-up empty"), "", Needs.INSTANCE),
    spec("pass_mixup", "between", T("Actions", "The mix-up is fine as it is"), "", Needs.INSTANCE),
)
