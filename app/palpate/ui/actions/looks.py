"""How marks look: what their colours say, what is hidden or locked, and the legend."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from palpate.session.placing import aside_gestures
from palpate.session.placing.aside_gestures import How, Part
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.colouring import Scheme
from palpate.ui.canvas.view import CanvasView
from palpate.ui.preferences import Preferences


class Looks(QObject):
    """Keeps what is set aside for each project; make it before whatever shows poses.

    Signals
    -------
    changed
        Other colours are in force, or something else is hidden or locked.
    """

    changed = Signal()

    def __init__(self, workbench: Workbench, canvas: CanvasView, preferences: Preferences) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._preferences = preferences
        self._session: Session | None = None
        workbench.session_changed.connect(self._on_session)
        preferences.settings.changed.connect(self._on_setting)

    @property
    def shown(self) -> dict[str, bool]:
        """What is switched on, by the names of the actions."""
        return {f"colours_by_{scheme.value}": scheme is self.scheme for scheme in Scheme}

    @property
    def scheme(self) -> Scheme:
        """What colours tell apart now."""
        return Scheme(str(self._preferences.settings.get("colours")))

    # ---- colours ---------------------------------------------------------------------------------------

    def next_colours(self) -> None:
        """Let colours tell apart something else."""
        self.colour(self.scheme.following)

    def colours_by_instance(self) -> None:
        """One colour for each instance."""
        self.colour(Scheme.INSTANCE)

    def colours_by_side(self) -> None:
        """Left, right, midline."""
        self.colour(Scheme.SIDE)

    def colours_by_region(self) -> None:
        """One colour for each region of the body."""
        self.colour(Scheme.REGION)

    def colours_by_origin(self) -> None:
        """By hand, accepted, interpolated and so on."""
        self.colour(Scheme.ORIGIN)

    def colour(self, scheme: Scheme) -> None:
        """Let colours tell apart something."""
        self._preferences.settings.set("colours", scheme.value)
        self.changed.emit()  # chosen again, its action would stand unchecked

    def show_marks(self) -> None:
        """What shapes, fills and colours mean."""
        from palpate.ui.dialogs.mark_legend import MarkLegend  # no start of the window needs it

        MarkLegend(self._workbench, self._canvas.window()).open()

    # ---- set aside -------------------------------------------------------------------------------------

    def hide_chosen(self) -> None:
        """Hide the active and chosen keypoints, or show them again."""
        self._toggle(How.HIDDEN, aside_gestures.chosen_part)

    def hide_region(self) -> None:
        """Hide the region of the active keypoint."""
        self._toggle(How.HIDDEN, aside_gestures.region_part)

    def hide_instance(self) -> None:
        """Hide the active instance."""
        self._toggle(How.HIDDEN, aside_gestures.instance_part)

    def show_everything(self) -> None:
        """Show all that is hidden."""
        self._free(How.HIDDEN, "", self.tr("Nothing was hidden"))

    def lock_chosen(self) -> None:
        """Lock the active and chosen keypoints, or unlock them."""
        self._toggle(How.LOCKED, aside_gestures.chosen_part)

    def lock_region(self) -> None:
        """Lock the region of the active keypoint."""
        self._toggle(How.LOCKED, aside_gestures.region_part)

    def lock_instance(self) -> None:
        """Lock the active instance."""
        self._toggle(How.LOCKED, aside_gestures.instance_part)

    def unlock_everything(self) -> None:
        """Unlock all that is locked."""
        self._free(How.LOCKED, self.tr("Everything is unlocked"), self.tr("Nothing was locked"))

    def _toggle(self, how: How, choose: Callable[[Session], Part]) -> None:
        session = self._workbench.session
        if session is None:
            return

        def do() -> None:
            part, on = aside_gestures.toggle_in_hand(session, how, choose)
            if how is How.LOCKED:  # of what is hidden the canvas itself tells
                said = self.tr("{name}: locked") if on else self.tr("{name}: unlocked")
                self._workbench.note(said.format(name=self._named(session, part)))

        self._workbench.attempt(do)

    def _named(self, session: Session, part: Part) -> str:
        if not part.names:
            return session.contents.instance(part.instance).name
        skeleton = session.contents.skeleton_of(part.instance)
        if len(part.names) == 1:
            return skeleton.keypoints[skeleton.position_of[part.names[0]]].called
        return self.tr("{n} keypoints").format(n=len(part.names))

    def _free(self, how: How, done: str, nothing: str) -> None:
        session = self._workbench.session
        said = "" if session is None else done if aside_gestures.free_all(session, how) else nothing
        if said:
            self._workbench.note(said)

    # ---- remembered ------------------------------------------------------------------------------------

    def _on_setting(self, name: str) -> None:
        if name in ("colours", "point_size", "names"):
            self.changed.emit()

    def _on_session(self) -> None:
        if self._session is not None:
            self._session.aside.changed.disconnect(self._on_aside)
        self._session = session = self._workbench.session
        if session is not None:
            session.aside.read(self._preferences.aside(session.project.path))
            session.aside.changed.connect(self._on_aside)
        self.changed.emit()

    def _on_aside(self) -> None:
        if self._session is not None:
            self._preferences.keep_aside(self._session.project.path, self._session.aside.as_text())
        self.changed.emit()
