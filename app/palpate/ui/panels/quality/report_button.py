"""Three dots beside a score: written as pages, web page or table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.guideline.more_button import MoreButton


class ReportButton(MoreButton):
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
        tip = self.tr("Export a report on this layer, for people who do not have Palpate")
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.offer(
            self._action(suffix, words)
            for suffix, words in (
                (".pdf", self.tr("Export pages to print (PDF)…")),
                (".html", self.tr("Export a web page (HTML)…")),
                (".csv", self.tr("Export a table of every number (CSV)…")),
            )
        )

    def _action(self, suffix: str, words: str) -> QAction:
        action = QAction(words, self)
        action.triggered.connect(lambda _on=False: self._ask(suffix))
        return action

    def _ask(self, suffix: str) -> None:
        session = self._workbench.session
        if session is None:
            return
        names = {layer.id: layer.name for layer in session.contents.layers}
        layer, gold = (names.get(one, "") for one in self._pair())
        self._workbench.report_wanted.emit(suffix, layer, gold)
