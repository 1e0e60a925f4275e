"""Going through what is called visible despite its blur, and putting it right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from palpate.model.change import Change
from palpate.session.blurred.blur_measuring import n_to_measure, start_measuring, was_measured
from palpate.session.blurred.blur_review import (
    BlurPoint,
    blur_points,
    call_visible,
    next_blur,
    put_off,
    set_allowed,
)
from palpate.session.jobs import Job, JobState
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.remeasurer import Remeasurer
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView

if TYPE_CHECKING:
    from palpate.ui.bridge.blur_hints import BlurHints


class Blurring(QObject):
    """The list of the clip in hand, and the commands on it and on what is suggested.

    Signals
    -------
    changed
        The list is not the same any more, or measuring has begun or ended.
    wanted
        The list is wanted in sight.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, workbench: Workbench, canvas: CanvasView, hints: BlurHints) -> None:
        super().__init__(workbench)
        self._workbench, self._canvas, self._hints = workbench, canvas, hints
        self._job: Job | None = None
        self._shown: BlurPoint | None = None
        self._listed: tuple[tuple[str, str], list[BlurPoint]] | None = None
        self._remeasurer = Remeasurer(workbench, self.measure_again)
        workbench.session_changed.connect(self._forget)
        workbench.changed.connect(self._on_changed)
        workbench.job_changed.connect(self._on_job)
        workbench.focus_followed.connect(lambda *_: self.changed.emit())

    @property
    def measuring(self) -> bool:
        """Whether it is being measured."""
        return self._job is not None and self._job.state is JobState.RUNNING

    @property
    def points(self) -> list[BlurPoint]:
        """The list, worst first; made when it is asked for."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.layer or not focus.clip:
            return []
        of = (focus.layer, focus.clip)
        if self._listed is None or self._listed[0] != of:
            self._listed = (of, self._workbench.attempt(lambda: blur_points(session, *of)) or [])
        return self._listed[1]

    @property
    def in_hand(self) -> BlurPoint | None:
        """The entry that was gone to, while the work is still there."""
        focus, shown = self._workbench.focus, self._shown
        if shown is None or not shown.holds(focus.instance, focus.frame, focus.keypoint):
            return None
        held = (one for one in self.points if one.holds(focus.instance, focus.frame, focus.keypoint))
        return next(held, None)

    @property
    def unmeasured(self) -> int:
        """How many points of the clip are not measured where they stand; 0 while they are being measured.

        Also 0 where nobody ever wanted anything measured: what is listed then goes by motion alone.
        """
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.layer or not focus.clip or self.measuring:
            return 0
        if not was_measured(session, focus.layer, focus.clip):
            return 0
        return n_to_measure(session, focus.layer, focus.clip)

    # ---- commands --------------------------------------------------------------------------------------

    def measure_blur(self) -> None:
        """Measure in the background what is not known yet."""
        self.wanted.emit()
        if self.measuring:
            return

        def begin(session: Session) -> None:
            self._begin(session, session.selection.focus.layer, session.selection.focus.clip)
            if self._job is None:
                self._workbench.note(self.tr("Every keypoint of this clip is measured where it stands."))

        self._with(begin)
        self.changed.emit()

    def measure_again(self, layer: str, clip: str) -> None:
        """Measure in the background what is not known of a clip; does nothing where all is."""
        self._with(lambda session: self._begin(session, layer, clip))
        self.changed.emit()

    def _begin(self, session: Session, layer: str, clip: str) -> None:
        self._job = start_measuring(session, layer, clip, self._tell_unread)

    def next_blur(self) -> None:
        """On to the next one, worst first."""
        point = next_blur(self.points, self.in_hand)
        if point is None:
            said = self.tr("as far as is known nothing is called visible despite its blur")
            self._workbench.note(with_keys(said, "measure_blur"))
        else:
            self.show(point)

    def take_blur(self) -> None:
        """Give the entry in hand, or else the point that is suggested, the tier that its blur allows."""
        self._settle(set_allowed)

    def keep_visible(self) -> None:
        """Leave it visible all the same, which is logged."""
        self._settle(call_visible)

    def blur_later(self) -> None:
        """Put the entry in hand behind the others."""
        self._settle(put_off)

    def show(self, point: BlurPoint) -> None:
        """Go to an entry: its worst frame, instance and keypoint."""
        session = self._workbench.session
        if session is None:
            return
        self._shown = point
        session.selection.move(
            clip=point.clip,
            layer=point.layer,
            instance=point.instance,
            frame=point.frame,
            keypoint=point.keypoint,
            chosen=frozenset(),
        )
        zoomed = self._canvas.view.zoom > 1.05 * self._canvas.view.fit_zoom
        if zoomed and np.isfinite(point.position).all():
            self._canvas.centre_on(*point.position)
        self.changed.emit()

    # ---- keeping up ------------------------------------------------------------------------------------

    def _settle(self, do: Callable[[Session, BlurPoint], object]) -> None:
        session, here = self._workbench.session, self.in_hand
        if session is None:
            return
        if here is None:
            self._settle_suggested(session, do)
            return
        at = self.points.index(here)
        before = session.undoable()
        self._with(lambda session: do(session, here))
        if session.undoable() == before:
            return
        left = self.points
        spots = {(one.instance, one.keypoint, one.first) for one in left}
        if do is put_off and (here.instance, here.keypoint, here.first) in spots:
            at = min(at, len(left) - 1)
        if left:
            self.show(left[at % len(left)])
        else:
            self._workbench.note(self.tr("All done: nothing is called visible despite its blur."))

    def _settle_suggested(self, session: Session, do: Callable[[Session, BlurPoint], object]) -> None:
        found = self._hints.suggestion
        if found is None or not found.contradicts:
            said = self.tr("no blur speaks against the tier of this keypoint; go to one that it does")
            self._workbench.note(with_keys(said, "next_blur"))
        else:
            self._with(lambda session: do(session, found.point))

    def _tell_unread(self, frames: int) -> None:
        if frames:
            said = self.tr("{n} frames cannot be read; they are left out").format(n=frames)
            self._workbench.note(said)

    def _on_changed(self, change: Change) -> None:
        if change.poses or change.spans or change.notes or change.clips or change.instances or change.layers:
            self._listed = None
            self.changed.emit()

    def _on_job(self, job: Job) -> None:
        if job is self._job:
            self.changed.emit()

    def _forget(self) -> None:
        self._listed = self._shown = None
        self.changed.emit()

    def _with(self, do: Callable[[Session], object]) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: do(session))
