"""What came of second labels or a repeat: is the work accepted, and how far apart are the two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.model.attempt import Attempt
from palpate.session.production_qa.batch_acceptance import LIMIT, Batch
from palpate.session.production_qa.batch_verdict import Verdict, verdict_of
from palpate.ui.panels.quality.marks import Light, LightMark
from palpate.ui.production.figures import Figure, FigureTable, Name
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.acceptance_words import standard_words, verdict_sentences, verdict_title
from palpate.ui.widgets.outcome_words import number_words
from palpate.ui.widgets.twice_words import beyond, bias_words, flags_words, twice_sentences

_LIGHTS = {Verdict.ACCEPTED: Light.PASSES, Verdict.REFUSED: Light.FAILS, Verdict.OPEN: Light.AGED}
_LEAST, _MOST = 0.5, 45.0  # per cent


class OutcomePage(QWidget):
    """The verdict above, then the comparison in sentences, then every keypoint.

    Signals
    -------
    limit_changed
        (share) another share of poses may not conform.
    decide_wanted
        Somebody wants to decide between the two.
    """

    limit_changed = Signal(float)
    decide_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark, self.title = LightMark(parent=self), QLabel(self)
        self.said, self.standard, self.twice = QLabel(self), QLabel(self), QLabel(self)
        self.limit = QDoubleSpinBox(self)
        self._titles: Mapping[str, str] = {}
        self._judged = QWidget(self)
        self.compared = QLabel(self)
        self.decide = QPushButton(self.tr("&Decide between the two…"), self)
        self.table = FigureTable(self.tr("How far apart, by keypoint"), self._headings(), self)
        self._lay_out()
        self.decide.setAutoDefault(False)
        self.decide.clicked.connect(self.decide_wanted)
        self.limit.valueChanged.connect(lambda per_cent: self.limit_changed.emit(per_cent / 100.0))

    @property
    def share(self) -> float:
        """How large a share of the poses may not conform."""
        return self.limit.value() / 100.0

    def show_outcome(self, attempt: Attempt, told: Mapping[str, Any], titles: Mapping[str, str]) -> None:
        """Show how far apart two placements are."""
        self._titles = titles
        self.twice.setText("\n".join(part for part in twice_sentences(attempt, told, titles) if part))
        joints, far = told.get("joints", {}), set(beyond(told) if told.get("n") else ())
        order = sorted(joints, key=lambda name: (name not in far, -(joints[name].get("mean_px") or 0.0)))
        self.table.fill([self._row(titles.get(n, n), joints[n], far=n in far) for n in order])

    def offer_deciding(self, offered: bool, reason: str) -> None:
        """Offer to decide where the two differ; with why this person cannot."""
        self.decide.setVisible(offered)
        self.decide.setEnabled(not reason)
        self.decide.setToolTip(
            reason
            or self.tr("What agrees is taken over, and you are led through what differs, the worst first")
        )

    def show_batch(self, batch: Batch, layer: str) -> None:
        """Show whether the work is accepted."""
        self.mark.set_light(_LIGHTS[verdict_of(batch)])
        self.title.setText(verdict_title(batch, layer))
        self.said.setText("\n".join(verdict_sentences(batch)))
        named = ", ".join(self._titles.get(name, name) for name in batch.critical)
        self.said.setToolTip(self.tr("Critical: {names}").format(names=named) if named else "")
        self.standard.setText(standard_words(batch))
        self._judged.setVisible(True)

    def show_waiting(self) -> None:
        """Say that the work is being judged; what is below can be read meanwhile."""
        self.mark.set_light(Light.UNKNOWN)
        self.title.setText(self.tr("Judging the work…"))
        self._judged.setVisible(True)

    def show_no_batch(self, reason: str) -> None:
        """Say why no work is judged by this."""
        self.mark.set_light(Light.UNKNOWN)
        self.title.setText(self.tr("No work is judged by this"))
        self.said.setText(reason)
        self.said.setToolTip("")
        self._judged.setVisible(False)

    # ---- inside ------------------------------------------------------------------------------------------

    def _row(self, title: str, one: Mapping[str, Any], *, far: bool) -> list[QTableWidgetItem]:
        bias = one.get("bias_px")
        length = None if bias is None else float(bias[0] ** 2 + bias[1] ** 2)
        name = Name(title, Light.FAILS if far else None)
        if far:
            name.setToolTip(self.tr("Beyond its tolerance on average"))
        return [
            name,
            Figure(str(one["n"]), one["n"]),
            *(Figure(number_words(one.get(key), 1), one.get(key)) for key in ("mean_px", "p95_px")),
            Figure(number_words(one.get("tolerance_px"), 1), one.get("tolerance_px")),
            Figure(bias_words(one), length),
            Figure(number_words(one.get("sd_px"), 1), one.get("sd_px")),
            Figure(flags_words(one), one.get("flags_agree")),
            self._kappa(one),
        ]

    def _kappa(self, one: Mapping[str, Any]) -> Figure:
        figure = Figure(number_words(one.get("kappa"), 2), one.get("kappa"))
        figure.setToolTip(str(one.get("kappa_missing") or ""))
        return figure

    def _headings(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Keypoint"), self.tr("A cross marks those beyond their tolerance on average")),
            (self.tr("n"), self.tr("Placed by both")),
            (self.tr("apart, px"), self.tr("Mean distance between the two")),
            (self.tr("95 %"), self.tr("95 of 100 are at most so far apart, px")),
            (self.tr("tolerance"), self.tr("What may lie between the two, px")),
            (self.tr("bias x  y"), self.tr("The later placement less the earlier one, px right and down")),
            (self.tr("SD, px"), self.tr("Spread of one placement, without the bias between two people")),
            (self.tr("flags"), self.tr("In how many of 100 both flags are the same")),
            (self.tr("κ"), self.tr("Agreement on flags beyond chance (Cohen)")),
        )

    def _lay_out(self) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.compared.setFont(QFont(bold))
        bold.setPointSizeF(bold.pointSizeF() + 2.0)
        self.title.setFont(bold)
        self.compared.setText(self.tr("How far apart the two are"))
        self.standard.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (self.said, self.standard, self.twice):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.limit.setRange(_LEAST, _MOST)
        self.limit.setDecimals(1)
        self.limit.setSingleStep(1.0)
        self.limit.setSuffix(" %")
        self.limit.setValue(LIMIT * 100.0)
        self.limit.setFont(number_font(self.font()))
        self.limit.setKeyboardTracking(False)
        allowed = QLabel(self.tr("&Poses that may not conform"), self)
        allowed.setBuddy(self.limit)
        self.limit.setAccessibleName(self.tr("Share of poses that may not conform"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(allowed)
        row.addWidget(self.limit)
        row.addStretch(1)
        judged = QVBoxLayout(self._judged)
        judged.setContentsMargins(0, 0, 0, 0)
        judged.setSpacing(8)
        judged.addLayout(row)
        judged.addWidget(self.standard)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.mark)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        for widget in (self.said, self._judged):
            column.addWidget(widget)
        column.addSpacing(8)
        between = QHBoxLayout()
        between.setSpacing(8)
        between.addWidget(self.compared, 1)
        between.addWidget(self.decide)
        column.addLayout(between)
        column.addWidget(self.twice)
        column.addWidget(self.table, 1)
