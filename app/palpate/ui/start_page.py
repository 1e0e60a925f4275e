"""What is seen before a project is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)


class StartPage(QWidget):
    """Recent projects, and the ways to begin.

    Signals
    -------
    demo_wanted, new_wanted, open_wanted
        A button was pressed.
    project_wanted
        (Path) a recent project was chosen.
    """

    demo_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    project_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Hidden behind the canvas it asks for no width, which a second view needs on small screens.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(self.tr("Start page"))
        self._recent = QListWidget(self)
        self._recent.setAccessibleName(self.tr("Recent projects"))
        self._recent.itemActivated.connect(self._on_chosen)
        self._recent.itemClicked.connect(self._on_chosen)
        self._none = QLabel(self.tr("Projects that you open will be listed here."), self)
        self._none.setWordWrap(True)
        self._none.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(_heading("Palpate", 28))
        middle.addWidget(
            QLabel(self.tr("Place anatomical keypoints, and prove that they can be trusted."), self)
        )
        middle.addSpacing(24)
        middle.addLayout(self._columns())
        page = QGridLayout(self)
        page.setRowStretch(0, 1)
        page.setRowStretch(2, 2)
        page.setColumnStretch(0, 1)
        page.setColumnStretch(2, 1)
        page.addLayout(middle, 1, 1)

    def set_recent(self, paths: list[Path]) -> None:
        """List projects that were open lately; those that are gone are left out."""
        self._recent.clear()
        for path in paths:
            if path.exists():
                item = QListWidgetItem(f"{path.stem}\n{path.parent}", self._recent)
                item.setData(Qt.ItemDataRole.UserRole, str(path))
                item.setToolTip(str(path))
        self._none.setVisible(self._recent.count() == 0)
        self._recent.setVisible(self._recent.count() > 0)

    def _columns(self) -> QHBoxLayout:
        begin = QVBoxLayout()
        begin.setSpacing(8)
        begin.addWidget(_heading(self.tr("Begin"), 13))
        for text, tip, signal in (
            (
                self.tr("Open the demo"),
                self.tr("A rendered fast bowler with gold labels and two annotators"),
                self.demo_wanted,
            ),
            (self.tr("New project…"), self.tr("Choose a skeleton, then add your videos"), self.new_wanted),
            (self.tr("Open project…"), self.tr("A .palpate file"), self.open_wanted),
        ):
            button = QPushButton(text, self)
            button.setToolTip(tip)
            button.setMinimumSize(240, 40)
            button.clicked.connect(signal)
            begin.addWidget(button)
        drop = QLabel(
            self.tr("Or drop a project, a video, a folder of images\nor a label file on this window."), self
        )
        drop.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        begin.addSpacing(8)
        begin.addWidget(drop)
        begin.addStretch(1)
        recent = QVBoxLayout()
        recent.setSpacing(8)
        recent.addWidget(_heading(self.tr("Recent projects"), 13))
        recent.addWidget(self._none)
        recent.addWidget(self._recent, 1)
        recent.addStretch(0)
        self._recent.setMinimumSize(360, 240)
        columns = QHBoxLayout()
        columns.setSpacing(48)
        columns.addLayout(begin)
        columns.addLayout(recent)
        return columns

    def _on_chosen(self, item: QListWidgetItem) -> None:
        self.project_wanted.emit(Path(str(item.data(Qt.ItemDataRole.UserRole))))


def _heading(text: str, points: int) -> QLabel:
    label = QLabel(text)
    font = QFont(label.font())
    font.setPointSize(points)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label
