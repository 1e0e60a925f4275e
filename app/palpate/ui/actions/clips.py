"""What is done with the clip in focus: its properties, its proxy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from palpate.base.errors import PalpateError
from palpate.model.clip import Clip
from palpate.session.frames import proxies
from palpate.session.frames.frame_marks import start_marking
from palpate.session.jobs import Job, JobState
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import window_over
from palpate.ui.preferences import Preferences

if TYPE_CHECKING:
    from palpate.session.frames.proxies import ProxyReport


class Clips(QObject):
    """Edits and aids of the clip in focus.

    Signals
    -------
    proxy_changed
        The clip in focus has a proxy now, or none any more.
    """

    proxy_changed = Signal()

    def __init__(self, workbench: Workbench, preferences: Preferences) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._preferences = preferences
        self._making: dict[str, Job] = {}

    def clip_properties(self) -> None:
        """Show what is known of the clip, to be changed where a person knows better."""
        from palpate.session.frames.clip_editing import (
            describe_clip,  # no start of the window needs the dialog
        )
        from palpate.ui.dialogs.clip_facts import ClipDialog

        session, clip = self._in_focus()
        if session is None or clip is None:
            return
        read_only = session.project.read_only
        dialog = ClipDialog(clip, _place(session, clip), window_over(self), read_only=read_only)

        def described(name: str, rate: float | None, attributes: dict[str, str]) -> None:
            if self._workbench.session is not session:
                dialog.reject()
                return
            try:
                describe_clip(session, clip.id, name=name, capture_fps=rate, attributes=attributes)
            except PalpateError as error:
                dialog.tell(str(error))
            else:
                dialog.accept()

        dialog.described.connect(described)
        dialog.open()

    def build_proxy(self) -> None:
        """Make small pictures of all frames in the background, or what is missing of them."""
        session, clip = self._in_focus()
        if session is None or clip is None:
            return
        if self._is_being_made(clip):
            return

        def made(report: ProxyReport) -> None:
            self._workbench.note(_made_words(clip, report))
            self.proxy_changed.emit()

        limit = self._preferences.proxy_limit_bytes
        job = self._workbench.attempt(
            lambda: proxies.start_proxy_job(session, clip, then=made, limit_bytes=limit)
        )
        if isinstance(job, Job):
            self._making[clip.id] = job

    def find_cuts(self) -> None:
        """Look through the frames that nobody has decoded yet."""
        session, clip = self._in_focus()
        if session is not None and clip is not None:
            marks = session.media.marks.of(clip)
            self._workbench.attempt(lambda: start_marking(session, clip, marks))

    def remove_proxy(self) -> None:
        """Remove it; it can be made again."""
        _, clip = self._in_focus()
        if clip is not None and not self._is_being_made(clip):
            proxies.drop_proxy(clip)
            self._workbench.note(self.tr("The proxy of {name} is removed").format(name=clip.name))
            self.proxy_changed.emit()

    def _is_being_made(self, clip: Clip) -> bool:
        job = self._making.get(clip.id)
        if job is None or job.state is not JobState.RUNNING:
            return False
        said = self.tr("The proxy of {name} is being made; Cancel stops it, at the lower right")
        self._workbench.note(said.format(name=clip.name))
        return True

    def _in_focus(self) -> tuple[Session | None, Clip | None]:
        session, clip = self._workbench.session, self._workbench.focus.clip
        return session, session.contents.clip(clip) if session is not None and clip else None


def _made_words(clip: Clip, report: ProxyReport) -> str:
    said = _tr("The proxy of {name} is made: {mb:.0f} MB").format(
        name=clip.name, mb=report.written_bytes / 1e6
    )
    missing = ", ".join(map(str, report.missing[:20]))
    left_out = _tr("left out, as they cannot be had: {frames}").format(frames=missing)
    return f"{said}\n{left_out}" if missing else said


def _tr(text: str) -> str:
    return QCoreApplication.translate("Clips", text)


def _place(session: Session, clip: Clip) -> Path | None:
    try:
        return session.media.path_of(clip).resolve()
    except (PalpateError, OSError):
        return None
