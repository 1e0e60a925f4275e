"""Showing where a keypoint is: on which plates, exactly where on them, and from how near."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from palpate.model.change import Change
from palpate.model.plate import Plate, Target
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.guidelines import guide_editing
from palpate.session.guidelines.plates import (
    MOST_SIGHTS,
    PlateSource,
    Sight,
    neighbours_of,
    plates_at_hand,
    shown_elsewhere,
    sights_of,
    title_of,
)
from palpate.ui.bridge.plate_pictures import PlatePictures, Wish
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.editor_guides.leaving import Leaving
from palpate.ui.editor_guides.places import Place, placed, pointed_at
from palpate.ui.editor_guides.target_canvas import TargetCanvas, beside, held
from palpate.ui.editor_guides.target_side import TargetSide, why_not_show
from palpate.ui.theme.apply import current

_LEAST, _FIRST = 0.02, 0.35  # of the plate's width


class TargetEditor(QWidget):
    """Keeps what was pointed at as one edit when the hand goes elsewhere; see `show_keypoint` and `keep`.

    Parameters
    ----------
    pictures
        Where plates are drawn.

    Signals
    -------
    changed
        The places in hand are others.
    """

    changed = Signal()

    def __init__(self, workbench: Workbench, pictures: PlatePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._pictures = workbench, pictures
        self._skeleton: Skeleton | None = None
        self._keypoint = ""
        self._begun: tuple[Target, ...] = ()
        self._places: tuple[Place, ...] = ()
        self._at_hand: dict[str, tuple[Plate, PlateSource]] = {}
        self._elsewhere = False
        self._keeping = False
        self.side = TargetSide(workbench, self)
        self.whole = TargetCanvas(pictures.at_hand, self, whole=True)
        self.near = TargetCanvas(pictures.at_hand, self, whole=False)
        self._said = QLabel(self)
        self._lay_out()
        self._connect()
        self._leaving = Leaving(self, workbench, self.keep)
        self._show()

    @property
    def targets(self) -> tuple[Target, ...]:
        """What is or would be kept, the one to look at first coming first: places somebody pointed at."""
        return pointed_at(self._places)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places in hand, also those that nobody has pointed at yet."""
        return self._places

    @property
    def is_changed(self) -> bool:
        """Whether something was pointed at that is not kept yet."""
        return self.targets != self._begun

    def show_keypoint(self, skeleton: Skeleton, keypoint: str) -> None:
        """Take another keypoint in hand; what was pointed at for the one before is kept first."""
        if (skeleton, keypoint) == (self._skeleton, self._keypoint):
            return
        self.keep()
        self._skeleton, self._keypoint = skeleton, keypoint
        self._read()

    def keep(self) -> bool:
        """Write the places as one edit; tells whether nothing is left to be kept."""
        return not self.is_changed or self._write({self._keypoint: self.targets})

    # ---- building --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        titles = (
            self.tr("Click the exact place; the wheel sets how near"),
            self.tr("As it is shown; click to correct, arrows nudge"),
        )
        self._said.setWordWrap(True)
        self._said.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.side)
        body.addLayout(beside((self.whole, self.near), titles), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 16)
        whole.setSpacing(8)
        whole.addWidget(self._said)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        side = self.side
        side.places.currentRowChanged.connect(lambda _: self._show_place())
        side.plates.chosen.connect(self._on_plate)
        side.plates.altered.connect(self._look_again)
        side.mirrored.clicked.connect(self._on_mirrored)
        side.add.clicked.connect(self._on_add)
        side.remove.clicked.connect(self._on_remove)
        side.first.clicked.connect(self._on_first)
        side.other.clicked.connect(self._on_other)
        side.back.clicked.connect(self._on_back)
        for view in (self.whole, self.near):
            view.pointed.connect(self._on_pointed)
            view.zoomed.connect(self._on_zoomed)
            view.resized.connect(self._wish)
        self._pictures.came.connect(self._on_came)
        self._workbench.changed.connect(self._on_changed)
        self._workbench.session_changed.connect(self._on_session)

    def showEvent(self, event: QShowEvent) -> None:
        """Wish for what is in sight now."""
        super().showEvent(event)
        self._wish()

    def changeEvent(self, event: QEvent) -> None:
        """Wish for the plates in the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._wish()

    def sizeHint(self) -> QSize:
        """Room for both pictures."""
        return QSize(960, 520)

    # ---- showing ---------------------------------------------------------------------------------------

    def _read(self, row: int = 0) -> None:
        session, skeleton = self._workbench.session, self._skeleton
        if session is None or skeleton is None:
            return
        found = self._workbench.attempt(lambda: sights_of(skeleton, self._keypoint, session.guides)) or ()
        self._at_hand = self._workbench.attempt(lambda: plates_at_hand(skeleton, session.guides)) or {}
        shown = self._workbench.attempt(lambda: shown_elsewhere(skeleton, self._keypoint, session.guides))
        self._elsewhere = bool(shown)
        self._begun = tuple(replace(sight.target, neighbours={}) for sight in found)
        self._places = placed(self._begun)
        self._show(row)

    def _show(self, row: int = 0) -> None:
        self.side.show_places([self._title(place) for place in self._places], row)
        self._show_place()

    def _title(self, place: Place) -> str:
        return title_of(self._at_hand[place.shown.plate][0], mirrored=place.shown.mirrored)

    def _show_place(self) -> None:
        session, skeleton, target = self._workbench.session, self._skeleton, self._target
        sight = None
        if session is not None and skeleton is not None and target is not None:
            plate, source = self._at_hand[target.plate]
            around = self._workbench.attempt(
                lambda: neighbours_of(target, self._keypoint, skeleton, session.guides)
            )
            shown = replace(target, neighbours=around or {})
            sight = Sight(plate, shown, title_of(plate, mirrored=target.mirrored), source)
        called = {} if skeleton is None else {one.name: one.called for one in skeleton.keypoints}
        for view in (self.whole, self.near):
            view.pointed_at = self._pointed
            view.show_sight(sight, called)
        self.side.plates.show_plates(self._at_hand, "" if target is None else target.plate)
        self.side.mirrored.setChecked(target is not None and target.mirrored)
        self._enable()
        self._wish()

    def _enable(self) -> None:
        session, skeleton, target = self._workbench.session, self._skeleton, self._target
        why = why_not_show(session, skeleton, self._keypoint)
        own = (
            session is not None
            and skeleton is not None
            and ((skeleton.name, self._keypoint) in session.guides.targets)
        )
        partner = self._partner
        none = self.tr("This keypoint is shown on no picture yet: choose one")
        side = self.side
        many = self.tr("Four pictures are enough")
        shown = self.tr("The shipped pictures are shown already")
        reasons: dict[QWidget, str] = {
            side.add: many if len(self._places) >= MOST_SIGHTS else "",
            side.remove: none if target is None else "",
            side.first: none if target is None else self._why_first(),
            side.mirrored: none if target is None else "",
            side.other: none if target is None else self._why_alone(partner),
            side.back: "" if own or self.is_changed else shown,
        }
        side.let(why, reasons)
        side.back.setVisible(self._elsewhere)
        if partner is not None and side.other.isEnabled():
            side.other.setToolTip(self.tr("Show {name} in the mirrored place").format(name=partner.called))
        for view in (self.whole, self.near):
            view.writable = not why and target is not None
            view.setCursor(Qt.CursorShape.CrossCursor if view.writable else Qt.CursorShape.ArrowCursor)
        said = self.tr("The project's own places.") if own else self.tr("The shipped places.")
        if self.is_changed:
            said = self.tr("Changed here: kept as the project's own when you go on.")
        if not self._pointed:
            said = self.tr("Click where it is: until then it is not shown on this picture.")
        self._said.setText(why or (said if self._places or self.is_changed else none))

    def _why_first(self) -> str:
        return self.tr("It is the first one") if self.side.row == 0 else ""

    def _why_alone(self, partner: Keypoint | None) -> str:
        if not self._pointed:
            return self.tr("Click where it is first")
        return self.tr("This keypoint has no other side") if partner is None else ""

    @property
    def _target(self) -> Target | None:
        place = self._place
        return None if place is None else place.shown

    @property
    def _place(self) -> Place | None:
        row = self.side.row
        return self._places[row] if 0 <= row < len(self._places) else None

    @property
    def _pointed(self) -> bool:
        return self._place is None or self._place.pointed

    @property
    def _partner(self) -> Keypoint | None:
        skeleton = self._skeleton
        if skeleton is None or self._keypoint not in skeleton.position_of:
            return None
        name = skeleton.keypoints[skeleton.position_of[self._keypoint]].mirror
        return None if name is None else skeleton.keypoints[skeleton.position_of[name]]

    # ---- hands -----------------------------------------------------------------------------------------

    def _put(self, place: Place) -> None:
        row = self.side.row
        self._places = (*self._places[:row], place, *self._places[row + 1 :])
        self.side.places.item(row).setText(self._title(place))
        self._show_place()
        self.changed.emit()

    def _on_pointed(self, x: float, y: float) -> None:
        place, target = self._place, self._target
        if place is not None and target is not None:
            at = held((x, y))
            zoom = self._around(target.plate, at, target.zoom[2])
            self._put(place.at(replace(target, at=at, zoom=zoom)))

    def _on_zoomed(self, factor: float) -> None:
        place, target = self._place, self._target
        if place is not None and target is not None:
            share = min(max(target.zoom[2] * factor, _LEAST), 1.0)
            self._put(place.seen(replace(target, zoom=self._around(target.plate, target.at, share))))

    def _around(self, plate: str, at: tuple[float, float], share: float) -> tuple[float, float, float, float]:
        width, height = self._at_hand[plate][0].size
        return guide_editing.around(at, share, shape=width / height)

    def _on_mirrored(self) -> None:
        place = self._place
        if place is not None:
            self._put(place.seen(guide_editing.flipped(place.shown)))

    def _on_plate(self, name: str) -> None:
        """Show another plate in the row in hand; what is kept stays until somebody points there."""
        place = self._place
        if place is None:
            self._places = (Place(self._middle(name), None),)
            self._show()
        elif place.kept is not None and place.kept.plate == name:
            self._put(place.at(place.kept))
        elif place.shown.plate != name:
            self._put(Place(self._middle(name), place.kept))
        self.changed.emit()

    def _middle(self, name: str) -> Target:
        return Target(name, False, (0.5, 0.5), self._around(name, (0.5, 0.5), _FIRST))

    def _on_add(self) -> None:
        shown = {place.shown.plate for place in self._places}
        name = next((name for name in self._at_hand if name not in shown), "")
        if name:
            self._places = (*self._places, Place(self._middle(name), None))
            self._show(len(self._places) - 1)
            self.changed.emit()
            self.side.plates.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_remove(self) -> None:
        row = self.side.row
        self._places = (*self._places[:row], *self._places[row + 1 :])
        self._show(max(row - 1, 0))
        self.changed.emit()

    def _on_first(self) -> None:
        row = self.side.row
        chosen = self._places[row]
        self._places = (chosen, *self._places[:row], *self._places[row + 1 :])
        self._show()
        self.changed.emit()

    def _on_other(self) -> None:
        session, skeleton, partner = self._workbench.session, self._skeleton, self._partner
        if session is None or skeleton is None or partner is None:
            return
        make = partial(guide_editing.opposite, session, skeleton)
        across = tuple(make(target) for target in self.targets)
        if self._write({self._keypoint: self.targets, partner.name: across}):
            self._workbench.note(
                self.tr("{name} is shown in the mirrored place.").format(name=partner.called)
            )

    def _on_back(self) -> None:
        self._write({self._keypoint: None})
        self._read()

    def _write(self, targets: dict[str, tuple[Target, ...] | None]) -> bool:
        session, skeleton = self._workbench.session, self._skeleton
        if session is None or skeleton is None or self._keeping:
            return False
        self._keeping = True
        try:
            written = self._workbench.attempt(
                lambda: guide_editing.show_on(session, skeleton, targets, origin=self)
            )
        finally:
            self._keeping = False
        if written is None:
            return False
        self._begun = self.targets
        self._enable()
        return True

    # ---- following -------------------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        session, skeleton = self._workbench.session, self._skeleton
        if not change.guides or self._keeping or session is None or skeleton is None:
            return
        self._skeleton = session.contents.skeletons.get(skeleton.name, skeleton)
        if self._keypoint in self._skeleton.position_of:
            self._look_again()

    def _look_again(self) -> None:
        """Show which plates there are now; what is pointed at, or about to be, and not kept yet stays."""
        session, skeleton = self._workbench.session, self._skeleton
        if session is None or skeleton is None:
            return
        row = max(self.side.row, 0)  # what is chosen next is meant for the place in hand
        places, begun, changed = self._places, self._begun, self.is_changed
        if not changed:
            self._read(row)
        if changed or (self._begun == begun and not all(place.pointed for place in places)):
            self._at_hand = self._workbench.attempt(lambda: plates_at_hand(skeleton, session.guides)) or {}
            self._places = tuple(place for place in places if place.is_on(self._at_hand))
            self._show(row)

    def _on_session(self) -> None:
        self._skeleton, self._keypoint = None, ""
        self._begun, self._places = (), ()
        self._show()

    def _on_came(self) -> None:
        for view in (self.whole, self.near):
            view.update()

    def _wish(self) -> None:
        sight, skeleton = self.whole.sight, self._skeleton
        if sight is None or skeleton is None or not self.isVisible():
            return
        wishes = []
        for view in (self.near, self.whole):
            dark = current().name == "dark"
            wishes.append(Wish(skeleton, self._keypoint, view.scale_of, dark, sights=(sight,)))
        self._pictures.wish(wishes, self)
