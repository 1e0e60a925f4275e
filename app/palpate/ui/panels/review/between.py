"""How much lies between keyframes in a clip, and how much of it tracking has looked at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from palpate.session.review.drift_review import DriftPoint
from palpate.session.review.looked_at import tally_so_far
from palpate.session.review.tally import Tally
from palpate.session.selection import Focus
from palpate.session.session import Session

_BLOCKS_AT_ONCE = 8  # some tens of milliseconds where every keypoint has many keyframes


@dataclass(frozen=True, slots=True)
class Between:
    """Spans of the clip and layer in hand, and those that nothing valid is known of."""

    spans: int = 0
    untracked: int = 0

    @staticmethod
    def of(counted: Tally) -> Between:
        """Take them from the tally of the clip."""
        return Between(counted.spans, counted.untracked)


def tally_of(session: Session | None, focus: Focus) -> Tally | None:
    """Count what is between keyframes in the clip and what was looked at; None if it takes another call."""
    if session is None or not focus.layer or not focus.clip:
        return Tally()
    return tally_so_far(session, focus.layer, focus.clip, most=_BLOCKS_AT_ONCE)


def titles_of(session: Session | None, points: list[DriftPoint]) -> dict[tuple[str, str], str]:
    """Return what people read for each (instance, keypoint name)."""
    if session is None:
        return {}
    titles = {}
    for instance in {point.instance for point in points}:
        for keypoint in session.contents.skeleton_of(instance).keypoints:
            titles[instance, keypoint.name] = keypoint.called
    return titles


def covered_words(counted: Tally) -> str:
    """Say how much of the clip somebody has looked at; empty where there is nothing to look at."""
    if not counted.total:
        return ""
    if not counted.unseen:
        return QCoreApplication.translate("Review", "Everything was looked at.")
    keyframes = counted.keyframes - counted.unseen_keyframes
    spans = counted.spans - counted.unseen_spans
    said = QCoreApplication.translate("Review", "Looked at {keyframes} keyframes, {spans} spans")
    return said.format(keyframes=f"{keyframes} of {counted.keyframes}", spans=f"{spans} of {counted.spans}")
