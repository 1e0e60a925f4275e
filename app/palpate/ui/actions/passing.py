"""Passes through frames: asked for over the picture, told at its edge."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.base.errors import EditRefused
from palpate.session.placing import passes
from palpate.session.placing.passes import Through, frames_through
from palpate.session.selection import By, Focus, Pass
from palpate.session.session import Session
from palpate.session.settings import Settings
from palpate.ui.actions.keys import key_told
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView
from palpate.ui.widgets.ask_line import Asked, AskLine, Row

_LINE = "pass"
_LONGEST_STEP = 9999
Choice = tuple[Through, int]


class Passing(QObject):
    """Begins and ends passes.

    Signals
    -------
    shown_changed
        A pass began or ended.
    """

    shown_changed = Signal()

    def __init__(
        self, workbench: Workbench, canvas: CanvasView, settings: Settings, ask_line: AskLine
    ) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._settings = settings
        self._ask = ask_line
        workbench.session_changed.connect(self._on_session)
        workbench.focus_changed.connect(self._on_focus)
        workbench.changed.connect(lambda _change: self._tell())

    @property
    def shown(self) -> dict[str, bool]:
        """Which kind of pass is under way, by the names of actions."""
        session = self._workbench.session
        course = session.selection.under_way if session is not None else None
        by = course.by if course is not None else None
        return {"pass_keypoint": by is By.KEYPOINT, "pass_poses": by is By.FRAME}

    def pass_keypoint(self) -> None:
        """Ask for the frames to place the active keypoint in; end the pass under way."""
        self._toggle(By.KEYPOINT)

    def pass_poses(self) -> None:
        """Ask for the frames to place whole poses in; end the pass under way."""
        self._toggle(By.FRAME)

    def _toggle(self, by: By) -> None:
        session = self._workbench.session
        if session is None:
            return
        self.shown_changed.emit()  # a click has ticked the action already
        if session.selection.under_way is not None:
            passes.end(session)
            return
        title = self.tr("Every keypoint through …")
        if by is By.KEYPOINT:
            skeleton = session.contents.skeleton_of(self._workbench.focus.instance)
            label = skeleton.keypoints[self._workbench.focus.keypoint].called
            title = self.tr("{label} through …").format(label=label)
        hint = self.tr("a number n for one frame in n, Enter begins, Escape leaves")
        self._ask.ask(Asked(title, hint, self._rows, lambda choice: self._begin(by, choice)))

    def _rows(self, typed: str) -> list[Row]:
        session = self._workbench.session
        if session is None:
            return []
        step = self._step(typed)
        if step is None:
            return [Row(self.tr("no number of frames: {typed}").format(typed=typed), reason=" ")]
        every = self.tr("every frame") if step == 1 else self.tr("one frame in {n}").format(n=step)
        chosen = self._workbench.focus.chosen_frames
        if chosen is not None:
            every += self.tr(" of the range")
        rows = [
            self._row(session, self.tr("the keyframes of the instance"), (Through.KEYFRAMES, step)),
            self._row(session, every, (Through.EVERY, step)),
            self._row(session, self.tr("every frame of the range"), (Through.RANGE, step)),
        ]
        return [rows[1], rows[0], rows[2]] if typed.strip() else rows

    def _row(self, session: Session, text: str, choice: Choice) -> Row:
        try:
            count = len(frames_through(session, *choice))
        except EditRefused as refused:
            return Row(text, reason=str(refused))
        frames = self.tr("1 frame") if count == 1 else self.tr("{n} frames").format(n=count)
        return Row(text, aside=frames, value=choice)

    def _step(self, typed: str) -> int | None:
        """Return n of one frame in n: as typed, or as the last time; None for what is no such number."""
        text = typed.strip()
        if not text:
            kept = self._settings.get("pass_step")
            return kept if isinstance(kept, int) else 1
        good = text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= _LONGEST_STEP
        return int(text) if good else None

    def _begin(self, by: By, choice: object) -> bool:
        session = self._workbench.session
        if session is None or not isinstance(choice, tuple):
            return True
        through, step = choice
        if through is Through.EVERY:
            self._settings.set("pass_step", step)

        def begin() -> Pass:
            return passes.begin(session, by, frames_through(session, through, step))

        return self._workbench.attempt(begin) is not None

    # ---- following the session -------------------------------------------------------------------------

    def _on_session(self) -> None:
        session = self._workbench.session
        if session is not None:
            session.selection.pass_changed.connect(self._on_pass)
            session.selection.told.connect(self._workbench.note)
        self._on_pass(None)

    def _on_pass(self, course: Pass | None) -> None:
        self._canvas.set_always_placing(course is not None)
        self.shown_changed.emit()
        self._tell()

    def _on_focus(self, _now: Focus, _before: Focus) -> None:
        self._tell()

    def _tell(self) -> None:
        session = self._workbench.session
        course = session.selection.under_way if session is not None else None
        stands = passes.standing(session) if session is not None else None
        if session is None or course is None or stands is None:
            self._canvas.set_line(_LINE, "")
            return
        what, focus = self.tr("Poses"), self._workbench.focus
        if course.by is By.KEYPOINT and focus.keypoint >= 0:
            what = session.contents.skeleton_of(course.instance).keypoints[focus.keypoint].called
        place = self.tr("frame {place} of {count}") if stands.place else self.tr("off its {count} frames")
        parts = [
            self.tr("Pass: {what}").format(what=what),
            place.format(place=stands.place, count=stands.count),
            self.tr("{n} to go").format(n=stands.left),
        ]
        steps = " ".join(key for key in (key_told("previous_frame"), key_told("next_frame")) if key)
        parts += [self.tr("{keys}: its frames").format(keys=steps)] if steps else []
        ends = key_told("pass_keypoint" if course.by is By.KEYPOINT else "pass_poses")
        parts += [self.tr("{key}: end").format(key=ends)] if ends else []
        self._canvas.set_line(_LINE, "  ·  ".join(parts))
