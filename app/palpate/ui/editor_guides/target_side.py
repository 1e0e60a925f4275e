"""What is chosen beside the pictures: which of them, which plate, and whether it is flipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from palpate.model.skeleton import Skeleton
from palpate.session.guidelines import guide_editing
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.editor_guides.fields import heading
from palpate.ui.editor_guides.plate_chooser import PlateChooser

_WIDTH = 248  # px
_ROWS = 4


class TargetSide(QWidget):
    """The list of places of a keypoint, and what is done with the one in hand."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self.places = QListWidget(self)
        self.places.setAccessibleName(self.tr("Pictures of this keypoint"))
        self.plates = PlateChooser(workbench, self)
        self.mirrored = QCheckBox(self.tr("Flipped left to right"), self)
        self.other = QPushButton(self.tr("The same on the other side"), self)
        self.add = QPushButton(self.tr("Show on one more"), self)
        self.remove = QPushButton(self.tr("Remove"), self)
        self.first = QPushButton(self.tr("Put first"), self)
        self.back = QPushButton(self.tr("Back to the shipped pictures"), self)
        self._lay_out()
        self.setFixedWidth(_WIDTH)

    @property
    def row(self) -> int:
        """Which place is in hand; -1 for none."""
        return self.places.currentRow()

    def show_places(self, titles: Sequence[str], row: int) -> None:
        """Show what each place is on, one of them in hand; nobody is told."""
        with QSignalBlocker(self.places):
            self.places.clear()
            self.places.addItems(list(titles))
            self.places.setCurrentRow(min(row, len(titles) - 1))

    def let(self, why: str, reasons: Mapping[QWidget, str]) -> None:
        """Let somebody use what there is no reason against; `why` speaks against all of it."""
        for part, reason in reasons.items():
            part.setEnabled(not (why or reason))
            part.setToolTip(why or reason)
        self.plates.let(why)

    def _lay_out(self) -> None:
        side = QVBoxLayout(self)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(4)
        side.addWidget(heading(self.tr("Shown on"), self, self.places))
        self.places.setFixedHeight(_ROWS * (self.fontMetrics().height() + 8) + 4)
        side.addWidget(self.places)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.first, self.remove):
            row.addWidget(button)
        side.addLayout(row)
        side.addWidget(self.add)
        side.addSpacing(12)
        side.addWidget(heading(self.tr("Picture"), self, self.plates))
        side.addWidget(self.plates)
        side.addSpacing(4)
        side.addWidget(self.mirrored)
        side.addSpacing(12)
        side.addWidget(self.other)
        side.addStretch(1)
        side.addWidget(self.back)


def why_not_show(session: Session | None, skeleton: Skeleton | None, keypoint: str) -> str:
    """Return why nobody may say now where a keypoint is shown; empty if this person may."""
    if session is None or skeleton is None:
        return _tr("No keypoint is in hand.")
    pinned = session.contents.skeletons.get(skeleton.name)
    if pinned is None or keypoint not in pinned.position_of:
        return _tr("The project has no such keypoint yet; it is shown on pictures once it has.")
    return guide_editing.why_not_write(session)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TargetEditor", text)
