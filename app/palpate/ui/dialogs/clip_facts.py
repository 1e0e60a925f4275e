"""What is known of a clip, and what a person can say of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from palpate.model.clip import Clip, ClipKind
from palpate.session.frames import clip_facts
from palpate.session.frames.clip_editing import capture_unknown
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.attribute_table import AttributeTable
from palpate.ui.widgets.rate_chooser import RateChooser


class ClipDialog(QDialog):
    """Name, capture rate and attributes to edit; the rest to read.

    Parameters
    ----------
    place
        Where the medium is now; None if it is not to be found.
    read_only
        Why nothing can be changed; empty if it can.

    Signals
    -------
    described
        (name, capture rate or None to leave it, attributes) OK was pressed; who listens closes it.
    """

    described = Signal(str, object, object)

    def __init__(
        self, clip: Clip, place: Path | None, parent: QWidget | None = None, *, read_only: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Clip properties"))
        self._clip = clip
        self._name = QLineEdit(clip.name, self)
        self._name.setAccessibleName(self.tr("Name"))
        self._rate = RateChooser(self)
        self._rate.offer(clip.fps, clip.capture_fps)
        self._begun_with = self._rate.currentText()
        self._known = not capture_unknown(clip)
        self._attributes = AttributeTable(clip.attributes, self)
        self._wrong = QLabel(self)
        self._wrong.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.accepted.connect(self._on_ok)
        self._buttons.rejected.connect(self.reject)
        self._lay_out(place)
        self._name.textChanged.connect(self._check)
        self._rate.editTextChanged.connect(self._on_rate)
        if read_only:
            self._forbid(read_only)
        else:
            self._check()

    def attributes(self) -> Mapping[str, str]:
        """Return what the table says."""
        return self._attributes.attributes()

    def tell(self, sentence: str) -> None:
        """Say beside the buttons what is wrong."""
        self._wrong.setText(sentence)

    def _lay_out(self, place: Path | None) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("Name"), self._name)
        if self._clip.kind is ClipKind.VIDEO:
            form.addRow(self.tr("Capture rate"), self._rate_row())
        for title, text in self._facts(place):
            if text:
                form.addRow(title, self._fact(title, text))
        heading = QLabel(self.tr("Attributes"), self)
        heading.setBuddy(self._attributes)
        foot = QHBoxLayout()
        foot.addWidget(self._wrong, 1)
        foot.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(form)
        column.addSpacing(8)
        column.addWidget(heading)
        column.addWidget(self._attributes, 1)
        column.addLayout(foot)
        self.resize(560, 600)

    def _rate_row(self) -> QHBoxLayout:
        self._as_file = QPushButton(self.tr("As the file ({fps})").format(fps=f"{self._clip.fps:.6g}"), self)
        self._as_file.setToolTip(self.tr("It plays as fast as it was recorded"))
        self._as_file.setAutoDefault(False)
        self._as_file.clicked.connect(self._on_as_file)
        self._rate_note = QLabel(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self._rate, QLabel(self.tr("fps"), self), self._as_file):
            row.addWidget(widget)
        row.addWidget(self._rate_note, 1)
        self._say_whether_known()
        return row

    def _facts(self, place: Path | None) -> list[tuple[str, str]]:
        clip = self._clip
        aspect = clip.sample_aspect
        square = aspect[0] == aspect[1]
        lost = self.tr("not found: {path}").format(path=clip.media_path)
        return [
            (self.tr("File"), str(place) if place else lost),
            (self.tr("Video stream"), str(clip.stream) if clip.kind is ClipKind.VIDEO else ""),
            (self.tr("Size"), clip_facts.size_words(clip)),
            (self.tr("Frames"), str(clip.n_frames)),
            (self.tr("File's rate"), clip_facts.rate_words(clip)),
            (self.tr("Duration"), clip_facts.duration_words(clip)),
            (self.tr("Pixel aspect"), self.tr("square") if square else f"{aspect[0]} : {aspect[1]}"),
            (
                self.tr("Fields"),
                self.tr("interlaced: two moments are woven into each frame") if clip.interlaced else "",
            ),
            (self.tr("Gaps"), clip_facts.gap_words(clip)),
        ]

    def _fact(self, title: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(number_font(self.font()))
        label.setAccessibleName(f"{title}: {text}")
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return label

    def _say_whether_known(self) -> None:
        self._rate_note.setText("" if self._known else self.tr("not known yet"))
        palette = self._rate_note.palette()
        palette.setColor(palette.ColorRole.WindowText, QColor(current().warning))
        self._rate_note.setPalette(palette)

    def _on_as_file(self) -> None:
        self._rate.setEditText(f"{self._clip.fps:.6g}")
        self._known = True
        self._begun_with = ""  # also where the number was there already, it is an answer now
        self._say_whether_known()

    def _on_rate(self) -> None:
        self._known = True
        self._say_whether_known()
        self._check()

    def _check(self) -> None:
        reason = ""
        if not self._name.text().strip():
            reason = self.tr("A clip needs a name.")
        elif self._clip.kind is ClipKind.VIDEO and self._rate.currentText() and self._rate.rate() is None:
            reason = self.tr("The capture rate must be a number above 0.")
        self._wrong.setText(reason)
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(not reason)
        ok.setToolTip(reason)

    def _on_ok(self) -> None:
        changed = self._clip.kind is ClipKind.VIDEO and self._rate.currentText() != self._begun_with
        rate = self._clip.fps if changed and self._rate.currentText() == f"{self._clip.fps:.6g}" else None
        if changed and rate is None:
            rate = self._rate.rate()
        self.described.emit(self._name.text(), rate, self._attributes.attributes())

    def _forbid(self, reason: str) -> None:
        controls: list[QWidget] = [self._name, self._rate, self._attributes]
        if self._clip.kind is ClipKind.VIDEO:
            controls.append(self._as_file)
        for control in (*controls, self._buttons.button(QDialogButtonBox.StandardButton.Ok)):
            control.setEnabled(False)
            control.setToolTip(reason)
        self._wrong.setText(reason)
