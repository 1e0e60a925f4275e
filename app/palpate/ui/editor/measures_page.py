"""The measures of a draft: what is calculated from which keypoints."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from palpate.model.skeleton import Measure
from palpate.session.skeletons.measure_kinds import measure_kinds
from palpate.ui.editor.board import Board
from palpate.ui.editor.cells import CellColumn, Cells, CellTable
from palpate.ui.widgets.quiet_label import QuietLabel

_NAME, _KIND, _POINTS, _ZERO = range(4)


class MeasuresPage(QWidget):
    """A row per measure; what a kind needs is said below."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._kinds = measure_kinds()
        tr = self.tr
        columns = (
            CellColumn(tr("Name"), 220),
            CellColumn(tr("Kind"), 120, lambda _row: list(self._kinds)),
            CellColumn(tr("Keypoints, in order"), 0, names=self._names),
            CellColumn(tr("Zero"), 120, self._zeros),
        )
        self.table = CellTable(tr("Measures"), columns, self._on_cell, self._remove, self)
        self.cells = Cells(
            tr("Measures: angles and ratios from keypoints"), self.table, self._add, self._remove
        )
        self._about = QuietLabel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.cells, 1)
        column.addWidget(self._about)
        self.table.currentCellChanged.connect(lambda *_: self._tell())
        board.changed.connect(self.refresh)
        self.refresh()

    def go_to(self, at: int) -> None:
        """Put the keyboard into a row."""
        self.table.setFocus()
        self.table.setCurrentCell(max(at, 0), _NAME)

    def refresh(self) -> None:
        """Show what the draft says."""
        board = self._board
        rows = [(m.name, m.kind, board.names(m.points), m.zero) for m in board.draft.state.inner.measures]
        wrong = {one.at: one.sentence for one in board.problems if one.field == "measures"}
        self.table.show_rows(rows, may=board.may, faults=wrong)
        self.cells.set_may(board.why_not)
        self._tell()

    def _tell(self) -> None:
        """Say what the kind of the measure in hand is, and what is wrong with it."""
        measures, row = self._board.draft.state.inner.measures, self.table.currentRow()
        if not 0 <= row < len(measures):
            self._about.say(self.tr("Choose a measure, or add one. F2 or typing writes in a cell."))
            return
        known = self._kinds.get(measures[row].kind)
        about = {
            "angle": self.tr("angle: at the second of three keypoints"),
            "signed_angle": self.tr(
                "signed_angle: at the second of three keypoints, with its sense of rotation"
            ),
            "lean": self.tr("lean: of the line from the first keypoint to the second against upright"),
            "bend": self.tr("bend: between the lines second → first and fourth → third"),
            "aspect_ratio": self.tr("aspect_ratio: height by width of an opening of six keypoints"),
        }
        said = [about.get(measures[row].kind, self.tr("Kinds: {kinds}").format(kinds=", ".join(self._kinds)))]
        if known is not None:
            zeros = ", ".join(zero or self.tr("(none)") for zero in known.zeros)
            said.append(self.tr("zero may be {zeros}").format(zeros=zeros))
        said += [one.sentence for one in self._board.problems if one.field == "measures" and one.at == row]
        self._about.say("  ·  ".join(said))

    # ---- what hands do -----------------------------------------------------------------------------------

    def _on_cell(self, row: int, column: int, text: str) -> None:
        board = self._board
        measure = board.draft.state.inner.measures[row]
        changed = {
            _NAME: replace(measure, name=text),
            _KIND: replace(measure, kind=text, zero=self._usual_zero(text, measure.zero)),
            _POINTS: replace(measure, points=board.found(text)),
            _ZERO: replace(measure, zero=text),
        }[column]
        board.attempt(lambda: board.draft.put_measure(row, changed))
        board.draft.settle()
        self.refresh()

    def _add(self) -> None:
        board = self._board
        state = board.draft.state
        taken = {measure.name for measure in state.inner.measures}
        name = next(f"measure_{n}" for n in range(1, len(taken) + 2) if f"measure_{n}" not in taken)
        chosen = board.chosen if len(board.chosen) == 3 else state.order[:3]
        at = len(state.inner.measures)
        board.attempt(lambda: board.draft.put_measure(at, Measure(name, "angle", tuple(chosen), "straight")))
        self.go_to(at)

    def _remove(self, row: int) -> None:
        board = self._board
        board.attempt(lambda: board.draft.put_measure(row, None))

    def _usual_zero(self, kind: str, now: str) -> str:
        known = self._kinds.get(kind)
        return now if known is None or now in known.zeros else known.zeros[-1]

    def _zeros(self, row: int) -> list[str]:
        known = self._kinds.get(self._board.draft.state.inner.measures[row].kind)
        return list(known.zeros) if known is not None else []

    def _names(self) -> list[str]:
        state = self._board.draft.state
        return [state.names[who] for who in state.order]
