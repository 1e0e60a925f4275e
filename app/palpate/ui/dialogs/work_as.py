"""Asking who works in the project, and as what."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from palpate.session.session import Session
from palpate.session.working_as import ROLES, known_names, role_last, role_of, why_not_work_as

_WIDTH = 520
_INDENT = 26


class WorkAsDialog(QDialog):
    """A name and a role, and what each role may do.

    Parameters
    ----------
    work
        (name, role) Called when decided; returns why it was not done, empty if it was.
    """

    def __init__(
        self, session: Session, work: Callable[[str, str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Work as"))
        self._session, self._work, self._by_hand = session, work, False
        self._now = (session.author, role_of(session))
        self.name = QComboBox(self)
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.addItems(known_names(session))
        self.name.setCurrentText(session.author)
        self.name.setAccessibleName(self.tr("Name"))
        self._group = QButtonGroup(self)
        self.roles = {
            role: self._choice(role, words) for role, words in zip(ROLES, self._words(), strict=True)
        }
        self._propose()
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing())
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        self.name.editTextChanged.connect(self._propose)
        self.name.editTextChanged.connect(self._check)
        self._group.buttonClicked.connect(self._on_role)
        self._group.buttonToggled.connect(self._check)
        self._check()
        self.name.setFocus()

    @property
    def decided(self) -> tuple[str, str]:
        """The name and the role."""
        role = next(role for role, button in self.roles.items() if button.isChecked())
        return self.name.currentText().strip(), role

    def accept(self) -> None:
        """Close once it is done; else say why not."""
        if self.decided != self._now:
            fault = self._work(*self.decided)
            if fault:
                self.told.setText(fault)
                return
        super().accept()

    def _words(self) -> tuple[tuple[str, str], ...]:
        return (
            (
                self.tr("&Annotator"),
                self.tr("Places keypoints in a layer of their own; gold and attempts of others stay hidden."),
            ),
            (
                self.tr("&Consultant"),
                self.tr(
                    "Places gold, changes every layer, writes guidelines, edits skeleton and thresholds."
                ),
            ),
            (
                self.tr("&Lead"),
                self.tr("May do all that a consultant may, for whoever answers for the project."),
            ),
        )

    def _choice(self, role: str, words: tuple[str, str]) -> QRadioButton:
        title, told = words
        button = QRadioButton(title, self)
        button.setObjectName(role)
        button.setAccessibleDescription(told)
        button.setToolTip(told)
        self._group.addButton(button)
        return button

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("&Name"), self.name)
        choices = QGridLayout()
        choices.setVerticalSpacing(4)
        choices.setColumnMinimumWidth(0, _INDENT)
        choices.setColumnStretch(1, 1)
        choices.setHorizontalSpacing(0)
        for row, button in enumerate(self.roles.values()):
            choices.addWidget(button, 3 * row, 0, 1, 2)
            choices.addWidget(self._quiet(button.accessibleDescription()), 3 * row + 1, 1)
            choices.setRowMinimumHeight(3 * row + 2, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addLayout(choices)
        column.addWidget(
            self._quiet(
                self.tr(
                    "There are no passwords: a role keeps from mistakes, not from intent. "
                    "Edits carry the name, and the history says when it was taken."
                )
            )
        )
        column.addWidget(self.told)
        column.addWidget(self._buttons)
        self.setMinimumWidth(_WIDTH)

    def _quiet(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setWordWrap(True)
        label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        return label

    def _on_role(self, *_: object) -> None:
        self._by_hand = True

    def _propose(self, *_: object) -> None:
        """Choose what this person was last, and never what the one before is; a choice by hand stays."""
        if not self._by_hand:
            role = role_last(self._session, self.name.currentText())
            self.roles.get(role, self.roles[ROLES[0]]).setChecked(True)
        for button in self.roles.values():  # Tab enters the roles where one is chosen: arrows choose there
            chosen = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(chosen)

    def _check(self, *_: object) -> None:
        why = why_not_work_as(self.name.currentText())
        new = self.decided[0] not in {self.name.itemText(row) for row in range(self.name.count())}
        said = self.tr("{name} is new here and gets a layer to work in.").format(name=self.decided[0])
        self.told.setText(f"{why[:1].upper()}{why[1:]}." if why else said if new else "")
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not why)
