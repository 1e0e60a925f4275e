"""Plans of production QA: what is labelled a second time, by whom, and how far that is."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from palpate.model.change import Change
from palpate.session.production import plans_of
from palpate.ui.production.desk import Desk
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.hint import OrHint


class PlanPage(QWidget):
    """The plans that are kept, each with how far it is."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Plans"))
        self.list.setHeaderLabels([self.tr("Plan"), self.tr("Done")])
        self.list.setRootIsDecorated(False)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(CalmRows(self.list))
        self._or = OrHint(self.list, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._or, 1)
        desk.workbench.session_changed.connect(self.refresh)
        desk.workbench.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """List the plans anew."""
        session = self._desk.workbench.session
        self.list.clear()
        for state in () if session is None else plans_of(session):
            self.list.addTopLevelItem(QTreeWidgetItem([state.plan.name, f"{state.done} / {state.units}"]))
        none = self.tr("No plan is drawn yet: nothing of the work is labelled a second time.")
        self._or.show_hint("" if self.list.topLevelItemCount() else none)

    def _on_changed(self, change: Change) -> None:
        if change.judging or change.layers or change.clips:
            self.refresh()
