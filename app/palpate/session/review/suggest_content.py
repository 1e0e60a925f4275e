"""Suggestions in the shape of the command line's contract."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np

from palpate.base.errors import MediaError, UsageError
from palpate.base.progress import Progress
from palpate.session.filling.between import instances_of, track_all
from palpate.session.review.suggesting import NextKeyframe, next_keyframes, outside_note, why_none
from palpate.session.review.worth_labelling import WorthFrame, least_sure, most_smeared, varied
from palpate.session.session import Session

Content = list[dict[str, Any]]
Ask = Callable[[Session, str, str, int, Progress], tuple[Content, list[str]]]


class By(StrEnum):
    """Why a frame is worth labelling."""

    DRIFT = "drift"
    CONFIDENCE = "confidence"
    DIVERSITY = "diversity"
    BLUR = "blur"


def suggest_content(
    session: Session, layer: str, clip: str, *, by: By, n: int, progress: Progress
) -> dict[str, Any]:
    """Return the frames worth labelling next, best first, each with its reason.

    Parameters
    ----------
    clip
        Name or id; all clips if empty.

    Raises
    ------
    UsageError
        If there is no such clip, or nothing to go by.
    """
    if n < 1:
        raise UsageError("-n takes a whole number from 1 on")
    found, notes = _ASK[by](session, layer, clip, n, progress)
    return {"by": by.value, "suggestions": found, "notes": notes}


def _by_drift(
    session: Session, layer: str, clip: str, n: int, _progress: Progress
) -> tuple[Content, list[str]]:
    instances = _labelled(session, layer, clip)
    notes = _tracked(session, layer, clip)
    found = next_keyframes(session, layer, instances, n=n)
    for instance in instances:
        said = why_none(session, layer, instance) or outside_note(session, layer, instance)
        notes += [said] if said else []
    return [_keyframe(session, one) for one in found], notes


def _by_confidence(
    session: Session, layer: str, clip: str, n: int, _progress: Progress
) -> tuple[Content, list[str]]:
    found = least_sure(session, layer, _labelled(session, layer, clip), n=n)
    return [_frame(session, one) for one in found], []


def _by_blur(
    session: Session, layer: str, clip: str, n: int, _progress: Progress
) -> tuple[Content, list[str]]:
    found, notes = most_smeared(session, layer, _labelled(session, layer, clip), n=n)
    if not found:
        notes.append("no placed point is smeared beyond what may be visible")
    return [_frame(session, one) for one in found], notes


def _by_diversity(
    session: Session, layer: str, clip: str, n: int, progress: Progress
) -> tuple[Content, list[str]]:
    clips = [session.contents.clip_named(clip)] if clip else list(session.contents.clips)
    if not clips:
        raise UsageError("there is no clip in this project; add a video or images first")
    found: list[WorthFrame] = []
    notes: list[str] = []
    failed: list[MediaError] = []
    for one in clips:
        try:
            here, said = varied(
                session, layer, one, instances_of(session, layer, one.id), n=n, progress=progress
            )
        except MediaError as error:
            failed.append(error)
            notes += error.lines()
            continue
        found, notes = found + here, notes + said
    if len(failed) == len(clips):
        raise failed[0]
    if not found and not notes:
        notes.append("nothing is unlike what is labelled already")
    return [_frame(session, one) for one in _in_turn(found, n)], notes


def _in_turn(found: list[WorthFrame], n: int) -> list[WorthFrame]:
    """Return the first of every clip and instance, then the second of each, and so on: units differ."""
    turn: dict[tuple[str, str], int] = {}
    order = []
    for place, one in enumerate(found):
        key = (one.clip, one.instance)
        turn[key] = turn.get(key, -1) + 1
        order.append((turn[key], place))
    return [found[place] for _, place in sorted(order)][:n]


def _labelled(session: Session, layer: str, clip: str) -> list[str]:
    found = instances_of(session, layer, clip)
    if not found:
        where = f" of {session.contents.clip_named(clip).name}" if clip else ""
        raise UsageError(f"nothing{where} is labelled in this layer yet; --by diversity needs no labels")
    return found


def _tracked(session: Session, layer: str, clip: str) -> list[str]:
    """Track what expected errors come from, and tell what could not be."""
    if session.project.read_only:
        return []
    try:
        track_all(session, layer, clip)
    except MediaError as error:
        supposed = "not tracked: errors are supposed from keyframes alone"
        return [f"{supposed}: {line}" for line in error.lines()]
    return []


def _keyframe(session: Session, found: NextKeyframe) -> dict[str, Any]:
    one, names = found.suggestion, session.contents.skeleton_of(found.instance).names
    reason = f"lowers the expected error by {one.gain:.0f} px·frames"
    if found.is_supposed:
        reason += ", supposed from keyframes alone"
    return {
        "clip": session.contents.clip(found.clip).name,
        "instance": found.instance_name,
        "frame": one.frame,
        "keypoints": [names[k] for k in one.keypoints],
        "reason": reason,
        "gain_px_frames": round(one.gain, 3),
        "gains_px_frames": [round(gain, 3) for gain in one.gains],
        "expected_px": [round(expected, 3) for expected in one.expected],
        "supposed": list(one.supposed),
    }


def _frame(session: Session, found: WorthFrame) -> dict[str, Any]:
    return {
        "clip": session.contents.clip(found.clip).name,
        "instance": found.instance_name,
        "frame": found.frame,
        "keypoints": list(found.keypoints),
        "reason": found.reason,
        "value": round(found.value, 4) if np.isfinite(found.value) else None,
    }


_ASK: dict[By, Ask] = {
    By.DRIFT: _by_drift,
    By.CONFIDENCE: _by_confidence,
    By.DIVERSITY: _by_diversity,
    By.BLUR: _by_blur,
}
