"""What stands on the canvas: the frame in focus, the poses on it, and what the hand does there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Signal

from palpate.base.errors import PalpateError
from palpate.model.arrays import Floats, Ints
from palpate.model.change import Change
from palpate.model.picture import Picture
from palpate.model.visibility import Visibility
from palpate.session.calibrating.unit_walk import wanted_here
from palpate.session.frames.enhancing import Enhancement, Lens
from palpate.session.frames.reel import Reel
from palpate.session.placing import gestures
from palpate.session.rights import why_not_change
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.poses import poses_in_focus
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.view import CanvasView


class Taker(Protocol):
    """Who takes what the hand does on the canvas, in place of the layer in hand."""

    def veiled(self, session: Session, poses: list[PoseOnCanvas]) -> list[PoseOnCanvas]:
        """Return the poses as they are to be seen meanwhile."""

    def take_place(self, position: Floats, visibility: Visibility) -> None:
        """A click: ``(2,)`` image px."""

    def take_move(self, keypoints: Ints, positions: Floats) -> None:
        """A drag: ``(n,)`` keypoints of the active instance to ``(n, 2)`` image px."""


class Presenter(QObject):
    """Keeps the canvas true to the session, and carries its gestures there.

    Attributes
    ----------
    pace
        Frames from one picture to the next while playing, negative backwards; 0 at rest.
    taker
        Who takes clicks and drags; None if they go to the layer in hand.

    Signals
    -------
    frame_shown
        (index) a frame is on the canvas.
    """

    frame_shown = Signal(int)
    _delivered = Signal(int, int, object)

    def __init__(self, workbench: Workbench, canvas: CanvasView) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._reel: Reel | None = None
        self._clip = ""
        self._reels = 0
        self.pace = 0
        self.taker: Taker | None = None
        self._enhancement = Enhancement()
        self._delivered.connect(self._on_frame)
        workbench.session_changed.connect(self._on_session)
        workbench.focus_changed.connect(self._on_focus)
        workbench.changed.connect(self._on_changed)
        canvas.placed.connect(self._on_placed)
        canvas.moved.connect(self._on_moved)
        canvas.keypoint_chosen.connect(self._on_keypoint_chosen)
        canvas.instance_chosen.connect(self._on_instance_chosen)
        canvas.sight_changed.connect(self._on_sight)
        canvas.installEventFilter(self)

    @property
    def reel(self) -> Reel | None:
        """Where frames come from now."""
        return self._reel

    def reopen(self) -> None:
        """Begin anew with the clip in focus: it, or how its frames are kept, has changed."""
        self._open_clip(seen=self._clip)

    def set_pace(self, pace: int) -> None:
        """Say how many frames farther the next picture is while playing; see `pace`.

        At rest the exact picture comes in place of one made in passing.
        """
        came_to_rest = self.pace != 0 and pace == 0
        self.pace = pace
        if came_to_rest and self._reel is not None:
            self._go_to(self._workbench.focus.frame)

    def show_enhanced(self, enhancement: Enhancement) -> None:
        """Show all frames enhanced, or with a neutral one as they are stored."""
        before, self._enhancement = self._enhancement, enhancement
        self._put_lens()
        picture = self._canvas.picture
        if self._reel is None or picture is None or before.is_local or not enhancement.is_local:
            return
        if not self._reel.tones.knows(picture):
            self.reopen()  # what decides on the contrast lies outside of what is at hand

    def _put_lens(self) -> None:
        reel, enhancement = self._reel, self._enhancement
        if reel is None or enhancement.neutral:
            self._canvas.set_lens(None)
        else:
            self._canvas.set_lens(Lens(reel.tones, enhancement))
        if reel is not None:
            reel.tones.gathering = enhancement.is_local

    def close(self) -> None:
        """Let go of the medium."""
        if self._reel is not None:
            self._reel.close()
            self._reel = None
        self._clip = ""

    def show_poses(self) -> None:
        """Draw the poses of the frame in focus."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip or not focus.layer:
            self._canvas.set_poses([])
            self._canvas.set_active("", -1)
            self._canvas.set_hint(self._hint(session, focus) if session and focus.clip else "")
            return
        poses = poses_in_focus(session)
        self._canvas.set_poses(poses if self.taker is None else self.taker.veiled(session, poses))
        self._canvas.set_active(focus.instance, focus.keypoint, focus.chosen)
        self._canvas.set_hint(self._hint(session, focus))

    # ---- the session moved -----------------------------------------------------------------------------

    def _on_session(self) -> None:
        self.close()
        self._canvas.set_frame(None, -1)
        self._open_clip()
        self.show_poses()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if now.clip != self._clip:
            self._open_clip()
        elif now.frame != before.frame:
            self._go_to(now.frame)
        self.show_poses()

    def _go_to(self, frame: int) -> None:
        if self._reel is None:
            return
        # A loop comes by again: what is kept of it then had better be exact, for a pause anywhere in it.
        in_passing = self.pace > 0 and not self._workbench.focus.loops
        picture = self._reel.request(frame, self._canvas.sight, pace=self.pace, in_passing=in_passing)
        self._canvas.await_frame(frame)  # in place of any that was awaited before
        if picture is not None:
            self._canvas.set_picture(picture)
            self.frame_shown.emit(frame)

    def _on_sight(self) -> None:
        picture = self._reel.look(self._canvas.sight) if self._reel is not None else None
        if picture is not None:
            awaited = picture.frame != self._canvas.frame
            self._canvas.set_picture(picture)
            if awaited:
                self.frame_shown.emit(picture.frame)

    def _on_changed(self, change: Change) -> None:
        if change.clips and self._reel is None:
            self._open_clip()
        self.show_poses()

    def _open_clip(self, *, seen: str = "") -> None:
        self.close()
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip:
            self._canvas.set_frame(None, -1)
            text = self.tr("Drop videos or images here, or add them in the File menu")
            self._canvas.set_blank_text(with_keys(text, "add_media"))
            return
        self._clip = focus.clip
        clip = session.contents.clip(focus.clip)
        if clip.size != (0, 0):
            self._canvas.expect(clip.size_of(focus.frame), clip.sample_aspect[0] / clip.sample_aspect[1])
        try:
            self._reels += 1
            self._reel = session.media.reel(clip, partial(self._delivered.emit, self._reels))
        except PalpateError as error:
            self._canvas.set_frame(None, focus.frame)
            self._canvas.set_blank_text(str(error))
            self._workbench.told.emit(Tone.FAULT, str(error))
            return
        self._put_lens()
        self._canvas.set_blank_text(self.tr("Reading {name}…").format(name=clip.name))
        # The old clip's picture must not stand under the new clip's poses, also at the same frame.
        if seen != focus.clip:
            self._canvas.set_frame(None, -1)
        self._canvas.await_frame(focus.frame)
        picture = self._reel.request(focus.frame, self._canvas.sight)
        if picture is not None:  # it was begun before there was a window
            self._canvas.set_picture(picture)
            self.frame_shown.emit(focus.frame)

    def _on_frame(self, reel: int, frame: int, result: object) -> None:
        # A frame of the clip before may still be on its way when the next clip is open at the same index.
        if reel != self._reels or frame != self._workbench.focus.frame or self._reel is None:
            return
        if isinstance(result, PalpateError):
            self._canvas.set_blank_text(str(result))
            self._canvas.set_frame(None, frame)
            self._workbench.told.emit(Tone.FAULT, str(result))
        elif isinstance(result, Picture):
            self._canvas.set_picture(result)
        self.frame_shown.emit(frame)

    def _hint(self, session: Session, focus: Focus) -> str:
        if session.project.read_only:
            return self.tr("Read only: {reason}").format(reason=session.project.read_only)
        if not focus.layer:
            return self._no_layer()
        if not focus.instance:
            first = with_keys(self.tr("Add an instance"), "add_instance")
            return first + self.tr(", then click its keypoints one after the other")
        return self._finished(session) if focus.keypoint < 0 else ""

    def _finished(self, session: Session) -> str:
        """Say how it stands with a pose in which nothing waits for a click."""
        wanted = wanted_here(session)
        if wanted is not None and not wanted.any():
            return self.tr("Everything that is asked for here is decided")
        if why := why_not_change(session, session.selection.focus.layer):
            return self.tr("Nothing can be changed here: {reason}").format(reason=why)
        view = gestures.current_view(session)
        if len(view.unplaced):
            return self.tr(
                "What is not placed here is hidden or locked, or was not chosen; choose a keypoint"
            )
        if len(view.guessed):
            said = self.tr("{placed} placed, {guesses} guesses: {accept}, or click one to adjust it")
            accept = with_keys(self.tr("accept them"), "accept")
            return said.format(placed=view.n_placed, guesses=len(view.guessed), accept=accept)
        return self.tr("Every keypoint here is decided; click one to adjust it, or go on")

    def _no_layer(self) -> str:
        return self.tr("No layer is chosen, so nothing can be placed; choose one above the picture")

    # ---- the hand --------------------------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Answer a click that nothing can come of for want of a layer."""
        focus = self._workbench.focus
        if event.type() is QEvent.Type.MouseButtonPress and focus.clip and not focus.layer:
            self._workbench.told.emit(Tone.FAULT, self._no_layer())
        return False

    def _on_placed(self, at: QPointF, visibility: Visibility) -> None:
        position = np.array([at.x(), at.y()])
        if self.taker is not None:
            self.taker.take_place(position, visibility)
            return
        self._with(lambda session: gestures.place(session, position, visibility))

    def _on_moved(self, keypoints: Ints, positions: Floats) -> None:
        if self.taker is not None:
            self.taker.take_move(keypoints, positions)
            self.show_poses()  # what was dragged stands where it stood
            return
        self._with(lambda session: gestures.move(session, keypoints, positions))

    def _on_keypoint_chosen(self, instance: str, keypoint: int, extend: bool) -> None:
        self._with(lambda session: gestures.choose(session, instance, keypoint, extend=extend))

    def _on_instance_chosen(self, instance: str) -> None:
        self._with(lambda session: gestures.choose_instance(session, instance))

    def _with(self, do: Callable[[Session], object]) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: do(session))
            self.show_poses()  # a refused gesture must not leave its preview standing
