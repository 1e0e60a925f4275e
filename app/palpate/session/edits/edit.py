"""What an edit is: a title for people, and rows to write.

The inverse of an edit is never written by hand: the journal keeps each touched row as it was before, and
undoing writes those rows back.
"""

from __future__ import annotations

from typing import Protocol

from palpate.store.rows import Writer


class Edit(Protocol):
    """A Qt-free change of a project."""

    @property
    def title(self) -> str:
        """What the menu says after *Undo*."""

    @property
    def merge_key(self) -> str | None:
        """Edits with the same key in quick succession become one step of undo; None never merges."""

    def write(self, writer: Writer) -> None:
        """Write the rows.

        Raises
        ------
        EditRefused
            If it makes no sense here; the transaction is rolled back and nothing has changed.
        """


class Seal(Protocol):
    """A change that nobody takes back, nor what was done before it: a submission, a certification."""

    @property
    def title(self) -> str:
        """What the history says."""

    def write(self, writer: Writer) -> None:
        """Write the rows; EditRefused as an edit."""
