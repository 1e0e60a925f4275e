"""Laying what the labels are judged by over them: a matter of the view, off again in the next project."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.session.judging.gold_overlay import reference_of, why_not_overlay
from palpate.session.selection import Focus
from palpate.ui.actions.aiding import Aiding
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.workbench import Workbench


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
        self._on = False
        workbench.session_changed.connect(lambda: self._switch(False))
        workbench.focus_changed.connect(self._on_focus)

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
        layer = reference_of(session) if self._on and session is not None else None
        name = layer.name if layer is not None else self.tr("gold")
        words = self.tr("{name} laid over").format(name=name) if self._on else ""
        self.told.emit(words, with_keys(self.tr("Take it away again"), "overlay_gold") if words else "")
        self.shown_changed.emit()
