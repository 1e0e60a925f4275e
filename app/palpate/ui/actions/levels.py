"""Levels of deep images, set in a dialog that stays open while work goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from palpate.base.progress import Progress
from palpate.model.clip import Clip
from palpate.session.frames.clip_levels import ClipLevels
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import window_over

if TYPE_CHECKING:
    from palpate.session.frames.levels import Levels, LevelsView
    from palpate.ui.dialogs.levels import LevelsDialog

# Levels and their dialog are loaded where they are asked for: no start of the window needs them.

_AT_MOST_EVERY_MS = 60


class LevelSetting(QObject):
    """Opens the dialog for the clip in focus, and puts in force what is set there.

    Parameters
    ----------
    levels_in
        Returns the levels of a session's clips.

    Signals
    -------
    changed
        The clip in focus is to be shown anew.
    told
        (text) what is in force for the clip in focus; empty for the usual levels.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, workbench: Workbench, levels_in: Callable[[Session], ClipLevels]) -> None:
        super().__init__(workbench)
        self._levels_in = levels_in
        self._workbench = workbench
        self._dialog: LevelsDialog | None = None
        self._clip = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AT_MOST_EVERY_MS)
        self._later.timeout.connect(self.changed)
        workbench.session_changed.connect(self._leave)
        workbench.focus_changed.connect(self._on_focus)

    def image_levels(self) -> None:
        """Look at the values of the clip in the background, then open the dialog."""
        from palpate.session.frames.levels import looked_at

        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip:
            return
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        clip = session.contents.clip(focus.clip)
        now = self._levels_in(session).of(clip.id)

        def work(progress: Progress) -> LevelsView | None:
            return looked_at(session, clip, now, progress)

        title = self.tr("Looking at the values of {name}").format(name=clip.name)
        session.jobs.start(title, work, lambda view: self._open(session, clip, view))

    def _open(self, session: Session, clip: Clip, view: LevelsView | None) -> None:
        from palpate.ui.dialogs.levels import LevelsDialog

        if self._workbench.focus.clip != clip.id or self._dialog is not None:
            return
        if view is None:
            said = self.tr("The frames of {name} hold 8 bits: they are shown as stored")
            self._workbench.note(said.format(name=clip.name))
            return
        self._clip = clip.id
        self._dialog = LevelsDialog(clip.name, view, window_over(self))
        self._dialog.levels_wanted.connect(lambda levels: self._put_in_force(session, levels))
        self._dialog.finished.connect(self._forget)
        over = self._dialog.parentWidget()
        if over is not None:  # beside the picture, whose change is to be seen
            right = over.geometry().right() - self._dialog.width() - 24
            self._dialog.move(max(right, 0), over.geometry().top() + 96)
        self._dialog.show()

    def _put_in_force(self, session: Session, levels: Levels | None) -> None:
        self._levels_in(session).choose(self._clip, levels)
        self._tell()
        if not self._later.isActive():
            self._later.start()

    def _tell(self) -> None:
        session, clip = self._workbench.session, self._workbench.focus.clip
        levels = self._levels_in(session).of(clip) if session is not None and clip else None
        if levels is None:
            self.told.emit("")
            return
        from palpate.session.frames.levels import levels_words

        self.told.emit(self.tr("levels {range}").format(range=levels_words(levels)))

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if now.clip != before.clip:
            if self._dialog is not None and now.clip != self._clip:
                self._dialog.reject()
            self._tell()

    def _leave(self) -> None:
        self._later.stop()
        if self._dialog is not None:
            self._dialog.reject()
        self._tell()

    def _forget(self) -> None:
        self._dialog = None
