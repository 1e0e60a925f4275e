"""What is wrong with the draft, at the foot of the window; a row leads to its field."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from palpate.session.skeletons.skeleton_draft_checks import DraftProblem
from palpate.ui.editor.board import Board
from palpate.ui.theme.apply import current

_ROWS = 3


class ProblemList(QListWidget):
    """Takes no room while nothing is wrong.

    Signals
    -------
    goto_wanted
        (DraftProblem) the hands shall go to its field.
    """

    goto_wanted = Signal(object)

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self.setAccessibleName(self.tr("What is wrong"))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.itemClicked.connect(self._go)
        self.itemActivated.connect(self._go)
        board.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List what is wrong now."""
        problems = self._board.problems
        self.clear()
        for problem in problems:
            row = QListWidgetItem(told(problem), self)
            row.setForeground(QColor(current().bad))
            row.setToolTip(told(problem))
        high = self.fontMetrics().height() + 6
        self.setFixedHeight(min(len(problems), _ROWS) * high + 4)
        self.setVisible(bool(problems))

    def _go(self, row: QListWidgetItem) -> None:
        self.goto_wanted.emit(self._board.problems[self.row(row)])


def told(problem: DraftProblem) -> str:
    """Return a problem as a sentence that says where it is."""
    field = field_words(problem.field)
    if problem.who:
        return f"{problem.at + 1} {problem.called}, {field}: {problem.sentence}"
    if problem.called:
        return f"{field}, {problem.called}: {problem.sentence}"
    return f"{field}: {problem.sentence}" if field else problem.sentence


def field_words(field: str) -> str:
    """Return what a field is called in the window."""
    words = {
        "name": _tr("name"),
        "mirror": _tr("mirror"),
        "side": _tr("side"),
        "parent": _tr("parent"),
        "sigma": _tr("σ"),
        "tolerance": _tr("tolerance"),
        "local_width": _tr("local width"),
        "chain": _tr("chain"),
        "centre_of": _tr("middle of"),
        "rest": _tr("place"),
        "skeleton": _tr("name of the skeleton"),
        "edges": _tr("edge"),
        "rigid_segments": _tr("rigid segment"),
        "normalisers": _tr("normaliser"),
        "measures": _tr("measure"),
        "policy": _tr("policy"),
        "scale": _tr("scale"),
        "events": _tr("events"),
        "guidelines": _tr("folder of guidelines"),
    }
    return words.get(field, field)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ProblemList", text)
