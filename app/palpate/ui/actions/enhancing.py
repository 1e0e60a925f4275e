"""Showing frames enhanced: one key to see them so or as stored, and a panel that stays open meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from palpate.session.frames.enhancing import ClipLooks, Enhancement, Look
from palpate.session.selection import Focus
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import window_over
from palpate.ui.preferences import Preferences
from palpate.ui.widgets.look_words import look_words

if TYPE_CHECKING:
    from palpate.ui.dialogs.enhancement import EnhancementDialog

_AT_MOST_EVERY_MS = 1000


class Enhancing(QObject):
    """Keeps how each clip of the open project is shown, also from one start of the program to the next.

    Signals
    -------
    wanted
        (Enhancement) frames of the clip in focus shall be shown so from now on.
    told
        (text) what is done to them; empty for nothing.
    shown_changed
        Whether they are enhanced is not the same any more.
    looks_changed
        Some clip is shown otherwise, or another project's clips.
    """

    wanted = Signal(object)
    told = Signal(str)
    shown_changed = Signal()
    looks_changed = Signal()

    def __init__(self, workbench: Workbench, preferences: Preferences) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._preferences = preferences
        self._project: Path | None = None
        self._looks = ClipLooks()
        self._dialog: EnhancementDialog | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AT_MOST_EVERY_MS)
        self._later.timeout.connect(self.keep)
        workbench.session_changed.connect(self._on_session)
        workbench.focus_changed.connect(self._on_focus)

    @property
    def look(self) -> Look:
        """How the clip in focus is shown."""
        return self._looks.of(self._workbench.focus.clip)

    def of(self, clip: str) -> Enhancement:
        """Return what is done to frames of any clip."""
        return self._looks.of(clip).in_force

    @property
    def shown(self) -> dict[str, bool]:
        """What is switched on, by the names of the actions."""
        return {"enhance": self.look.on}

    def enhance(self) -> None:
        """Show the clip enhanced as it was set, or as it is stored."""
        look = self.look
        if look.enhancement.neutral:
            nothing = with_keys(self.tr("Nothing is set to enhance this clip"), "set_enhancement")
            self._workbench.note(nothing)
            self.shown_changed.emit()  # the click has checked the action
            return
        self._choose(replace(look, on=not look.on))

    def set_enhancement(self) -> None:
        """Open the panel, or bring it to the front."""
        from palpate.ui.dialogs.enhancement import EnhancementDialog  # no start of the window needs it

        if self._dialog is None:
            window = window_over(self)
            self._dialog = EnhancementDialog(window)
            self._dialog.look_wanted.connect(self._choose)
            self._dialog.finished.connect(self._forget)
            self._show_in_panel()
            if window is not None:
                self._dialog.stand_beside(window)
            self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def keep(self) -> None:
        """Keep what has not been kept yet."""
        if self._later.isActive() and self._project is not None:
            self._preferences.keep_looks(self._project, self._looks.text())
        self._later.stop()

    def _choose(self, look: Look) -> None:
        if self._project is None or not self._workbench.focus.clip:
            return
        self._looks.choose(self._workbench.focus.clip, look)
        if not self._later.isActive():
            self._later.start()
        self._show()

    def _show(self) -> None:
        look = self.look
        self.wanted.emit(look.in_force)
        self.looks_changed.emit()
        self.told.emit(look_words(look.in_force))
        self.shown_changed.emit()
        self._show_in_panel()

    def _show_in_panel(self) -> None:
        session, clip_id = self._workbench.session, self._workbench.focus.clip
        if self._dialog is not None and session is not None and clip_id:
            clip = session.contents.clip(clip_id)
            self._dialog.show_clip(clip.name, clip.size)
            self._dialog.show_look(self.look)

    def _on_session(self) -> None:
        self.keep()
        if self._dialog is not None:
            self._dialog.reject()
        session = self._workbench.session
        self._project = session.project.path if session is not None else None
        self._looks = ClipLooks(self._preferences.looks(self._project) if self._project is not None else "")
        self._show()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if now.clip != before.clip:
            self._show()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
