"""What a project asks for in place of what its skeletons say."""

from __future__ import annotations

from palpate.model.policy_change import PolicyChange
from palpate.store.project import Project
from palpate.store.tables import TABLES


def policy_changes(project: Project) -> tuple[PolicyChange, ...]:
    """Return the thresholds that a project has changed."""
    return tuple(PolicyChange(*row) for row in project.rows(TABLES["policy"].select_all))
