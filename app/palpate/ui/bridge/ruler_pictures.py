"""What the ruler shows of a clip beside labels: cuts, repeated frames, and a picture while hovering."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer

from palpate.model.change import Change
from palpate.model.clip import Clip
from palpate.session.frames.scenes import seen_cuts
from palpate.session.frames.thumbnails import ClipThumbnails
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.timeline.preview import Deliver
from palpate.ui.timeline.timeline import Timeline

_LOOK_EVERY_MS = 700
_LONG_SIDE = 320


class RulerPictures(QObject):
    """Follows the clip in focus; thumbnails are made from the first hover on."""

    def __init__(self, workbench: Workbench, presenter: Presenter, timeline: Timeline) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._presenter = presenter
        self._timeline = timeline
        self._clip: Clip | None = None
        self._thumbnails: ClipThumbnails | None = None
        self._seen = -1
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._on_time)
        workbench.session_changed.connect(self._follow)
        workbench.focus_changed.connect(self._on_focus)
        workbench.changed.connect(self._on_changed)

    def close(self) -> None:
        """Let go of the medium."""
        self._timer.stop()
        self._timeline.set_thumbnails(None)
        if self._thumbnails is not None:
            self._thumbnails.close()
            self._thumbnails = None
        self._clip = None

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if now.clip != before.clip:
            self._follow()

    def _follow(self) -> None:
        self.close()
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip:
            return
        self._clip = session.contents.clip(focus.clip)
        self._seen = -1
        self._thumbnails = ClipThumbnails(session, self._clip, long_side=_LONG_SIDE)
        self._timeline.set_thumbnails(self._ask)
        self._timer.start()
        self._on_time()

    def _ask(self, frame: int, deliver: Deliver) -> None:
        """Give what is in memory of a frame, else the picture of a keyframe near it."""
        reel = self._presenter.reel
        picture = reel.at_hand(frame) if reel is not None else None
        part = picture.all_of_it if picture is not None else None
        if part is not None:
            step = max(part.pixels.shape[1] // _LONG_SIDE, 1)
            deliver(np.ascontiguousarray(part.pixels[::step, ::step]), frame)
        elif self._thumbnails is not None:
            self._thumbnails.ask(frame, deliver)

    def _on_time(self) -> None:
        session, clip = self._workbench.session, self._clip
        if session is None or clip is None:
            return
        marks = session.media.marks.of(clip)
        if marks.version != self._seen:
            self._seen = marks.version
            self._show_found(session, clip)

    def _show_found(self, session: Session, clip: Clip) -> None:
        cuts = np.array(seen_cuts(session, clip), dtype=np.int64)
        self._timeline.set_found(cuts, session.media.marks.of(clip).duplicates())

    def _on_changed(self, change: Change) -> None:
        if (change.clips or change.spans) and self._workbench.session is not None and self._clip is not None:
            self._show_found(self._workbench.session, self._clip)
