"""How much memory frames may take, and how much room on the disk proxies may."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QRadioButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from palpate.ui.theme.apply import number_font

_MEGA, _GIGA = 1 << 20, 1_000_000_000
_STEP = 64


class MemoryDialog(QDialog):
    """Asks for two limits.

    Parameters
    ----------
    frame_bytes
        As chosen so far; None for the usual share.
    usual_bytes
        What the usual share is now.
    range_bytes
        The least and the most that can be chosen.
    proxy_limit_bytes, proxies_bytes
        What proxies may take, and what they take now.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        frame_bytes: int | None,
        usual_bytes: int,
        range_bytes: tuple[int, int],
        proxy_limit_bytes: int,
        proxies_bytes: int,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Memory and proxies"))
        least, most = (n // _MEGA for n in range_bytes)
        usual = usual_bytes // _MEGA
        self._usual = QRadioButton(
            self.tr("A quarter of the memory that is free (now {n} MB)").format(n=usual), self
        )
        self._fixed = QRadioButton(self.tr("Always"), self)
        self._megabytes = self._spin(self.tr("Memory for frames in MB"), least, most, self.tr(" MB"))
        self._megabytes.setSingleStep(_STEP)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(least, most)
        self._slider.setSingleStep(_STEP)
        self._slider.setPageStep(4 * _STEP)
        self._slider.setAccessibleName(self.tr("Memory for frames"))
        self._proxies = self._spin(self.tr("Room for proxies in GB"), 1, 100_000, self.tr(" GB"))
        self._proxies.setValue(proxy_limit_bytes // _GIGA)
        self._taken = self.tr("{n} GB are taken now").format(n=f"{proxies_bytes / _GIGA:.2f}")
        self._megabytes.setValue((frame_bytes or usual_bytes) // _MEGA)
        self._slider.setValue(self._megabytes.value())
        (self._usual if frame_bytes is None else self._fixed).setChecked(True)
        self._lay_out()
        self._fixed.toggled.connect(self._enable)
        self._slider.valueChanged.connect(self._megabytes.setValue)
        self._megabytes.valueChanged.connect(self._slider.setValue)
        self._enable(self._fixed.isChecked())

    def frame_bytes(self) -> int | None:
        """Return what frames may take; None for the usual share."""
        return self._megabytes.value() * _MEGA if self._fixed.isChecked() else None

    def proxy_limit_bytes(self) -> int:
        """Return what proxies may take."""
        return self._proxies.value() * _GIGA

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.addWidget(self._heading(self.tr("Memory for frames")), 0, 0, 1, 3)
        grid.addWidget(self._usual, 1, 0, 1, 3)
        grid.addWidget(self._fixed, 2, 0)
        grid.addWidget(self._slider, 2, 1)
        grid.addWidget(self._megabytes, 2, 2)
        why = self.tr("The more, the farther back and ahead frames are there at once. It holds from now on.")
        grid.addWidget(self._quiet(why), 3, 0, 1, 3)
        grid.setRowMinimumHeight(4, 8)
        grid.addWidget(self._heading(self.tr("Room for proxies on the disk")), 5, 0, 1, 3)
        grid.addWidget(QLabel(self.tr("At most"), self), 6, 0)
        grid.addWidget(self._quiet(self._taken), 6, 1)
        grid.addWidget(self._proxies, 6, 2)
        why = self.tr("When it is full, the proxies that were not used for longest make room.")
        grid.addWidget(self._quiet(why), 7, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(520)

    def _enable(self, fixed: bool) -> None:
        reason = "" if fixed else self.tr("Choose “Always” first")
        for control in (self._slider, self._megabytes):
            control.setEnabled(fixed)
            control.setToolTip(reason)

    def _spin(self, name: str, least: int, most: int, unit: str) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setRange(least, most)
        spin.setSuffix(unit)
        spin.setAccessibleName(name)
        spin.setFont(number_font(self.font()))
        return spin

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text, self)
        font = label.font()
        font.setWeight(font.Weight.DemiBold)
        label.setFont(font)
        return label

    def _quiet(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        return label
