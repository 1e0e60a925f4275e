"""The numbers of a draft by which work is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from palpate.model.policy import Policy
from palpate.model.policy_constant import Constant, Group, Unit
from palpate.model.policy_table import CONSTANTS
from palpate.ui.editor.board import Board
from palpate.ui.editor.fields import NumberField, WithFault, WordField
from palpate.ui.widgets.quiet_label import QuietLabel

_WIDTH = 104
_COLUMNS = ((Group.AGREEMENT,), (Group.SAMPLING, Group.TRAINING), (Group.BLUR, Group.DRIFT))


class PolicyPage(QWidget):
    """Numbers in columns, each with what it is for and who says so in its tip."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._rows: dict[str, WithFault] = {}
        about = QuietLabel(self)
        about.say(
            self.tr(
                "What this skeleton asks for wherever a project does not ask for something of its own. "
                "Shares are fractions, as in the file."
            )
        )
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(32)
        for groups in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(8)
            for group in groups:
                self._add_group(group, column, inside)
            column.addStretch(1)
            row.addLayout(column)
        row.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 12, 0, 0)
        page.setSpacing(16)
        page.addWidget(about)
        page.addWidget(scroll, 1)
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
            value = _value(policy, name)
            if isinstance(row.control, NumberField):
                row.control.show_number(float(value))
            elif isinstance(row.control, WordField):
                row.control.show_words(str(value), self._words(name))

    def _words(self, name: str) -> Sequence[str]:
        if name == "pck_normaliser":
            return [*self._board.draft.state.inner.normalisers, "box"]
        return CONSTANTS[name].words

    def _add_group(self, group: Group, column: QVBoxLayout, inside: QWidget) -> None:
        title = QLabel(group.value, inside)
        font = QFont(title.font())
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        for constant in CONSTANTS.values():
            if constant.group is group:
                words = QLabel(constant.label, inside)
                words.setWordWrap(True)
                words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                words.setFixedWidth(_WIDTH * 2)
                form.addRow(words, _with_unit(self._row(constant), constant, inside))
        column.addWidget(title)
        column.addLayout(form)
        column.addSpacing(8)

    def _row(self, constant: Constant) -> WithFault:
        name, label = constant.key, constant.label
        if constant.unit is Unit.WORD:
            control: QWidget = WordField(label, partial(self._on_word, name), self)
        else:
            control = NumberField(label, partial(self._on_number, name), partial(self._say, name), self)
        control.setFixedWidth(_WIDTH)
        self._rows[name] = WithFault(control, self)
        tips = (constant.meaning, f"{constant.source}: {constant.reason}", constant.acts)
        self._rows[name].setToolTip("\n".join(filter(None, tips)))
        return self._rows[name]

    def _say(self, name: str, sentence: str) -> None:
        self._rows[name].say(sentence)

    def _on_number(self, name: str, value: float | None) -> None:
        if value is None:
            self._say(name, self.tr("a number is needed here"))
            return
        is_count = CONSTANTS[name].is_whole and value == int(value)
        self._put(name, int(value) if is_count else value)

    def _on_word(self, name: str, word: str) -> None:
        self._put(name, word.strip())

    def _put(self, name: str, value: Any) -> None:  # noqa: ANN401 - as the threshold has it
        board, policy = self._board, self._board.draft.state.inner.policy
        block, _, key = name.rpartition(".")
        if block:
            changed: Policy = replace(policy, **{block: replace(getattr(policy, block), **{key: value})})
        else:
            changed = replace(policy, **{name: value})
        board.attempt(lambda: board.draft.change_whole(policy=changed))


def _value(policy: Policy, name: str) -> Any:  # noqa: ANN401 - as the threshold has it
    found: Any = policy
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _with_unit(row: WithFault, constant: Constant, parent: QWidget) -> QWidget:
    """Return a row with what its number is counted in."""
    if constant.unit in (Unit.NONE, Unit.WORD, Unit.COUNT, Unit.SHARE):
        return row
    held = QWidget(parent)
    beside = QHBoxLayout(held)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(8)
    beside.addWidget(row)
    unit = QLabel(constant.unit.value, held)
    unit.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    beside.addWidget(unit, 1)
    return held
