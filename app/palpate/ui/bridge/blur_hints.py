"""What the smear of the point in hand suggests: a line on the canvas, and the smear itself; never applied."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from palpate.model.arrays import Pixels
from palpate.model.change import Change
from palpate.model.picture import Picture, Region
from palpate.model.spot import Spot
from palpate.model.visibility import has_position
from palpate.session.blurred.blur_suggestion import Suggestion, glance, patch_of, suggested
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.session.settings import Settings
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.smear import SmearLine
from palpate.ui.canvas.view import CanvasView
from palpate.ui.widgets.blur_words import allowed_words, px_words, told_beside

_LINE = "blur"
_LUMA = np.array([0.114, 0.587, 0.299])  # of blue, green, red


class BlurHints(QObject):
    """Follows the point in hand: the active one, or the one that was placed last while the next waits.

    Signals
    -------
    shown_changed
        The line was switched on or off.
    found
        (Suggestion or None) what is known of the point in hand.
    advised
        (words) which tier the smear of the active keypoint allows, with its key; empty where none is advised.
    """

    shown_changed = Signal()
    found = Signal(object)
    advised = Signal(str)

    def __init__(
        self, workbench: Workbench, canvas: CanvasView, presenter: Presenter, settings: Settings
    ) -> None:
        super().__init__(workbench)
        self._workbench, self._canvas, self._settings = workbench, canvas, settings
        self._before = Focus()
        self._overruled: Spot | None = None
        self.suggestion: Suggestion | None = None
        workbench.session_changed.connect(self._forget)
        workbench.focus_changed.connect(self._on_focus)
        workbench.focus_followed.connect(self.refresh)
        workbench.changed.connect(self._on_changed)
        presenter.frame_shown.connect(self.refresh)
        settings.changed.connect(self._on_setting)

    @property
    def shown(self) -> dict[str, bool]:
        """Whether the line is on, by the name of its action."""
        return {"show_blur": bool(self._settings.get("blur_line"))}

    def show_blur(self) -> None:
        """Show the smear of the active keypoint, or no more."""
        self._settings.set("blur_line", not self._settings.get("blur_line"))

    def refresh(self, *_: object) -> None:
        """Look anew at the point in hand; that takes about 2 ms, and no frame is fetched for it."""
        session = self._workbench.session
        spot = None if session is None else self._spot(session)
        found = None
        if session is not None and spot is not None:
            found = suggested(session, spot) or self._at_a_glance(session, spot)
        self.suggestion = found
        if spot != self._overruled:
            self._overruled = None
        self.found.emit(found)
        self._canvas.set_line(_LINE, "" if found is None else self._line_words(found))
        self.advised.emit("" if found is None else self._advice(found))
        self._canvas.set_smear(self._line(found) if found is not None and self.shown["show_blur"] else None)

    def _spot(self, session: Session) -> Spot | None:
        focus = session.selection.focus
        if not focus.layer or not focus.instance or self._canvas.frame != focus.frame:
            return None
        placed = has_position(view_to_see(session, focus.layer, focus.instance, focus.frame).visibility)
        spots = [focus]
        if focus.keypoint < 0 or not placed[focus.keypoint]:
            spots.append(self._before)
        for at in spots:
            here = (at.layer, at.instance, at.frame) == (focus.layer, focus.instance, focus.frame)
            if here and 0 <= at.keypoint < len(placed) and placed[at.keypoint]:
                return Spot(focus.layer, focus.instance, focus.frame, at.keypoint)
        return None

    def _at_a_glance(self, session: Session, spot: Spot) -> Suggestion | None:
        """Measure in the picture that is shown; where it is only a preview, nothing is said."""
        picture, region = self._canvas.picture, patch_of(session, spot)
        if picture is None or not picture.exact or region is None:
            return None
        grey = grey_of(picture, region)
        if grey is None:
            return None
        glance(session, spot, region, grey)
        return suggested(session, spot)

    def _line_words(self, found: Suggestion) -> str:
        if found.contradicts:
            return self._words(found)
        return self._overruled_words(found) if found.overruled and self._overruled is not None else ""

    def _overruled_words(self, found: Suggestion) -> str:
        said = self.tr("{keypoint} counts as visible despite {px} of blur: noted until it changes")
        return said.format(keypoint=self._called(found), px=px_words(found.point))

    def _advice(self, found: Suggestion) -> str:
        """Say what is advised of the active keypoint, beside which other things stand too."""
        if not found.contradicts or found.point.keypoint != self._workbench.focus.keypoint:
            return ""
        tier = with_keys(allowed_words(found.point), "take_blur")
        return self.tr("by its blur {tier}").format(tier=tier)

    def _called(self, found: Suggestion) -> str:
        session = self._workbench.session
        assert session is not None
        return session.contents.skeleton_of(found.point.instance).keypoints[found.point.keypoint].called

    def _words(self, found: Suggestion) -> str:
        point = found.point
        take = with_keys(allowed_words(point), "take_blur")
        leave = with_keys(self.tr("visible all the same"), "keep_visible")
        return "  ·  ".join((told_beside(point, self._called(found)), take, leave))

    def _line(self, found: Suggestion) -> SmearLine | None:
        x, y = found.direction.tolist()
        if not np.isfinite((x, y, *found.point.position)).all():
            return None
        return SmearLine(found.point.position, (x, y), found.point.extent, found.contradicts)

    def _on_changed(self, change: Change) -> None:
        before = self.suggestion
        self.refresh()
        now, session = self.suggestion, self._workbench.session
        if session is None or now is None or not (change.notes and now.overruled):
            return
        spot = self._spot(session)
        if before is None or not before.overruled or before.point.keypoint != now.point.keypoint:
            self._overruled = spot
            self._canvas.set_line(_LINE, self._line_words(now))

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if now.keypoint != before.keypoint:
            self._before = before

    def _on_setting(self, name: str) -> None:
        if name in ("blur_line", "annotator"):
            self.refresh()
            self.shown_changed.emit()

    def _forget(self) -> None:
        self._before, self._overruled = Focus(), None
        self.refresh()


def grey_of(picture: Picture, region: Region) -> Pixels | None:
    """Return ``(h, w)`` uint8 luma of a region that is at hand as stored; None if it is not."""
    for part in picture.parts:
        left, top = region.left - part.left, region.top - part.top
        height, width = part.pixels.shape[:2]
        inside = left >= 0 and top >= 0 and left + region.width <= width and top + region.height <= height
        if part.scale == 1.0 and inside:
            cut = part.pixels[top : top + region.height, left : left + region.width, :3]
            return np.asarray(cut @ _LUMA + 0.5).astype(np.uint8)
    return None
