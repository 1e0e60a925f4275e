"""What the context strip shows: crops around the active keypoint, fetched while nobody waits for a frame."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QPointF, Signal

from palpate.base.errors import PalpateError
from palpate.model.origin import DERIVED, Origin
from palpate.model.picture import Part, Picture, Region, Sight
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.placing.around_keypoint import Around, around_keypoint
from palpate.session.session import Session
from palpate.ui.bridge.player import Player
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.context_strip import ContextStrip, Tile
from palpate.ui.canvas.view import CanvasView
from palpate.ui.theme.tokens import instance_colour

_WHO = "context strip"
_MOST_ZOOM = 4


class ContextFrames(QObject):
    """Keeps the strip true to the focus while it is switched on; it is away while frames are played."""

    _came = Signal(int, int, object)

    def __init__(
        self, workbench: Workbench, presenter: Presenter, player: Player, canvas: CanvasView
    ) -> None:
        super().__init__(canvas)
        self._workbench, self._presenter = workbench, presenter
        self._player, self._canvas = player, canvas
        self.strip = ContextStrip(canvas)
        self._on = False
        self._turn = 0
        self._wished: dict[int, Region] = {}
        self._parts: dict[int, Part | str] = {}
        self._came.connect(self._on_came)
        presenter.frame_shown.connect(self.refresh)
        player.playing_changed.connect(self.refresh)
        canvas.zoom_changed.connect(self.refresh)
        canvas.lens_changed.connect(self.refresh)
        canvas.sight_changed.connect(self._make_way)
        self.strip.foot_changed.connect(canvas.keep_foot)
        self.strip.foot_changed.connect(self.refresh)
        workbench.focus_changed.connect(self.refresh)
        workbench.changed.connect(self.refresh)
        workbench.session_changed.connect(self.refresh)

    def switch(self, on: bool) -> None:
        """Show the strip, or not."""
        self._on = on
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Show what is at hand, and wish for the rest."""
        around = self._around()
        if around is None:
            self._forget()
            self.strip.show_tiles(())
            return
        self._wish(around)
        self._show(around)
        self._make_way()

    def _make_way(self) -> None:
        """Let the strip stand where the active keypoint is not."""
        at = self._canvas.scene.active_position
        spot = self._canvas.view.to_widget(*at.tolist()) if at is not None else None
        self.strip.keep_off(QPointF(*spot) if spot is not None else None)

    def _around(self) -> Around | None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not self._on or self._player.playing or self._presenter.reel is None:
            return None
        if not (focus.layer and focus.instance) or focus.keypoint < 0:
            return None
        return around_keypoint(live_to_see(session, focus.layer, focus.instance), focus.frame, focus.keypoint)

    def _forget(self) -> None:
        if self._wished and self._presenter.reel is not None:
            self._presenter.reel.crop(_WHO, {}, partial(self._came.emit, self._turn))
        self._wished, self._parts = {}, {}

    # ---- the pictures ----------------------------------------------------------------------------------

    @property
    def _zoom(self) -> int:
        """Device px per image px: whole, half as close as the canvas, and not less than pixel for pixel."""
        ratio = math.ceil(self._canvas.view.ratio)
        return ratio * min(max(round(self._canvas.view.scale / 2.0), 1), _MOST_ZOOM)

    def _wish(self, around: Around) -> None:
        """Ask for the regions that are not here; those of frames and places left behind are forgotten."""
        session, reel = self._workbench.session, self._presenter.reel
        assert session is not None
        assert reel is not None
        clip = session.contents.clip(self._workbench.focus.clip)
        if reel.clip.id != clip.id:  # the reel follows the focus
            return
        wished = {frame: self._region(spot, clip.size_of(frame)) for frame, spot in self._to_show(around)}
        if wished == self._wished:
            return
        stay = {frame for frame, region in wished.items() if self._wished.get(frame) == region}
        self._parts = {frame: part for frame, part in self._parts.items() if frame in stay}
        self._wished, self._turn = wished, self._turn + 1
        here = self._workbench.focus.frame
        lacking = sorted(wished.keys() - self._parts.keys(), key=lambda frame: abs(frame - here))
        reel.crop(_WHO, {frame: wished[frame] for frame in lacking}, partial(self._came.emit, self._turn))

    def _to_show(self, around: Around) -> list[tuple[int, tuple[float, float]]]:
        known = around.exists & np.isfinite(around.positions).all(axis=1)
        spots = around.positions[known].tolist()
        return [(frame, (x, y)) for frame, (x, y) in zip(around.frames[known].tolist(), spots, strict=True)]

    def _region(self, spot: tuple[float, float], size: tuple[int, int]) -> Region:
        half = math.ceil(self.strip.side * self._canvas.view.ratio / self._zoom / 2.0) + 1
        left, top = (math.floor(part) - half for part in spot)
        region = Region(left, top, 2 * half + 1, 2 * half + 1).grown((0, 0), size)
        return region if region.width and region.height else Region(0, 0, 0, 0)

    def _on_came(self, turn: int, frame: int, result: object) -> None:
        if turn != self._turn or frame not in self._wished:
            return  # of a wish that was left
        if isinstance(result, PalpateError):
            self._parts[frame] = str(result)
        elif isinstance(result, Part):
            self._parts[frame] = result
        around = self._around()
        if around is not None:
            self._show(around)

    # ---- the tiles -------------------------------------------------------------------------------------

    def _show(self, around: Around) -> None:
        session = self._workbench.session
        assert session is not None
        self.strip.show_tiles(tuple(self._tile(session, around, n) for n in range(len(around.frames))))

    def _tile(self, session: Session, around: Around, n: int) -> Tile:
        focus, frame = self._workbench.focus, int(around.frames[n])
        away = frame - focus.frame
        title = self.tr("here") if away == 0 else f"{away:+d}".replace("-", "−")
        if not around.exists[n]:
            words = self.tr("no frame")
            sentence = self.tr("The clip begins later") if frame < 0 else self.tr("The clip ends before")
            return Tile(-1, title, words, sentence)
        words, origin = self._words(around, n), Origin(int(around.origin[n]))
        sentence = self.tr("Frame {frame}: {words}").format(frame=frame, words=words)
        colour = instance_colour(session.contents.instance(focus.instance).number)
        part = self._part(frame)
        if isinstance(part, str):
            return Tile(frame, title, self.tr("not readable"), f"{sentence} ({part})", here=away == 0)
        zoom = float(self._zoom)
        return Tile(
            frame,
            title,
            words,
            sentence,
            part,
            centre=(float(around.positions[n, 0]), float(around.positions[n, 1])),
            zoom=(zoom * self._canvas.view.aspect, zoom),
            ringed=colour if origin is not Origin.NONE and part is not None else "",
            here=away == 0,
            lens=self._canvas.lens,
            picture=self._picture(session, frame, part),
        )

    def _picture(self, session: Session, frame: int, part: Part | None) -> Picture | None:
        """Return what is at hand of a frame, its crop at least."""
        reel = self._presenter.reel
        known = reel.at_hand(frame) if reel is not None else None
        if known is not None or part is None:
            return known
        size = session.contents.clip(self._workbench.focus.clip).size_of(frame)
        return Picture(frame, size, (part,))

    def _part(self, frame: int) -> Part | str | None:
        """Return a frame's crop, or what is at hand of it meanwhile, or why there is none."""
        part = self._parts.get(frame)
        region, reel = self._wished.get(frame), self._presenter.reel
        if part is not None or region is None or not region.width or reel is None:
            return part
        picture = reel.at_hand(frame)
        return picture.part_for(Sight(region, 0.05)) if picture is not None else None

    def _words(self, around: Around, n: int) -> str:
        origin = Origin(int(around.origin[n]))
        if not np.isfinite(around.positions[n]).all():
            return self.tr("nowhere yet")
        if self._part(int(around.frames[n])) is None:
            return self.tr("on its way")
        if origin is Origin.NONE:
            return self.tr("expected")
        return self.tr("filled in") if origin in DERIVED else self.tr("placed")
