"""Guidelines on paper."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

BOOK_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "print_guidelines",
        "help",
        T("Actions", "Print or export the guideline book…"),
        "",
        Needs.PROJECT,
        tip=T("Actions", "The guidelines of the skeleton in hand as a book, PDF or HTML"),
    ),
)
