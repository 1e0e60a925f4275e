"""The action that takes a project to another version of its skeleton."""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T, spec

MIGRATE_ACTIONS: tuple[ActionSpec, ...] = (
    spec(
        "migrate_skeleton",
        "skeleton",
        T("Actions", "Migrate to another version…"),
        "",
        Needs.WRITABLE,
        tip=T("Actions", "See what another version of the skeleton does to the labels, decide, and go to it"),
    ),
)
