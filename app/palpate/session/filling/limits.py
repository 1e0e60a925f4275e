"""From how many px on a derived position wants a look: as the skeleton says, or what somebody chose.

What is chosen holds for the project and is kept with it: px for all keypoints alike, or a share of what each
may be off by its skeleton.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.arrays import Floats
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.session.edits.contents import PutSetting
from palpate.session.judging.body_scale import scale_of

if TYPE_CHECKING:
    from palpate.session.contents import Contents
    from palpate.session.session import Session
    from palpate.session.tracks import LiveTrack

SETTING = "drift_limit"
LEAST_PX, MOST_PX = 0.5, 200.0
LEAST_SHARE, MOST_SHARE = 0.1, 10.0
_GROWN = 0.02  # of a limit; a smaller step is not worth judging a whole clip anew
_TEXT = re.compile(r"(\d+(?:\.\d+)?) (px|%)")


@dataclass(frozen=True, slots=True)
class Limit:
    """What is allowed: px, or a share of the tolerance (1 is all of it); both None as the skeleton says."""

    px: float | None = None
    share: float | None = None

    @property
    def text(self) -> str:
        """How it is kept: ``4 px``, ``150 %``; empty as the skeleton says."""
        if self.px is not None:
            return f"{self.px:g} px"
        return "" if self.share is None else f"{self.share * 100:g} %"


def limit_of(text: str) -> Limit:
    """Return the limit that a text means; as the skeleton says for one that means none."""
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        return Limit()
    value = float(found[1])
    limit = Limit(px=value) if found[2] == "px" else Limit(share=value / 100.0)
    return Limit() if why_not(limit) else limit


def why_not(limit: Limit) -> str:
    """Return why a limit cannot be meant; empty if it can."""
    if limit.px is not None and not LEAST_PX <= limit.px <= MOST_PX:
        return f"a limit is from {LEAST_PX:g} to {MOST_PX:g} px"
    if limit.share is not None and not LEAST_SHARE <= limit.share <= MOST_SHARE:
        return f"a limit is from {LEAST_SHARE:.0%} to {MOST_SHARE:.0%} of the tolerance"
    return ""


def chosen_limit(session: Session) -> Limit:
    """Return what was chosen for the project."""
    return limit_of(session.contents.settings.get(SETTING, ""))


def choose_limit(session: Session, limit: Limit, origin: object = None) -> None:
    """Choose a limit for the whole project.

    Raises
    ------
    UsageError
        If it is out of bounds.
    """
    reason = why_not(limit)
    if reason:
        raise UsageError(reason)
    if limit != chosen_limit(session):
        session.do(PutSetting(SETTING, limit.text), origin)


def put_in_force(contents: Contents, live: LiveTrack) -> bool:
    """Let a track be judged by what was chosen for the project; tells whether that is something else."""
    before = live.limits
    live.set_limits(limits_px(limit_of(contents.settings.get(SETTING, "")), live.skeleton, live.track))
    return live.limits is not before


def follow_size(contents: Contents, live: LiveTrack) -> bool:
    """Let shares of the tolerance follow the size that a track has now; tells whether it is another one.

    That takes less than a millisecond however long the clip is.
    """
    limit = limit_of(contents.settings.get(SETTING, ""))
    if limit.share is None:
        return False
    limits = limits_px(limit, live.skeleton, live.track)
    if np.allclose(limits, live.limits, rtol=_GROWN, atol=0.0):
        return False
    live.set_limits(limits)
    return True


def limits_of(session: Session, layer: str, instance: str) -> Floats:
    """Return ``(K,)`` px from which on a derived position of an instance wants a look."""
    return session.live(layer, instance).limits


def limits_px(limit: Limit, skeleton: Skeleton, track: Track) -> Floats:
    """Return ``(K,)`` px of a limit.

    Parameters
    ----------
    track
        Tells how large the instance is, for shares; where nothing does, it is as the skeleton says.
    """
    whole = skeleton.drift_limits_px if limit.px is None else np.full(len(skeleton), limit.px)
    if limit.share is None:
        return whole
    allowed = skeleton.tolerances_px(scale_of(skeleton, track)) * limit.share
    known = np.isfinite(allowed) & (allowed > 0)  # a keypoint without a tolerance has 0
    return np.where(known, np.clip(allowed, LEAST_PX, MOST_PX), whole)
