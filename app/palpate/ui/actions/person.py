"""Changing who works in the project."""

from __future__ import annotations

from PySide6.QtCore import QObject

from palpate.base.errors import PalpateError
from palpate.session.working_as import work_as
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import window_over


class Person(QObject):
    """Asks for a name and a role."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench

    def work_as(self) -> None:
        """Ask, and let them work."""
        from palpate.ui.dialogs.work_as import WorkAsDialog  # no start of the window needs it

        session = self._workbench.session
        if session is None:
            return
        dialog = WorkAsDialog(session, self._work, window_over(self))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _work(self, name: str, role: str) -> str:
        session = self._workbench.session
        if session is None:
            return ""
        try:
            work_as(session, name, role)
        except PalpateError as error:
            return f"{error.sentence[:1].upper()}{error.sentence[1:]}."
        self._workbench.note(
            self.tr("Working as {name}, {role}, from now on; Undo takes it back").format(name=name, role=role)
        )
        return ""
