"""The levels that somebody set for clips, while the program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palpate.media.images.levels import Levels
from palpate.media.medium import Medium

if TYPE_CHECKING:
    from palpate.media.images.deep_frames import DeepFrames

RAW_SUFFIXES = (".cihx", ".cih", ".mraw")


def deep_frames(source: Medium) -> DeepFrames | None:
    """Return a medium as one whose stored values go through levels; None if they do not."""
    from palpate.media.images.deep_frames import DeepFrames  # loads the decoder

    return source if isinstance(source, DeepFrames) else None


class ClipLevels:
    """Levels by the id of their clip; a clip without any is shown through the usual ones."""

    def __init__(self) -> None:
        self._chosen: dict[str, Levels] = {}

    def of(self, clip_id: str) -> Levels | None:
        """Return what was set for a clip, if anything was."""
        return self._chosen.get(clip_id)

    def choose(self, clip_id: str, levels: Levels | None) -> None:
        """Set levels for every medium of the clip that is opened from now on, or take them back."""
        if levels is None:
            self._chosen.pop(clip_id, None)
        else:
            self._chosen[clip_id] = levels

    def put_on(self, source: Medium, clip_id: str) -> None:
        """Show a medium of a clip through its levels."""
        deep = deep_frames(source)
        if deep is not None:
            deep.set_levels(self._chosen.get(clip_id))
