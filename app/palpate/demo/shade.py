"""What bodies take away from the ground's light: cast shadows, and the dark under a foot."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from palpate.demo.camera import View
from palpate.demo.paint import Daylight, shadowed
from palpate.demo.raycast import Placed
from palpate.demo.visible import ShadowMap, shadow_map
from palpate.model.arrays import Bools, Floats

Singles = NDArray[np.float32]

_FARTHEST_M = 60.0
_BELOW = np.array([0.0, -1.0, 0.0])
_CONTACT_M, _CONTACT_DARK, _CONTACT_SOFT_M = 0.10, 0.55, 0.035
_COARSE = 2  # the shade is worked out on every second pixel


def ground_shade(view: View, daylight: Daylight, bodies: Sequence[Placed]) -> Singles:
    """Return the share of light ``(H, W)`` that the ground keeps, 1 where nothing stands in the way."""
    near, ground = _ground(view)
    cast = np.zeros(near.shape, dtype=np.float32)
    light = daylight.light
    for shadow in daylight.shadows:
        cast[near] = np.maximum(cast[near], shadowed(shadow, ground, bias=0.0))
    contact = np.zeros(near.shape, dtype=np.float32)
    for body in bodies:
        contact[near] = np.maximum(contact[near], _closeness(shadow_map(body, _BELOW, step=0.015), ground))
    per_metre = view.focal / float(np.linalg.norm(view.place)) / _COARSE
    shade = 1.0 - (1.0 - light.shade) * _softened(cast, light.softness_m * per_metre)
    shade *= 1.0 - _CONTACT_DARK * _softened(contact, _CONTACT_SOFT_M * per_metre)
    return np.asarray(cv2.resize(shade, view.size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _ground(view: View) -> tuple[Bools, Floats]:
    """Return which coarse pixels see near ground ``(h, w)``, and the places they see ``(N, 3)``."""
    width, height = view.size
    rows, columns = np.mgrid[0:height:_COARSE, 0:width:_COARSE]
    rays = view.rays(columns + _COARSE / 2, rows + _COARSE / 2)
    with np.errstate(divide="ignore"):
        distance = np.where(rays[..., 1] < -1e-6, -view.place[1] / rays[..., 1], np.inf)
    near = distance < _FARTHEST_M
    return near, view.place + rays[near] * distance[near][:, None]


def _closeness(below: ShadowMap, ground: Floats) -> Floats:
    """Return how close a body hangs over the ground ``(N,)``: 1 touching, falling off over `_CONTACT_M`."""
    places = np.rint(((ground @ below.across.T) - below.corner) / below.step).astype(np.int64)
    rows, columns = below.reach.shape
    inside = (places >= 0).all(axis=1) & (places[:, 0] < columns) & (places[:, 1] < rows)
    close = np.zeros(len(ground))
    close[inside] = np.exp(below.reach[places[inside, 1], places[inside, 0]] / _CONTACT_M)
    return np.minimum(close, 1.0)


def _softened(share: Singles, sigma: float) -> Singles:
    """Blur on the ground: its depth is foreshortened to about a third."""
    across, down = max(sigma, 0.4), max(0.35 * sigma, 0.4)
    return np.asarray(cv2.GaussianBlur(share, (0, 0), sigmaX=across, sigmaY=down), dtype=np.float32)
