"""The figure with its tools above."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from palpate.ui.dialogs import ask
from palpate.ui.editor.board import Board
from palpate.ui.editor.figure import Figure, Tool
from palpate.ui.widgets.quiet_label import QuietLabel

_STEPS = 100.0  # of the slider, per height by width


class FigurePart(QWidget):
    """Tools: move, edges, rigid segments; and what is seen."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self.figure = Figure(board, self)
        self.tools: dict[Tool, QPushButton] = {}
        group = QButtonGroup(self)
        for tool, words, tip in _tools():
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.clicked.connect(partial(self._on_tool, tool))
            group.addButton(button)
            self.tools[tool] = button
        self.tools[Tool.MOVE].setChecked(True)
        self.behind = QPushButton(self.tr("Behind"), self)
        self.behind.setAutoDefault(False)
        self.behind.setToolTip(self.tr("Show a plate or a picture of your own under the figure"))
        self._menu = QMenu(self.behind)
        self._menu.aboutToShow.connect(self.fill_menu)
        self.behind.setMenu(self._menu)
        self.fit = QPushButton(self.tr("Fit"), self)
        self.fit.setAutoDefault(False)
        self.fit.setToolTip(self.tr("Have the whole figure in sight (Z); the wheel zooms"))
        self.fit.clicked.connect(self.figure.fit)
        self.proportions = QSlider(Qt.Orientation.Horizontal, self)
        self.proportions.setRange(40, 250)
        self.proportions.setValue(round(self.figure.frame.aspect * _STEPS))
        self.proportions.setAccessibleName(self.tr("Proportions of the figure"))
        self.proportions.setToolTip(self.tr("Height by width in this view; the skeleton stays as it is"))
        self.proportions.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.proportions.setFixedWidth(90)
        self.proportions.valueChanged.connect(lambda value: self.figure.set_aspect(value / _STEPS))
        self._about = QuietLabel(self)
        self.figure.tool_changed.connect(self._on_tool_changed)
        self._lay_out()
        self._on_tool_changed()

    def fill_menu(self) -> None:
        """List what can be shown behind."""
        behind = self.figure.behind
        self._menu.clear()
        nothing = self._menu.addAction(self.tr("Nothing"), behind.show_nothing)
        nothing.setCheckable(True)
        nothing.setChecked(not behind.is_shown)
        plates = behind.plates()
        if plates:
            self._menu.addSeparator()
        for which, title in plates.items():
            action = self._menu.addAction(title, partial(behind.show_plate, which))
            action.setCheckable(True)
            action.setChecked(behind.plate == which)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("A picture…"), self._on_picture)

    def show_picture(self, path: Path) -> None:
        """Show a picture of a file behind the figure; one that cannot be read is told."""
        if not self.figure.behind.show_picture(path):
            told = self.tr("{name} cannot be read as a picture").format(name=path.name)
            self._board.refused.emit(told)

    def _on_picture(self) -> None:
        filters = self.tr("Pictures (*.png *.jpg *.jpeg *.bmp *.webp *.tif *.tiff);;All files (*)")
        for path in ask.ask_open(self.tr("A picture behind the figure"), filters)[:1]:
            self.show_picture(path)

    def _on_tool(self, tool: Tool) -> None:
        self.figure.set_tool(tool)
        self.figure.setFocus()

    def _on_tool_changed(self) -> None:
        tool = self.figure.tool
        self.tools[tool].setChecked(True)
        self._about.say(
            {
                Tool.MOVE: self.tr(
                    "Drag keypoints or press arrows (Shift: finely). Shift-drag draws an edge. "
                    "Double-click adds a keypoint."
                ),
                Tool.EDGES: self.tr(
                    "Drag from keypoint to keypoint to draw an edge; click on one to delete it."
                ),
                Tool.RIGID: self.tr(
                    "Drag from keypoint to keypoint where a length stays; click on a segment to delete it."
                ),
            }[tool]
        )

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for button in self.tools.values():
            bar.addWidget(button)
        bar.addStretch(1)
        proportions = QLabel(self.tr("Proportions"), self)
        proportions.setBuddy(self.proportions)
        bar.addWidget(proportions)
        bar.addWidget(self.proportions)
        bar.addSpacing(8)
        bar.addWidget(self.behind)
        bar.addWidget(self.fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.figure, 1)
        column.addWidget(self._about)


def _tools() -> list[tuple[Tool, str, str]]:
    return [
        (Tool.MOVE, _tr("Move"), _tr("Drag keypoints to their places (M)")),
        (Tool.EDGES, _tr("Edges"), _tr("Draw edges, or click them away (E)")),
        (Tool.RIGID, _tr("Rigid"), _tr("Draw segments whose length a body keeps (R)")),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("FigurePart", text)
