"""Two clips that show the same event: which of their frames are the same moment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Sync:
    """A moment that two clips have in common.

    Kept as the pair of frames that somebody saw, not as seconds: when it is learnt later how fast a camera
    recorded, the pair still holds.

    Attributes
    ----------
    clip, other
        Ids of the clips.
    frame, other_frame
        The frame of each that shows the moment.
    event
        Name of the event that was marked there in both; empty if somebody said so of the two frames.
    author, time
        Who said it and when (ISO 8601, UTC); empty before it is in a project, and no part of what it is.
    """

    clip: str
    other: str
    frame: int
    other_frame: int
    event: str = ""
    author: str = field(default="", compare=False)
    time: str = field(default="", compare=False)

    @property
    def ordered(self) -> Sync:
        """The same, told in the order of ids: a pair of clips is one pair whoever asks."""
        return self if self.clip <= self.other else self.turned

    @property
    def turned(self) -> Sync:
        """The same, told from the other clip."""
        return replace(self, clip=self.other, other=self.clip, frame=self.other_frame, other_frame=self.frame)

    def of(self, clip: str) -> bool:
        """Whether a clip is one of the two."""
        return clip in (self.clip, self.other)

    def seen_from(self, clip: str) -> Sync:
        """Return it told from a clip, one of the two."""
        return self if self.clip == clip else self.turned
