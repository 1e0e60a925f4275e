"""Showing where a keypoint is: on which plates, exactly where on them, and from how near."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from palpate.model.change import Change
from palpate.model.plate import Plate, Target
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session import guide_editing
from palpate.session.plates import (
    MOST_SIGHTS,
    PlateSource,
    Sight,
    neighbours_of,
    plates_at_hand,
    sights_of,
    title_of,
)
from palpate.session.session import Session
from palpate.ui.bridge.plate_pictures import PlatePictures, Wish
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.editor_guides.fields import heading
from palpate.ui.editor_guides.leaving import Leaving
from palpate.ui.editor_guides.target_canvas import TargetCanvas, framing_of, held
from palpate.ui.editor_guides.target_side import TargetSide
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
        self._targets: tuple[Target, ...] = ()
        self._at_hand: dict[str, tuple[Plate, PlateSource]] = {}
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
        """The places in hand, the one to look at first coming first."""
        return self._targets

    @property
    def is_changed(self) -> bool:
        """Whether something was pointed at that is not kept yet."""
        return self._targets != self._begun

    def show_keypoint(self, skeleton: Skeleton, keypoint: str) -> None:
        """Take another keypoint in hand; what was pointed at for the one before is kept first."""
        if (skeleton, keypoint) == (self._skeleton, self._keypoint):
            return
        self.keep()
        self._skeleton, self._keypoint = skeleton, keypoint
        self._read()

    def keep(self) -> bool:
        """Write the places as one edit; tells whether nothing is left to be kept."""
        return not self.is_changed or self._write({self._keypoint: self._targets})

    # ---- building --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        for title, view in (
            (self.tr("Click the exact place; the wheel sets how near"), self.whole),
            (self.tr("As it is shown; click to correct, arrows nudge"), self.near),
        ):
            part = QVBoxLayout()
            part.setSpacing(4)
            label = heading(title, self, view)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            part.addWidget(label)
            part.addWidget(view, 1)
            pictures.addLayout(part, 1)
            view.setAccessibleName(title)
        self._said.setWordWrap(True)
        self._said.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.side)
        body.addLayout(pictures, 1)
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
        self._begun = tuple(replace(sight.target, neighbours={}) for sight in found)
        self._targets = self._begun
        self._show(row)

    def _show(self, row: int = 0) -> None:
        plates = [(self._at_hand[target.plate][0], target.mirrored) for target in self._targets]
        self.side.show_places([title_of(plate, mirrored=flip) for plate, flip in plates], row)
        self._show_place()

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
            view.show_sight(sight, called)
        self.side.plates.show_plates(self._at_hand, "" if target is None else target.plate)
        self.side.mirrored.setChecked(target is not None and target.mirrored)
        self._enable()
        self._wish()

    def _enable(self) -> None:
        session, skeleton, target = self._workbench.session, self._skeleton, self._target
        why = self._why_not(session, skeleton)
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
            side.add: many if len(self._targets) >= MOST_SIGHTS else "",
            side.remove: none if target is None else "",
            side.first: none if target is None else self._why_first(),
            side.mirrored: none if target is None else "",
            side.other: none if target is None else self._why_alone(partner),
            side.back: "" if own or self.is_changed else shown,
        }
        side.let(why, reasons)
        if partner is not None and side.other.isEnabled():
            side.other.setToolTip(self.tr("Show {name} in the mirrored place").format(name=partner.called))
        for view in (self.whole, self.near):
            view.writable = not why and target is not None
            view.setCursor(Qt.CursorShape.CrossCursor if view.writable else Qt.CursorShape.ArrowCursor)
        said = self.tr("The project's own places.") if own else self.tr("The shipped places.")
        if self.is_changed:
            said = self.tr("Changed here: kept as the project's own when you go on.")
        self._said.setText(why or (said if self._targets or self.is_changed else none))

    def _why_not(self, session: Session | None, skeleton: Skeleton | None) -> str:
        if session is None or skeleton is None:
            return self.tr("No keypoint is in hand.")
        pinned = session.contents.skeletons.get(skeleton.name)
        if pinned is None or self._keypoint not in pinned.position_of:
            return self.tr("The project has no such keypoint yet; it is shown on pictures once it has.")
        return guide_editing.why_not_write(session)

    def _why_first(self) -> str:
        return self.tr("It is the first one") if self.side.row == 0 else ""

    def _why_alone(self, partner: Keypoint | None) -> str:
        return self.tr("This keypoint has no other side") if partner is None else ""

    @property
    def _target(self) -> Target | None:
        row = self.side.row
        return self._targets[row] if 0 <= row < len(self._targets) else None

    @property
    def _partner(self) -> Keypoint | None:
        skeleton = self._skeleton
        if skeleton is None or self._keypoint not in skeleton.position_of:
            return None
        name = skeleton.keypoints[skeleton.position_of[self._keypoint]].mirror
        return None if name is None else skeleton.keypoints[skeleton.position_of[name]]

    # ---- hands -----------------------------------------------------------------------------------------

    def _put(self, target: Target) -> None:
        row = self.side.row
        self._targets = (*self._targets[:row], target, *self._targets[row + 1 :])
        self.side.places.item(row).setText(title_of(self._at_hand[target.plate][0], mirrored=target.mirrored))
        self._show_place()
        self.changed.emit()

    def _on_pointed(self, x: float, y: float) -> None:
        target = self._target
        if target is not None:
            at = held((x, y))
            self._put(replace(target, at=at, zoom=self._around(target.plate, at, target.zoom[2])))

    def _on_zoomed(self, factor: float) -> None:
        target = self._target
        if target is not None:
            share = min(max(target.zoom[2] * factor, _LEAST), 1.0)
            self._put(replace(target, zoom=self._around(target.plate, target.at, share)))

    def _around(self, plate: str, at: tuple[float, float], share: float) -> tuple[float, float, float, float]:
        width, height = self._at_hand[plate][0].size
        return guide_editing.around(at, share, shape=width / height)

    def _on_mirrored(self) -> None:
        if self._target is not None:
            self._put(guide_editing.flipped(self._target))

    def _on_plate(self, name: str) -> None:
        """Show the keypoint in hand on another plate: in the middle, until somebody points."""
        if self._target is None:
            self._targets = (self._middle(name),)
            self._show()
        elif self._target.plate != name:
            self._put(self._middle(name))
        self.changed.emit()

    def _middle(self, name: str) -> Target:
        return Target(name, False, (0.5, 0.5), self._around(name, (0.5, 0.5), _FIRST))

    def _on_add(self) -> None:
        shown = {target.plate for target in self._targets}
        name = next((name for name in self._at_hand if name not in shown), "")
        if name:
            self._targets = (*self._targets, self._middle(name))
            self._show(len(self._targets) - 1)
            self.changed.emit()
            self.side.plates.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_remove(self) -> None:
        row = self.side.row
        self._targets = (*self._targets[:row], *self._targets[row + 1 :])
        self._show(max(row - 1, 0))
        self.changed.emit()

    def _on_first(self) -> None:
        row = self.side.row
        chosen = self._targets[row]
        self._targets = (chosen, *self._targets[:row], *self._targets[row + 1 :])
        self._show()
        self.changed.emit()

    def _on_other(self) -> None:
        session, skeleton, partner = self._workbench.session, self._skeleton, self._partner
        if session is None or skeleton is None or partner is None:
            return
        make = partial(guide_editing.opposite, session, skeleton)
        across = tuple(make(target) for target in self._targets)
        if self._write({self._keypoint: self._targets, partner.name: across}):
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
        self._begun = self._targets
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
        """Show which plates there are now; what was pointed at and is not kept yet stays."""
        session, skeleton = self._workbench.session, self._skeleton
        if not self.is_changed or session is None or skeleton is None:
            self._read(max(self.side.row, 0))  # what is chosen next is meant for the place in hand
            return
        self._at_hand = self._workbench.attempt(lambda: plates_at_hand(skeleton, session.guides)) or {}
        self._targets = tuple(target for target in self._targets if target.plate in self._at_hand)
        self._show(self.side.row)

    def _on_session(self) -> None:
        self._skeleton, self._keypoint = None, ""
        self._begun = self._targets = ()
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
            scale = partial(_scale, size=(view.width(), view.height()), whole=view is self.whole)
            ratio = self.devicePixelRatioF()
            make = partial(_times, scale, ratio)
            dark = current().name == "dark"
            wishes.append(Wish(skeleton, self._keypoint, make, dark, sights=(sight,)))
        self._pictures.wish(wishes, self)


def _scale(sight: Sight, *, size: tuple[int, int], whole: bool) -> float:
    return framing_of(sight, *size, whole=whole).scale


def _times(scale: partial[float], ratio: float, sight: Sight) -> float:
    return scale(sight) * ratio
