"""The examples of a keypoint, and which conditions are looked at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from palpate.model.example import Blur, Lighting
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines import examples
from palpate.session.guidelines.examples import Home, ShownExample
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.example_pictures import ExamplePictures, Table
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.guideline.example_grid import ExampleGrid
from palpate.ui.widgets.chip_flow import ChipFlow
from palpate.ui.widgets.quiet_label import QuietLabel

ALL = "all"
"""No condition in particular."""

_FEW = 3  # are looked through faster than narrowed
_AHEAD = 3  # keypoints whose pictures are decoded before the hand gets to them


class ExampleGallery(QWidget):
    """Follows the keypoint it is told of.

    Signals
    -------
    opened
        (tuple of ShownExample, index) one is to be seen large.
    filled
        There may be some now, or none any more; see `empty`.
    conditions_changed
        (words) other conditions were chosen; see `conditions`.
    edit_wanted, remove_wanted
        (ShownExample) of those that are kept in the project.
    """

    opened = Signal(object, int)
    filled = Signal()
    conditions_changed = Signal(str)
    edit_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(
        self,
        workbench: Workbench,
        pictures: ExamplePictures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.pictures = pictures
        self._workbench = workbench
        self._skeleton: Skeleton | None = None
        self._table: Table | None = None
        self._keypoint = -1
        self._all: tuple[ShownExample, ...] = ()
        self._awaiting = False  # whether those that come as files are still being read
        self._title = QLabel(self.tr("Examples"), self)
        self._count = QLabel(self)
        self.grid = ExampleGrid(pictures.at_hand, self)
        self._flow = self._make_chips()
        self.chips = self._flow.chips
        self._none = QuietLabel(self)
        self._lay_out()
        self._flow.chosen.connect(self._on_chip)
        self.grid.opened.connect(lambda at: self.opened.emit(self.grid.shown, at))
        self.grid.edit_wanted.connect(lambda at: self.edit_wanted.emit(self.grid.shown[at]))
        self.grid.remove_wanted.connect(lambda at: self.remove_wanted.emit(self.grid.shown[at]))
        self.grid.menu_wanted.connect(self._on_menu)
        self.grid.resized.connect(self._wish)
        pictures.came.connect(self._on_came)
        workbench.changed.connect(lambda change: self.refresh() if change.examples else None)
        self._show()

    @property
    def count(self) -> str:
        """How many are shown, as it is told."""
        return self._count.text()

    @property
    def empty(self) -> bool:
        """Whether nothing is known of the keypoint, whatever the conditions."""
        return not self._all

    @property
    def said(self) -> str:
        """What is said instead of examples; empty while there are some."""
        return self._none.text()

    @property
    def conditions(self) -> str:
        """Names of the conditions that are looked at, divided by blanks."""
        return " ".join(self._flow.checked) or ALL

    def choose(self, conditions: str) -> None:
        """Look at these conditions; nobody is told of it."""
        if conditions != self.conditions:
            chosen = conditions.split()
            for name, chip in self.chips.items():
                chip.setChecked(name in chosen)
            self._show()
            self._wish()

    def follow(self, skeleton: Skeleton, keypoint: int) -> None:
        """Show the examples of a keypoint."""
        session = self._workbench.session
        near = None if session is None else session.guides.near.get(skeleton.name)
        self._skeleton, self._keypoint, self._table = skeleton, keypoint, Table(skeleton, near)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is now."""
        self._read()
        self._show()
        self._wish()

    def showEvent(self, event: QShowEvent) -> None:
        """Wish for what is in sight now."""
        super().showEvent(event)
        self._wish()

    # ---- building --------------------------------------------------------------------------------------

    def _make_chips(self) -> ChipFlow:
        groups = (
            (
                (Lighting.DIFFUSE, self.tr("Diffuse"), self.tr("In diffuse light")),
                (Lighting.HARD_SIDE, self.tr("Side light"), self.tr("In hard light from the side")),
                (Lighting.BACKLIT, self.tr("Backlit"), self.tr("Against the light, or in floodlight")),
            ),
            (
                (Blur.SHARP, self.tr("Sharp"), self.tr("Without blur that counts")),
                (Blur.MODERATE, self.tr("Moderate"), self.tr("Blurred, up to the width of the body there")),
                (Blur.SEVERE, self.tr("Severe"), self.tr("Blurred beyond the width of the body there")),
            ),
        )
        return ChipFlow(groups, self)

    def _lay_out(self) -> None:
        font = self._title.font()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._count.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._flow)
        column.addWidget(self.grid)
        column.addWidget(self._none)
        column.addStretch(1)

    # ---- what is shown ---------------------------------------------------------------------------------

    def _read(self) -> None:
        skeleton, k = self._skeleton, self._keypoint
        self._all = self._found(k)
        named = skeleton is not None and 0 <= k < len(skeleton)
        self._awaiting = skeleton is not None and named and self._filed(skeleton.names[k]) is None

    def _found(self, keypoint: int) -> tuple[ShownExample, ...]:
        """Return what there is of a keypoint; what somebody has to look through comes last."""
        session, skeleton = self._workbench.session, self._skeleton
        if session is None or skeleton is None or not 0 <= keypoint < len(skeleton):
            return ()
        name = skeleton.names[keypoint]
        own = self._workbench.attempt(lambda: examples.own(session, skeleton, name)) or ()
        every = (*own, *(self._filed(name) or ()))
        return tuple(
            sorted(
                every,
                key=lambda one: one.home is Home.OWN and one.example.is_before(skeleton.version),
            )
        )

    def _filed(self, keypoint: str) -> tuple[ShownExample, ...] | None:
        """Return the examples that come as files; None as long as they are being read."""
        return None if self._table is None else self.pictures.filed(self._table, keypoint)

    def _show(self) -> None:
        chosen = examples.of_conditions(self._all, *self._conditions())
        n, most = len(chosen), len(self._all)
        self._count.setText("" if not most else str(n) if n == most else f"{n} / {most}")
        self._flow.setVisible(most > _FEW or bool(self._flow.checked))
        self.grid.show_examples(chosen, 1 if self._skeleton is None else self._skeleton.version)
        self.grid.setVisible(bool(chosen))
        self._none.say(self._why_none() if not chosen else "")
        self.filled.emit()

    def _why_none(self) -> str:
        if self._all:
            return self.tr("None in the chosen conditions.")
        skeleton = self._skeleton
        if skeleton is not None and self._filed(skeleton.names[self._keypoint]) is None:
            return ""
        return with_keys(self.tr("None yet; save one from a frame"), "save_correct_example")

    def _conditions(self) -> tuple[frozenset[Lighting], frozenset[Blur]]:
        chosen = set(self._flow.checked)
        return (
            frozenset(one for one in Lighting if one in chosen),
            frozenset(one for one in Blur if one in chosen),
        )

    def _on_chip(self) -> None:
        self._show()
        self._wish()
        self.conditions_changed.emit(self.conditions)

    def _on_came(self) -> None:
        if self._skeleton is not None and self._awaiting:
            self._read()
            self._show()
            self._wish()
        self.grid.update()

    def _wish(self) -> None:
        """Wish for what is shown, then for what comes after it."""
        session, skeleton = self._workbench.session, self._skeleton
        if session is None or skeleton is None or not self.isVisible():
            return
        shown = list(self.grid.shown)
        for ahead in range(1, _AHEAD + 1):
            name = skeleton.names[(self._keypoint + ahead) % len(skeleton)]
            shown += self._filed(name) or ()
        self.pictures.wish(
            self._table,
            shown,
            self.grid.side,
            content_of=lambda one: self._workbench.attempt(partial(examples.picture_of, session, one)),
            who=self,
        )

    def _on_menu(self, at: int, place: QPoint) -> None:
        shown = self.grid.shown[at]
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Show large"), lambda: self.opened.emit(self.grid.shown, at))
        if shown.home is Home.OWN:
            menu.addAction(self.tr("Edit…"), lambda: self.edit_wanted.emit(shown))
            menu.addAction(self.tr("Remove"), lambda: self.remove_wanted.emit(shown))
        menu.popup(place)
