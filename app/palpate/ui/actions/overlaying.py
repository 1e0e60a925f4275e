"""Laying what the labels are judged by over them: a matter of the view, off again in the next project."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.session.judging.gold_overlay import reference_here, why_not_overlay
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.actions.aiding import Aiding
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import with_capital


class Overlaying(QObject):
    """Switches gold on the canvas on and off; it is never on by itself.

    Signals
    -------
    shown_changed
        It was switched.
    told
        (words, sentence) for the status bar; empty while it is off.
    """

    shown_changed = Signal()
    told = Signal(str, str)

    def __init__(self, workbench: Workbench, aiding: Aiding) -> None:
        super().__init__(workbench)
        self._workbench, self._aiding = workbench, aiding
        self._on, self._said = False, ("", "")
        workbench.session_changed.connect(lambda: self._switch(False))
        workbench.focus_changed.connect(self._on_focus)
        workbench.focus_followed.connect(self._tell)
        workbench.changed.connect(self._tell)

    @property
    def shown(self) -> dict[str, bool]:
        """Whether it is on, by the name of the action."""
        return {"overlay_gold": self._on}

    def overlay_gold(self) -> None:
        """Lay gold over the labels, or no more."""
        self._switch(not self._on)

    def _on_focus(self, now: Focus, before: Focus) -> None:
        """Take it away where it may not be, or where there is nothing to lay over."""
        session = self._workbench.session
        if self._on and session is not None and now.layer != before.layer:
            self._switch(not why_not_overlay(session))

    def _switch(self, on: bool) -> None:
        session = self._workbench.session
        self._on = on and session is not None
        self._aiding.lay_gold(self._on)
        self._tell()
        self.shown_changed.emit()

    def _tell(self, *_: object) -> None:
        """Say what is laid over, as the picture does: not that it is where nothing can be shown."""
        session = self._workbench.session
        said = self._words(session) if self._on and session is not None else ("", "")
        if said != self._said:
            self._said = said
            self.told.emit(*said)

    def _words(self, session: Session) -> tuple[str, str]:
        found = reference_here(session)
        if found.layer is None or found.reason:
            return self.tr("gold not shown here"), f"{with_capital(found.reason)}."
        away = with_keys(self.tr("Take it away again"), "overlay_gold")
        return self.tr("{name} laid over").format(name=found.layer.name), away
