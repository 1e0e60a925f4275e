"""From where on a point wants a look: a line to say so, kept with the project."""

from __future__ import annotations

import html

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

from palpate.session.filling.limits import (
    LEAST_PX,
    LEAST_SHARE,
    MOST_PX,
    MOST_SHARE,
    Limit,
    choose_limit,
    chosen_limit,
    limits_of,
)
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.drift_words import limit_source
from palpate.ui.widgets.threshold_words import change_hint

_BY_SKELETON, _IN_PX, _IN_SHARES = range(3)


class LimitLine(QWidget):
    """``Wants a look from [4.0 px] [for all ▾]``."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.number = QDoubleSpinBox(self)
        self.number.setFont(number_font(self.number.font()))
        self.number.setAccessibleName(self.tr("Error from which on a point wants a look"))
        self.number.setKeyboardTracking(False)
        self.number.setFocusPolicy(Qt.FocusPolicy.ClickFocus | Qt.FocusPolicy.TabFocus)
        self.kind = QComboBox(self)
        self.kind.addItems([self.tr("by skeleton"), self.tr("for all"), self.tr("of tolerance")])
        self.kind.setAccessibleName(self.tr("How the limit is meant"))
        self.kind.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(9)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._label = QLabel(self.tr("Wants a look from"), self)
        row.addWidget(self._label)
        row.addWidget(self.number)
        row.addWidget(self.kind, 1)
        self.number.valueChanged.connect(self._on_number)
        self.kind.activated.connect(self._on_kind)
        workbench.session_changed.connect(self.refresh)
        workbench.changed.connect(self.refresh)
        workbench.focus_followed.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Show what is chosen."""
        session = self._workbench.session
        limit = Limit() if session is None else chosen_limit(session)
        kind = _IN_PX if limit.px is not None else _BY_SKELETON if limit.share is None else _IN_SHARES
        self._show(kind, limit)
        self._explain()

    def _show(self, kind: int, limit: Limit) -> None:
        for widget in (self.number, self.kind):
            widget.blockSignals(True)
        self.kind.setCurrentIndex(kind)
        if kind == _IN_SHARES:
            self._measure(LEAST_SHARE * 100, MOST_SHARE * 100, (limit.share or 1.0) * 100, step=10)
        else:
            self._measure(LEAST_PX, MOST_PX, self._usual_px() if limit.px is None else limit.px, step=0.5)
        self.number.setDecimals(0 if kind == _IN_SHARES else 1)
        self.number.setSuffix(" %" if kind == _IN_SHARES else " px")
        session = self._workbench.session
        writable = session is not None and not session.project.read_only
        self.kind.setEnabled(writable)
        self.number.setEnabled(writable and kind != _BY_SKELETON)
        for widget in (self.number, self.kind):
            widget.blockSignals(False)

    def _measure(self, least: float, most: float, value: float, *, step: float) -> None:
        self.number.setRange(least, most)
        self.number.setSingleStep(step)
        self.number.setValue(value)

    def _usual_px(self) -> float:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not (focus.instance and focus.layer):
            return 4.0
        return float(np.median(limits_of(session, focus.layer, focus.instance)))

    def _limits_px(self) -> tuple[float, float] | None:
        """Return the least and the greatest limit of the instance in hand, px."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not (focus.instance and focus.layer):
            return None
        limits = limits_of(session, focus.layer, focus.instance)
        return float(limits.min()), float(limits.max())

    def _explain(self) -> None:
        said = self.tr(
            "A point that was filled in and may be off by more gets a red ring, red heat in the timeline, "
            "and a row here; amber begins at half of it. By skeleton: as its file says. For all: one limit "
            "for every keypoint. Of tolerance: of what the skeleton allows each keypoint at the size of its "
            "instance. What is not tracked yet is judged by limb lengths alone, whatever the limit. "
            "Kept with the project."
        )
        found, here, hint = self._limits_px(), "", ""
        if found is not None:
            least, most = found
            span = f"{least:.1f}" if most - least < 0.05 else f"{least:.1f}–{most:.1f}"
            here = self.tr("Here: {span} px ({source})").format(span=span, source=self._source())
        hint = change_hint(here) if self.kind.currentIndex() != _IN_PX else here
        for widget in (self._label, self.number, self.kind):  # as rich text: plain text is never broken
            widget.setToolTip(f"<p>{html.escape(said)}</p><p>{html.escape(hint)}</p>")

    def _source(self) -> str:
        session, focus = self._workbench.session, self._workbench.focus
        assert session is not None
        return limit_source(session, focus.instance, max(focus.keypoint, 0))

    def _on_kind(self, kind: int) -> None:
        chosen = {_IN_PX: Limit(px=self._usual_px()), _IN_SHARES: Limit(share=1.0)}
        self._choose(chosen.get(kind, Limit()))

    def _on_number(self, value: float) -> None:
        shares = self.kind.currentIndex() == _IN_SHARES
        self._choose(Limit(share=value / 100.0) if shares else Limit(px=value))

    def _choose(self, limit: Limit) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: choose_limit(session, limit))
        self.refresh()
