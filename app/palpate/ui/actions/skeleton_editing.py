"""Opening the skeleton editor: on what the project pins, on a new one, on one for a project to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs import ask

if TYPE_CHECKING:
    from palpate.session.skeletons.skeleton_draft import SkeletonDraft
    from palpate.ui.editor.window import SkeletonEditor

# The editor is loaded by the functions that need it: no start of the window does.


class SkeletonEditing(QObject):
    """One editor at a time, in front of the window."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench

    def edit_skeleton(self) -> None:
        """Edit the skeleton in hand; whoever may not change it may look."""
        from palpate.session.skeletons import skeleton_taking

        session = self._workbench.session
        name = self._in_hand(session) if session is not None else ""
        if session is None or not name:
            return
        draft = self._workbench.attempt(lambda: skeleton_taking.draft_of_pinned(session, name))
        if draft is not None:
            self._open(draft, session)

    def new_skeleton(self) -> None:
        """Ask what to begin with, and edit that."""
        from palpate.session.exchange.summary import shipped_skeletons
        from palpate.ui.editor.begin import BeginDialog

        dialog = BeginDialog(shipped_skeletons(), ask.window_over(self))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.begun.connect(lambda draft, notes: self._open(draft, self._workbench.session, notes))
        dialog.open()

    def _open(
        self, draft: SkeletonDraft, session: Session | None, notes: tuple[str, ...] = ()
    ) -> SkeletonEditor:
        from palpate.ui.editor.window import SkeletonEditor

        parent, bench = ask.window_over(self), self._workbench
        editor = SkeletonEditor(draft, session, parent, notes=notes, workbench=bench)
        editor.taken.connect(self._workbench.note)
        editor.open()
        return editor

    def _in_hand(self, session: Session) -> str:
        """Return the skeleton of the active instance, else that of the project; ask if there are several."""
        instance, skeletons = session.selection.focus.instance, session.contents.skeletons
        if instance:
            return session.contents.skeleton_of(instance).name
        if len(skeletons) < 2:
            return next(iter(skeletons), "")
        return ask.ask_choice(self.tr("Edit a skeleton"), self.tr("Skeleton"), list(skeletons)) or ""
