"""What is laid under the poses, worked out for the frame on the canvas."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from palpate.session import other_layers
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.placing import gestures
from palpate.session.placing.onion import Beside, onion_of
from palpate.session.placing.trails import Trails, trails
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.ui.bridge.gold_overlay import GoldOverlays
from palpate.ui.bridge.method_ways import compared_in_focus, compared_words
from palpate.ui.bridge.poses import posed_as
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.aids import NO_AIDS, Aids
from palpate.ui.canvas.leads import Lead
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.view import CanvasView

_DOTS_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """Which aids are switched on.

    Attributes
    ----------
    ghost
        Id of the layer whose ghost is shown; empty for none.
    trail_length
        How many frames back trails reach.
    methods
        Whether the ways by all methods are compared.
    """

    onion: bool = False
    trails: bool = False
    ghost: str = ""
    trail_length: int = 12
    methods: bool = False


class SeeingAids(QObject):
    """Keeps the aids on the canvas true to the session; they change together with the frame."""

    def __init__(self, workbench: Workbench, presenter: Presenter, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._workbench = workbench
        self._canvas = canvas
        self.shown = Shown()
        self._blind = False
        self._lead: Lead | None = None
        self._gold: GoldOverlays | None = None
        presenter.frame_shown.connect(self.refresh)
        workbench.focus_changed.connect(self.refresh)
        workbench.changed.connect(self.refresh)
        workbench.session_changed.connect(self.refresh)

    def show(self, shown: Shown) -> None:
        """Switch aids on and off."""
        self.shown = shown
        self.refresh()

    def hide_ghosts(self, hidden: bool) -> None:
        """Keep other layers from sight while somebody decides between them, or show them again."""
        if hidden != self._blind:
            self._blind = hidden
            self.refresh()

    def lead(self, lead: Lead | None) -> None:
        """Point from a keyframe to where the picture leads, in its frame; nowhere if None."""
        if lead != self._lead:
            self._lead = lead
            self.refresh()

    def lay_gold(self, on: bool) -> None:
        """Lay what the labels are judged by over them, or no more."""
        self._gold = GoldOverlays() if on else None
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Work them out anew; those of a frame that is on its way come with it."""
        session, focus = self._workbench.session, self._workbench.focus
        shown = self.shown
        if session is None or not focus.clip or not focus.layer or not self._any(shown):
            self._canvas.set_aids(NO_AIDS)
        elif self._canvas.frame == focus.frame:
            self._canvas.set_aids(self._aids(session, focus))

    def _any(self, shown: Shown) -> bool:
        laid = self._lead is not None or self._gold is not None
        return shown.onion or shown.trails or shown.methods or bool(shown.ghost) or laid

    def _aids(self, session: Session, focus: Focus) -> Aids:
        before, after = self._beside(session, focus)
        trail = self._trails(session, focus)
        others = self._others(session, focus)
        compared = compared_in_focus(session) if self.shown.methods else ()
        gold, said = self._gold.here(session) if self._gold is not None else (None, ())
        return Aids(
            previous=self._pose(session, focus.instance, before.view) if before is not None else None,
            next=self._pose(session, focus.instance, after.view) if after is not None else None,
            others=others,
            trails=trail,
            number=session.contents.instance(focus.instance).colour if focus.instance else 1,
            compared=compared,
            lead=self._lead if self._lead is not None and self._lead.frame == focus.frame else None,
            gold=gold,
            words=(
                *said,
                *([compared_words(session, compared)] if self.shown.methods else []),
                *([self._onion_words(before, after)] if self.shown.onion else []),
                *([self._trail_words(trail)] if self.shown.trails else []),
                *([self._ghost_words(session, others)] if self.shown.ghost else []),
            ),
        )

    def _beside(self, session: Session, focus: Focus) -> tuple[Beside | None, Beside | None]:
        if not self.shown.onion or not focus.instance:
            return None, None
        return onion_of(session, focus.layer, focus.instance, focus.frame)

    def _trails(self, session: Session, focus: Focus) -> Trails | None:
        if not self.shown.trails or not focus.instance:
            return None
        keypoints = gestures.chosen_keypoints(session)
        hidden = session.aside.hidden.of(focus.instance, session.contents.skeleton_of(focus.instance))
        keypoints = keypoints[~hidden[keypoints]]
        if not len(keypoints):
            return None
        live = live_to_see(session, focus.layer, focus.instance)
        # Those of a whole pose are cut short, so that painting stays within a frame of the screen.
        length = max(min(self.shown.trail_length, _DOTS_AT_MOST // len(keypoints)), 1)
        return trails(live, focus.frame, keypoints, length=length)

    def _others(self, session: Session, focus: Focus) -> tuple[PoseOnCanvas, ...]:
        ghost = self.shown.ghost
        if not ghost or ghost == focus.layer or self._blind:
            return ()
        poses = other_layers.other_poses(session, ghost, focus.clip, focus.frame)
        return tuple(self._pose(session, instance, view) for instance, view in poses.items())

    def _pose(self, session: Session, instance: str, view: PoseView) -> PoseOnCanvas:
        found = session.contents.instance(instance)
        return posed_as(session, found, view, active=instance == self._workbench.focus.instance)

    # ---- the legend ------------------------------------------------------------------------------------

    def _onion_words(self, before: Beside | None, after: Beside | None) -> str:
        parts = [
            self.tr("{frame} before, dark wedges back").format(frame=before.frame)
            if before is not None
            else self.tr("none before"),
            self.tr("{frame} after, light wedges on").format(frame=after.frame)
            if after is not None
            else self.tr("none after"),
        ]
        return self.tr("Onion skin: keyframe {parts}").format(parts="; ".join(parts))

    def _trail_words(self, trail: Trails | None) -> str:
        if trail is None:
            return self.tr("Trails: choose a keypoint")
        return self.tr("Trails: the last {n} frames, diamonds are keyframes").format(n=trail.length)

    def _ghost_words(self, session: Session, others: tuple[PoseOnCanvas, ...]) -> str:
        ghost, in_hand = self.shown.ghost, self._workbench.focus.layer
        name = session.contents.layer(ghost).name
        reason = other_layers.why_not_see(session, ghost)
        if ghost == in_hand:
            reason = self.tr("{name} is the layer in hand").format(name=name)
        if self._blind:
            reason = self.tr("it would tell whose place is whose")
        if reason:
            return self.tr("Ghost not shown: {reason}").format(reason=reason)
        if not others:
            return self.tr("Ghost of {name}: it has nothing in this frame").format(name=name)
        return self.tr("Ghost of {name}: hollow, red lines to where it differs").format(name=name)
