"""What a skeleton says of itself: title, subject, tiers, scale, normalisers, rigid segments."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from palpate.model.skeleton import ScaleRule, Subject, Tiers
from palpate.ui.editor.board import Board
from palpate.ui.editor.cells import CellColumn, Cells, CellTable
from palpate.ui.editor.fields import ChoiceField, NumberField, TextField, WithFault

_SOURCES = ("mask", "box", "keypoints")
_BETWEEN = " / "


class WholePage(QWidget):
    """A form on the left, the two tables of lengths on the right."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._rows: dict[str, WithFault] = {}
        self._form = QFormLayout()
        self._form.setVerticalSpacing(8)
        self._form.setHorizontalSpacing(12)
        self._make_fields()
        self._make_tables()
        left = QVBoxLayout()
        left.addLayout(self._form)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self.normalisers, 1)
        right.addWidget(self.rigid, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        board.changed.connect(self.refresh)
        self.refresh()

    def field(self, name: str) -> QWidget:
        """Return the control of a field."""
        return self._rows[name].control

    def go_to(self, field: str, at: int = -1) -> None:
        """Put the keyboard into a field, or into a row of a table."""
        tables = {"normalisers": self.normalisers, "rigid_segments": self.rigid}
        if field in tables:
            tables[field].table.setFocus()
            tables[field].table.setCurrentCell(max(at, 0), 0)
        else:
            self._rows.get(_ROW_OF.get(field, field), self._rows["title"]).control.setFocus()

    def refresh(self) -> None:
        """Show what the draft says."""
        board, inner = self._board, self._board.draft.state.inner
        for name, row in self._rows.items():
            problems = [one for one in board.problems if not one.who and _ROW_OF.get(one.field) == name]
            row.say(problems[0].sentence if problems else "")
            row.setEnabled(board.may and not (name == "name" and not board.draft.is_new))
        texts = {
            "name": inner.name,
            "title": inner.title,
            "sigma_source": inner.sigma_source,
            "events": ", ".join(inner.events),
            "guidelines": inner.guidelines,
        }
        for name, text in texts.items():
            field = self.field(name)
            if isinstance(field, TextField) and _listed(field.text()) != _listed(text):
                field.show_text(text)
        self._choice("subject").show_value(inner.subject.value)
        self._choice("visibility").show_value(inner.tiers.value)
        self._choice("scale").show_value(_BETWEEN.join(inner.scale.sources))
        self._factor.show_number(inner.scale.factor)
        self._show_tables()

    def _show_tables(self) -> None:
        board, inner = self._board, self._board.draft.state.inner
        rows = [(name, board.names(two[:1]), board.names(two[1:])) for name, two in inner.normalisers.items()]
        wrong = {
            k: one.sentence
            for k, row in enumerate(rows)
            for one in board.problems
            if one.field == "normalisers" and one.called == row[0]
        }
        self.normalisers.table.show_rows(rows, may=board.may, faults=wrong)
        pairs = [(board.names(two[:1]), board.names(two[1:])) for two in inner.rigid_segments]
        wrong = {one.at: one.sentence for one in board.problems if one.field == "rigid_segments"}
        self.rigid.table.show_rows(pairs, may=board.may, faults=wrong)
        for cells in (self.normalisers, self.rigid):
            cells.set_may(board.why_not)

    # ---- what hands do -----------------------------------------------------------------------------------

    def _change(self, **fields: object) -> None:
        board = self._board
        board.attempt(lambda: board.draft.change_whole(**fields))

    def _on_scale(self, value: str) -> None:
        scale = self._board.draft.state.inner.scale
        self._change(scale=replace(scale, sources=tuple(value.split(_BETWEEN))))

    def _on_factor(self, value: float | None) -> None:
        scale = self._board.draft.state.inner.scale
        self._change(scale=replace(scale, factor=ScaleRule().factor if value is None else value))

    def _on_normaliser(self, row: int, column: int, text: str) -> None:
        board = self._board
        listed = [[name, *two] for name, two in board.draft.state.inner.normalisers.items()]
        before = listed[row][0]
        listed[row][column] = text if column == 0 else board.draft.state.find(text)
        board.attempt(lambda: board.draft.put_normaliser(before, listed[row][0], *listed[row][1:]))
        self.refresh()

    def _add_normaliser(self) -> None:
        board = self._board
        order, taken = board.draft.state.order, board.draft.state.inner.normalisers
        name = next(n for n in ("head", "torso", *(f"length_{k}" for k in range(1, 99))) if n not in taken)
        board.attempt(lambda: board.draft.put_normaliser("", name, order[0], order[-1]))

    def _remove_normaliser(self, row: int) -> None:
        board = self._board
        kept = dict(board.draft.state.inner.normalisers)
        kept.pop(list(kept)[row])
        self._change(normalisers=kept)

    def _on_rigid(self, row: int, column: int, text: str) -> None:
        state = self._board.draft.state
        pairs = [list(two) for two in state.inner.rigid_segments]
        pairs[row][column] = state.find(text)
        self._change(rigid_segments=tuple((two[0], two[1]) for two in pairs))
        self.refresh()

    def _add_rigid(self) -> None:
        board = self._board
        chosen = board.chosen if len(board.chosen) == 2 else board.draft.state.order[:2]
        if len(chosen) == 2:
            board.attempt(lambda: board.draft.connect(chosen[0], chosen[1], rigid=True))

    def _remove_rigid(self, row: int) -> None:
        pairs = self._board.draft.state.inner.rigid_segments
        self._change(rigid_segments=(*pairs[:row], *pairs[row + 1 :]))

    # ---- putting things in place -------------------------------------------------------------------------

    def _make_fields(self) -> None:
        tr, change = self.tr, self._change
        self._add_text("name", tr("Name of the skeleton"), lambda t: change(name=t.strip()))
        if not self._board.draft.is_new:
            self._rows["name"].setToolTip(
                tr("Instances and guidelines are found by it; save a copy under another name instead")
            )
        self._add_text("title", tr("Title"), lambda t: change(title=t.strip()))
        subjects = [
            (Subject.PERSON.value, tr("person")),
            (Subject.ANIMAL.value, tr("animal")),
            (Subject.HAND.value, tr("hand")),
            (Subject.FACE.value, tr("face")),
            (Subject.OBJECT.value, tr("object")),
        ]
        self._add("subject", tr("Subject"), _choice(self, tr("Subject"), subjects, "subject"))
        tiers = [
            (Tiers.THREE.value, tr("three: visible, estimated, absent")),
            (Tiers.FOUR.value, tr("four: also certain despite partial occlusion")),
        ]
        self._add("visibility", tr("Visibility tiers"), _choice(self, tr("Visibility tiers"), tiers, "tiers"))
        words = {"mask": tr("mask"), "box": tr("box"), "keypoints": tr("keypoints")}
        orders = [order for n in (3, 2, 1) for order in permutations(_SOURCES, n)]
        listed = [(_BETWEEN.join(o), tr(", else ").join(words[source] for source in o)) for o in orders]
        scale = ChoiceField(tr("Scale from"), listed, self._on_scale, self)
        self._add("scale", tr("Scale from"), scale)
        say = self._say_factor
        self._factor = NumberField(tr("Factor of a mask’s area"), self._on_factor, say, self)
        self._add("factor", tr("Factor of a mask’s area"), self._factor)
        self._add_text("sigma_source", tr("Where σ is from"), lambda t: change(sigma_source=t.strip()))
        self._add_text("events", tr("Events"), lambda t: change(events=_listed(t)))
        self._add_text("guidelines", tr("Folder of guidelines"), lambda t: change(guidelines=t.strip()))
        self._rows["events"].setToolTip(tr("What may be marked in a clip, parted by commas"))

    def _make_tables(self) -> None:
        tr = self.tr

        def names(_row: int) -> list[str]:
            state = self._board.draft.state
            return [state.names[who] for who in state.order]

        ends = (CellColumn(tr("From"), 0, names), CellColumn(tr("To"), 0, names))
        table = CellTable(
            tr("Normalisers"),
            (CellColumn(tr("Name"), 120), *ends),
            self._on_normaliser,
            self._remove_normaliser,
            self,
        )
        title = tr("Normalisers: lengths that errors are divided by")
        self.normalisers = Cells(title, table, self._add_normaliser, self._remove_normaliser)
        table = CellTable(tr("Rigid segments"), ends, self._on_rigid, self._remove_rigid, self)
        title = tr("Rigid segments: lengths that a body keeps")
        self.rigid = Cells(title, table, self._add_rigid, self._remove_rigid)

    def _say_factor(self, sentence: str) -> None:
        self._rows["factor"].say(sentence)

    def _add_text(self, name: str, words: str, take: object) -> None:
        assert callable(take)
        self._add(name, words, TextField(words, take, self))

    def _add(self, name: str, words: str, control: QWidget) -> None:
        self._rows[name] = WithFault(control, self)
        self._form.addRow(words, self._rows[name])

    def _choice(self, name: str) -> ChoiceField:
        field = self.field(name)
        assert isinstance(field, ChoiceField)
        return field

    def take_choice(self, what: str, value: str) -> None:
        """Take one of the words for what a skeleton is of, or its tiers."""
        self._change(**{what: Subject(value) if what == "subject" else Tiers(value)})


_ROW_OF = {
    "skeleton": "name",
    "title": "title",
    "subject": "subject",
    "visibility": "visibility",
    "scale": "factor",
    "sigma_source": "sigma_source",
    "events": "events",
    "guidelines": "guidelines",
}


def _choice(page: WholePage, name: str, choices: list[tuple[str, str]], what: str) -> ChoiceField:
    return ChoiceField(name, choices, lambda value: page.take_choice(what, value), page)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
