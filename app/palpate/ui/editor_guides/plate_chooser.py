"""Choosing a plate: those of the project, those that are shipped, or a picture to be added."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from palpate.model.authored import OwnPlate
from palpate.model.plate import Plate
from palpate.session.guidelines import guide_editing
from palpate.session.guidelines.plates import PlateSource
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs import ask
from palpate.ui.theme.apply import number_font

_ADD = "+"


class PlateChooser(QWidget):
    """A list of plates; of one's own, title and width stand below it.

    Signals
    -------
    chosen
        (name) This plate is wanted.
    altered
        A plate of the project came, went, or is called otherwise.
    """

    chosen = Signal(str)
    altered = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._shown: dict[str, tuple[Plate, PlateSource]] = {}
        self.list = QComboBox(self)
        self.list.setAccessibleName(self.tr("Picture"))
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setMinimumContentsLength(12)
        self.list.setMaxVisibleItems(24)
        self.title = QLineEdit(self)
        self.width_mm = QDoubleSpinBox(self)
        self.remove = QPushButton(self.tr("Remove this picture"), self)
        self._own = QWidget(self)
        self._lay_out()
        self.list.activated.connect(self._on_chosen)
        self.title.editingFinished.connect(self._on_described)
        self.width_mm.editingFinished.connect(self._on_described)
        self.remove.clicked.connect(self._on_remove)
        self.setFocusProxy(self.list)

    def show_plates(self, plates: Mapping[str, tuple[Plate, PlateSource]], chosen: str) -> None:
        """Show what may be chosen, and what is."""
        with QSignalBlocker(self.list):
            if dict(plates) != self._shown or not self.list.count():
                self._shown = dict(plates)
                self._fill()
            at = self.list.findData(chosen) if chosen else -1
            self.list.setCurrentIndex(at)
        own = self._chosen_own
        self._own.setVisible(own is not None)
        if own is not None:
            with QSignalBlocker(self.title), QSignalBlocker(self.width_mm):
                self.title.setText(own.title)
                self.width_mm.setValue(own.width_mm or 0.0)

    def let(self, why_not: str) -> None:
        """Let somebody choose, or say why not."""
        for part in (self.list, self._own):
            part.setEnabled(not why_not)
            part.setToolTip(why_not)

    def _lay_out(self) -> None:
        self.title.setAccessibleName(self.tr("Title of the picture"))
        self.width_mm.setAccessibleName(self.tr("How wide is what it shows"))
        self.width_mm.setRange(0.0, 10_000.0)
        self.width_mm.setDecimals(1)
        self.width_mm.setSuffix(" mm")
        self.width_mm.setSpecialValueText(self.tr("not to scale"))
        self.width_mm.setFont(number_font(self.font()))
        form = QFormLayout(self._own)
        form.setContentsMargins(0, 4, 0, 0)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(4)
        form.addRow(self.tr("Title"), self.title)
        form.addRow(self.tr("Width"), self.width_mm)
        form.addRow(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list)
        column.addWidget(self._own)

    def _fill(self) -> None:
        self.list.clear()
        sources: dict[int, list[str]] = {0: [], 1: []}
        for name, (_, source) in self._shown.items():
            sources[int(source is None)].append(name)
        for listed in sources.values():
            for name in sorted(listed, key=lambda one: self._shown[one][0].title.casefold()):
                self.list.addItem(self._shown[name][0].title, name)
            if listed:
                self.list.insertSeparator(self.list.count())
        self.list.addItem(self.tr("Add a picture…"), _ADD)

    @property
    def _chosen_own(self) -> OwnPlate | None:
        _, source = self._shown.get(str(self.list.currentData()), (None, None))
        return source if isinstance(source, OwnPlate) else None

    def _on_chosen(self, _at: int) -> None:
        name = str(self.list.currentData())
        if name != _ADD:
            self.chosen.emit(name)
            return
        filters = self.tr("Drawings and pictures (*.svg *.png *.jpg *.jpeg)")
        paths = ask.ask_open(self.tr("A picture to point at"), filters)
        if not paths or not self.take(paths[0]):
            self.altered.emit()  # the list stands at what was asked for

    def take(self, path: Path) -> bool:
        """Keep a picture in the project and choose it; what is refused is told."""
        session = self._workbench.session
        skeleton = next(iter(session.contents.skeletons.values()), None) if session is not None else None
        if session is None or skeleton is None:
            return False
        name = self._workbench.attempt(
            lambda: guide_editing.add_picture(session, skeleton, path, origin=self)
        )
        if name is not None:
            self.chosen.emit(name)
        return name is not None

    def _on_described(self) -> None:
        session, own = self._workbench.session, self._chosen_own
        if session is None or own is None:
            return
        title, width = self.title.text(), self.width_mm.value() or None
        self._workbench.attempt(lambda: guide_editing.describe_picture(session, own.name, title, width))

    def _on_remove(self) -> None:
        session, own = self._workbench.session, self._chosen_own
        if session is None or own is None:
            return
        n = len(guide_editing.used_by(session, own.name))
        if self._workbench.attempt(lambda: guide_editing.remove_picture(session, own.name)):
            said = self.tr("{title} is removed, with the places of {n} keypoints on it; undo brings it back.")
            self._workbench.note(said.format(title=own.title, n=n))
            self.altered.emit()
