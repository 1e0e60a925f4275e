"""The actions of the quality of production work; each shows a page of the dock Production."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

PRODUCTION_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "show_plans",
        "quality",
        T("Actions", "Plans and second labels"),
        "",
        Needs.PROJECT,
        tip=T("Actions", "Draw what of the work is labelled a second time, label it blind, accept the work"),
    ),
)
