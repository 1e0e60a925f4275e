"""Keyframes beside where the picture leads: found in what tracking told, and put where it leads."""

from __future__ import annotations

from math import hypot

import numpy as np

from palpate.assist.slips import SEEN, find_slips
from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.mixup import Mixup, MixupKind
from palpate.model.origin import Origin, is_fact
from palpate.session.edits.poses import SetValues
from palpate.session.rights import refuse_foreign
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack


def keyframes_beside(live: LiveTrack) -> list[Mixup]:
    """Return the keyframes of an instance that lie beside where the picture leads, the farthest first.

    As far as evidence holds: a span whose keyframe has moved says nothing until it is tracked again.
    """
    track = live.track
    if live.traced is None:
        return []
    judged = np.isin(track.visibility, SEEN) & is_fact(track.origin)
    slips = find_slips(live.traced, track.frames, judged)
    places = track.positions[np.searchsorted(track.frames, slips.frame), slips.keypoint]
    found = [
        _mixup(*slip)
        for slip in zip(
            slips.frame.tolist(),
            slips.keypoint.tolist(),
            places.tolist(),
            slips.offset.tolist(),
            slips.confidence.tolist(),
            strict=True,
        )
    ]
    return sorted(found, key=lambda one: (-one.evidence["beside_px"], one.first, one.keypoints))


def led_to(mixup: Mixup) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where the keyframe of a finding stood, and where the picture leads; px."""
    e = mixup.evidence
    return (e["x"], e["y"]), (e["x"] + e["dx_px"], e["y"] + e["dy_px"])


def put_where_led(session: Session, layer: str, instance: str, mixup: Mixup, origin: object = None) -> None:
    """Put a keyframe where the picture leads.

    It is a guess that somebody has looked at then, and not where a hand has put it: its origin is *accepted*.

    Raises
    ------
    EditRefused
        If the keyframe is another one by now.
    """
    refuse_foreign(session, layer)
    live, (keypoint,) = session.live(layer, instance), mixup.keypoints
    pose = live.track.pose(mixup.first)
    stood, place = led_to(mixup)
    gold = session.contents.layer(layer).kind is LayerKind.GOLD
    if pose is None or not np.array_equal(pose.positions[keypoint], stood):
        raise EditRefused("this keyframe has moved meanwhile; look for mix-ups again")
    session.do(
        SetValues(
            f"Put {live.skeleton.keypoints[keypoint].label} where the picture leads",
            session.pose_at(layer, instance, mixup.first),
            np.array([keypoint]),
            np.array([place]),
            pose.visibility[[keypoint]],
            np.array([Origin.GOLD if gold else Origin.ACCEPTED], np.int8),
        ),
        origin,
    )


def _mixup(frame: int, keypoint: int, place: list[float], offset: list[float], confidence: float) -> Mixup:
    return Mixup(
        MixupKind.BESIDE,
        instance=0,
        first=frame,
        last=frame,
        keypoints=(keypoint,),
        confidence=confidence,
        evidence={
            "beside_px": hypot(*offset),
            "x": place[0],
            "y": place[1],
            "dx_px": offset[0],
            "dy_px": offset[1],
        },
    )
