"""Which stored values of deep images are shown black and which white, set by eye."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from palpate.session.frames.levels import Levels, LevelsView
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.histogram import HistogramView


class LevelsDialog(QDialog):
    """A histogram with two handles, numbers to type, and gamma; stays open while work goes on.

    Signals
    -------
    levels_wanted
        (Levels, or None for the usual ones) the picture is to be shown through them from now on.
    """

    levels_wanted = Signal(object)

    def __init__(self, name: str, view: LevelsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Levels of {name}").format(name=name))
        self._view = view
        self._plot = HistogramView(view.histogram, self)
        self._low = self._spin(self.tr("Black from"))
        self._high = self._spin(self.tr("White from"))
        self._gamma = QDoubleSpinBox(self)
        self._gamma.setRange(0.2, 5.0)
        self._gamma.setSingleStep(0.1)
        self._gamma.setAccessibleName(self.tr("Gamma"))
        self._gamma.setFont(number_font(self.font()))
        self._lay_out()
        self._show(view.now)
        self._plot.moved.connect(self._on_moved)
        for spin in (self._low, self._high, self._gamma):
            spin.valueChanged.connect(self._on_typed)

    def levels(self) -> Levels:
        """Return what the handles say."""
        return Levels(self._low.value(), self._high.value(), self._gamma.value())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for title, spin in (
            (self.tr("Black"), self._low),
            (self.tr("White"), self._high),
            (self.tr("Gamma"), self._gamma),
        ):
            label = QLabel(title, self)
            label.setBuddy(spin)
            row.addWidget(label)
            row.addWidget(spin, 1)
        auto = QPushButton(self.tr("&Auto"), self)
        auto.setToolTip(self.tr("The best contrast: all but the darkest and brightest 0.1 % of the values"))
        auto.clicked.connect(lambda: self._take(self._view.proposed))
        reset = QPushButton(self.tr("&Reset"), self)
        reset.setToolTip(self.tr("All values without cutting off, as at first"))
        reset.clicked.connect(self._on_reset)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        for button in (auto, reset):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addWidget(buttons, 1)
        note = QLabel(
            self.tr("Only what is shown changes, in all frames alike; files stay as they are."), self
        )
        note.setWordWrap(True)
        note.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._plot, 1)
        column.addLayout(row)
        column.addWidget(note)
        column.addLayout(foot)
        self.resize(480, 320)

    def _spin(self, name: str) -> QDoubleSpinBox:
        spin = QDoubleSpinBox(self)
        edges = self._view.histogram.edges
        span = max(float(edges[-1] - edges[0]), 1e-6)
        spin.setDecimals(0 if span > 50 else 4)
        least = min(float(edges[0]), self._view.usual.low, self._view.now.low)
        most = max(float(edges[-1]), self._view.usual.high, self._view.now.high)
        spin.setRange(least - span, most + span)
        spin.setSingleStep(max(span / 200, 1.0 if span > 50 else span / 200))
        spin.setAccessibleName(name)
        spin.setFont(number_font(self.font()))
        return spin

    def _show(self, levels: Levels) -> None:
        blockers = [QSignalBlocker(spin) for spin in (self._low, self._high, self._gamma)]
        self._low.setValue(levels.low)
        self._high.setValue(levels.high)
        self._gamma.setValue(levels.gamma)
        del blockers
        self._plot.show_levels(levels)

    def _take(self, levels: Levels) -> None:
        self._show(levels)
        self.levels_wanted.emit(levels)

    def _on_reset(self) -> None:
        self._show(self._view.usual)
        self.levels_wanted.emit(None)

    def _on_moved(self, low: float, high: float) -> None:
        self._take(Levels(low, high, self._gamma.value()))

    def _on_typed(self) -> None:
        if self._low.value() < self._high.value():
            self._plot.show_levels(self.levels())
            self.levels_wanted.emit(self.levels())
