"""Whose work a reviewer looks at, and how much of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from palpate.session.production_qa.spot_check import SHARE, layers_to_check, why_not_check
from palpate.session.session import Session
from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.button import WantedButton
from palpate.ui.production.choosers import add_row, refill
from palpate.ui.widgets.quiet_label import QuietLabel


class SpotForm(QWidget):
    """Choosers, and the button that begins.

    Signals
    -------
    wanted
        (id of a layer, share, seed) this is to be looked at.
    """

    wanted = Signal(str, float, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self.layer, self.share, self.seed = QComboBox(self), QSpinBox(self), QSpinBox(self)
        self.begin = WantedButton(self.tr("Draw and look"), self)
        self.refusal, self.told = QuietLabel(self), QuietLabel(self)
        self._lay_out()
        self.begin.clicked.connect(self._on_begin)
        self.layer.currentIndexChanged.connect(self._tell)

    def show_session(self, session: Session | None) -> None:
        """Offer the work that there is now."""
        self._session = session
        layers = () if session is None else layers_to_check(session)
        refill(self.layer, [(layer.name, layer.id) for layer in layers])
        self._tell()

    def _tell(self) -> None:
        reason = self._why_not()
        self.begin.setEnabled(not reason)
        self.begin.set_wanted(not reason)
        self.begin.setToolTip(with_capital(reason))
        self.refusal.say(with_capital(reason))

    def _why_not(self) -> str:
        if self._session is None:
            return self.tr("open or make a project first")
        layer = str(self.layer.currentData() or "")
        return why_not_check(self._session, layer) if layer else self.tr("nobody has labelled anything yet")

    def _on_begin(self) -> None:
        self.wanted.emit(str(self.layer.currentData()), self.share.value() / 100.0, self.seed.value())

    def _lay_out(self) -> None:
        self.share.setRange(1, 100)
        self.share.setValue(round(100 * SHARE))
        self.share.setSuffix(self.tr(" %"))
        self.share.setAccessibleName(self.tr("Share"))
        self.share.setToolTip(self.tr("How many of the occluded and blurred keypoints are looked at"))
        self.seed.setRange(1, 9999)
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setToolTip(self.tr("The same number draws the same keypoints; another one draws others"))
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        add_row(form, self.tr("Work of"), self.layer)
        drawn = QHBoxLayout()
        drawn.setSpacing(8)
        drawn.addWidget(self.share)
        drawn.addWidget(self.seed)
        drawn.addStretch(1)
        form.addRow(self.tr("Share, seed"), drawn)
        self.told.say(
            self.tr(
                "You are led through a share of the keypoints that are flagged occluded or are blurred. "
                "What you find feeds the weekly figures; the labels stay as they are."
            )
        )
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addLayout(row)
        column.addWidget(self.refusal)
        column.addStretch(1)
