"""Taking the project to another version of its skeleton, from the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from palpate.model.skeleton import Skeleton
from palpate.session.skeletons.migrating import shipped_version, skeleton_named
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs import ask

if TYPE_CHECKING:
    from palpate.model.skeleton_diff import Wishes
    from palpate.ui.dialogs.migration import MigrationDialog


class Migrating(QObject):
    """Asks for the version to go to, and shows what that would do."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench

    def migrate_skeleton(self) -> None:
        """Ask for a version of the skeleton in hand, shipped or in a file, and propose to go there."""
        before = self._in_hand()
        if before is None:
            return
        shipped = self._workbench.attempt(lambda: shipped_version(before))
        if shipped is not None:
            here = self.tr("Version {n}, as shipped").format(n=shipped.version)
            title = self.tr("Migrate {name}").format(name=before.name)
            chosen = ask.ask_choice(title, self.tr("Go to"), [here, self.tr("A version in a file…")])
            if chosen is None:
                return
            if chosen == here:
                self.propose(shipped)
                return
        title = self.tr("Another version of {name}").format(name=before.name)
        paths = ask.ask_open(title, self.tr("Skeletons (*.yaml *.yml)"))
        after = self._workbench.attempt(lambda: skeleton_named(str(paths[0]))) if paths else None
        if after is not None:
            self.propose(after)

    def propose(
        self,
        after: Skeleton,
        wishes: Wishes | None = None,
        *,
        changed: Mapping[str, Sequence[str]] | None = None,
    ) -> MigrationDialog | None:
        """Show what going to a version would do; it is done from there. None where nothing can be shown.

        Parameters
        ----------
        wishes, changed
            As `palpate.ui.dialogs.migration.MigrationDialog`.
        """
        from palpate.ui.dialogs.migration import MigrationDialog  # no start of the window needs it

        session = self._workbench.session
        if session is None:
            return None
        parent = ask.window_over(self)
        dialog = self._workbench.attempt(
            lambda: MigrationDialog(session, after, wishes, parent, changed=changed)
        )
        if dialog is not None:
            dialog.migrated.connect(self._workbench.note)
            dialog.open()
        return dialog

    def _in_hand(self) -> Skeleton | None:
        """Return the skeleton of the active instance, else that of the project; ask if there are several."""
        session = self._workbench.session
        if session is None:
            return None
        instance, skeletons = session.selection.focus.instance, session.contents.pinned
        if instance:
            return skeletons[session.contents.skeleton_of(instance).name]
        if len(skeletons) < 2:
            return next(iter(skeletons.values()), None)
        chosen = ask.ask_choice(self.tr("Migrate"), self.tr("Skeleton"), list(skeletons))
        return skeletons[chosen] if chosen is not None else None
