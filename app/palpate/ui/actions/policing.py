"""Opens the thresholds and targets, at one of them if somebody asks for it where it acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import window_over

if TYPE_CHECKING:
    from palpate.ui.dialogs.policies import PoliciesDialog


class Policing(QObject):
    """One dialog at a time, which stays open while work goes on."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._dialog: PoliciesDialog | None = None
        workbench.threshold_wanted.connect(self._on_wanted)

    def edit_thresholds(self) -> None:
        """Show all of them."""
        self._shown()

    def _on_wanted(self, skeleton: str, key: str, keypoint: str) -> None:
        dialog = self._shown()
        if dialog is not None:
            dialog.go_to(skeleton, key, keypoint)

    def _shown(self) -> PoliciesDialog | None:
        if self._workbench.session is None:
            return None
        if self._dialog is None:
            from palpate.ui.dialogs.policies import PoliciesDialog  # no start of the window needs it

            self._dialog = PoliciesDialog(self._workbench, window_over(self))
            self._dialog.finished.connect(self._forget)
            self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        return self._dialog

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
