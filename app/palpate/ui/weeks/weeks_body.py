"""Who is retrained, the table of weeks, and the chart, arranged for the room that there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from palpate.session.production_qa.weeks_view import WeeksView
from palpate.session.production_qa.worst_places import Place, worst_place
from palpate.ui.weeks.agreement_page import AgreementPage
from palpate.ui.weeks.chart import WeekChart
from palpate.ui.weeks.checks_page import ChecksPage
from palpate.ui.weeks.heat import HeatTable
from palpate.ui.weeks.heat_model import Order
from palpate.ui.weeks.legend import HeatLegend
from palpate.ui.weeks.retraining_text import RetrainingText
from palpate.ui.weeks.words import waiting_for
from palpate.ui.widgets.narrow_chooser import narrow_chooser

_WIDE = 820  # px from which on all stands side by side


class WeeksBody(QWidget):
    """Side by side where there is room, else one behind the other in tabs.

    Signals
    -------
    place_wanted
        (Place) a placement is to be looked at.
    guideline_wanted
        (keypoint name).
    """

    place_wanted = Signal(Place)
    guideline_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: WeeksView | None = None
        self._wide: bool | None = None
        self.retraining = RetrainingText(self)
        self.person = narrow_chooser(self.tr("Person"), letters=6, parent=self)
        self.order = narrow_chooser(self.tr("Order of rows"), letters=6, parent=self)
        self.order.addItem(self.tr("Worst first"), Order.WORST)
        self.order.addItem(self.tr("As in the skeleton"), Order.SKELETON)
        self.heat, self.legend, self.chart = HeatTable(self), HeatLegend(self), WeekChart(self)
        self.agreement, self.checks = AgreementPage(self), ChecksPage(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self._middle = self._made_middle()
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._pages = [
            (self._scrolled(self.agreement), self.tr("Agreement")),
            (self._scrolled(self.checks), self.tr("Checks")),
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self._arrange(wide=False)
        self._connect()

    @property
    def wide(self) -> bool:
        """Whether all stands side by side."""
        return bool(self._wide)

    def show_view(self, view: WeeksView) -> None:
        """Show another reckoning; person and keypoint in sight stay if they are in both."""
        self._view = view
        kept = self.person.currentText()
        self.retraining.show_view(view)
        self.person.clear()
        report = view.report
        for who in report.figures.annotators:
            n = waiting_for(report, who)
            said = self.tr("{who}: {n} to retrain").format(who=who, n=n) if n else who
            self.person.addItem(said, who)
        at = next((n for n in range(self.person.count()) if self.person.itemText(n) == kept), -1)
        waiting = (n for n, who in enumerate(report.figures.annotators) if waiting_for(report, who))
        self.person.setCurrentIndex(at if at >= 0 else next(waiting, 0))
        self.legend.show_report(report)
        self.agreement.show_view(view)
        self.checks.show_view(view)
        self._show_person()

    def choose(self, who: str, name: str = "") -> None:
        """Show somebody's weeks, at a keypoint or type if one is named."""
        at = self.person.findData(who)
        if self._view is None or at < 0:
            return
        self.person.setCurrentIndex(at)
        self._show_person()
        names = [group.name for group in self._view.report.groups]
        if name in names:
            self.heat.choose(names.index(name))
        if not self.wide:
            self.tabs.setCurrentWidget(self._middle)

    # ---- inside ------------------------------------------------------------------------------------------

    def _show_person(self) -> None:
        report = None if self._view is None else self._view.report
        order = self.order.currentData()
        self.heat.show_person(report, self.person.currentIndex(), Order(order))
        self._on_group(self.heat.group)

    def _on_group(self, group: int) -> None:
        report = None if self._view is None else self._view.report
        self.chart.show_group(report, self.person.currentIndex(), group)

    def _on_cell(self, group: int, week: int) -> None:
        if self._view is None:
            return
        person = self.person.currentIndex()
        found = worst_place(self._view.report, person=person, group=group, week=week)
        if found is not None:
            self.place_wanted.emit(found)

    def _connect(self) -> None:
        self.person.activated.connect(self._show_person)
        self.order.activated.connect(self._show_person)
        self.heat.group_chosen.connect(self._on_group)
        self.heat.cell_wanted.connect(self._on_cell)
        self.retraining.guideline_wanted.connect(self.guideline_wanted)
        self.retraining.cell_wanted.connect(self.choose)
        self.retraining.person_wanted.connect(self.choose)

    def _arrange(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        before = self.tabs.tabText(self.tabs.currentIndex())
        self.tabs.clear()
        if wide:
            self._split.addWidget(self.retraining)
            self._split.addWidget(self._middle)
            self._split.setStretchFactor(0, 2)
            self._split.setStretchFactor(1, 3)
            self.tabs.addTab(self._split, self.tr("Weeks"))
            self.retraining.show()
            self._middle.show()
            self._split.setSizes([2 * self.width() // 5, 3 * self.width() // 5])
        else:
            self.tabs.addTab(self.retraining, self.tr("To do"))
            self.tabs.addTab(self._middle, self.tr("Weeks"))
        for page, title in self._pages:
            self.tabs.addTab(page, title)
        titles = [self.tabs.tabText(n) for n in range(self.tabs.count())]
        self.tabs.setCurrentIndex(titles.index(before) if before in titles else 0)

    def _made_middle(self) -> QWidget:
        made = QWidget(self)
        whose = QLabel(self.tr("Errors of"), made)
        whose.setBuddy(self.person)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(whose)
        row.addWidget(self.person, 3)
        row.addWidget(self.order, 2)
        parts = QSplitter(Qt.Orientation.Vertical, made)
        parts.setChildrenCollapsible(False)
        table = QWidget(parts)
        inside = QVBoxLayout(table)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self.heat, 1)
        inside.addWidget(self.legend)
        parts.addWidget(table)
        parts.addWidget(self.chart)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        column = QVBoxLayout(made)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(parts, 1)
        return made

    def _scrolled(self, page: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        return area

    def minimumSizeHint(self) -> QSize:
        """A dock must still be able to be small."""
        return QSize(240, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room that there is."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= _WIDE)
