"""The review panel: what wants a look, worst first, until nothing is left."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from palpate.session.review.drift_review import DriftPoint, Progress, progress_of, walk
from palpate.session.review.tally import Tally
from palpate.session.selection import Focus
from palpate.ui.actions.enabling import why_not
from palpate.ui.actions.keys import with_keys
from palpate.ui.actions.table import ACTIONS
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.quality.button import WantedButton
from palpate.ui.panels.review.between import Between, covered_words, tally_of, titles_of
from palpate.ui.panels.review.blur import BlurPage
from palpate.ui.panels.review.limit import LimitLine
from palpate.ui.panels.review.list import ReviewList, ReviewModel
from palpate.ui.panels.review.mixups import MixupsPage
from palpate.ui.panels.review.next import NextPage
from palpate.ui.panels.review.outdated import OutdatedLine
from palpate.ui.panels.review.parts import tell_button
from palpate.ui.theme.apply import number_font
from palpate.ui.theme.icons import icon
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.quiet_label import QuietLabel

_SOON_MS = 100  # edits come in bursts; one look at the end of each is enough
_ACTIONS = {spec.does: spec for spec in ACTIONS}


class ReviewPanel(QWidget):
    """The queue of doubtful points of the clip in hand, in the layer in hand.

    Signals
    -------
    point_wanted
        (DriftPoint) go there.
    track_wanted, accept_wanted, next_wanted, hidden_wanted, later_wanted, unseen_wanted
        A button was pressed.
    """

    point_wanted = Signal(object)
    track_wanted = Signal()
    accept_wanted = Signal()
    next_wanted = Signal()
    hidden_wanted = Signal()
    later_wanted = Signal()
    unseen_wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Review"))
        self._workbench = workbench
        self._stale = True
        self._of: tuple[str, str] = ("", "")
        self._mosts: dict[tuple[str, str], int] = {}
        self._later = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self._counted = Tally()
        self._counting = QTimer(self)  # a long clip is counted bit by bit, and the hand goes before
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self.refresh)
        self.model = ReviewModel(self)
        self.list = ReviewList(self)
        self.list.setModel(self.model)
        self._page = OrHint(self.list, self)
        self._left = QLabel(self)
        self._left.setFont(number_font(self._left.font()))
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName(self.tr("Looked at"))
        self._advice = QuietLabel(self)
        self._buttons = {
            "track_all": WantedButton(self.tr("Track all"), self),
            "accept": WantedButton(self.tr("Accept"), self),
            "next_drift": WantedButton(self.tr("Next"), self),
            "review_hidden": WantedButton(self.tr("Not visible"), self),
            "review_later": WantedButton(self.tr("Later"), self),
            "next_unseen": WantedButton(self.tr("Unseen"), self),
        }
        self.mixups = MixupsPage(workbench, self)
        self.next = NextPage(workbench, self)
        self.blur = BlurPage(workbench, self)
        self._tabs = QTabBar(self)
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(self.tr("What to review"))
        self.limit = LimitLine(workbench, self)
        self.outdated = OutdatedLine(workbench, self)
        self._covered = QuietLabel(self)
        self._covered.setToolTip(
            self.tr(
                "What a hand placed or accepted counts as looked at. Of the rest each keyframe, and each "
                "span where it is worst, wants a short rest on it, in hand and at 100 % zoom or more."
            )
        )
        self._lay_out()
        self._connect()

    @property
    def left(self) -> int:
        """How many points want a look."""
        return len(self.model.points)

    @property
    def hint(self) -> str:
        """Why the queue is empty; empty while it is not."""
        return self._page.hint

    def show_queue(self) -> None:
        """Turn to the queue."""
        self._tabs.setCurrentIndex(self._pages.indexOf(self._queue))

    def show_mixups(self) -> None:
        """Turn to what seems to be mixed up."""
        self._tabs.setCurrentIndex(self._pages.indexOf(self.mixups))

    def show_next(self) -> None:
        """Turn to what to place next."""
        self._tabs.setCurrentIndex(self._pages.indexOf(self.next))

    def show_blur(self) -> None:
        """Turn to what is called visible despite its blur."""
        self._tabs.setCurrentIndex(self._pages.indexOf(self.blur))

    def look_anew(self) -> None:
        """Something was looked at: say so soon."""
        self._on_touched()

    def refresh(self) -> None:
        """Look anew at what wants a look."""
        self._soon.stop()
        self._counting.stop()
        self._stale = False
        session, focus = self._workbench.session, self._workbench.focus
        points: list[DriftPoint] = []
        if session is not None and focus.layer and focus.clip:
            points = self._workbench.attempt(lambda: walk(session, focus.layer, focus.clip)) or []
        self._of = (focus.layer, focus.clip)
        counted = tally_of(session, focus)
        if counted is None:
            self._counting.start()
        else:
            self._counted = counted
        state = Between.of(self._counted)
        progress = Progress()
        if session is not None and focus.layer and focus.clip:
            progress = progress_of(session, focus.layer, focus.clip, points)
        self._later = progress.later
        self._mosts[self._of] = max(self._most, progress.total)
        uncounted = self.tr("Counting what was looked at…")
        self._covered.say(uncounted if counted is None else covered_words(counted))
        self.model.show(points, titles_of(session, points))
        self._tell(state)
        self._tell_buttons(state)
        self._mark_here()

    @property
    def _most(self) -> int:
        """The most that was ever to be settled in this clip."""
        return self._mosts.get(self._of, 0)

    # ---- what is said ----------------------------------------------------------------------------------

    def _tell(self, state: Between) -> None:
        done = self._most - self.left
        text = self.tr("{done} of {most} settled").format(done=done, most=self._most)
        if self._later:
            text += self.tr(", {n} later").format(n=self._later)
        self._left.setText(text if self._most else "")
        title = self.tr("Doubtful ({n})").format(n=self.left) if self.left else self.tr("Doubtful")
        self._tabs.setTabText(self._pages.indexOf(self._queue), title)
        self._bar.setRange(0, max(self._most, 1))
        self._bar.setValue(done)
        self._bar.setVisible(self._most > 0)
        self._page.show_hint("" if self.left else self._why_empty(state))
        untracked = self.tr("{n} of {spans} spans are not tracked: these are judged by limb lengths alone.")
        said = untracked.format(n=state.untracked, spans=state.spans)
        self._advice.say(said if self.left and state.untracked else "")

    def _why_empty(self, state: Between) -> str:
        if self._workbench.session is None:
            return self.tr("Open or make a project first.")
        if not self._workbench.focus.clip:
            return self.tr("Add a video or images first.")
        if not state.spans:
            return self.tr(
                "Nothing lies between keyframes. Place keypoints in a frame, then again some frames later: "
                "what is filled in between is judged here."
            )
        said = self.tr("All {n} settled. ").format(n=self._most) if self._most else ""
        if state.untracked == state.spans:
            return said + self.tr(
                "Nothing tracked yet: {track_all} follows every keypoint through the picture "
                "and finds where the curve and the picture part."
            ).format(track_all=with_keys(self.tr("Track all"), "track_all"))
        if state.untracked:
            untracked = self.tr("Nothing wants a look so far; {n} of {spans} spans are not tracked yet.")
            return said + untracked.format(n=state.untracked, spans=state.spans)
        if said:
            return said + self.tr("Nothing wants a look any more.")
        return self.tr("Nothing wants a look: tracking, curve and limb lengths agree everywhere.")

    def _tell_buttons(self, state: Between) -> None:
        for does, button in self._buttons.items():
            spec = _ACTIONS[does]
            reason = why_not(spec.needs, self._workbench)
            if does in ("next_drift", "review_hidden", "review_later") and not reason and not self.left:
                reason = self.tr("nothing wants a look")
            if does == "track_all" and not reason and not state.spans:
                reason = self.tr("nothing lies between keyframes")
            tell_button(button, does, self._what(does), reason=reason)
        nothing_known = bool(state.spans) and state.untracked == state.spans
        self._buttons["track_all"].set_wanted(nothing_known and self._buttons["track_all"].isEnabled())

    def _what(self, does: str) -> str:
        return {
            "track_all": self.tr("Follow every keypoint of the instance through the picture"),
            "accept": self.tr("Reviewed, fine: pin what is guessed in this pose"),
            "next_drift": self.tr("Go to the next thing that wants a look"),
            "review_hidden": self.tr("It cannot be seen here: estimated, or absent outside the picture"),
            "review_later": self.tr("Put it behind all others"),
            "next_unseen": self.tr("Go to the next keyframe or span that nobody has looked at"),
        }[does]

    def _mark_here(self) -> None:
        """Mark the row that the work is at."""
        session, focus = self._workbench.session, self._workbench.focus
        row = -1
        if session is not None and focus.instance and focus.keypoint >= 0 and self.left:
            name = session.contents.skeleton_of(focus.instance).names[focus.keypoint]
            row = self.model.row_of(focus.instance, focus.frame, name)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
        else:
            self.list.clearSelection()

    # ---- following the session -------------------------------------------------------------------------

    def _on_touched(self, *_: object) -> None:
        """Something changed: look anew, once, when it can be seen."""
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if (now.layer, now.clip, now.instance) != (before.layer, before.clip, before.instance):
            self._on_touched()
        elif self.isVisible() and not self._stale:
            self._mark_here()

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew if something changed while nobody saw."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Wait until somebody looks."""
        super().hideEvent(event)
        self._stale |= self._counting.isActive()
        self._counting.stop()
        self._soon.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the ink of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()

    # ---- putting things in place -----------------------------------------------------------------------

    def _lay_out(self) -> None:
        progress = QHBoxLayout()
        progress.setSpacing(8)
        progress.addWidget(self._left)
        progress.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignVCenter)
        buttons = QGridLayout()
        buttons.setSpacing(8)
        for n, button in enumerate(self._buttons.values()):
            button.setMinimumWidth(64)
            buttons.addWidget(button, n // 3, n % 3)
        self._queue = QWidget(self)
        column = QVBoxLayout(self._queue)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(buttons)
        column.addLayout(progress)
        column.addWidget(self.limit)
        column.addWidget(self._covered)
        column.addWidget(self._advice)
        column.addWidget(self._page, 1)
        self._pages = QStackedWidget(self)
        for title, page, told in (
            (
                self.tr("Doubtful"),
                self._queue,
                self.tr(
                    "Filled-in points that may be farther off than the limit, worst first. The ring around "
                    "a point is as large as the error to expect: amber from half of the limit, red above it."
                ),
            ),
            (
                self.tr("Mix-ups"),
                self.mixups,
                self.tr(
                    "Keyframes that contradict each other: left and right or two instances exchanged, labels "
                    "that stand still, jumps, and limbs that change their length."
                ),
            ),
            (
                self.tr("Next"),
                self.next,
                self.tr("Where one more keyframe lowers the error to expect most, best first."),
            ),
            (
                self.tr("Blur"),
                self.blur,
                self.tr("Points that are called visible although they are smeared too far for that."),
            ),
        ):
            self._tabs.setTabToolTip(self._tabs.addTab(title), f"<p>{html.escape(told)}</p>")
            self._pages.addWidget(page)
        self._add_anew()
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(8)
        whole.addWidget(self._tabs)
        whole.addWidget(self.outdated)
        whole.addWidget(self._pages, 1)
        self._draw_icons()

    def _add_anew(self) -> None:
        """Add the page of what has to be placed anew."""
        told = self.tr("Labels whose keypoint is another place since a version of its skeleton.")
        self._tabs.setTabToolTip(self._tabs.addTab(self.tr("Anew")), f"<p>{html.escape(told)}</p>")
        self._pages.addWidget(self.outdated.list)
        self._show_anew(0)
        self.outdated.counted.connect(self._show_anew)

    def _show_anew(self, n: int) -> None:
        """Offer the list of what has to be placed anew while there is any."""
        self._tabs.setTabVisible(self._tabs.count() - 1, n > 0)

    def _draw_icons(self) -> None:
        names = ("track", "accept", "drift", "eye-off", "next-keyframe", "search")
        for name, button in zip(names, self._buttons.values(), strict=True):
            button.setIcon(icon(name))

    def _connect(self) -> None:
        self.list.point_chosen.connect(self.point_wanted)
        for does, signal in (
            ("track_all", self.track_wanted),
            ("accept", self.accept_wanted),
            ("next_drift", self.next_wanted),
            ("review_hidden", self.hidden_wanted),
            ("review_later", self.later_wanted),
            ("next_unseen", self.unseen_wanted),
        ):
            self._buttons[does].clicked.connect(lambda _checked=False, told=signal: told.emit())
        self._workbench.session_changed.connect(self._on_touched)
        self._workbench.changed.connect(self._on_touched)
        self._workbench.focus_followed.connect(self._on_focus)
