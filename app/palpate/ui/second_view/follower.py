"""Keeps the second view at the moment of the first: which clip, which frame, whose pose."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from palpate.base.errors import PalpateError
from palpate.model.change import Change
from palpate.model.picture import Picture
from palpate.model.sync import Sync
from palpate.model.visibility import has_position
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.frames import second_view
from palpate.session.frames.reel import Reel
from palpate.session.frames.second_view import Match
from palpate.session.frames.side_reel import side_reel
from palpate.session.placing import gestures
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.poses import posed
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.second_view.canvas import SecondCanvas
from palpate.ui.second_view.turns import Turns
from palpate.ui.second_view.words import why_blank


class SecondFollower(QObject):
    """Follows the focus while it is awake, with a reel of its own that never holds up the first.

    Signals
    -------
    changed
        Another clip, frame or moment is shown, or another way of going along.
    opened
        There is another reel, of which nothing was asked yet.
    partners_changed
        (partners: clip id by clip id) somebody has chosen which clip stands beside which.
    """

    changed = Signal()
    opened = Signal()
    partners_changed = Signal(object)
    _delivered = Signal(int, int, object)

    def __init__(self, workbench: Workbench, presenter: Presenter, canvas: SecondCanvas) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._turns = Turns(presenter)
        self._awake = False
        self._reel: Reel | None = None
        self._reels = 0
        self._begun = False
        self._recall: Callable[[], dict[str, str]] = dict
        self._chosen: dict[str, str] = {}
        self._people: dict[tuple[str, str], str] = {}
        self._before: tuple[str, int, str, int] | None = None
        self.clip = ""
        self.free: int | None = None
        self.match = Match()
        self._delivered.connect(self._on_delivered)
        canvas.sight_changed.connect(self._on_sight)
        canvas.keypoint_chosen.connect(self.choose_there)
        workbench.session_changed.connect(self._on_session)
        workbench.focus_changed.connect(self._on_focus)
        workbench.changed.connect(self._on_changed)
        presenter.frame_shown.connect(self._on_first_shown)

    # ---- what is shown -----------------------------------------------------------------------------------

    @property
    def reel(self) -> Reel | None:
        """Where its frames come from now."""
        return self._reel

    @property
    def sync(self) -> Sync | None:
        """The moment that the two clips have in common, told from the first; None if nobody said one."""
        session, here = self._workbench.session, self._workbench.focus.clip
        return second_view.sync_between(session, here, self.clip) if session is not None and here else None

    @property
    def frame(self) -> int | None:
        """The frame of the second clip that is shown, or will be; None if there is none."""
        return self.match.frame if self.free is None else self.free

    @property
    def instance(self) -> str:
        """Who the active instance is in the second clip; empty if nobody is there."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not self.clip:
            return ""
        chosen = self._people.get((focus.instance, self.clip), "")
        if chosen in {found.id for found in session.contents.instances_of(self.clip)}:
            return chosen
        return second_view.counterpart(session, focus.instance, self.clip)

    @property
    def keypoint(self) -> int:
        """The active keypoint as an index of the skeleton over there; −1 if it is not in it."""
        session, focus, there = self._workbench.session, self._workbench.focus, self.instance
        if session is None or not focus.instance or not there:
            return -1
        own, other = (session.contents.skeleton_of(one) for one in (focus.instance, there))
        return second_view.same_keypoint(own, focus.keypoint, other)

    # ---- what hands do -----------------------------------------------------------------------------------

    def remember(self, recall: Callable[[], dict[str, str]]) -> None:
        """Take up the partners that were chosen before, now and with every project."""
        self._recall = recall
        self._chosen = recall()

    def wake(self) -> None:
        """Follow from now on."""
        if not self._awake:
            self._awake = True
            before, free = self.clip, self.free
            self._open()
            if free is not None and self.clip == before:
                self.go_free(True)  # put away while it was stepped by hand, it comes back there
                self.step_to(free)

    def sleep(self) -> None:
        """Follow no more, and let go of the medium."""
        self._awake = False
        self._let_go()

    def choose_clip(self, clip: str) -> None:
        """Show another clip beside the one in focus."""
        self._pair(self._workbench.focus.clip, clip)
        self._open()

    def _pair(self, clip: str, other: str) -> None:
        if self._chosen.get(clip) != other:
            self._chosen[clip] = other
            self.partners_changed.emit(dict(self._chosen))

    def choose_instance(self, instance: str) -> None:
        """Say who the active instance is over there."""
        self._people[self._workbench.focus.instance, self.clip] = instance
        self.refresh()

    def go_free(self, free: bool) -> None:
        """Let the second view be stepped by itself, or follow again."""
        session = self._workbench.session
        if session is None or not self.clip or free == (self.free is not None):
            return
        last = max(session.contents.clip(self.clip).n_frames - 1, 0)
        self.free = min(max(self.match.frame or 0, 0), last) if free else None
        self.refresh()

    def step_to(self, frame: int) -> None:
        """Go to a frame of the second clip while it goes by itself."""
        session = self._workbench.session
        if session is not None and self.free is not None:
            self.free = min(max(frame, 0), max(session.contents.clip(self.clip).n_frames - 1, 0))
            self.refresh()

    def tie(self) -> bool:
        """Say that the two frames in sight are the same moment; False if there are not two."""
        focus, there = self._workbench.focus, self.frame
        if there is None or not self.clip:
            return False
        return self.synchronise(Sync(focus.clip, self.clip, focus.frame, there))

    def synchronise(self, sync: Sync) -> bool:
        """Keep a moment in common, and follow by it."""
        session = self._workbench.session
        if session is None:
            return False
        done = self._workbench.attempt(lambda: second_view.synchronise(session, sync)) is not None
        if done:
            self.free = None
            self.refresh()
        return done

    def let_go(self) -> None:
        """Take the moment in common back."""
        session, sync = self._workbench.session, self.sync
        if session is not None and sync is not None:
            self._workbench.attempt(lambda: second_view.let_go(session, sync))

    def swap(self) -> bool:
        """Work on the second clip at this moment, with the first beside it; False if there is no frame."""
        session, focus, frame = self._workbench.session, self._workbench.focus, self.frame
        if session is None or frame is None or not self.clip:
            return False
        here, there = (focus.clip, focus.frame), (self.clip, frame)
        if self._before is not None and self._before[:2] == here and self._before[2] == self.clip:
            # Back to where it came from: the nearest frame of a slower clip is not always that one.
            there = (self._before[2], self._before[3])
        instance, keypoint = self.instance, self.keypoint
        self._before = (*there, *here)
        self._pair(there[0], here[0])
        self.free = None
        session.selection.move(
            clip=there[0], frame=there[1], instance=instance, keypoint=keypoint, chosen=frozenset()
        )
        return True

    def choose_there(self, instance: str, keypoint: int) -> None:
        """Make the keypoint active that somebody clicked over there, under its name here."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance:
            return
        own, other = (session.contents.skeleton_of(one) for one in (focus.instance, instance))
        here = second_view.same_keypoint(other, keypoint, own)
        if instance == self.instance and here >= 0:
            self._workbench.attempt(lambda: gestures.choose(session, focus.instance, here))

    def reopen(self) -> None:
        """Begin anew with the medium: how its frames are made or kept has changed."""
        self._open()

    def close(self) -> None:
        """Let go of everything."""
        self.sleep()

    # ---- following ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what belongs to the moment in focus."""
        session = self._workbench.session
        if not self._awake or session is None:
            return
        sync = self.sync
        if sync is None and self.free is None and self.clip:
            self.free = self.match.frame or 0  # nobody said what belongs together: it is stepped by hand
        focus = self._workbench.focus
        self.match = second_view.match(session, sync, focus.frame) if sync is not None else Match()
        self._turns.now(focus.frame)
        frame = self.frame
        if self._reel is None:
            pass  # it says why
        elif frame is None:
            if self.match.unknown and not self._begun:
                self._begun = True
                self._reel.begin(0)  # a varying rate is known only once the file is open
            self._canvas.show_blank(why_blank(session, self.clip, self.match))
        else:
            self._show(session, self._reel, frame)
        self.changed.emit()

    def _show(self, session: Session, reel: Reel, frame: int) -> None:
        active = self.instance, self._marked(session, frame)
        late = self.tr("frame {n} is on its way").format(n=frame)
        self._canvas.await_frame(
            frame,
            self._poses(session, frame),
            active,
            why_late=self.tr("waits until the first view is ahead") if self._turns.passing else late,
        )
        picture = reel.request(frame, self._canvas.sight, in_passing=self._turns.passing)
        if picture is not None:
            self._canvas.set_picture(picture)

    def _poses(self, session: Session, frame: int) -> list[PoseOnCanvas]:
        layer, there = self._workbench.focus.layer, self.instance
        if not layer:
            return []
        return [
            posed(session, found, layer, frame, active=found.id == there)
            for found in session.contents.instances_of(self.clip)
        ]

    def _marked(self, session: Session, frame: int) -> int:
        """Return the keypoint to ring; −1 where it has no position, for nothing is placed here."""
        layer, keypoint = self._workbench.focus.layer, self.keypoint
        if keypoint < 0 or not layer:
            return -1
        tiers = view_to_see(session, layer, self.instance, frame).visibility
        return keypoint if bool(has_position(tiers)[keypoint]) else -1

    # ---- what happened -----------------------------------------------------------------------------------

    def _on_session(self) -> None:
        self._chosen = self._recall()
        self._people.clear()
        self._before, self.free = None, None
        self._open()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if not self._awake:
            return
        if now.clip != before.clip:
            self._open()
        elif (now.frame, now.layer, now.instance, now.keypoint) != (
            before.frame,
            before.layer,
            before.instance,
            before.keypoint,
        ):
            self.refresh()

    def _on_changed(self, change: Change) -> None:
        if not self._awake:
            return
        session = self._workbench.session
        known = session.contents.clips if session is not None else ()
        if change.clips and (self._reel is None or self._reel.clip not in known):
            self._open()  # it is gone, it is back, or its file is another one now
        else:
            if change.clips and self.sync is not None:
                self.free = None
            self.refresh()

    def _open(self) -> None:
        self._let_go()
        session, focus = self._workbench.session, self._workbench.focus
        self.match, self.free = Match(), None
        if not self._awake:
            return
        if session is None or not focus.clip:
            self._tell_blank(self.tr("Add a clip first."))
            return
        known = {clip.id for clip in session.contents.clips} - {focus.clip}
        chosen = self._chosen.get(focus.clip, "")
        self.clip = chosen if chosen in known else second_view.usual_partner(session, focus.clip)
        if not self.clip:
            self._tell_blank(
                self.tr("There is no other clip in this project. Add the film of the second camera (Ctrl+M).")
            )
            return
        self._open_reel(session)

    def _open_reel(self, session: Session) -> None:
        clip = session.contents.clip(self.clip)
        if clip.size != (0, 0):
            self._canvas.expect(clip.size, clip.sample_aspect[0] / clip.sample_aspect[1])
        self._reels += 1
        self._begun = False
        self._canvas.show_blank(self.tr("Reading {name}…").format(name=clip.name))
        try:
            deliver = partial(self._delivered.emit, self._reels)
            self._reel = side_reel(session, clip, deliver, self._turns.taken)
            self.opened.emit()
        except PalpateError as error:
            self._canvas.show_blank(str(error))
        self.refresh()

    def _tell_blank(self, text: str) -> None:
        self.clip = ""
        self._canvas.show_blank(text)
        self.changed.emit()

    def _let_go(self) -> None:
        reel, self._reel = self._reel, None
        if reel is not None:
            reel.close()

    def _on_delivered(self, reel: int, frame: int, result: object) -> None:
        if reel != self._reels or self._reel is None:
            return
        if self.frame is None:
            if self.match.unknown and not isinstance(result, PalpateError):
                self.refresh()
            elif isinstance(result, PalpateError):
                self._canvas.show_blank(str(result))
        elif frame == self.frame and isinstance(result, PalpateError):
            self._canvas.show_blank(str(result))
        elif isinstance(result, Picture):
            self._canvas.set_picture(result)

    def _on_first_shown(self) -> None:
        if self._awake and self.match.unknown:
            self.refresh()  # the first clip's own times are known by now

    def _on_sight(self) -> None:
        frame = self.frame
        if self._reel is not None and frame is not None:
            picture = self._reel.look(self._canvas.sight)
            if picture is not None and picture.frame == frame:
                self._canvas.set_picture(picture)
