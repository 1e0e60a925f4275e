"""Moving through frames."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from palpate.base.errors import EditRefused
from palpate.model.visibility import Visibility
from palpate.session.placing import passes
from palpate.session.session import Session
from palpate.ui.actions.nudging import Nudger
from palpate.ui.bridge.player import Player
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import ask_number


class Going(QObject):
    """Frames and keyframes, and playing."""

    def __init__(self, workbench: Workbench, player: Player) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._player = player
        self._held = Nudger()

    # ---- playing ---------------------------------------------------------------------------------------

    def play(self) -> None:
        """Play, or pause."""
        self._player.toggle()

    def play_backwards(self) -> None:
        """Play backwards, or pause."""
        self._player.toggle_backwards()

    def jog_forwards(self) -> None:
        """Play forwards, or faster."""
        self._player.jog(backwards=False)

    def jog_backwards(self) -> None:
        """Play backwards, or faster."""
        self._player.jog(backwards=True)

    def pause(self) -> None:
        """Stop where it is."""
        self._player.pause()

    def loop(self) -> None:
        """Play over and over, or once."""
        session = self._workbench.session
        if session is not None:
            session.selection.move(loops=not self._workbench.focus.loops)

    # ---- the range -------------------------------------------------------------------------------------

    def range_from(self) -> None:
        """Let the range begin at the frame in hand."""
        here = self._workbench.focus.frame
        self._choose_frames(here, max(self._chosen_frames()[1], here))

    def range_to(self) -> None:
        """Let the range end at the frame in hand."""
        here = self._workbench.focus.frame
        self._choose_frames(min(self._chosen_frames()[0], here), here)

    def clear_range(self) -> None:
        """Choose no frames."""
        session = self._workbench.session
        if session is not None:
            session.selection.move(chosen_frames=None)

    def _chosen_frames(self) -> tuple[int, int]:
        return self._workbench.focus.chosen_frames or (0, max(self._n_frames() - 1, 0))

    def _choose_frames(self, first: int, last: int) -> None:
        session = self._workbench.session
        if session is not None and self._workbench.focus.clip:
            session.selection.move(chosen_frames=(first, last))

    # ---- from frame to frame ---------------------------------------------------------------------------

    def next_frame(self) -> None:
        """One frame on, more when held; in a pass to its next frame."""
        self._step_held(1)

    def previous_frame(self) -> None:
        """One frame back, more when held; in a pass to its previous frame."""
        self._step_held(-1)

    def _step_held(self, sign: int) -> None:
        by = sign * int(self._held.factor((float(sign), 0.0)))
        session = self._workbench.session
        if session is None or session.selection.under_way is None:
            self.step(by)
            return
        self._player.pause()
        try:
            passes.step(session, by)
        except EditRefused as refused:
            self._workbench.note(str(refused))

    def next_keyframe(self) -> None:
        """To the instance's next frame with a fact."""
        self.step_keyframe(1)

    def previous_keyframe(self) -> None:
        """To the instance's previous frame with a fact."""
        self.step_keyframe(-1)

    def first_frame(self) -> None:
        """To the beginning."""
        self.go_to(0)

    def last_frame(self) -> None:
        """To the end."""
        self.go_to(self._n_frames() - 1)

    def go_to_frame(self) -> None:
        """Ask which frame."""
        focus = self._workbench.focus
        frame = ask_number(
            self.tr("Go to a frame"), self.tr("Frame"), now=focus.frame, most=self._n_frames() - 1
        )
        if frame is not None:
            self.go_to(frame)

    def speed_eighth(self) -> None:
        """An eighth."""
        self._player.play_at(0.125)

    def speed_quarter(self) -> None:
        """A quarter."""
        self._player.play_at(0.25)

    def speed_half(self) -> None:
        """Half."""
        self._player.play_at(0.5)

    def speed_full(self) -> None:
        """As captured."""
        self._player.play_at(1.0)

    def speed_double(self) -> None:
        """Double."""
        self._player.play_at(2.0)

    def speed_fourfold(self) -> None:
        """Four times."""
        self._player.play_at(4.0)

    def speed_eightfold(self) -> None:
        """Eight times."""
        self._player.play_at(8.0)

    def step(self, by: int) -> None:
        """Some frames on or back."""
        self.go_to(self._workbench.focus.frame + by)

    def go_to(self, frame: int) -> None:
        """To a frame, or the nearest there is; playing stops."""
        session = self._workbench.session
        if session is not None and self._workbench.focus.clip:
            self._player.pause()
            session.selection.move(frame=min(max(frame, 0), max(self._n_frames() - 1, 0)))

    def step_keyframe(self, by: int) -> None:
        """To the instance's next (1) or previous (−1) frame with a fact."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance:
            return
        frames = _keyframes(session)
        beyond = frames[frames > focus.frame] if by > 0 else frames[frames < focus.frame]
        if len(beyond):
            self.go_to(int(beyond[0] if by > 0 else beyond[-1]))
        else:
            self._workbench.note(self.tr("there is no further keyframe of this instance"))

    def _n_frames(self) -> int:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip:
            return 0
        return session.contents.clip(focus.clip).n_frames


def _keyframes(session: Session) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    focus = session.selection.focus
    track = session.live(focus.layer, focus.instance).track
    decided = (track.visibility != Visibility.NOT_PLACED).any(axis=1)
    frames: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = track.frames[decided]
    return frames
