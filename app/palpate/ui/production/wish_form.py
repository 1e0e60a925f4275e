"""How a plan is drawn, field by field, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from palpate.model.policy import Policy
from palpate.model.skeleton import Subject
from palpate.session.production_qa.production_view import ExtraMode, Wanted, usual_shares
from palpate.session.production_qa.qa_strata import KEYS
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.production_words import mode_words, rate_words, stratum_key_words
from palpate.ui.widgets.word_choice import WordChoice

Field = TypeVar("Field", QSpinBox, QDoubleSpinBox)

_MOST_SEED = 1_000_000
_MOST_GAP = 10_000
_MOST_TYPES = 99
_FIELD = 144


class WishForm(QWidget):
    """Fields of what is wanted; what they show is always what is drawn.

    Signals
    -------
    changed
        A hand has set something.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = Policy()
        self._shares: Mapping[Subject, float] = {}
        self.rates = QComboBox(self)
        self.base, self.extra = self._percent(0.1), self._percent(0.0)
        self.types, self.gap, self.seed = (
            self._whole(0, _MOST_TYPES),
            self._whole(1, _MOST_GAP),
            self._whole(1, _MOST_SEED),
        )
        self.mode = WordChoice(ExtraMode, mode_words, self)
        self.strata = {key: QCheckBox(stratum_key_words(key), self) for key in KEYS}
        self._lay_out()
        self._connect()

    @property
    def wanted(self) -> Wanted:
        """What is to be drawn."""
        return Wanted(
            base=self.base.value() / 100.0,
            extra=self.extra.value() / 100.0,
            types=self.types.value(),
            mode=self.mode.word,
            gap=self.gap.value(),
            seed=self.seed.value(),
            strata=tuple(key for key, box in self.strata.items() if box.isChecked()),
        )

    def show_wish(self, wanted: Wanted, policy: Policy) -> None:
        """Show what is wanted; the rates that are usual are those of a policy."""
        self._policy, self._shares = policy, usual_shares(policy)
        before = self.blockSignals(True)
        self.base.setValue(wanted.base * 100.0)
        self.extra.setValue(wanted.extra * 100.0)
        self.types.setValue(wanted.types)
        self.gap.setValue(wanted.gap)
        self.seed.setValue(wanted.seed)
        self.mode.choose(wanted.mode)
        for key, box in self.strata.items():
            box.setChecked(key in wanted.strata)
        self.rates.clear()
        own = policy.sampling
        policy_words = self.tr("The project’s: {base:g} % + {extra:g} %")
        self.rates.addItem(policy_words.format(base=own.base * 100.0, extra=own.extra * 100.0))
        for subject in self._shares:
            self.rates.addItem(rate_words(subject, own))
        self.rates.addItem(self.tr("As set below"))
        self.blockSignals(before)
        self._follow()

    # ---- inside ------------------------------------------------------------------------------------------

    def _on_rates(self, at: int) -> None:
        """Take over the rates that are chosen."""
        own, shares = self._policy.sampling, list(self._shares.values())
        before = self.blockSignals(True)
        if at == 0:
            self.base.setValue(own.base * 100.0)
            self.extra.setValue(own.extra * 100.0)
        elif at <= len(shares):
            self.base.setValue(shares[at - 1] * 100.0)
        self.blockSignals(before)
        self._on_changed()

    def _on_changed(self, *_: object) -> None:
        self._follow()
        if not self.signalsBlocked():
            self.changed.emit()

    def _follow(self) -> None:
        """Name the rates that are set, and say which fields mean nothing now."""
        own, shares = self._policy.sampling, list(self._shares.values())
        wanted = (self.base.value(), self.extra.value())
        at = len(shares) + 1
        if wanted == (round(own.base * 100.0, 1), round(own.extra * 100.0, 1)):
            at = 0
        else:
            at = next((n for n, one in enumerate(shares, 1) if wanted[0] == round(one * 100.0, 1)), at)
        self.rates.setCurrentIndex(at)
        none = "" if self.extra.value() else self.tr("There is no extra sample: its share is 0 %")
        for field in (self.types, self.mode):
            field.setEnabled(not none)
            field.setToolTip(none)

    def _connect(self) -> None:
        self.rates.activated.connect(self._on_rates)
        self.mode.activated.connect(self._on_changed)
        for field in (self.base, self.extra, self.types, self.gap, self.seed):
            field.valueChanged.connect(self._on_changed)
        for box in self.strata.values():
            box.toggled.connect(self._on_changed)

    def _percent(self, least: float) -> QDoubleSpinBox:
        field = QDoubleSpinBox(self)
        field.setRange(least, 100.0)
        field.setDecimals(1)
        field.setSuffix(self.tr(" % of poses"))
        return self._dressed(field)

    def _whole(self, least: int, most: int) -> QSpinBox:
        field = QSpinBox(self)
        field.setRange(least, most)
        return self._dressed(field)

    def _dressed(self, field: Field) -> Field:
        field.setFont(number_font(self.font()))
        field.setKeyboardTracking(False)
        field.setFixedWidth(_FIELD)
        return field

    def _lay_out(self) -> None:
        self.gap.setSuffix(self.tr(" frames"))
        for chooser in (self.rates, self.mode):
            chooser.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        rows: tuple[tuple[str, QWidget, str], ...] = (
            (self.tr("&Rates"), self.rates, self.tr("Usual shares; each can be changed below")),
            (
                self.tr("&Every keypoint in"),
                self.base,
                self.tr("Share of the poses that are labelled whole a second time"),
            ),
            (
                self.tr("Most &variable in"),
                self.extra,
                self.tr("Share of the poses in which only the most variable keypoints are asked for"),
            ),
            (
                self.tr("Variable &types"),
                self.types,
                self.tr("How many types of keypoints count as most variable; calibration tells which"),
            ),
            (self.tr("Drawn"), self.mode, self.tr("What the extra share is of")),
            (
                self.tr("&Least distance"),
                self.gap,
                self.tr("Frames between two poses of the same person: neighbours say the same twice"),
            ),
            (self.tr("Draw &number"), self.seed, self.tr("The same number draws the same poses again")),
        )
        for words, field, tip in rows:
            label = QLabel(words, self)
            label.setBuddy(field)
            label.setToolTip(tip)
            field.setAccessibleName(words.replace("&", ""))
            field.setAccessibleDescription(tip)
            form.addRow(label, field)
        form.addRow(QLabel(self.tr("Of every kind its share, told apart by"), self))
        boxes = QGridLayout()
        boxes.setSpacing(4)
        for n, box in enumerate(self.strata.values()):
            boxes.addWidget(box, n // 3, n % 3)
        form.addRow(boxes)
