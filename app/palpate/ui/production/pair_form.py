"""Which two layers are decided between, and what becomes of what they agree on."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from palpate.model.attempt import Attempt
from palpate.session.production_qa.adjudicating import Taking, why_not_adjudicate
from palpate.session.production_qa.adjudication_walk import layers_to_compare, second_labels
from palpate.session.session import Session
from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.button import WantedButton
from palpate.ui.production.choosers import add_row, refill
from palpate.ui.widgets.quiet_label import QuietLabel
from palpate.ui.widgets.when_words import when_words


class PairForm(QWidget):
    """Choosers, and the button that begins.

    Signals
    -------
    wanted
        (Attempt, or ids of two layers; Taking) these are to be decided between.
    """

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self.pairs, self.first, self.second = QComboBox(self), QComboBox(self), QComboBox(self)
        self.taking = QComboBox(self)
        self.begin = WantedButton(self.tr("Compare and decide"), self)
        self.refusal, self.told = QuietLabel(self), QuietLabel(self)
        self._lay_out()
        self.begin.clicked.connect(self._on_begin)
        for box in (self.pairs, self.first, self.second):
            box.currentIndexChanged.connect(self._tell)

    def show_session(self, session: Session | None) -> None:
        """Offer what is submitted and what can be compared now."""
        self._session = session
        attempts = () if session is None else second_labels(session)
        layers = () if session is None else layers_to_compare(session)
        offered: list[tuple[str, object]] = [(self._attempt_words(one), one) for one in attempts]
        refill(self.pairs, [*offered, (self.tr("Any two layers"), None)])
        for n, box in enumerate((self.first, self.second)):
            refill(box, [(layer.name, layer.id) for layer in layers], first=n)
        self._tell()

    def choose(self, attempt: str) -> None:
        """Choose second labels by the id of their attempt, if they are offered."""
        for row in range(self.pairs.count()):
            one = self.pairs.itemData(row)
            if isinstance(one, Attempt) and one.id == attempt:
                self.pairs.setCurrentIndex(row)

    # ---- inside ------------------------------------------------------------------------------------------

    def _attempt_words(self, attempt: Attempt) -> str:
        assert self._session is not None
        said = self.tr("{second} on {first}, submitted {when}")
        return said.format(
            second=attempt.annotator,
            first=self._session.contents.layer(attempt.reference).name,
            when=when_words(attempt.submitted, datetime.now().astimezone()),
        )

    def _tell(self) -> None:
        free = self.pairs.currentData() is None
        for box in (self.first, self.second):
            self._form.setRowVisible(box, free)
        reason = self._why_not()
        self.begin.setEnabled(not reason)
        self.begin.set_wanted(not reason)
        self.begin.setToolTip(with_capital(reason))
        self.refusal.say(with_capital(reason))

    def _why_not(self) -> str:
        if self._session is None:
            return self.tr("open or make a project first")
        if reason := why_not_adjudicate(self._session):
            return reason
        if self.pairs.currentData() is None:
            if self.first.count() < 2:
                return self.tr("there are not two layers with labels: have some of the work labelled twice")
            if self.first.currentData() == self.second.currentData():
                return self.tr("choose two layers that differ")
        return ""

    def _on_begin(self) -> None:
        attempt = self.pairs.currentData()
        layers = str(self.first.currentData()), str(self.second.currentData())
        self.wanted.emit(attempt or layers, Taking(self.taking.currentData()))

    def _lay_out(self) -> None:
        for words, taking in (
            (self.tr("the middle of both places"), Taking.MIDPOINT),
            (self.tr("the place of the first"), Taking.FIRST),
            (self.tr("the place of the second"), Taking.SECOND),
        ):
            self.taking.addItem(words, taking.value)
        self._form = QFormLayout()
        self._form.setSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        add_row(self._form, self.tr("Labels"), self.pairs)
        add_row(self._form, self.tr("First"), self.first)
        add_row(self._form, self.tr("Second"), self.second)
        add_row(self._form, self.tr("Agreed"), self.taking)
        self.taking.setToolTip(self.tr("What is taken where both agree within the tolerance of the keypoint"))
        self.told.say(
            self.tr(
                "What agrees within tolerance is taken over first. Then you are led through the differences, "
                "the largest first, without being told whose place is whose."
            )
        )
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._form)
        column.addWidget(self.told)
        column.addLayout(row)
        column.addWidget(self.refusal)
        column.addStretch(1)
