"""What each action does: one method per row of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from palpate.model.change import Change
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.blurred.blur_suggestion import mark_visible
from palpate.session.filling.tracking import start_tracking
from palpate.session.frames.scenes import join_scenes
from palpate.session.other_layers import why_not_take_up
from palpate.session.placing import gestures, instance_editing
from palpate.session.session import Session
from palpate.ui.actions.going import Going
from palpate.ui.actions.nudging import Nudger
from palpate.ui.actions.opening import Opening
from palpate.ui.actions.reviewing import Reviewing
from palpate.ui.actions.viewing import Viewing
from palpate.ui.bridge.retracker import Retracker
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import ask_choice, ask_text


class Commands(QObject):
    """Edits at the focus; opening, going, viewing and reviewing stand in files of their own."""

    def __init__(
        self,
        workbench: Workbench,
        *,
        opening: Opening,
        going: Going,
        viewing: Viewing,
        reviewing: Reviewing,
        more: Sequence[QObject] = (),
    ) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._parts = (opening, going, viewing, reviewing, *more)
        self._nudger = Nudger()
        self._retracker = Retracker(workbench)

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Find what stands in another file."""
        for part in self.__dict__.get("_parts", ()):
            found = getattr(type(part), name, None)
            if found is not None and not name.startswith("_"):
                bound: Callable[[], None] = getattr(part, name)
                return bound
        raise AttributeError(name)

    # ---- history ---------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last edit, and go where it was."""
        self._with(lambda session: self._show(session, session.undo(), self.tr("Undone: {title}")))

    def redo(self) -> None:
        """Do it again, and go where it is."""
        self._with(lambda session: self._show(session, session.redo(), self.tr("Done again: {title}")))

    def _show(self, session: Session, change: Change, said: str) -> None:
        """Lead to a single pose that changed, and name an edit that cannot be seen from here.

        Whoever is asked about a keypoint stays there: what comes back then is the question.
        """
        focus = session.selection.focus
        if len(change.poses) == 1 and not session.asked_about:
            layer, instance, frame = next(iter(change.poses))
            if (layer, instance, frame) == (focus.layer, focus.instance, focus.frame):
                return
            instances = {found.id for found in session.contents.instances}
            layers = {found.id for found in session.contents.layers}
            if instance in instances and layer in layers and not why_not_take_up(session, layer):
                clip = session.contents.instance(instance).clip
                session.selection.move(clip=clip, layer=layer, instance=instance, frame=frame)
        self._workbench.note(said.format(title=change.title))

    # ---- instances -------------------------------------------------------------------------------------

    def add_instance(self) -> None:
        """Add an instance; with several skeletons in the project, ask which."""
        session = self._workbench.session
        if session is None:
            return
        names = list(session.contents.skeletons)
        chosen = (
            names[0]
            if len(names) == 1
            else ask_choice(self.tr("Add an instance"), self.tr("Skeleton"), names)
        )
        if chosen:
            self._with(lambda session: gestures.add_instance(session, chosen))

    def rename_instance(self) -> None:
        """Ask for another name."""
        self.rename(self._workbench.focus.instance)

    def rename(self, instance: str) -> None:
        """Ask for another name of an instance."""
        session = self._workbench.session
        if session is None or not instance:
            return
        found = session.contents.instance(instance)
        name = ask_text(self.tr("Rename the instance"), self.tr("Name"), found.name)
        if name and name != found.name:
            self._with(lambda session: gestures.rename_instance(session, found, name))

    def remove_instance(self) -> None:
        """Remove it with its poses; one undo brings all back."""
        self.remove(self._workbench.focus.instance)

    def remove(self, instance: str) -> None:
        """Remove an instance with its poses."""
        self._with(lambda session: self._removed(session, instance))

    def _removed(self, session: Session, instance: str) -> None:
        found = session.contents.instance(instance)
        instance_editing.remove(session, found)
        self._workbench.note(self.tr("{name} is removed; Undo brings it back").format(name=found.name))

    # ---- keypoints -------------------------------------------------------------------------------------

    def mark_visible(self) -> None:
        """Flag visible; of a keypoint that is smeared it is logged."""
        self._with(mark_visible)

    def mark_certain(self) -> None:
        """Flag certain despite partial occlusion."""
        self._with(lambda session: gestures.set_tier(session, Visibility.CERTAIN))

    def mark_estimated(self) -> None:
        """Flag occluded, estimated."""
        self._with(lambda session: gestures.set_tier(session, Visibility.ESTIMATED))

    def mark_absent(self) -> None:
        """Decide that it is not in the picture."""
        self._with(lambda session: gestures.set_tier(session, Visibility.ABSENT))

    def clear_keypoint(self) -> None:
        """Take it back to not placed."""
        self._with(gestures.clear)

    def next_keypoint(self) -> None:
        """Make the next keypoint active."""
        self._with(lambda session: gestures.step_keypoint(session, 1))

    def previous_keypoint(self) -> None:
        """Make the previous keypoint active."""
        self._with(lambda session: gestures.step_keypoint(session, -1))

    def choose(self, instance: str, keypoint: int) -> None:
        """Make a keypoint active, or for −1 the instance alone."""
        if keypoint < 0:
            self._with(lambda session: gestures.choose_instance(session, instance))
        else:
            self._with(lambda session: gestures.choose(session, instance, keypoint))

    def nudge_left(self) -> None:
        """One px to the left, more when held."""
        self._nudge(-1.0, 0.0)

    def nudge_right(self) -> None:
        """One px to the right, more when held."""
        self._nudge(1.0, 0.0)

    def nudge_up(self) -> None:
        """One px up, more when held."""
        self._nudge(0.0, -1.0)

    def nudge_down(self) -> None:
        """One px down, more when held."""
        self._nudge(0.0, 1.0)

    def nudge_left_finely(self) -> None:
        """A tenth of a px to the left."""
        self._nudge(-0.1, 0.0)

    def nudge_right_finely(self) -> None:
        """A tenth of a px to the right."""
        self._nudge(0.1, 0.0)

    def nudge_up_finely(self) -> None:
        """A tenth of a px up."""
        self._nudge(0.0, -0.1)

    def nudge_down_finely(self) -> None:
        """A tenth of a px down."""
        self._nudge(0.0, 0.1)

    # ---- between keyframes -----------------------------------------------------------------------------

    def track_on(self) -> None:
        """Track the spans that lie around the present frame."""
        focus = self._workbench.focus
        self._track((focus.frame - 1, focus.frame + 2))

    def track_all(self) -> None:
        """Track every span of the instance."""
        self._track(None)

    def track_range(self) -> None:
        """Track the spans with a frame in the range."""
        self._track(self._range())

    def fill_linear(self) -> None:
        """Straight lines."""
        self._fill(Method.LINEAR)

    def fill_pchip(self) -> None:
        """Smooth curves."""
        self._fill(Method.PCHIP)

    def fill_makima(self) -> None:
        """Curves that follow turns more closely."""
        self._fill(Method.MAKIMA)

    def fill_flow(self) -> None:
        """Tracked positions, and curves where tracking fails."""
        self._track(self._range(), Method.FLOW)

    def fill_fused(self) -> None:
        """Keyframes and picture joined."""
        self._track(self._range(), Method.FUSED)

    def fill_none(self) -> None:
        """Nothing."""
        self._fill(Method.NONE)

    def join_scenes(self) -> None:
        """Fill in across a scene change again."""

        def join(session: Session) -> None:
            focus = session.selection.focus
            join_scenes(session, session.contents.clip(focus.clip), focus.frame)

        self._with(join)

    def _fill(self, method: Method) -> None:
        self._with(lambda session: gestures.fill_by(session, method, self._range()))

    def _range(self) -> tuple[int, int] | None:
        """Return the chosen frames, first and one past the last; None without a choice."""
        chosen = self._workbench.focus.chosen_frames
        return None if chosen is None else (chosen[0], chosen[1] + 1)

    def _track(self, window: tuple[int, int] | None, method: Method | None = None) -> None:
        def begin(session: Session) -> None:
            if method is None:
                gestures.follow_picture(session, window)
            else:
                gestures.fill_by(session, method, window)
            focus = session.selection.focus
            if start_tracking(session, focus.layer, focus.instance, window) is None:
                self._workbench.note(self.tr("Tracked: what was found before still holds"))

        self._with(begin)

    def _nudge(self, dx: float, dy: float) -> None:
        factor = self._nudger.factor((dx, dy))
        self._with(lambda session: gestures.nudge(session, (dx * factor, dy * factor)))

    def _with(self, do: Callable[[Session], object]) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: do(session))
