"""Changing what is known of a clip: its name, the rate of its camera, its attributes."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace

from palpate.base.errors import EditRefused, UsageError
from palpate.model.change import Change
from palpate.model.clip import Clip, ClipKind
from palpate.session.edits.contents import PutClips
from palpate.session.session import Session

USUAL_ATTRIBUTES = ("subject", "action", "view", "lighting", "shutter", "arm")
USUAL_RATES = (50.0, 60.0, 100.0, 120.0, 200.0, 240.0, 300.0, 480.0, 500.0, 960.0, 1000.0)

_HIGHEST_RATE = 1e7  # no camera's, but a number that was mistyped


def set_capture_rate(session: Session, clips: Collection[str], fps: float | None) -> Change:
    """Note how many frames per second the camera recorded, as one edit.

    Parameters
    ----------
    clips
        Ids of videos.
    fps
        None if the files play as fast as the camera recorded.

    Raises
    ------
    EditRefused
        If it is no rate.
    """
    chosen = [clip for clip in session.contents.clips if clip.id in clips]
    known = [_at_rate(clip, clip.fps if fps is None else fps) for clip in chosen]
    noun = chosen[0].name if len(chosen) == 1 else f"{len(chosen)} clips"
    return session.do(PutClips(f"Set the capture rate of {noun}", tuple(known)))


def describe_clip(
    session: Session,
    clip_id: str,
    *,
    name: str,
    capture_fps: float | None,
    attributes: Mapping[str, str],
) -> Change | None:
    """Note what a person says of a clip, as one edit; None if nothing is new.

    Parameters
    ----------
    capture_fps
        None leaves the rate as it is, known or not.
    attributes
        All of them; empty ones are taken away.

    Raises
    ------
    EditRefused
        If the name is empty or another clip's, or the rate is none.
    """
    clip = session.contents.clip(clip_id)
    kept = {key.strip(): value.strip() for key, value in attributes.items() if value.strip()}
    if not all(kept):
        raise EditRefused("an attribute needs a name")
    described = replace(clip, name=name.strip(), attributes=kept)
    if capture_fps is not None:
        described = _at_rate(described, capture_fps)
    if described == clip:
        return None
    return session.do(PutClips(f"Describe {described.name}", (described,)))


def rate_in(text: str) -> float:
    """Read a rate as people type it, with a decimal point or comma.

    Raises
    ------
    UsageError
    """
    try:
        rate = float(text.strip().replace(",", "."))
    except ValueError:
        rate = math.nan
    if not 0 < rate <= _HIGHEST_RATE:
        raise UsageError("the capture rate must be a number above 0")
    return rate


def rates_offered(fps: float) -> tuple[float, ...]:
    """Return the capture rates worth offering for a file of this rate: those above it, and itself."""
    return (fps, *(rate for rate in USUAL_RATES if rate > fps * 1.05))


def likely_rate(fps: float) -> float:
    """Return the rate to offer first: slow motion is mostly played at 24 to 60 and recorded at 120 up."""
    return fps if fps >= 100 else 120.0


def capture_unknown(clip: Clip) -> bool:
    """Tell whether nobody said yet how fast the camera of a video recorded."""
    return clip.kind is ClipKind.VIDEO and not clip.capture_known and clip.fps > 0


def _at_rate(clip: Clip, fps: float) -> Clip:
    if not 0 < fps <= _HIGHEST_RATE:
        raise EditRefused("the capture rate must be a number above 0")
    return replace(clip, capture_fps=fps, capture_known=True)
