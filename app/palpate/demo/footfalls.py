"""Feet that stay where they land: contacts on the ground and the swings between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.demo.anatomy import Anatomy
from palpate.demo.rotation import about
from palpate.demo.tracks import drawn, smoothed
from palpate.model.arrays import Floats

_TOES_M = 0.095  # from the ball of the foot to the tip


@dataclass(frozen=True, slots=True)
class Contact:
    """One foot on the ground.

    Attributes
    ----------
    on, off
        Seconds.
    ahead
        Metres by which the ball of the foot lands in front of the mid-hip point.
    turn
        Heading of the foot, degrees to the left.
    landing, leaving
        Toes-up angle at both ends, degrees; the foot is flat in between.
    out
        Metres to the foot's own side from the body's midline.
    """

    on: float
    off: float
    ahead: float
    turn: float = 0.0
    landing: float = 8.0
    leaving: float = -55.0
    out: float = 0.08


# share of the swing: (ankle ahead of and below the hip in metres, toes-up angle in degrees)
_SWING = ((0.28, -0.42, -0.52, -75.0), (0.55, 0.02, -0.54, -40.0), (0.80, 0.42, -0.62, 0.0))


def planted(
    anatomy: Anatomy, contacts: Sequence[Contact], *, side: str, pelvis: Floats, times: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return one foot's track from its contacts.

    Parameters
    ----------
    anatomy, side
        The body at rest, and which foot.
    contacts
        In order of time; the first begins before and the last ends after ``times``.
    pelvis, times
        ``(T, 3)`` mid-hip point over ``times`` (T,), sampled every `tracks.STEP_S`.

    Returns
    -------
    Ankle ``(T, 3)`` in metres; heading, toes-up angle of the foot and of the toes ``(T,)`` in radians.
    """
    turn = np.radians(drawn(_turn_keys(contacts), times))
    pitch = np.radians(drawn(_pitch_keys(contacts), times))
    ankle = _swing_path(anatomy, contacts, side=side, pelvis=pelvis, times=times)
    for contact in contacts:
        held = (times >= contact.on) & (times <= contact.off)
        ball = _ball(contact, anatomy, side, pelvis, times)
        ankle[held] = _ankle_over(anatomy, side, ball, turn[held], pitch[held])
    ankle = smoothed(ankle, sigma_s=0.004)
    return ankle, turn, pitch, _toes(anatomy, side, ankle, pitch)


def _turn_keys(contacts: Sequence[Contact]) -> list[tuple[float, float]]:
    return [(at, c.turn) for c in contacts for at in (c.on, c.off)]


def _pitch_keys(contacts: Sequence[Contact]) -> list[tuple[float, float]]:
    keys: list[tuple[float, float]] = []
    for place, contact in enumerate(contacts):
        span = contact.off - contact.on
        flat = contact.on + min(0.03, 0.3 * span)
        lift = contact.off - min(0.12, 0.55 * span)
        keys += [(contact.on, contact.landing), (flat, 0.0), (lift, 0.0), (contact.off, contact.leaving)]
        if place + 1 < len(contacts):
            swing = contacts[place + 1].on - contact.off
            keys += [(contact.off + share * swing, angle) for share, _, _, angle in _SWING]
    return keys


def _ball(contact: Contact, anatomy: Anatomy, side: str, pelvis: Floats, times: Floats) -> Floats:
    sign = 1.0 if side == "right" else -1.0
    body = np.array([np.interp(contact.on, times, pelvis[:, axis]) for axis in range(3)])
    toes = anatomy.pivots[anatomy.index(f"{side}_toes")]
    return np.array([body[0] + contact.ahead, toes[1] - anatomy.ground, body[2] + sign * contact.out])


def _ankle_over(anatomy: Anatomy, side: str, ball: Floats, turn: Floats, pitch: Floats) -> Floats:
    """Roll the foot about the ball when the heel is up, about the heel when the toes are up."""
    toes = anatomy.pivots[anatomy.index(f"{side}_toes")]
    ankle = anatomy.pivots[anatomy.index(f"{side}_foot")] - toes
    heel = np.array([-0.185, -0.032, ankle[2]])
    heading = about(1, turn)
    rolled = about(2, pitch)
    up = heel + (rolled @ (ankle - heel))
    local = np.where((pitch > 0)[:, None], up, rolled @ ankle)
    return np.asarray(ball + np.einsum("tij,tj->ti", heading, local))


def _toes(anatomy: Anatomy, side: str, ankle: Floats, pitch: Floats) -> Floats:
    """Bend the toes up where they would point into the ground: flat in stance, free in the air."""
    ball = anatomy.pivots[anatomy.index(f"{side}_toes")]
    down = (about(2, pitch) @ (ball - anatomy.pivots[anatomy.index(f"{side}_foot")]))[:, 1]
    clearance = np.clip((ankle[:, 1] + down - (ball[1] - anatomy.ground)) / _TOES_M, 0.0, 1.0)
    return np.asarray(np.maximum(pitch, -np.arcsin(clearance)))


def _swing_path(
    anatomy: Anatomy, contacts: Sequence[Contact], *, side: str, pelvis: Floats, times: Floats
) -> Floats:
    keys: list[tuple[float, Floats]] = []
    for place, contact in enumerate(contacts):
        ball = _ball(contact, anatomy, side, pelvis, times)
        for at, angle in ((contact.on, contact.landing), (contact.off, contact.leaving)):
            turn, pitch = np.radians([contact.turn]), np.radians([angle])
            keys.append((at, _ankle_over(anatomy, side, ball, turn, pitch)[0]))
        if place + 1 < len(contacts):
            following = contacts[place + 1]
            sign = 1.0 if side == "right" else -1.0
            for share, ahead, below, _ in _SWING:
                at = contact.off + share * (following.on - contact.off)
                body = np.array([np.interp(at, times, pelvis[:, axis]) for axis in range(3)])
                keys.append((at, body + np.array([ahead, below, sign * 0.09])))
    return np.stack(
        [drawn([(at, float(place[axis])) for at, place in keys], times) for axis in range(3)], axis=1
    )
