"""Which stored values of a clip's deep images are shown black and white."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from palpate.base.progress import Progress
from palpate.media.images.levels import Histogram as Histogram
from palpate.media.images.levels import Levels as Levels
from palpate.media.medium import Medium
from palpate.model.clip import Clip
from palpate.session.frames.clip_levels import RAW_SUFFIXES as RAW_SUFFIXES
from palpate.session.frames.clip_levels import deep_frames
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class LevelsView:
    """What is needed to choose levels by eye.

    Attributes
    ----------
    now, usual, proposed
        The levels in force, those in force if nobody sets any, and those of the best contrast.
    depth
        Bits per stored value.
    """

    histogram: Histogram
    now: Levels
    usual: Levels
    proposed: Levels
    depth: int


def view_of(source: Medium, now: Levels | None = None) -> LevelsView | None:
    """Look at the values of a medium, three frames of it; None if levels have no effect on it.

    Parameters
    ----------
    now
        The levels that somebody set, if any.
    """
    deep = deep_frames(source)
    if deep is None or not deep.is_deep:
        return None
    deep.set_levels(None)
    histogram, usual, proposed = deep.histogram(), deep.levels(), deep.proposed_levels()
    if histogram is None or usual is None or proposed is None:
        return None
    return LevelsView(histogram, now or usual, usual, proposed, deep.depth)


def looked_at(session: Session, clip: Clip, now: Levels | None, progress: Progress) -> LevelsView | None:
    """Return the view of a clip's medium opened for it; work for a job.

    Raises
    ------
    FileUnreadable, MediaUnreadable, Cancelled
    """
    progress.step(0, 1, clip.name)
    with closing(session.media.open_own(clip)) as source:
        return view_of(source, now)


def levels_words(levels: Levels) -> str:
    """Return levels in a few signs."""
    bent = f", γ {levels.gamma:.2g}" if levels.gamma != 1 else ""
    return f"{levels.low:g} – {levels.high:g}{bent}"
