"""How long the shutter was open: as somebody said of a clip, else as its pictures tell."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from palpate.assist.blur import Smear, exposure_of
from palpate.model.clip import Clip, ClipKind
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.session import Session

_UNITS = {"": 1.0, "s": 1.0, "sec": 1.0, "ms": 1e-3, "µs": 1e-6, "μs": 1e-6, "us": 1e-6}
_TIME = re.compile(r"(?:(\d+)\s*/\s*)?(\d+(?:[.,]\d+)?)\s*([a-zµμ]*)\.?", re.IGNORECASE)
_ANGLE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:°|deg(?:rees?)?)", re.IGNORECASE)


class Known(StrEnum):
    """What the extent of a smear is known by."""

    SHUTTER = "shutter"
    PICTURE = "picture"  # the exposure was told by smears along their motion
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Exposure:
    """Of a clip.

    Attributes
    ----------
    share
        Of the frame interval that the shutter is open; None where nothing tells it.
    note
        What is wrong or uncertain about it, for people; may be empty.
    """

    share: float | None
    known: Known
    note: str = ""


def exposure_in(session: Session, layer: str, clip_id: str) -> Exposure:
    """Return the exposure of a clip: of its shutter, else as estimated from what was measured in a layer."""
    clip = session.contents.clip(clip_id)
    if not has_motion(clip):
        return Exposure(None, Known.NOTHING, "single images show no motion: nothing tells what a smear is of")
    stated, note = stated_exposure(clip)
    if stated is not None:
        return Exposure(stated, Known.SHUTTER, note)
    found = _estimated(session, layer, clip_id)
    if found is not None:
        return Exposure(found, Known.PICTURE, note)
    why = "no shutter is noted for the clip, and too few fast points are smeared clearly enough to tell it"
    return Exposure(None, Known.NOTHING, note or why)


def has_motion(clip: Clip) -> bool:
    """Tell whether the frames of a clip follow each other in time."""
    return clip.kind is ClipKind.VIDEO or bool(clip.fps or clip.capture_fps)


def stated_exposure(clip: Clip) -> tuple[float | None, str]:
    """Return the share of the frame interval by the clip's attribute *shutter*, and what is wrong with it."""
    text = clip.attributes.get("shutter", "").strip()
    if not text:
        return None, ""
    angle = _ANGLE.fullmatch(text)
    if angle:
        return min(_number(angle[1]) / 360.0, 1.0), ""
    seconds, rate = shutter_seconds(text), clip.capture_fps or clip.fps
    if seconds is None:
        return None, f"the shutter {text!r} is no time such as 1/1000 or 0.5 ms, and no angle such as 180°"
    if not rate:
        return None, "the shutter is known, but not how many frames a second the camera took"
    share = seconds * rate
    if share > 1.0:
        return (
            1.0,
            f"the shutter {text} is longer than a frame at {rate:g} a second; counted as a whole frame",
        )
    slow = not clip.capture_known and clip.kind is ClipKind.VIDEO
    return share, f"counted at {rate:g} frames a second; the camera's rate is not noted" if slow else ""


def shutter_seconds(text: str) -> float | None:
    """Return an exposure time such as ``1/1000``, ``0.001``, ``1/500 s`` or ``0.5 ms`` in s; else None."""
    found = _TIME.fullmatch(text.strip())
    if found is None or found[3].lower() not in _UNITS:
        return None
    number = _number(found[2])
    if not number:
        return None
    seconds = (int(found[1]) / number if found[1] else number) * _UNITS[found[3].lower()]
    return seconds if seconds > 0 and math.isfinite(seconds) else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _estimated(session: Session, layer: str, clip: str) -> float | None:
    """Return what the pictures tell; worked out anew when something was measured, not at each edit."""
    turn, shares = session.smears.turn, session.smears.shares
    if (layer, clip) not in shares or shares[layer, clip][0] != turn:
        shares[layer, clip] = (turn, _told_by_pictures(session, layer, clip))
    return shares[layer, clip][1]


def _told_by_pictures(session: Session, layer: str, clip: str) -> float | None:
    parts, velocities = [], []
    labelled = set(session.project.labelled_instances(layer))
    for instance in session.contents.instances_of(clip):
        if instance.id not in labelled or not session.smears.has_any(layer, instance.id):
            continue
        live = live_to_see(session, layer, instance.id)
        measured = session.smears.over(layer, instance.id, live.skeleton, live.resolved)
        parts.append(measured.smear)
        velocities.append(live.velocities.reshape(-1, 2))
    if not parts:
        return None
    whole = Smear(
        np.concatenate([part.extent.ravel() for part in parts]),
        np.concatenate([part.direction.reshape(-1, 2) for part in parts]),
        np.concatenate([part.coherence.ravel() for part in parts]),
        np.concatenate([part.sharpness.ravel() for part in parts]),
    )
    return exposure_of(whole, np.concatenate(velocities))
