"""How many labels have to be placed anew since a version of their skeleton: a line while there are any."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from palpate.ui.actions.keys import with_keys
from palpate.ui.actions.renewing import waiting_in
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.review.anew import AnewList

_SOON_MS = 100  # edits come in bursts


class OutdatedLine(QWidget):
    """``12 to be placed anew  [Show next] [As it is]``.

    Signals
    -------
    next_wanted, confirm_wanted
        A button was pressed.
    counted
        (how many) anew.

    Attributes
    ----------
    list
        All of them, for a page of its own.
    """

    next_wanted = Signal()
    confirm_wanted = Signal()
    counted = Signal(int)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.count = QLabel(self)
        self.next = QPushButton(self.tr("Show next"), self)
        self.right = QPushButton(self.tr("As it is"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.count, 1)
        row.addWidget(self.next)
        row.addWidget(self.right)
        self.next.clicked.connect(lambda _checked=False: self.next_wanted.emit())
        self.right.clicked.connect(lambda _checked=False: self.confirm_wanted.emit())
        self.list = AnewList(self)
        self.list.hide()  # until a panel gives it a page
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        workbench.session_changed.connect(self.refresh)
        workbench.changed.connect(lambda *_: self._soon.start())
        workbench.focus_followed.connect(self._on_focus)
        self._of: tuple[str, str] = ("", "")
        self.refresh()

    def refresh(self) -> None:
        """Count anew."""
        self._soon.stop()
        focus = self._workbench.focus
        self._of = (focus.layer, focus.clip)
        places = waiting_in(self._workbench)
        self.list.rows.show(self._workbench.session, places)
        self._mark_here()
        n = len(places)
        self.counted.emit(n)
        self.setVisible(n > 0)
        self.count.setText(self.tr("{n} to be placed anew").format(n=n))
        self.count.setToolTip(
            self.tr(
                "Their keypoint is another place since a version of its skeleton. They are left out of "
                "exports and scores until each is placed anew."
            )
        )
        self.next.setToolTip(with_keys(self.tr("Go to the next one"), "next_outdated"))
        said = self.tr("The keypoint in hand stands right here by the new version")
        self.right.setToolTip(with_keys(said, "confirm_outdated"))
        project = self._workbench.session.project if self._workbench.session is not None else None
        self.right.setEnabled(project is not None and not project.read_only)

    def showEvent(self, event: QShowEvent) -> None:
        """Make room for the words before the panel is laid out."""
        super().showEvent(event)
        self.updateGeometry()

    def _on_focus(self, *_: object) -> None:
        focus = self._workbench.focus
        if (focus.layer, focus.clip) != self._of:
            self._soon.start()
        else:
            self._mark_here()

    def _mark_here(self) -> None:
        focus = self._workbench.focus
        if self.list.isVisible():
            self.list.mark(focus.instance, focus.frame, focus.keypoint)
