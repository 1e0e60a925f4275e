"""The pages of the quality panel and the switches that turn them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from palpate.ui.panels.quality.page import Judged, PageSpec, QualityPage, Surroundings
from palpate.ui.widgets.chip_flow import ChipFlow

translate = QCoreApplication.translate

_ROWS = 2  # of switches at most


class QualityPages(QWidget):
    """One page at a time; all of them show the same keypoint of the same score.

    Signals
    -------
    goto_wanted, keypoint_selected
        As of `QualityPage`.
    turned
        (name) another page is in front.
    """

    goto_wanted = Signal(str, int, str, str)
    keypoint_selected = Signal(str)
    turned = Signal(str)

    def __init__(
        self, pages: Sequence[PageSpec], around: Surroundings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._specs = {spec.name: spec for spec in pages}
        self._around = around
        self._made: dict[str, QualityPage] = {}
        self._told: dict[str, Judged | None] = {}
        self._judged: Judged | None = None
        self._keypoint = ""
        self.chips = ChipFlow(
            [[(one.name, translate("Quality", one.title), translate("Quality", one.tip)) for one in pages]],
            self,
        )
        self.chips.setAccessibleName(self.tr("Pages"))
        self.chooser = QComboBox(self)
        self.chooser.setAccessibleName(self.tr("Pages"))
        for one in pages:
            self.chooser.addItem(translate("Quality", one.title), one.name)
            tip = translate("Quality", one.tip)
            self.chooser.setItemData(self.chooser.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.chooser.activated.connect(lambda _at: self.turn_to(str(self.chooser.currentData())))
        self.chooser.hide()
        for name, chip in self.chips.chips.items():
            chip.clicked.connect(lambda _on, name=name: self.turn_to(name))
        self._stack = QStackedWidget(self)
        # What the pages hold would like more; a dock must still be able to be small.
        self._stack.setMinimumSize(200, 96)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.chips)
        column.addWidget(self.chooser)
        column.addWidget(self._stack, 1)
        self.front = pages[0].name
        self.turn_to(self.front)

    @property
    def judged(self) -> Judged | None:
        """The score that is shown."""
        return self._judged

    @property
    def keypoint(self) -> str:
        """Name of the keypoint that is looked at; empty if none is."""
        return self._keypoint

    @property
    def unscored(self) -> bool:
        """Whether the page in front says something without a score."""
        return self._specs[self.front].unscored

    def page(self, name: str) -> QualityPage:
        """Return a page; it is made if it was not yet."""
        if name not in self._made:
            made = self._specs[name].make(self._around)
            self._made[name] = made
            self._stack.addWidget(made)
            made.goto_wanted.connect(self.goto_wanted)
            made.keypoint_selected.connect(self._on_keypoint)
            made.errors_wanted.connect(self._on_errors_wanted)
            made.page_wanted.connect(self.turn_to)
        return self._made[name]

    def turn_to(self, name: str) -> None:
        """Bring a page to the front."""
        page = self.page(name)
        self.front = name
        self._tell(name)
        self._stack.setCurrentWidget(page)
        for each, chip in self.chips.chips.items():
            chip.setChecked(each == name)
        self.chooser.setCurrentIndex(self.chooser.findData(name))
        self.turned.emit(name)

    def show_judged(self, judged: Judged | None) -> None:
        """Show another score; the keypoint in view stays if it is in both."""
        self._judged = judged
        if judged is not None and self._keypoint not in judged.view.score.keypoints:
            self._keypoint = judged.view.worst_first()[0].name
        self._count()
        self._tell(self.front)

    def select(self, keypoint: str) -> None:
        """Look at a keypoint on every page."""
        self._keypoint = keypoint
        self._made[self.front].select(keypoint)

    # ---- inside ----------------------------------------------------------------------------------------

    def _count(self) -> None:
        """Tell beside the titles how much stands on the pages."""
        for name, spec in self._specs.items():
            title = translate("Quality", spec.title)
            n = spec.count(self._judged.view) if spec.count is not None and self._judged is not None else 0
            words = self.tr("{title} {n}").format(title=title, n=n) if n else title
            self.chips.word(name, words)
            self.chooser.setItemText(self.chooser.findData(name), words)
        self._fit()

    def _fit(self) -> None:
        """Choose pages from a list where their switches would take more rows than they are worth."""
        fits = self.chips.rows_in(self.width()) <= _ROWS
        if fits:
            self.chips.arrange_for(self.width())
        self.chips.setVisible(fits)
        self.chooser.setVisible(not fits)
        column = self.layout()
        if column is not None:  # it was laid out for another height of the switches
            column.invalidate()
            column.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the switches where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _tell(self, name: str) -> None:
        """Tell a page what there is, unless it knows."""
        page = self._made[name]
        if name not in self._told or self._told[name] is not self._judged:
            self._told[name] = self._judged
            page.show_judged(self._judged)
        if self._judged is not None and self._keypoint:
            page.select(self._keypoint)

    def _on_keypoint(self, keypoint: str) -> None:
        if keypoint != self._keypoint:
            self._keypoint = keypoint
            self.keypoint_selected.emit(keypoint)

    def _on_errors_wanted(self, keypoint: str) -> None:
        self._on_keypoint(keypoint)
        self.turn_to("errors")
