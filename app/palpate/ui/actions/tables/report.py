"""Reports for people who do not have the program."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

REPORT_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "write_report",
        "file",
        T("Actions", "Report…"),
        "",
        Needs.PROJECT,
        tip=T("Actions", "What is wrong, how sure and what to do, as PDF, web page or table of every number"),
    ),
)
