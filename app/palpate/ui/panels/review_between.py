"""How much lies between keyframes in a clip, and how much of it tracking has looked at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from palpate.session.drift_review import DriftPoint
from palpate.session.looked_at import coverage
from palpate.session.selection import Focus
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Between:
    """Spans of the clip and layer in hand, and those that nothing valid is known of."""

    spans: int = 0
    untracked: int = 0

    @staticmethod
    def of(session: Session | None, focus: Focus) -> Between:
        """Count them over all instances of the clip."""
        if session is None or not focus.layer or not focus.clip:
            return Between()
        here = {found.id for found in session.contents.instances_of(focus.clip)}
        labelled = [found for found in session.project.labelled_instances(focus.layer) if found in here]
        lives = [session.live(focus.layer, found) for found in labelled]
        return Between(
            sum(len(live.spans()) for live in lives), sum(len(live.spans_to_track()) for live in lives)
        )


def titles_of(session: Session | None, points: list[DriftPoint]) -> dict[tuple[str, str], str]:
    """Return what people read for each (instance, keypoint name)."""
    if session is None:
        return {}
    titles = {}
    for instance in {point.instance for point in points}:
        for keypoint in session.contents.skeleton_of(instance).keypoints:
            titles[instance, keypoint.name] = keypoint.called
    return titles


def covered_words(session: Session | None, focus: Focus) -> str:
    """Say how much of the clip somebody has looked at; empty where there is nothing to look at."""
    if session is None or not focus.layer or not focus.clip:
        return ""
    found = coverage(session, focus.layer, focus.clip)
    total = sum(len(one.keyframes_seen) + len(one.spans_seen) for one in found)
    if not total:
        return ""
    keyframes, spans = (
        sum(getattr(one, f"n_unseen_{what}") for one in found) for what in ("keyframes", "spans")
    )
    if not keyframes + spans:
        return QCoreApplication.translate("Review", "Every keyframe and every span was looked at.")
    said = QCoreApplication.translate(
        "Review",
        "Looked at {share:.0%}; {keyframes} keyframes and {spans} spans not yet (closely, from 100 %).",
    )
    return said.format(share=1.0 - (keyframes + spans) / total, keyframes=keyframes, spans=spans)
