"""Everything that leads the hand to the next keypoint, put together."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.session.placing.finding import keypoints_named
from palpate.session.settings import Settings
from palpate.ui.actions.numbering import Numbering
from palpate.ui.actions.passing import Passing
from palpate.ui.bridge.following import Following
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.spotlight import Spotlight
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView
from palpate.ui.widgets.ask_line import Asked, AskLine, Row


class Placing(QObject):
    """Finds keypoints by name; numbers, passes and the view that comes along stand in files of their own.

    Signals
    -------
    shown_changed
        Something was switched on or off; see `shown`.

    Attributes
    ----------
    ask_line
        Where names are typed, over the picture.
    """

    shown_changed = Signal()

    def __init__(
        self, workbench: Workbench, canvas: CanvasView, presenter: Presenter, settings: Settings
    ) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self.ask_line = AskLine(canvas)
        self.numbering = Numbering(workbench, canvas)
        self.passing = Passing(workbench, canvas, settings, self.ask_line)
        self.spotlights = Spotlight(workbench, canvas, presenter, settings)
        self.following = Following(workbench, canvas, presenter, self.spotlights)
        self.parts = (self, self.numbering, self.passing, self.spotlights, self.following)
        for part in (self.passing, self.spotlights, self.following):
            part.shown_changed.connect(self.shown_changed)
        workbench.session_changed.connect(self.ask_line.leave)

    @property
    def shown(self) -> dict[str, bool]:
        """What is switched on, by the names of actions."""
        return {**self.passing.shown, **self.spotlights.shown, **self.following.shown}

    def find_keypoint(self) -> None:
        """Let a name be typed over the picture, and make that keypoint active."""
        hint = self.tr("Name, abbreviation or number; Enter takes it, Escape leaves")
        self.ask_line.ask(Asked(self.tr("Go to a keypoint"), hint, self._rows, self._take))

    def _rows(self, typed: str) -> list[Row]:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance:
            return []
        skeleton = session.contents.skeleton_of(focus.instance)
        found = keypoints_named(skeleton, typed)
        if not found:
            text = self.tr("no keypoint of {skeleton} is called {typed}")
            return [Row(text.format(skeleton=skeleton.title or skeleton.name, typed=typed), reason=" ")]
        return [Row(skeleton.keypoints[k].called, aside=str(k + 1), value=k) for k in found]

    def _take(self, keypoint: object) -> bool:
        session = self._workbench.session
        if session is not None and isinstance(keypoint, int):
            session.selection.move(keypoint=keypoint, chosen=frozenset())
        return True
