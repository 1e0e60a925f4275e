"""How frames come to the canvas, in figures on it: for judging a machine, a file, or the program."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from palpate.session.frames.reel import Reel
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.canvas.view import CanvasView

_EVERY_MS = 250
_MB = 1e6


class FrameFigures(QObject):
    """Shows what the cache holds and the worker does, as long as it is switched on."""

    def __init__(self, presenter: Presenter, canvas: CanvasView) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._canvas = canvas
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_time)

    def toggle(self) -> None:
        """Show them, or take them away."""
        if self._timer.isActive():
            self._timer.stop()
            self._canvas.set_figures("")
        else:
            self._timer.start()
            self._on_time()

    def _on_time(self) -> None:
        reel = self._presenter.reel
        self._canvas.set_figures(self._words(reel) if reel is not None else "")

    def _words(self, reel: Reel) -> str:
        figures = reel.figures
        cache = figures.cache
        asked = cache.hits + cache.misses
        running = {"ahead": self.tr("decoding ahead"), "behind": self.tr("decoding behind")}
        return "\n".join(
            (
                self.tr("at hand {share:.0%} of {n} frames asked for").format(
                    share=cache.hits / asked if asked else 0.0, n=asked
                ),
                self.tr("view frames {n}, {size:.0f} MB").format(
                    n=cache.view_frames, size=cache.view_bytes / _MB
                ),
                self.tr("whole frames {n}, {size:.0f} MB").format(
                    n=cache.full_frames, size=cache.full_bytes / _MB
                ),
                self.tr("limit {size:.0f} MB").format(size=cache.limit_bytes / _MB),
                self.tr("{n} decoded, {ms:.0f} ms each").format(n=figures.decoded, ms=figures.decode_ms),
                running.get(figures.running, self.tr("at rest")),
            )
        )
