"""The session as the window sees it: Qt signals instead of callbacks, faults as messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from palpate.base.errors import EditRefused, PalpateError, ScoreError, UsageError
from palpate.model.change import Change
from palpate.session.jobs import Job, JobState
from palpate.session.placing import gestures
from palpate.session.selection import Focus
from palpate.session.session import Session

Result = TypeVar("Result")

_READABLE_MS = 80
_REFUSALS = (EditRefused, UsageError, ScoreError)  # nothing is broken: it makes no sense here


class Tone(StrEnum):
    """How a message is meant: went well, could not be done so, is broken."""

    NOTE = "note"
    WARNING = "warning"
    FAULT = "fault"


class Workbench(QObject):
    """Holds the open session and tells every panel what happened to it.

    Attributes
    ----------
    open_session
        Opens a project.
    focus_first
        Puts the focus of a session somewhere before anybody is told of it.

    Signals
    -------
    closing
        The session is about to be closed: what is not kept yet has to be now.
    session_changed
        Another session, or none, is open now.
    changed
        (Change) an edit, undo, redo or computation touched something.
    focus_changed
        (Focus now, Focus before).
    focus_followed
        As `focus_changed`, for what is read rather than watched: while frames follow each other by the clock
        it comes at most about twelve times a second, and at the end.
    job_changed
        (Job) its progress or state moved.
    told
        (Tone, sentence) for the message bar.
    threshold_wanted
        (skeleton, key, keypoint name or empty) somebody wants to see or change what decides.
    attempt_wanted
        (id) somebody wants to see what a submitted attempt came to.
    report_wanted
        (ending, layer, gold) somebody wants a report on a layer judged by gold; names, of all work if empty.
    """

    closing = Signal()
    session_changed = Signal()
    changed = Signal(object)
    focus_changed = Signal(object, object)
    focus_followed = Signal(object, object)
    job_changed = Signal(object)
    told = Signal(object, str)
    threshold_wanted = Signal(str, str, str)
    attempt_wanted = Signal(str)
    report_wanted = Signal(str, str, str)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self.open_session: Callable[[Path], Session] = Session.open_to_work
        self.focus_first: Callable[[Session], None] = focus_on_something
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._playing = False
        self._unfollowed: Focus | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_READABLE_MS)
        self._later.timeout.connect(self._follow)

    @property
    def session(self) -> Session | None:
        """The open session, if any."""
        return self._session

    @property
    def focus(self) -> Focus:
        """Where the work is; empty without a session."""
        return self._session.selection.focus if self._session is not None else Focus()

    def open(self, path: Path) -> bool:
        """Open a project in place of the present one, which stays open if that fails.

        The project that is open already stays as it is: it would find itself being written to. One that is
        open for reading only is opened anew, for its reason may be gone.
        """
        session = self._session
        if session is not None and _same_file(path, session.project.path):
            if not session.project.read_only:
                return True
            self.close()
        return self.take(lambda: self.open_session(path), placed=True)

    def take(self, make: Callable[[], Session], *, placed: bool = False) -> bool:
        """Open what ``make`` gives; the last good state survives a fault.

        Parameters
        ----------
        placed
            Whether it may come with its focus where it was left.
        """
        session = self.attempt(make)
        if session is None:
            return False
        self.close()
        self._session = session
        if not placed or not session.selection.focus.clip:
            self.focus_first(session)
        session.changed.connect(self._on_changed)
        session.selection.changed.connect(self._on_focus)
        session.jobs.changed.connect(self._on_job)
        session.jobs.arrived.connect(self._on_arrived)
        self.session_changed.emit()
        if session.project.read_only:
            self.told.emit(Tone.WARNING, session.project.read_only)
        return True

    def close(self) -> None:
        """Close the session; jobs are stopped first."""
        if self._session is not None:
            self.closing.emit()
        session, self._session = self._session, None
        if session is not None:
            session.changed.disconnect(self._on_changed)
            session.selection.changed.disconnect(self._on_focus)
            session.jobs.changed.disconnect(self._on_job)
            session.jobs.arrived.disconnect(self._on_arrived)
            said: str = ""
            try:
                session.close()
            except PalpateError as error:
                said = str(error)
            self.session_changed.emit()
            if said:  # after what belonged to the project is gone: this must stay
                self.told.emit(Tone.FAULT, said)

    def attempt(self, do: Callable[[], Result]) -> Result | None:
        """Do something; a refusal or a known fault becomes a message and None."""
        try:
            return do()
        except PalpateError as error:
            self.told.emit(Tone.WARNING if isinstance(error, _REFUSALS) else Tone.FAULT, str(error))
            return None

    def set_playing(self, playing: bool) -> None:
        """Say whether frames follow each other by the clock; see `focus_followed`."""
        self._playing = playing
        if not playing:
            self._follow()

    def note(self, sentence: str) -> None:
        """Tell something that went well."""
        self.told.emit(Tone.NOTE, sentence)

    def _on_changed(self, change: Change, _origin: object) -> None:
        self.changed.emit(change)
        session = self._session
        if change.clips and session is not None and session.contents.clips and not self.focus.clip:
            focus_on_clip(session, session.contents.clips[0].id)  # redone: there was nothing to see

    def _on_focus(self, now: Focus, before: Focus) -> None:
        self.focus_changed.emit(now, before)
        self._unfollowed = self._unfollowed or before
        if not self._playing or replace(now, frame=before.frame) != before:
            self._follow()
        elif not self._later.isActive():
            self._later.start()
        places = [(at.clip, at.layer, at.instance, at.frame) for at in (now, before)]
        moved = places[0] != places[1]
        if moved and now.instance and now.keypoint < 0 and self._session is not None:
            gestures.settle(self._session)  # a finished pose left nothing active; here there may be holes

    def _follow(self) -> None:
        self._later.stop()
        before, self._unfollowed = self._unfollowed, None
        if before is not None and self._session is not None:
            self.focus_followed.emit(self.focus, before)

    def _on_job(self, job: Job) -> None:
        self.job_changed.emit(job)
        if job.state is JobState.DONE:
            for sentence in job.notes:
                self.told.emit(Tone.WARNING, sentence)

    def _on_arrived(self) -> None:
        self._arrived.emit()

    def _deliver(self) -> None:
        if self._session is not None:
            session = self._session
            self.attempt(session.jobs.deliver)


def _same_file(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:  # one of them is gone
        return False


def focus_on_something(session: Session) -> None:
    """Go to the author's layer and the first clip, if there is one."""
    contents = session.contents
    layer = contents.working_layer(session.author)
    session.selection.move(layer=layer.id if layer else "")
    if contents.clips:
        focus_on_clip(session, contents.clips[0].id)


def focus_on_clip(session: Session, clip: str) -> None:
    """Go to a clip's first frame and first instance."""
    instances = session.contents.instances_of(clip)
    first = instances[0].id if instances else ""
    session.selection.move(
        clip=clip, frame=0, instance=first, keypoint=0 if first else -1, chosen=frozenset()
    )
