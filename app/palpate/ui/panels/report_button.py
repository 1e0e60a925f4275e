"""A button that writes what the quality panel shows as pages, web page or table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from palpate.ui.bridge.workbench import Workbench


def beside(widget: QWidget, button: QWidget) -> QHBoxLayout:
    """Return a row of a widget that takes what room there is, and a button at its end."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(widget, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
    return row


def stacked(widget: QWidget, below: QLayout, *, parent: QWidget) -> QWidget:
    """Return a widget with a row below it, to be shown and hidden together."""
    both = QWidget(parent)
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(widget)
    column.addLayout(below)
    return both


class ReportButton(QToolButton):
    """Asks for a report on the layer that is judged; it is written aside.

    Parameters
    ----------
    pair
        Returns the ids of the layer and of gold; empty ones where nothing is chosen.
    """

    def __init__(
        self, workbench: Workbench, pair: Callable[[], tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._pair = workbench, pair
        self.setText(self.tr("Export") + "  ")
        self.setToolTip(self.tr("Write a report on this layer, for people who do not have Palpate"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        menu = QMenu(self)
        for suffix, words in (
            (".pdf", self.tr("Pages to print (PDF)…")),
            (".html", self.tr("Web page (HTML)…")),
            (".csv", self.tr("Table of every number (CSV)…")),
        ):
            menu.addAction(words).triggered.connect(lambda _on=False, suffix=suffix: self._ask(suffix))
        self.setMenu(menu)

    def _ask(self, suffix: str) -> None:
        session = self._workbench.session
        if session is None:
            return
        names = {layer.id: layer.name for layer in session.contents.layers}
        layer, gold = (names.get(one, "") for one in self._pair())
        self._workbench.report_wanted.emit(suffix, layer, gold)
