"""One layer of gold: what certifies it, what is missing, its plans, and its own error by keypoint."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.model.skeleton import Skeleton
from palpate.session.calibrating.gold_error import Floor
from palpate.session.calibrating.gold_view import GoldView
from palpate.session.calibrating.verifying import State
from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.marks import Light, LightMark
from palpate.ui.widgets.calm_table import calm
from palpate.ui.widgets.gold_words import facts_words, plan_words, state_words

_LIGHTS = {State.INTACT: Light.PASSES, State.CARRIED: Light.AGED, State.ALTERED: Light.FAILS}


class GoldPage(QWidget):
    """Facts above, then what can be done, then the table of gold's own error."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.facts, self.state = QLabel(self), QLabel(self), QLabel(self)
        self.mark = LightMark(parent=self)
        self.certify = QPushButton(self.tr("&Certify…"), self)
        self.new_version = QPushButton(self.tr("New &version"), self)
        self.repeats = QPushButton(self.tr("Mark hidden &repeats…"), self)
        self.draw = QPushButton(self.tr("&Draw a plan…"), self)
        self.plans = QComboBox(self)
        self.go_on = QPushButton(self.tr("&Go on with it"), self)
        self.floor_title, self.notes = QLabel(self), QLabel(self)
        self.table = QTableWidget(0, 4, self)
        self._lay_out()

    def show_gold(self, view: GoldView, skeleton: Skeleton | None) -> None:
        """Show a layer; the skeleton is that of its poses."""
        self.title.setText(view.row.layer.name)
        self.facts.setText(facts_words(view))
        self.state.setText(state_words(view))
        found = view.verified
        open_light = Light.UNKNOWN if view.missing else Light.PASSES
        self.mark.set_light(open_light if found is None else _LIGHTS[found.state])
        self.plans.clear()
        for plan, left in view.plans:
            self.plans.addItem(plan_words(plan, left), plan.id)
            tip = "\n".join(f"{name}: {value}" for name, value in plan.settings.items())
            self.plans.setItemData(self.plans.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.plans.setCurrentIndex(self.plans.count() - 1)
        for part in (self.plans, self.go_on):
            part.setVisible(bool(view.plans))
        self._show_floor(view.floor, skeleton)

    def explain(self, button: QPushButton, reason: str) -> None:
        """Let a button say why it does nothing now."""
        button.setEnabled(not reason)
        button.setToolTip(with_capital(reason))

    # ---- inside ------------------------------------------------------------------------------------------

    def _show_floor(self, floor: Floor, skeleton: Skeleton | None) -> None:
        self.notes.setText("\n".join(f"{with_capital(note)}." for note in floor.notes))
        titles = {} if skeleton is None else {one.name: one.called for one in skeleton.keypoints}
        self.table.setRowCount(0)
        for name, sd in sorted(floor.sd_px.items(), key=lambda one: -one[1]):
            low, high = floor.limits_px[name]
            n = f"{floor.n[name]}*" if name in floor.pooled else str(floor.n[name])
            row = self.table.rowCount()
            self.table.insertRow(row)
            for column, text in enumerate(
                (titles.get(name, name), f"{sd:.2f}", f"{low:.2f} – {high:.2f}", n)
            ):
                item = QTableWidgetItem(text)
                item.setToolTip(self.tr("* of all keypoints of its type") if name in floor.pooled else "")
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.setVisible(bool(floor.sd_px))

    def _lay_out(self) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.floor_title.setFont(QFont(bold))
        bold.setPointSizeF(bold.pointSizeF() + 3.0)
        self.title.setFont(bold)
        self.floor_title.setText(self.tr("Gold’s own error"))
        for label in (self.facts, self.notes):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (self.facts, self.notes, self.state):
            label.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.plans.setAccessibleName(self.tr("Plans"))
        self._dress_table()
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.state, 1)
        plans = QHBoxLayout()
        plans.setSpacing(8)
        plans.addWidget(self.plans, 1)
        plans.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.facts)
        column.addLayout(state)
        column.addLayout(self._row(self.certify, self.new_version, self.draw))
        column.addLayout(plans)
        column.addSpacing(8)
        column.addWidget(self.floor_title)
        column.addWidget(self.notes)
        column.addLayout(self._row(self.repeats))
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def _row(self, *buttons: QPushButton) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
            button.setAutoDefault(False)
        row.addStretch(1)
        return row

    def _dress_table(self) -> None:
        table = self.table
        table.setAccessibleName(self.tr("Gold’s own error by keypoint"))
        table.setHorizontalHeaderLabels(
            [self.tr("Keypoint"), self.tr("SD, px"), self.tr("95 % limits, px"), self.tr("repeats")]
        )
        calm(table)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
