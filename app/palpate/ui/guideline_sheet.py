"""The guideline of the active keypoint, large over the canvas: plates side by side, and words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palpate.model.change import Change
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.guidance import told_of
from palpate.session.guidelines.guides import SHIPPED
from palpate.session.guidelines.plates import Sight
from palpate.session.selection import Focus
from palpate.ui.bridge.example_pictures import ExamplePictures
from palpate.ui.bridge.plate_pictures import PlatePictures, Wish
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.guideline.example_gallery import ExampleGallery
from palpate.ui.panels.guideline.notes import shown_notes
from palpate.ui.panels.guideline.text import GuidelineText
from palpate.ui.panels.guideline.whose import show_told
from palpate.ui.theme.apply import current
from palpate.ui.theme.icons import icon
from palpate.ui.widgets.plate_view import Framing, PlateView
from palpate.ui.widgets.words import side_word

_MARGIN = 3
_MOST_PLATES = 2
_TITLE_PT = 18.0
_WORDS_WIDTH = (280, 480)  # px
_WORDS_SHARE = 0.32
_EXAMPLES_SHARE = 0.46
_HEAD_PX = 68  # of heading and switches


class GuidelineSheet(QFrame):
    """Lies over the picture until it is called again or Escape is pressed; follows the active keypoint.

    Signals
    -------
    shown_changed
        It came or went.
    """

    shown_changed = Signal()

    def __init__(
        self, workbench: Workbench, pictures: PlatePictures, examples: ExamplePictures, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workbench, self._pictures, self._below = workbench, pictures, parent
        self._shown: tuple[str, int, str] | None = None
        self._sights: tuple[Sight, ...] | None = None
        self._skeleton: Skeleton | None = None
        self._guides = SHIPPED
        self.title = QLabel(self)
        self.place = QLabel(self)
        self.text = GuidelineText(self)
        self.gallery = ExampleGallery(workbench, examples, self)
        self.views = [PlateView(pictures.at_hand, self) for _ in range(_MOST_PLATES)]
        self.captions = [QLabel(self) for _ in self.views]
        self._lay_out()
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # a click here places nothing below
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()
        for view in self.views:
            view.resized.connect(self._wish)
        pictures.came.connect(self._on_came)
        parent.installEventFilter(self)
        workbench.session_changed.connect(self.leave)
        workbench.focus_followed.connect(self._on_focus)
        workbench.changed.connect(self._on_changed)
        self.gallery.filled.connect(self._fit_gallery)

    def toggle(self) -> None:
        """Come, or go."""
        if self.isVisibleTo(self._below):
            self.leave()
        elif self._follow(self._workbench.focus):
            self.show()
            self.raise_()
            self.shown_changed.emit()

    def leave(self) -> None:
        """Go."""
        if not self.isHidden():
            self.hide()
            self._pictures.wish((), self)
            self.shown_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover what lies below."""
        if watched is self._below and event.type() is QEvent.Type.Resize:
            self._fit()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Cover what lies below, and wish for the plates."""
        super().showEvent(event)
        self._fit()
        self._wish()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.isVisible():
            self.close_button.setIcon(icon("cancel"))
            self._wish()

    # ---- building --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.title.setAccessibleName(self.tr("Active keypoint"))
        font = QFont(self.font())
        font.setPointSizeF(_TITLE_PT)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.place.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.close_button = QToolButton(self)
        self.close_button.setAutoRaise(True)
        self.close_button.setIcon(icon("cancel"))
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Close (Escape)"))
        self.close_button.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.place, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.close_button)
        self._area = QScrollArea(self)
        self._area.setWidget(self.text)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.tr("Guideline"))
        plates = QGridLayout()
        plates.setSpacing(8)
        for n, (view, caption) in enumerate(zip(self.views, self.captions, strict=True)):
            plates.addWidget(view, 0, n)
            plates.addWidget(caption, 1, n, Qt.AlignmentFlag.AlignHCenter)
            caption.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._examples = QScrollArea(self)
        self._examples.setWidget(self.gallery)
        self._examples.setWidgetResizable(True)
        self._examples.setFrameShape(QFrame.Shape.NoFrame)
        self._examples.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._examples.setAccessibleName(self.tr("Examples"))
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addLayout(plates, 1)
        left.addWidget(self._examples)
        body = QHBoxLayout()
        body.setSpacing(8)
        body.addLayout(left, 1)
        body.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(body, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lay a sheet over the picture."""
        tokens = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.window))
        painter.setPen(QColor(tokens.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _fit(self) -> None:
        self.setGeometry(self._below.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        least, most = _WORDS_WIDTH
        self._area.setFixedWidth(min(max(int(self.width() * _WORDS_SHARE), least), most))
        self._fit_gallery()

    def _fit_gallery(self) -> None:
        self._examples.setVisible(not self.gallery.empty)
        height = max(int(self.height() * _EXAMPLES_SHARE), 160)
        self._examples.setFixedHeight(height)
        # One row is in sight with all its words.
        self.gallery.grid.set_cell(max(height - _HEAD_PX - self.gallery.grid.words_height(), 96))

    # ---- following -------------------------------------------------------------------------------------

    def _on_focus(self, now: Focus, _before: Focus) -> None:
        if not self.isHidden() and not self._follow(now):
            self.leave()

    def _on_changed(self, change: Change) -> None:
        if change.notes:
            self._show_notes()
        if change.guides and not self.isHidden():
            self._shown = None
            self._on_focus(self._workbench.focus, self._workbench.focus)

    def _follow(self, focus: Focus) -> bool:
        """Show what is told of the keypoint of a focus; tells whether there is one."""
        session = self._workbench.session
        if session is None or not focus.instance or focus.keypoint < 0:
            return False
        skeleton = session.contents.skeleton_of(focus.instance)
        keypoint = skeleton.keypoints[focus.keypoint]
        if (skeleton.name, skeleton.version, keypoint.name) == self._shown:
            return True
        self._shown, self._skeleton = (skeleton.name, skeleton.version, keypoint.name), skeleton
        self.setUpdatesEnabled(False)
        self.title.setText(keypoint.called)
        parts = (side_word(keypoint.side), keypoint.region.replace("_", " "))
        self.place.setText(" · ".join(part for part in parts if part))
        told = self._workbench.attempt(lambda: told_of(skeleton, keypoint.name, session.guides))
        show_told(self.text, skeleton, keypoint.name, told)
        self.text.show_notes(shown_notes(self._workbench, session))
        self.gallery.follow(skeleton, focus.keypoint)
        self._area.verticalScrollBar().setValue(0)
        self._guides = session.guides
        self._sights = self._pictures.sights(skeleton, keypoint.name, self._guides)
        self._show_sights()
        self.setUpdatesEnabled(True)
        self._wish()
        return True

    def show_blur(self, sentence: str, *, contradicts: bool) -> None:
        """Say how far the keypoint is smeared in the frame in hand; nothing, if that is not known."""
        self.text.show_blur(sentence, contradicts=contradicts)

    def _show_notes(self) -> None:
        session = self._workbench.session
        if session is not None and not self.isHidden():
            self.text.show_notes(shown_notes(self._workbench, session))

    def _show_sights(self) -> None:
        sights = self._sights or ()
        called = {} if self._skeleton is None else {one.name: one.called for one in self._skeleton.keypoints}
        for n, (view, caption) in enumerate(zip(self.views, self.captions, strict=True)):
            sight = sights[n] if n < len(sights) else None
            view.show_sight(sight, called)
            caption.setText("" if sight is None else sight.title)
            for part in (view, caption):
                part.setVisible(sight is not None)
        if self._sights == ():
            self.captions[0].setText(self.tr("No picture shows this keypoint."))
            self.captions[0].show()

    def _on_came(self) -> None:
        if self._shown is not None and self._skeleton is not None and self._sights is None:
            self._sights = self._pictures.sights(self._skeleton, self._shown[2], self._guides)
            if self._sights is not None:
                self._show_sights()
                self._wish()
        for view in self.views:
            view.update()

    def _wish(self) -> None:
        if self.isHidden() or self._shown is None or self._skeleton is None:
            return
        size = self.views[0].width(), self.views[0].height()
        scale = partial(_scale, size=size, ratio=self.devicePixelRatioF())
        dark = current().name == "dark"
        wish = Wish(self._skeleton, self._shown[2], scale, dark, _MOST_PLATES, self._guides)
        self._pictures.wish((wish,), self)


def _scale(sight: Sight, *, size: tuple[int, int], ratio: float) -> float:
    return Framing(sight, *size).scale * ratio
