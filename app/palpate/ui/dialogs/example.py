"""Saving the active keypoint as an example: the picture as it will be kept, with its marks and words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from palpate.model.example import Blur, Lighting, Place, Shows
from palpate.model.picture import Part
from palpate.session.guidelines.example_cutting import LEAST_SIDE, MOST_SIDE, Cutting, Said
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.example_view import ExampleView
from palpate.ui.widgets.example_words import blur_word, lighting_word
from palpate.ui.widgets.pictures import image_of
from palpate.ui.widgets.word_choice import WordChoice

_STEP = 16
_CAPTION_LINES = 4


class ExampleDialog(QDialog):
    """Asks what is to be kept of a keypoint.

    Parameters
    ----------
    keep
        Called with what is said; returns why it was not kept, empty if it was.
    """

    def __init__(self, cutting: Cutting, keep: Callable[[Said], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._cutting, self._keep = cutting, keep
        self._part: Part | None = None
        self._other: Place | None = None if cutting.shows is Shows.CORRECT else cutting.gold
        self.view = ExampleView(self)
        self.view.setAccessibleName(self.tr("What will be kept"))
        self.size_ = QSlider(Qt.Orientation.Horizontal, self)
        self._size_label = QLabel(self)
        self.lighting = WordChoice(Lighting, lighting_word, self)
        self.blur = WordChoice(Blur, blur_word, self)
        self._measured = QLabel(self)
        self.caption = QPlainTextEdit(self)
        self.hint = QLabel(self)
        self.fault = QLabel(self)
        self._lay_out()
        self._show_cutting()
        self.view.show_picture(None, waiting=self.tr("The frame is being read as it is stored…"))
        self.view.pointed.connect(self._on_pointed)
        self.size_.valueChanged.connect(self._on_size)
        self._on_size(self.size_.value())

    @property
    def said(self) -> Said:
        """What is to be kept."""
        return Said(
            self._side,
            self._other,
            self.lighting.word,
            self.blur.word,
            self.caption.toPlainText(),
        )

    def bring(self, part: Part, cutting: Cutting) -> None:
        """Show the pixels of the frame as stored; by now its blur may be known."""
        self._part = part
        if self.blur.word is self._cutting.blur:
            self.blur.choose(cutting.blur)
        self._cutting = cutting
        self._show_measured()
        self._image = image_of(part.pixels)
        self._on_size(self.size_.value())

    def tell(self, sentence: str) -> None:
        """Say what is wrong."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def accept(self) -> None:
        """Keep it and close; stay and say why where it is not kept."""
        fault = self._keep(self.said)
        if fault:
            self.tell(_as_sentence(fault))
            return
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the second mark away."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._other is not None:
            self._other = None
            self._show_marks()
            return
        super().keyPressEvent(event)

    # ---- building --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(16)
        size = QHBoxLayout()
        size.setSpacing(12)
        size.addWidget(self.size_, 1)
        size.addWidget(self._size_label)
        form.addRow(self.tr("&Cut out"), size)
        form.labelForField(size).setBuddy(self.size_)  # type: ignore[attr-defined]
        form.addRow(self.tr("&Light"), self.lighting)
        form.addRow(self.tr("&Blur"), self.blur)
        form.addRow("", self._measured)
        words = QLabel(self.tr("&What is to be seen"), self)
        words.setBuddy(self.caption)
        self._style_caption()
        for label in (self.hint, self.fault, self._measured):
            label.setWordWrap(True)
        self.fault.setObjectName("fault")
        self.fault.hide()
        for quiet in (self.hint, self._measured):
            quiet.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.save_button = QPushButton(self.tr("&Save"), self)
        self.save_button.setDefault(True)
        self._buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        said = QVBoxLayout()
        said.setSpacing(8)
        said.addWidget(self.hint)
        said.addSpacing(8)
        said.addLayout(form)
        said.addWidget(words)
        said.addWidget(self.caption)
        said.addStretch(1)
        said.addWidget(self.fault)
        said.addWidget(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self.view, 1)
        row.addLayout(said)
        self.resize(800, 460)

    def _style_caption(self) -> None:
        self.caption.setAccessibleName(self.tr("What is to be seen"))
        self.caption.setTabChangesFocus(True)
        lines = self.caption.fontMetrics().lineSpacing() * _CAPTION_LINES
        self.caption.setFixedHeight(lines + 16)
        self.caption.setMinimumWidth(280)
        self._size_label.setFont(number_font(self.font()))
        self._size_label.setMinimumWidth(self._size_label.fontMetrics().horizontalAdvance("640 × 640 px"))

    def _show_cutting(self) -> None:
        cutting = self._cutting
        if cutting.shows is Shows.CORRECT:
            self.setWindowTitle(self.tr("Correct example of {keypoint}").format(keypoint=cutting.called))
            self.hint.setText(
                self.tr(
                    "The keypoint stands right here. Click where people put it by mistake, if you like; "
                    "Delete takes that cross away."
                )
            )
            self.caption.setPlaceholderText(self.tr("What tells the right place here?"))
        else:
            self.setWindowTitle(self.tr("Incorrect example of {keypoint}").format(keypoint=cutting.called))
            self.hint.setText(
                self.tr("The ring is where gold has it; click to mark another place.")
                if cutting.gold is not None
                else self.tr("The keypoint stands wrong here. Click where it really is.")
            )
            self.caption.setPlaceholderText(self.tr("What is wrong, and why does it happen?"))
        most = min(MOST_SIDE, *cutting.size)
        self.size_.setRange(-(-min(LEAST_SIDE, most) // _STEP), max(most // _STEP, 1))
        self.size_.setValue(round(min(cutting.side, most) / _STEP))
        self.size_.setAccessibleName(self.tr("How much is cut out"))
        self.lighting.choose(cutting.lighting)
        self.blur.choose(cutting.blur)
        self._show_measured()

    def _show_measured(self) -> None:
        px = self._cutting.blur_px
        self._measured.setText(
            "" if px is None else self.tr("Measured: {px} px of blur.").format(px=f"{px:.1f}")
        )
        self._measured.setVisible(px is not None)

    # ---- what is shown ---------------------------------------------------------------------------------

    @property
    def _side(self) -> int:
        return self.size_.value() * _STEP

    def _on_size(self, _steps: int) -> None:
        region = self._cutting.region(self._side)
        self._size_label.setText(f"{region.width} × {region.height} px")
        if self._part is not None:
            left, top = region.left - self._part.left, region.top - self._part.top
            self.view.show_picture(self._image, QRectF(left, top, region.width, region.height))
        self._show_marks()

    def _show_marks(self) -> None:
        here = self._in_part(self._cutting.place)
        other = None if self._other is None else self._in_part(self._other)
        is_correct = self._cutting.shows is Shows.CORRECT
        self.view.mark(*((here, other) if is_correct else (other, here)))
        same = "" if self._other is None else self._cutting.why_not_wrong(self._other)
        self.tell(_as_sentence(same) if same else "")
        ready = self._part is not None and (is_correct or self._other is not None) and not same
        self.save_button.setEnabled(ready)
        self.save_button.setToolTip(
            "" if ready or self._part is None else self.tr("Click first where the keypoint really is")
        )

    def _in_part(self, place: Place) -> Place:
        left, top = (0, 0) if self._part is None else (self._part.left, self._part.top)
        return place[0] - left, place[1] - top

    def _on_pointed(self, x: float, y: float) -> None:
        if self._part is not None:
            self._other = x + self._part.left, y + self._part.top
            self._show_marks()


def _as_sentence(said: str) -> str:
    return said[:1].upper() + said[1:] + "."
