"""Reckoning the weeks in the background, once for everybody who shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from palpate.base.errors import PalpateError
from palpate.model.change import Change
from palpate.session.jobs import Job, JobState
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench

if TYPE_CHECKING:
    from palpate.session.production_qa.weeks_view import WeeksView
    from palpate.session.production_qa.worst_places import Place

# All of scoring is loaded by the function that needs it: no start of the window does.


class Reckoner(QObject):
    """Holds what was reckoned until labels change, and then says that it is old.

    Attributes
    ----------
    view
        What was reckoned last; None before that.
    stale
        Whether the project has changed since.
    refused
        Why there is nothing.
    skeleton
        Name of the skeleton that is told of; empty for that of most work.

    Signals
    -------
    changed
        Any of this, or how far the reckoning is.
    place_wanted
        (Place, id of the layer it was compared with or empty) a placement is to be looked at.
    guideline_wanted
        (keypoint name) its guideline is to be read.
    window_wanted
        The weeks are wanted in a window of their own.
    """

    changed = Signal()
    place_wanted = Signal(object, str)
    guideline_wanted = Signal(str)
    window_wanted = Signal()

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self.setObjectName("weeks")
        self._workbench = workbench
        self._job: Job | None = None
        self._forget()
        workbench.session_changed.connect(self._on_session)
        workbench.changed.connect(self._on_changed)
        workbench.job_changed.connect(self._on_job)

    @property
    def running(self) -> Job | None:
        """What reckons now; None while nothing does."""
        return self._job

    def start(self, skeleton: str | None = None) -> None:
        """Reckon anew, from a reading of the project of its own: the canvas stays live.

        Parameters
        ----------
        skeleton
            Another one to tell of; the same as before if None.
        """
        session = self._workbench.session
        if session is None:
            return
        from palpate.session.production_qa.weeks_view import weeks_of_file

        if skeleton is not None:
            self.skeleton = skeleton
        self.cancel()
        path, author, wanted, person = session.project.path, session.author, self.skeleton, self._who()
        self.stale, self.refused, self._person = False, "", self._who()
        self._job = session.jobs.start(
            self.tr("Making the weekly report"),
            lambda progress: weeks_of_file(path, wanted, author=author, progress=progress),
            lambda view: self._on_done(view, person),
            self._on_refused,
        )
        self.changed.emit()

    def cancel(self) -> None:
        """Stop reckoning; what was reckoned before stays."""
        job, self._job = self._job, None
        if job is not None:
            job.token.cancel()
            self.stale = self.view is not None
            self.changed.emit()

    def set_zone(self, name: str) -> None:
        """Let the project count its weeks in another time zone, and reckon anew."""
        session = self._workbench.session
        if session is not None and self._workbench.attempt(lambda: _put_zone(session, name)):
            self.start()
        self.changed.emit()

    def go_to(self, place: Place) -> None:
        """Let a placement be looked at, with what it was compared with."""
        session = self._workbench.session
        if session is None or place.layer not in {one.id for one in session.contents.layers}:
            return
        from palpate.session.production_qa.worst_places import reference_at

        found = self._workbench.attempt(lambda: reference_at(session, place))
        if found is not None:
            self.place_wanted.emit(place, found)

    # ---- inside ------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self.view: WeeksView | None = None
        self.stale, self.refused, self.skeleton = False, "", ""
        self._job = None
        self._person = ("", "")  # of whom what is known was reckoned for: name and role

    def _who(self) -> tuple[str, str]:
        session = self._workbench.session
        return ("", "") if session is None else (session.author, session.contents.settings.get("role", ""))

    def _on_session(self) -> None:
        job = self._job
        if job is not None:
            job.token.cancel()
        self._forget()
        self.changed.emit()

    def _on_done(self, view: WeeksView, person: tuple[str, str]) -> None:
        if person != self._person:
            return  # somebody else has come to work meanwhile
        self.view, self._job = view, None
        self.changed.emit()

    def _on_refused(self, error: BaseException) -> None:
        self._job = None
        if isinstance(error, PalpateError):
            self.view, self.refused = None, error.sentence
        self.changed.emit()
        if not isinstance(error, PalpateError):
            raise error

    def _on_changed(self, change: Change) -> None:
        if any(self._person) and self._person != self._who():
            self._on_session()  # what one person is told is not for everybody
            return
        lists = change.clips or change.layers or change.instances
        if lists or change.poses or change.spans or change.judging:
            self.stale = self.view is not None or self._job is not None
            self.changed.emit()

    def _on_job(self, job: Job) -> None:
        if job is not self._job:
            return
        if job.state is JobState.CANCELLED:  # from the status bar
            self._job = None
            self.stale = self.view is not None
        self.changed.emit()


def reckoner_of(workbench: Workbench) -> Reckoner:
    """Return the one of a workbench; it is made when it is first wanted."""
    return workbench.findChild(Reckoner, "weeks") or Reckoner(workbench)


def _put_zone(session: Session, name: str) -> bool:
    from palpate.session.production_qa.weekly_view import set_zone

    set_zone(session, name)
    return True
