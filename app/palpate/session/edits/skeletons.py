"""Changing a skeleton that nobody has placed anything with."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.model.migration import Plan
from palpate.session.edits.migrations import MigrateSkeleton
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class ReplaceSkeleton:
    """Pin a skeleton otherwise, in the same version or another; notes and all that is said follows its plan.

    Attributes
    ----------
    pinned
        The file content that the plan begins at.
    """

    name: str
    pinned: str
    version: int
    content: str
    plan: Plan
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Change skeleton {self.name}"

    def write(self, writer: Writer) -> None:
        """Rewrite rows; refuses if the project has come to pin another one meanwhile."""
        MigrateSkeleton(self.name, self.pinned, self.version, self.content, self.plan).write(writer)
