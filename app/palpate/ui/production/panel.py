"""The panel in the dock Production: a chooser of pages, and the page that was chosen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from palpate.ui.production.desk import Desk
from palpate.ui.production.pages import PAGES


class ProductionPanel(QWidget):
    """Shows one page at a time; a page is made when it is first shown.

    Attributes
    ----------
    chooser
        The pages by their titles.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Production"))
        self._desk = desk
        self._made: dict[str, QWidget] = {}
        self.chooser = QComboBox(self)
        self.chooser.setAccessibleName(self.tr("Page"))
        self.chooser.setToolTip(self.tr("What of production is shown"))
        self.chooser.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for page in PAGES:
            self.chooser.addItem(QCoreApplication.translate("Production", page.title), page.name)
        self._stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.chooser)
        column.addWidget(self._stack, 1)
        self.chooser.currentIndexChanged.connect(self._show)
        self._show()

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._made[str(self.chooser.currentData())]

    def show_page(self, name: str) -> None:
        """Show a page by its name."""
        self.chooser.setCurrentIndex(self.chooser.findData(name))

    def _show(self) -> None:
        name = str(self.chooser.currentData())
        if name not in self._made:
            (make,) = (page.make for page in PAGES if page.name == name)
            self._made[name] = make(self._desk)
            self._stack.addWidget(self._made[name])
        self._stack.setCurrentWidget(self._made[name])
