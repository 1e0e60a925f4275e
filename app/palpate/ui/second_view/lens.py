"""How the clip of the second view is shown: enhanced as its annotators left it, whatever the first one is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from palpate.session.frames.enhancing import Enhancement, Lens
from palpate.ui.second_view.canvas import SecondCanvas
from palpate.ui.second_view.follower import SecondFollower

LookOf = Callable[[str], Enhancement]
"""Tells what is done to frames of a clip, by its id."""


class SecondLens(QObject):
    """Puts a lens before the picture of the second view."""

    def __init__(self, follower: SecondFollower, canvas: SecondCanvas, look_of: LookOf) -> None:
        super().__init__(canvas)
        self._follower, self._canvas, self._look_of = follower, canvas, look_of
        follower.opened.connect(self.put)
        self.put()

    def put(self) -> None:
        """Show the clip as it is wanted to be shown now."""
        reel = self._follower.reel
        enhancement = self._look_of(self._follower.clip) if reel is not None else Enhancement()
        if reel is not None:
            reel.tones.gathering = enhancement.is_local
        if reel is None or enhancement.neutral:
            self._canvas.set_lens(None)
            return
        lens, picture = self._canvas.lens, self._canvas.picture
        if lens is not None and lens.tones is reel.tones and lens.enhancement == enhancement:
            return
        self._canvas.set_lens(Lens(reel.tones, enhancement))
        if enhancement.is_local and picture is not None and not reel.tones.knows(picture):
            self._follower.reopen()  # what decides on the contrast lies outside of what is at hand
