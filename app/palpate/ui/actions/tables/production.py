"""The actions of the quality of production work; each shows a page of the dock Production."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

PRODUCTION_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "show_plans",
        "quality",
        T("Actions", "Plans and second labels"),
        "Shift+F11",
        Needs.PROJECT,
        tip=T("Actions", "What of the work is labelled a second time, by whom, and what came of it"),
    ),
    spec(
        "draw_plan",
        "quality",
        T("Actions", "Draw a sampling plan…"),
        "",
        Needs.PLANNER,
        tip=T("Actions", "Say what of the work somebody else labels a second time"),
    ),
    spec(
        "repeat_work",
        "quality",
        T("Actions", "Repeat my own work…"),
        "",
        Needs.WRITABLE,
        tip=T("Actions", "Label a part of your own work again without seeing it: how steady are you?"),
    ),
)
