"""A position given as two numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import UsageError
from palpate.model.arrays import Floats
from palpate.session.placing.pose_adjusting import position_in
from palpate.ui.theme.apply import number_font


class PositionDialog(QDialog):
    """Asks for x and y; what is no number is told beside the fields, and nothing is placed meanwhile.

    Parameters
    ----------
    label
        Name of the keypoint.
    now
        ``(2,)`` px where it is; NaN if nowhere.
    put
        Called with the position ``(2,)`` px; returns whether it was taken.
    """

    def __init__(
        self,
        label: str,
        now: Floats,
        put: Callable[[Floats], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Position of {label}").format(label=label))
        self._put = put
        self.x_field = self._field(self.tr("x in pixels"), float(now[0]))
        self.y_field = self._field(self.tr("y in pixels"), float(now[1]))
        self.fault = QLabel(self)
        self.fault.setWordWrap(True)
        self.fault.setObjectName("fault")
        self._lay_out()
        self.x_field.selectAll()

    def accept(self) -> None:
        """Place it and close; stay and say why where it is no position."""
        try:
            position = position_in(self.x_field.text(), self.y_field.text())
        except UsageError as error:
            self.fault.setText(error.sentence)
            return
        if self._put(position):
            super().accept()

    def _field(self, name: str, value: float) -> QLineEdit:
        field = QLineEdit("" if value != value else f"{value:.3f}".rstrip("0").rstrip("."), self)
        field.setAccessibleName(name)
        field.setFont(number_font(self.font()))
        field.textEdited.connect(lambda _text: self.fault.clear())
        return field

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("&x"), self.x_field)
        form.addRow(self.tr("&y"), self.y_field)
        note = QLabel(
            self.tr("Pixels from the top left corner of the picture; the first pixel's centre is 0.5, 0.5."),
            self,
        )
        note.setWordWrap(True)
        note.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(self.fault)
        column.addWidget(buttons)
        self.resize(340, self.sizeHint().height())
