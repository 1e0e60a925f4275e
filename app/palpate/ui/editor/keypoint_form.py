"""The fields of the chosen keypoints; with several chosen, those that make sense for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from palpate.model.skeleton import ChainPlace, Keypoint, Side, Tolerance
from palpate.ui.dialogs import ask
from palpate.ui.editor.board import Board
from palpate.ui.editor.fields import (
    ChoiceField,
    NamesField,
    NumberField,
    TextField,
    WithFault,
    WordField,
    number_of,
)

_OF_ONE = ("name", "label", "mirror", "centre_of", "edges", "rest")


class KeypointForm(QScrollArea):
    """Everything that a skeleton says of a keypoint."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        self._rows: dict[str, WithFault] = {}
        self._title = QLabel(inside)
        self._title.setWordWrap(True)
        font = QFont(self._title.font())
        font.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(font)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(8)
        self._form.setHorizontalSpacing(12)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._make_fields(inside)
        self.split = QPushButton(self.tr("Split…"), inside)
        self.split.setAutoDefault(False)
        self.split.clicked.connect(self._on_split)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addLayout(self._form)
        column.addWidget(self.redefined)
        column.addWidget(self.split, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(inside)
        board.changed.connect(self.refresh)
        board.chosen_changed.connect(self.refresh)
        self.refresh()

    def field(self, name: str) -> QWidget:
        """Return the control of a field."""
        return self._rows[name].control

    def fault(self, name: str) -> str:
        """Return what is said below a field."""
        return self._rows[name].fault

    def go_to(self, field: str) -> None:
        """Put the keyboard into a field."""
        row = self._rows.get(field, self._rows["name"])
        self.ensureWidgetVisible(row)
        row.control.setFocus()
        if isinstance(row.control, TextField | NumberField | NamesField):
            row.control.selectAll()

    # ---- what is shown -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what the draft says of what is chosen."""
        board, state = self._board, self._board.draft.state
        points = [state.point(who) for who in board.chosen]
        locked = any(board.draft.is_locked(who) for who in board.chosen)
        self._show_title(points, locked=locked)
        for name, row in self._rows.items():
            fits = len(points) == 1 or (len(points) > 1 and name not in _OF_ONE)
            row.setEnabled(board.may and fits and not (locked and name != "edges"))
            if isinstance(row.control, NamesField):
                hint = self.tr("names, parted by commas") if row.isEnabled() else ""
                row.control.setPlaceholderText(hint)
            problems = board.problems_at(board.current, name) if len(points) == 1 else []
            row.say(problems[0].sentence if problems else "")
        self._show_words(points)
        self._show_numbers(points)
        self._show_names(points)
        labelled = len(points) == 1 and not board.draft.is_new and board.draft.is_old(board.current)
        self.redefined.setVisible(labelled)
        self.redefined.setChecked(board.current in state.redefined)
        self.redefined.setEnabled(board.may and not locked)
        self.split.setEnabled(board.may and len(points) == 1 and not locked)
        self.split.setToolTip(self.tr("Put several keypoints in place of this one, each to be placed anew"))

    def _show_title(self, points: list[Keypoint], *, locked: bool) -> None:
        state = self._board.draft.state
        base = state.inner.base
        if not points:
            title = self.tr("Choose a keypoint in the list or in the figure")
        elif len(points) == 1:
            title = state.called(points[0].name) or self.tr("(no name)")
        else:
            title = self.tr("{n} keypoints").format(n=len(points))
        if locked and base is not None:
            title += " · " + self.tr("belongs to {base}, which this extends").format(base=base.name)
        self._title.setText(title)

    def _show_words(self, points: list[Keypoint]) -> None:
        state = self._board.draft.state
        one = points[0] if len(points) == 1 else None
        self._control("name", TextField).show_text("" if one is None else state.names[one.name])
        self._control("label", TextField).show_text("" if one is None else one.label)
        self._control("side", ChoiceField).show_value(_same(point.side.value for point in points))
        for name in ("region", "type"):
            known = sorted({str(getattr(point, name)) for point in state.inner.keypoints} - {""})
            word = _same(str(getattr(point, name)) for point in points)
            self._control(name, WordField).show_words(word or "", known)
            self._hint(self._control(name, WordField).lineEdit(), several=word is None and bool(points))

    def _show_numbers(self, points: list[Keypoint]) -> None:
        for name in ("sigma", "local_width"):
            self._number(name, points, [getattr(point, name) for point in points])
        px = bool(points) and points[0].tolerance.px is not None
        values = [t.px if t.px is not None else t.fraction for t in (point.tolerance for point in points)]
        self._number("tolerance", points, values)
        self._unit.setCurrentIndex(int(px))
        chains = [point.chain for point in points]
        of = _same("" if chain is None else chain.of for chain in chains)
        every = {point.chain.of for point in self._board.draft.state.inner.keypoints if point.chain}
        self._chain_of.show_words(of or "", sorted(every))
        self._fraction.show_number(chains[0].fraction if len(chains) == 1 and chains[0] else None)
        self._fraction.setEnabled(bool(of))
        rest = points[0].rest if len(points) == 1 else None
        for axis, field in enumerate(self._rest):
            field.show_number(None if rest is None else round(rest[axis], 4))

    def _number(self, name: str, points: list[Keypoint], values: list[float | None]) -> None:
        field = self._number_fields[name]
        same = len(set(values)) <= 1
        field.show_number(values[0] if values and same else None)
        self._hint(field, several=bool(points) and not same)

    def _show_names(self, points: list[Keypoint]) -> None:
        board = self._board
        state, one = board.draft.state, points[0] if len(points) == 1 else None
        names = [state.names[who] for who in state.order if one is None or who != one.name]
        for name in ("mirror", "parent"):
            who = _same(getattr(point, name) or "" for point in points)
            word = "" if not who else board.names([who])
            self._control(name, WordField).show_words(word, ["", *names])
        centre = "" if one is None else board.names(one.centre_of)
        self._control("centre_of", NamesField).show_text(centre)
        edges = "" if one is None else board.names(_joined(state.inner.edges, one.name))
        self._control("edges", NamesField).show_text(edges)

    def _hint(self, line: Any, *, several: bool) -> None:  # noqa: ANN401 - a line edit, or none as Qt has it
        if line is not None:
            line.setPlaceholderText(self.tr("several") if several else "")

    def _control(self, name: str, kind: Callable[..., Any]) -> Any:  # noqa: ANN401 - of the kind asked for
        control = self._rows[name].control
        assert isinstance(control, kind)  # type: ignore[arg-type]
        return control

    # ---- what hands do -----------------------------------------------------------------------------------

    def _change(self, **fields: object) -> None:
        board = self._board
        if board.chosen:
            board.attempt(lambda: board.draft.change(board.chosen, **fields))

    def _on_name(self, typed: str) -> None:
        board = self._board
        board.attempt(lambda: board.draft.rename(board.current, typed))

    def _on_mirror(self, typed: str) -> None:
        board, draft = self._board, self._board.draft
        (who,) = board.found(typed) or ("",)
        if not who:
            board.attempt(lambda: draft.part(board.current))
        elif who in draft.state.names:
            if draft.state.point(board.current).mirror != who:
                board.attempt(lambda: draft.pair(board.current, who))
        else:
            self._rows["mirror"].say(self.tr("no keypoint is called “{name}”").format(name=who))

    def _on_parent(self, typed: str) -> None:
        (who,) = self._board.found(typed.replace(",", " ")) or ("",)
        self._change(parent=who or None)

    def _on_centre(self, typed: str) -> None:
        self._change(centre_of=self._board.found(typed))

    def _on_edges(self, typed: str) -> None:
        board, draft = self._board, self._board.draft
        wanted = board.found(typed)
        unknown = [who for who in wanted if who not in draft.state.names]
        board.attempt(lambda: draft.join(board.current, [who for who in wanted if who not in unknown]))
        self._rows["edges"].say(
            self.tr("no keypoint is called “{name}”").format(name=unknown[0]) if unknown else ""
        )

    def _on_tolerance(self, value: float | None) -> None:
        px = self._unit.currentIndex() == 1
        tolerance = Tolerance(px=value) if px else Tolerance(fraction=value)
        self._change(tolerance=Tolerance() if value is None else tolerance)

    def _on_unit(self) -> None:
        with suppress(ValueError):  # what is no number is told already
            self._on_tolerance(number_of(self._number_fields["tolerance"].text()))

    def _on_chain(self, of: str) -> None:
        board = self._board
        for who in board.chosen[:1]:
            now = board.draft.state.point(who).chain
            fraction = now.fraction if now is not None else 0.0
            self._change(chain=ChainPlace(of.strip(), fraction) if of.strip() else None)

    def _on_fraction(self, value: float | None) -> None:
        of = self._chain_of.currentText().strip()
        if of and value is not None:
            self._change(chain=ChainPlace(of, value))

    def _on_rest(self, axis: int, value: float | None) -> None:
        board = self._board
        rest = board.draft.state.point(board.current).rest or (0.5, 0.5)
        if value is not None:
            x, y = (value, rest[1]) if axis == 0 else (rest[0], value)
            board.attempt(lambda: board.draft.put_rest({board.current: (x, y)}, merge=f"typed {axis}"))

    def _on_redefined(self, on: bool) -> None:
        board = self._board
        board.attempt(lambda: board.draft.redefine(board.current, on))

    def _on_split(self) -> None:
        board = self._board
        name = board.draft.state.names[board.current]
        typed = ask.ask_text(
            self.tr("Split {name}").format(name=name),
            self.tr("Names of the keypoints in its place, parted by commas"),
            f"{name}_a, {name}_b",
        )
        if typed:
            parts = board.attempt(lambda: board.draft.split(board.current, typed.split(",")))
            if parts:
                board.choose(parts)

    # ---- putting things in place -------------------------------------------------------------------------

    def _make_fields(self, inside: QWidget) -> None:
        tr, change = self.tr, self._change
        sides = [
            (Side.LEFT.value, tr("left")),
            (Side.RIGHT.value, tr("right")),
            (Side.MIDLINE.value, tr("midline")),
        ]
        names = self._names
        self._add("name", tr("Name"), TextField(tr("Name"), self._on_name, inside))
        self._add("label", tr("Label"), TextField(tr("Label"), lambda t: change(label=t), inside))
        self._add("side", tr("Side"), ChoiceField(tr("Side"), sides, lambda v: change(side=Side(v)), inside))
        self._add("mirror", tr("Mirror"), WordField(tr("Mirror"), self._on_mirror, inside))
        self._add("parent", tr("Parent"), WordField(tr("Parent"), self._on_parent, inside))
        self._add("edges", tr("Edges to"), NamesField(tr("Edges to"), names, self._on_edges, inside))
        self._add("region", tr("Region"), WordField(tr("Region"), lambda t: change(region=t.strip()), inside))
        self._add("type", tr("Type"), WordField(tr("Type"), lambda t: change(type=t.strip()), inside))
        self._number_fields = {
            "sigma": self._number_field("sigma", tr("σ"), lambda v: change(sigma=v), inside),
            "tolerance": self._number_field("tolerance", tr("Tolerance"), self._on_tolerance, inside),
            "local_width": self._number_field(
                "local_width", tr("Local width"), lambda v: change(local_width=v), inside
            ),
        }
        self._unit = QComboBox(inside)
        self._unit.addItems([tr("of the scale"), tr("px")])
        self._unit.setAccessibleName(tr("Unit of the tolerance"))
        self._unit.activated.connect(self._on_unit)
        self._add("sigma", tr("σ"), self._number_fields["sigma"])
        self._add("tolerance", tr("Tolerance"), _beside(inside, self._number_fields["tolerance"], self._unit))
        self._add("local_width", tr("Local width"), self._number_fields["local_width"])
        self._chain_of = WordField(tr("Chain"), self._on_chain, inside)
        self._fraction = self._number_field("chain", tr("Fraction of the chain"), self._on_fraction, inside)
        self._fraction.setMaximumWidth(72)
        self._add(
            "chain", tr("Chain"), _beside(inside, self._chain_of, QLabel(tr("at"), inside), self._fraction)
        )
        centre = NamesField(tr("Middle of"), names, self._on_centre, inside)
        self._add("centre_of", tr("Middle of"), centre)
        self._rest = tuple(
            self._number_field("rest", name, partial(self._on_rest, axis), inside)
            for axis, name in enumerate((tr("Place across"), tr("Place down")))
        )
        self._add("rest", tr("Place"), _beside(inside, *self._rest))
        self._tell_units()
        self.redefined = QCheckBox(tr("Is another place now: place its labels anew"), inside)
        self.redefined.clicked.connect(self._on_redefined)

    def _tell_units(self) -> None:
        tips = {
            "sigma": self.tr("Spread of good placements, as a fraction of the instance’s scale"),
            "tolerance": self.tr("How far a placement may be off"),
            "local_width": self.tr(
                "Width of the limb here, as a fraction of the scale; the blur rule needs it"
            ),
            "chain": self.tr("Anatomical chain for rulers, and the place on it from 0 to 1"),
            "centre_of": self.tr("Keypoints whose middle this is"),
            "rest": self.tr("Place in the template: fractions of its box from the left and from the top"),
            "edges": self.tr("Keypoints that a line leads to"),
            "parent": self.tr("Neighbour towards the root of the body"),
            "type": self.tr("Group that sampling and reports pool"),
        }
        for name, tip in tips.items():
            self._rows[name].setToolTip(tip)

    def _names(self) -> list[str]:
        state, current = self._board.draft.state, self._board.current
        return [state.names[who] for who in state.order if who != current]

    def _number_field(
        self, name: str, words: str, take: Callable[[float | None], object], parent: QWidget
    ) -> NumberField:
        return NumberField(words, take, lambda sentence: self._rows[name].say(sentence), parent)

    def _add(self, name: str, words: str, control: QWidget) -> None:
        self._rows[name] = WithFault(control, self)
        self._form.addRow(words, self._rows[name])


def _beside(parent: QWidget, *controls: QWidget) -> QWidget:
    held = QWidget(parent)
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for control in controls:
        row.addWidget(control, 0 if isinstance(control, QLabel) else 1)
    held.setFocusProxy(controls[0])
    return held


def _same(values: Iterable[str]) -> str | None:
    """Return the one value that all have; None if they differ, or there are none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _joined(pairs: Iterable[tuple[str, str]], who: str) -> list[str]:
    return [b if a == who else a for a, b in pairs if who in (a, b)]
