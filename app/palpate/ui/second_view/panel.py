"""The second view: another clip of the same event beside the canvas, and its keypoints against these."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palpate.session.calibrating.blindness import view_to_see
from palpate.session.frames.second_view import shared_events
from palpate.session.placing import gestures
from palpate.ui.actions.keys import tip_with_keys, with_keys
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.second_view import words
from palpate.ui.second_view.canvas import SecondCanvas
from palpate.ui.second_view.follower import SecondFollower
from palpate.ui.second_view.lens import LookOf, SecondLens
from palpate.ui.second_view.stepping import SteppingBar
from palpate.ui.second_view.table import PairTable, Side
from palpate.ui.theme.apply import current, number_font
from palpate.ui.theme.icons import icon

_AROUND_PX = 56
_TABLE_PX = 140


class SecondPanel(QWidget):
    """Choosers above, the picture, where it is, and the table below.

    Signals
    -------
    swap_wanted
        The two views shall change places.
    divided
        (thousandths) of the height were given to the picture by hand.
    """

    swap_wanted = Signal()
    divided = Signal(int)

    def __init__(
        self, workbench: Workbench, presenter: Presenter, look_of: LookOf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._share = 0
        self.canvas = SecondCanvas(self)
        self.follower = SecondFollower(workbench, presenter, self.canvas)
        self.lens = SecondLens(self.follower, self.canvas, look_of)
        self.clips, self.people = QComboBox(self), QComboBox(self)
        self.ties = QToolButton(self)
        self.centre, self.fit, self.swap = QToolButton(self), QToolButton(self), QToolButton(self)
        self.place, self.residual = QLabel(self), QLabel(self)
        self.stepping = SteppingBar(self)
        self.differing = QCheckBox(self.tr("Only what differs"), self)
        self.table = PairTable(self)
        self._dress()
        self._lay_out()
        self._connect()

    def sizeHint(self) -> QSize:
        """Ask for as much as a narrow canvas."""
        return QSize(480, 560)

    # ---- what is shown -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Say what is shown, and which keypoints are placed on either side."""
        self._list_clips()
        self._list_people()
        self._tell_place()
        self._show_stepping()
        self.show_table()

    def show_table(self) -> None:
        """Show the two poses of the moment."""
        session, focus = self._workbench.session, self._workbench.focus
        here = there = None
        if session is not None and focus.instance and focus.layer:
            here = self._side(focus.instance, focus.frame)
            other = self.follower.instance
            there = self._side(other, self.follower.frame) if other else None
        self.table.pair.show(here, there, differing=self.differing.isChecked())
        self.table.follow(focus.keypoint)

    def _side(self, instance: str, frame: int | None) -> Side:
        session, layer = self._workbench.session, self._workbench.focus.layer
        assert session is not None
        found = session.contents.instance(instance)
        view = None if frame is None else view_to_see(session, layer, instance, frame)
        return Side(session.contents.skeletons[found.skeleton], found.colour or found.number, view)

    def _list_clips(self) -> None:
        session, here = self._workbench.session, self._workbench.focus.clip
        others = [] if session is None else [c for c in session.contents.clips if c.id != here]
        _fill(self.clips, [(clip.name, clip.id) for clip in others], self.follower.clip)
        for button in (self.ties, self.clips, self.fit, self.centre):
            button.setEnabled(bool(others))
        reason = self._why_not_swap()
        self.swap.setEnabled(not reason)
        tip_with_keys(self.swap, self.tr("Swap the two views"), "swap_views")
        if reason:
            self.swap.setToolTip(reason)

    def _list_people(self) -> None:
        session = self._workbench.session
        there = session.contents.instances_of(self.follower.clip) if session is not None else ()
        _fill(self.people, [(found.name, found.id) for found in there], self.follower.instance)
        self.people.setVisible(len(there) > 1)

    def _tell_place(self) -> None:
        session, frame, sync = self._workbench.session, self.follower.frame, self.follower.sync
        if session is None or not self.follower.clip:
            self.place.clear()
            self.residual.clear()
            return
        shown = words.place_words(session, self.follower.clip, frame) if frame is not None else ""
        self.place.setText(shown or self.tr("no frame at this moment"))
        ink, said, tip = current().text_quiet, words.residual_words(self.follower.match), ""
        if sync is None:
            ink, said = current().warning, self.tr("not synchronised")
            tip = self._how_to_tie()
        elif self.follower.free is not None:
            ink, said = current().warning, self.tr("stepped by itself")
        else:
            tip = words.sync_words(session, sync)
            if words.moved_words(session, sync):
                ink, said = current().warning, self.tr("event moved since")
        self.residual.setText(said)
        self.residual.setToolTip(tip)
        self.residual.setStyleSheet(f"color: {ink}")

    def _show_stepping(self) -> None:
        session, free = self._workbench.session, self.follower.free
        self.stepping.setVisible(free is not None and bool(self.follower.clip))
        if session is None or free is None or not self.follower.clip:
            return
        last = max(session.contents.clip(self.follower.clip).n_frames - 1, 0)
        cancels = self.follower.sync is not None
        self.stepping.show_frame(free, last, cancels=cancels, reason=session.project.read_only)

    def _how_to_tie(self) -> str:
        return self.tr(
            "Step this clip to the moment that the first view shows and press “Same moment”, or mark the "
            "same event in both clips and choose it under “Synchronise”."
        )

    def _why_not_swap(self) -> str:
        if not self.follower.clip:
            return self.tr("there is no other clip in this project")
        missing = self.tr("the other clip has no frame at this moment")
        return "" if self.follower.frame is not None else missing

    # ---- what hands do -----------------------------------------------------------------------------------

    def tie_menu(self) -> QMenu:
        """Return the ways to synchronise the two clips."""
        session, focus = self._workbench.session, self._workbench.focus
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if session is None or not self.follower.clip:
            return menu
        read_only, sync = session.project.read_only, self.follower.sync
        events = shared_events(session, focus.clip, self.follower.clip)
        for found in events:
            said = self.tr("By {event}: frame {frame} here, {other} there")
            action = menu.addAction(
                said.format(event=words.event_title(found.event), frame=found.frame, other=found.other_frame)
            )
            action.setCheckable(True)
            action.setChecked(found == sync)
            action.setEnabled(not read_only)
            action.triggered.connect(lambda _=False, found=found: self.follower.synchronise(found))
        if not events:
            none = self.tr("No event is marked in both clips; mark one")
            menu.addAction(with_keys(none, "mark_event")).setEnabled(False)
        menu.addSeparator()
        by_hand = menu.addAction(self.tr("By hand: step this clip by itself"))
        by_hand.setCheckable(True)
        by_hand.setChecked(self.follower.free is not None)
        by_hand.setEnabled(sync is not None or self.follower.free is None)
        by_hand.triggered.connect(self.follower.go_free)
        away = menu.addAction(self.tr("Not synchronised any more"), self.follower.let_go)
        away.setEnabled(sync is not None and not read_only)
        return menu

    def _on_ties(self) -> None:
        self.tie_menu().popup(self.ties.mapToGlobal(self.ties.rect().bottomLeft()))

    def divide(self, share: int) -> None:
        """Give so many thousandths of the height to the picture; with 0 what its shape can use."""
        if share != self._share:
            self._share = share
            self._divide()

    def _divide(self) -> None:
        if self._share:
            picture = round(self.height() * self._share / 1000)
        else:
            width, height = self.canvas.view.image
            usable = round(self.width() * height / max(width, 1)) + _AROUND_PX if width > 1 else self.height()
            picture = min(max(usable, self.height() // 2), self.height() - _TABLE_PX)
        self.splitter.setSizes([picture, max(self.height() - picture, 0 if self._share else _TABLE_PX)])

    def _on_split(self) -> None:
        first, second = self.splitter.sizes()
        self._share = round(1000 * first / max(first + second, 1))
        self.divided.emit(self._share)

    def _on_table(self, keypoint: int) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is not None and focus.instance:
            self._workbench.attempt(lambda: gestures.choose(session, focus.instance, keypoint))

    # ---- Qt ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Follow while it is seen."""
        super().showEvent(event)
        self.follower.wake()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the picture what its shape can use and the table the rest, until somebody divides it."""
        super().resizeEvent(event)
        self._divide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the film while nobody sees it."""
        super().hideEvent(event)
        self.follower.sleep()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icons()
            self.stepping.draw_icons()
            self._tell_place()
            self.canvas.redraw()

    # ---- putting things in place -------------------------------------------------------------------------

    def _dress(self) -> None:
        for chooser, name in (
            (self.clips, self.tr("Clip of the second view")),
            (self.people, self.tr("Who the active instance is there")),
        ):
            chooser.setAccessibleName(name)
            chooser.setToolTip(name)
            chooser.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chooser.setMinimumContentsLength(5)
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.ties.setText(self.tr("Synchronise"))
        self.ties.setToolTip(self.tr("Say which moment the two clips have in common"))
        self.ties.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.centre.setCheckable(True)
        for button, text, does in (
            (self.centre, self.tr("Keep the active keypoint in the middle"), "centre_second"),
            (self.fit, self.tr("Fit ↔ last zoom of the second view"), "fit_second"),
            (self.swap, self.tr("Swap the two views"), "swap_views"),
        ):
            button.setAutoRaise(True)
            tip_with_keys(button, text, does)
        self.place.setFont(number_font(self.font()))
        self.residual.setFont(number_font(self.font()))
        self.differing.setToolTip(self.tr("List only keypoints whose visibility is not the same in both"))
        self._draw_icons()

    def _draw_icons(self) -> None:
        for button, name in ((self.centre, "centre"), (self.fit, "fit"), (self.swap, "swap")):
            button.setIcon(icon(name))

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 8)
        head.setSpacing(4)
        head.addWidget(self.clips, 3)
        head.addWidget(self.people, 2)
        for button in (self.ties, self.centre, self.fit, self.swap):
            head.addWidget(button)
        foot.setContentsMargins(8, 4, 8, 4)
        foot.setSpacing(12)
        foot.addWidget(self.place)
        foot.addWidget(self.residual, 1)
        picture, below = QWidget(self), QWidget(self)
        upper, lower = QVBoxLayout(picture), QVBoxLayout(below)
        for column in (upper, lower):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
        upper.addWidget(self.canvas, 1)
        upper.addWidget(self.stepping)
        upper.addLayout(foot)
        narrowed = QHBoxLayout()
        narrowed.setContentsMargins(8, 4, 8, 4)
        narrowed.addWidget(self.differing)
        lower.addLayout(narrowed)
        lower.addWidget(self.table, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(picture)
        self.splitter.addWidget(below)
        self.splitter.setCollapsible(0, False)
        self.splitter.splitterMoved.connect(self._on_split)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.clips.activated.connect(lambda: self.follower.choose_clip(str(self.clips.currentData())))
        self.people.activated.connect(lambda: self.follower.choose_instance(str(self.people.currentData())))
        self.ties.clicked.connect(self._on_ties)
        self.fit.clicked.connect(self.canvas.toggle_fit)
        self.centre.toggled.connect(self.canvas.set_centres)
        self.swap.clicked.connect(self.swap_wanted)
        self.stepping.frame_wanted.connect(self.follower.step_to)
        self.stepping.same_moment_wanted.connect(self.follower.tie)
        self.stepping.done.connect(lambda: self.follower.go_free(False))
        self.differing.toggled.connect(self.show_table)
        self.table.keypoint_chosen.connect(self._on_table)
        self.follower.changed.connect(self.refresh)


def _fill(chooser: QComboBox, rows: list[tuple[str, str]], chosen: str) -> None:
    """List names with their ids, unless they stand there already."""
    standing = [(chooser.itemText(at), chooser.itemData(at)) for at in range(chooser.count())]
    if standing != rows:
        chooser.clear()
        for name, held in rows:
            chooser.addItem(name, held)
    chooser.setCurrentIndex(chooser.findData(chosen))
