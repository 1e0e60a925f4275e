"""The numbers of a draft by which work is judged."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from palpate.model.policy import Policy, Sampling
from palpate.ui.editor.board import Board
from palpate.ui.editor.fields import NumberField, WithFault, WordField
from palpate.ui.widgets.quiet_label import QuietLabel

_WIDTH = 140
_WHOLE = ("weeks", "min_gap", "occluded_min_n", "types")


class PolicyPage(QWidget):
    """Two columns of numbers, each with what it is for."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._rows: dict[str, WithFault] = {}
        self._normaliser = WordField(self.tr("Normaliser of PCK"), self._on_normaliser, self)
        columns = []
        words = self._words()
        names = [name for name in words if name in _policy_names()]
        for part in (names[: len(names) // 2], names[len(names) // 2 :]):
            form = QFormLayout()
            form.setVerticalSpacing(8)
            form.setHorizontalSpacing(12)
            for name in part:
                form.addRow(words[name], self._row(name, words[name]))
            column = QVBoxLayout()
            column.addLayout(form)
            column.addStretch(1)
            columns.append(column)
        row = QHBoxLayout()
        row.setSpacing(48)
        for column in columns:
            row.addLayout(column)
        row.addStretch(1)
        about = QuietLabel(self)
        about.say(
            self.tr(
                "What this skeleton asks for wherever a project does not ask for something of its own. "
                "An empty field keeps the number that was there."
            )
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 12, 0, 0)
        page.setSpacing(16)
        page.addWidget(about)
        page.addLayout(row, 1)
        board.changed.connect(self.refresh)
        self.refresh()

    def go_to(self, field: str) -> None:
        """Put the keyboard into a field."""
        self._rows.get(field, next(iter(self._rows.values()))).control.setFocus()

    def field(self, name: str) -> QWidget:
        """Return the control of a number."""
        return self._rows[name].control

    def refresh(self) -> None:
        """Show what the draft says."""
        board, policy = self._board, self._board.draft.state.inner.policy
        for name, row in self._rows.items():
            wrong = [one.sentence for one in board.problems if one.field == "policy" and one.called == name]
            row.say(wrong[0] if wrong else "")
            row.setEnabled(board.may)
            if isinstance(row.control, NumberField):
                row.control.show_number(_value(policy, name))
        known = [*board.draft.state.inner.normalisers, "box"]
        self._normaliser.show_words(policy.pck_normaliser, known)

    def _row(self, name: str, words: str) -> WithFault:
        if name == "pck_normaliser":
            control: QWidget = self._normaliser
        else:
            control = NumberField(words, partial(self._on_number, name), partial(self._say, name), self)
        control.setFixedWidth(_WIDTH)
        self._rows[name] = WithFault(control, self)
        return self._rows[name]

    def _say(self, name: str, sentence: str) -> None:
        self._rows[name].say(sentence)

    def _on_number(self, name: str, value: float | None) -> None:
        if value is None:
            self._say(name, self.tr("a number is needed here"))
            return
        number: Any = int(value) if name in _WHOLE and value == int(value) else value
        policy = self._board.draft.state.inner.policy
        if name in _sampling_names():
            policy = replace(policy, sampling=replace(policy.sampling, **{name: number}))
        else:
            policy = replace(policy, **{name: number})
        self._put(policy)

    def _on_normaliser(self, name: str) -> None:
        self._put(replace(self._board.draft.state.inner.policy, pck_normaliser=name.strip()))

    def _put(self, policy: Policy) -> None:
        board = self._board
        board.attempt(lambda: board.draft.change_whole(policy=policy))

    def _words(self) -> dict[str, str]:
        tr = self.tr
        return {
            "oks": tr("Target of OKS"),
            "kappa": tr("Target of κ (visibility)"),
            "mpjpe_px": tr("Retraining: mean error above, px"),
            "weeks": tr("Retraining: weeks in a row"),
            "pck_alpha": tr("PCK: share of the normaliser"),
            "pck_normaliser": tr("PCK: normaliser"),
            "min_gap": tr("Frames between independent ones"),
            "blur_visible": tr("Blur by width: visible up to"),
            "blur_estimated": tr("Blur by width: estimated up to"),
            "fdr_alpha": tr("False discovery rate of bias"),
            "bias_min_px": tr("Bias counts from, px"),
            "bias_min_share": tr("Bias counts from, share of tolerance"),
            "occluded_min_n": tr("Occluded placements needed"),
            "drift_px": tr("Drift wants a look from, px"),
            "base": tr("Second labels: share of all frames"),
            "extra": tr("Second labels: more of variable types"),
            "types": tr("Second labels: how many such types"),
        }


def _policy_names() -> list[str]:
    return [*(one.name for one in fields(Policy) if one.name != "sampling"), *_sampling_names()]


def _sampling_names() -> list[str]:
    return [one.name for one in fields(Sampling)]


def _value(policy: Policy, name: str) -> float:
    return float(getattr(policy.sampling if name in _sampling_names() else policy, name))
