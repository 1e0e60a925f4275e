"""The guideline of the keypoint in hand, and where it lies on plates; what is written counts at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QTabWidget, QVBoxLayout, QWidget

from palpate.session.skeletons.skeleton_draft_state import DraftState
from palpate.ui.bridge.plate_pictures import PlatePictures
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.editor.board import Board
from palpate.ui.editor_guides.guideline_editor import GuidelineEditor
from palpate.ui.editor_guides.target_editor import TargetEditor
from palpate.ui.editor_guides.told_here import ToldHere
from palpate.ui.widgets.hint import OrHint


class GuidelinePage(QWidget):
    """Words and pictures of a keypoint that the project pins, whatever the draft calls it by now."""

    def __init__(self, board: Board, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._names = DraftState.of(board.draft.before).names
        self._plates = PlatePictures(self)
        self.words = GuidelineEditor(workbench, self)
        self.pictures = TargetEditor(workbench, self._plates, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.words, self.tr("Words"))
        self.tabs.addTab(self.pictures, self.tr("Pictures"))
        for button in self.tabs.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter belongs to what is typed
        self.told = ToldHere(workbench, self)
        self.shown = OrHint(self.tabs, self)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self.tr("Keypoint"))
        self.choice.setMaxVisibleItems(30)
        self.choice.activated.connect(lambda _: board.choose([self.choice.currentData()]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.shown, 1)
        board.chosen_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the keypoint in hand while the page is seen; what was typed of the one before is kept."""
        if not self.isVisible():
            return
        self._show_choice()
        name = self._names.get(self._board.current, "")
        if not name:
            self.shown.show_hint(
                self.tr("This keypoint is new. Take the skeleton over, then write what it means.")
                if self._board.current
                else self.tr("Choose a keypoint first.")
            )
            return
        self.shown.show_hint("")
        for editor in (self.words, self.pictures):
            editor.show_keypoint(self._board.draft.before, name)

    def _show_choice(self) -> None:
        """List the keypoints as the draft has them, the one in hand shown."""
        state = self._board.draft.state
        listed = [(f"{n}  {state.names[who]}", who) for n, who in enumerate(state.order, start=1)]
        if listed != [(self.choice.itemText(n), self.choice.itemData(n)) for n in range(self.choice.count())]:
            self.choice.clear()
            for words, who in listed:
                self.choice.addItem(words, who)
        self.choice.setCurrentIndex(self.choice.findData(self._board.current))

    def keep(self) -> None:
        """Write what was typed; it is the project's and no part of the draft."""
        self.words.keep()
        self.pictures.keep()

    def close_plates(self) -> None:
        """Stop what is being drawn."""
        self._plates.close()
