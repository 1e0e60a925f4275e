"""The guideline of the active keypoint, to be written: it follows the work, which goes on beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QTabWidget, QToolButton, QVBoxLayout, QWidget

from palpate.session.placing import guided
from palpate.session.selection import Focus
from palpate.ui.bridge.plate_pictures import PlatePictures
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.editor_guides.guideline_editor import GuidelineEditor
from palpate.ui.editor_guides.target_editor import TargetEditor
from palpate.ui.editor_guides.told_here import ToldHere
from palpate.ui.theme.icons import icon
from palpate.ui.widgets.words import side_word

_SIZE = (1120, 700)
_SHARE = 0.6  # of a large window
_TITLE_PT = 15.0


class GuideWindow(QDialog):
    """Words and pictures of one keypoint behind two tabs; closing keeps everything."""

    def __init__(self, workbench: Workbench, pictures: PlatePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench = workbench
        self.title = QLabel(self)
        self.place = QLabel(self)
        self.place.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.before = self._button("play-backwards", self.tr("Previous keypoint"), -1)
        self.after = self._button("play", self.tr("Next keypoint"), 1)
        self.words = GuidelineEditor(workbench, self)
        self.pictures = TargetEditor(workbench, pictures, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.words, self.tr("Words"))
        self.tabs.addTab(self.pictures, self.tr("Pictures"))
        self.told = ToldHere(workbench, self)
        self._lay_out()
        workbench.focus_followed.connect(self._on_focus)
        workbench.session_changed.connect(self.close)
        self._follow(workbench.focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; Enter belongs to what is typed."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(_TITLE_PT)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.place, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.before)
        head.addWidget(self.after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)
        over = self.parentWidget()
        width, height = _SIZE
        if over is not None:
            across, down = over.width(), over.height()
            width = min(max(width, int(_SHARE * across)), across - 48)
            height = min(max(height, int(_SHARE * down)), down - 48)
        self.resize(width, height)

    def _button(self, shape: str, name: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setIcon(icon(shape))
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: self._step(by))
        return button

    def _step(self, by: int) -> None:
        session = self._workbench.session
        if session is not None and session.selection.focus.instance:
            guided.step_keypoint(session, by)

    def _on_focus(self, now: Focus, _before: Focus) -> None:
        self._follow(now)

    def _follow(self, focus: Focus) -> None:
        session = self._workbench.session
        if session is None or not focus.instance or focus.keypoint < 0:
            return
        skeleton = session.contents.skeleton_of(focus.instance)
        keypoint = skeleton.keypoints[focus.keypoint]
        self.title.setText(keypoint.called)
        self.setWindowTitle(self.tr("Guideline of {name}").format(name=keypoint.called))
        counted = self.tr("{k} of {n}").format(k=focus.keypoint + 1, n=len(skeleton))
        parts = (side_word(keypoint.side), keypoint.region.replace("_", " "), counted)
        self.place.setText(" · ".join(part for part in parts if part))
        for editor in (self.words, self.pictures):
            editor.show_keypoint(skeleton, keypoint.name)
