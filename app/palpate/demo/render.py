"""Frames: layers composed back to front, averaged over instants of the exposure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from palpate.demo.backdrop import backdrop
from palpate.demo.camera import View
from palpate.demo.paint import Costume, Daylight, painted
from palpate.demo.raycast import Placed
from palpate.demo.scene import Scene
from palpate.demo.shade import ground_shade
from palpate.demo.visible import seen, shadow_map, window_of
from palpate.model.arrays import Floats, Pixels

Singles = NDArray[np.float32]

_STILL_SAMPLES = 6
_WIDE_MARGIN_PX = 24
_CROSSING_PX = 1.2  # the fastest keypoint may move this far between two instants


@dataclass(frozen=True, slots=True)
class Layer:
    """Colour ``(H, W, 3)`` (linear, times coverage) and coverage ``(H, W)`` of a window of the image."""

    window: tuple[int, int, int, int]
    colour: Singles
    coverage: Singles


class Renderer:
    """Paints the frames of one scene; the wide background is painted once."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._wide, self._background = _wide_background(scene)
        self._wicket_shadow = shadow_map(scene.wicket, scene.light.toward)

    def frames(self) -> Iterator[Pixels]:
        """Yield every frame ``(H, W, 3)`` RGB in order."""
        for frame in range(self._scene.settings.frames):
            yield self.frame(frame)

    def frame(self, frame: int) -> Pixels:
        """Return one frame ``(H, W, 3)`` RGB, full range."""
        scene = self._scene
        middle = float(scene.settings.times[frame])
        view = scene.view(middle)
        bodies = self._bodies(middle)
        cast = (shadow_map(body, scene.light.toward) for body in bodies)
        daylight = Daylight(scene.light, (self._wicket_shadow, *cast))
        still = _warped(self._background, self._wide.onto(view), view.size)
        still *= ground_shade(view, daylight, bodies)[..., None]
        front = self._standing(view, bodies[1], daylight)
        times, shifts = self.instants(frame)
        posture = scene.bowler.motion.at(times)
        total = np.zeros_like(still)
        for place, time in enumerate(times):
            now = scene.view(float(time))
            carry = view.onto(now)
            picture = _warped(still, carry, view.size)
            body = scene.bowler_with_ball(posture, place, float(time))
            figure = (body, scene.bowler.costume)
            lay(picture, layer_of(now, figure, daylight, [shifts[place]]))
            for layer in front:
                lay(picture, _moved(layer, carry))
            total += picture
        total /= len(times)
        return developed(total)

    def _bodies(self, middle: float) -> tuple[Placed, Placed]:
        """Return the bowler with the ball, and the umpire."""
        scene, at = self._scene, np.array([middle])
        with_ball = scene.bowler_with_ball(scene.bowler.motion.at(at), 0, middle)
        return with_ball, scene.umpire.placed(scene.umpire.motion.at(at), 0)

    def _standing(self, view: View, umpire: Placed, daylight: Daylight) -> list[Layer]:
        """Paint what stands between the camera and the bowler, and hardly moves during an exposure."""
        scene = self._scene
        shifts = spread_shifts(_STILL_SAMPLES)
        figures = [(scene.wicket, scene.wicket_costume), (umpire, scene.umpire.costume)]
        return [layer_of(view, figure, daylight, shifts) for figure in figures]

    def instants(self, frame: int) -> tuple[Floats, Floats]:
        """Return the instants ``(N,)`` of one exposure and the ray shift ``(N, 2)`` of each."""
        settings = self._scene.settings
        ends = settings.times[frame] + 0.5 * settings.shutter_s * np.array([-1.0, 0.0, 1.0])
        places = self._scene.bowler.motion.at(ends).keypoints(self._scene.anatomy)
        seen_at = np.stack(
            [self._scene.view(float(t)).projected(p) for t, p in zip(ends, places, strict=True)]
        )
        path = np.linalg.norm(np.diff(seen_at, axis=0), axis=-1).sum(axis=0).max()
        low, high = settings.samples
        count = int(np.clip(np.ceil(path / _CROSSING_PX), low, high))
        share = (np.arange(count) + 0.5) / count - 0.5
        return settings.times[frame] + share * settings.shutter_s, spread_shifts(count)


def _wide_background(scene: Scene) -> tuple[View, Singles]:
    low, high = scene.reach()
    ends = [scene.view_of(ahead) for ahead in (low, high)]
    middle = scene.view_of((low + high) / 2)
    width, height = middle.size
    corners = np.array([[[0, 0], [width, 0], [0, height], [width, height]]], dtype=np.float64)
    spots = np.concatenate([cv2.perspectiveTransform(corners, end.onto(middle))[0] for end in ends])
    pad = np.ceil(np.maximum(np.abs(spots - [width / 2, height / 2]).max(axis=0) + _WIDE_MARGIN_PX, 0))
    wide = View(middle.place, middle.turn, middle.focal, (int(2 * pad[0]), int(2 * pad[1])))
    return wide, backdrop(wide, scene.light, generator=np.random.default_rng(scene.texture_seed))


def spread_shifts(count: int) -> Floats:
    """Return ray shifts ``(N, 2)`` within a pixel, evenly spread, with the mean at its centre."""
    place = np.arange(1, count + 1)[:, None] * np.array([0.7548776662, 0.5698402910])
    shifts = place % 1.0
    return np.asarray(shifts - shifts.mean(axis=0))


def layer_of(
    view: View,
    figure: tuple[Placed, Costume],
    daylight: Daylight,
    shifts: Iterable[Floats],
) -> Layer:
    """Return a figure as the camera sees it, the mean of rays shifted by each of ``shifts`` px."""
    placed, costume = figure
    window = window_of(view, placed)
    if window is None:
        return Layer((0, 0, 0, 0), np.zeros((0, 0, 3), np.float32), np.zeros((0, 0), np.float32))
    parts = [
        painted(
            seen(view, placed, window=window, shift=(float(x), float(y))),
            placed,
            costume=costume,
            daylight=daylight,
        )
        for x, y in shifts
    ]
    colour, coverage = (np.mean([part[side] for part in parts], axis=0) for side in (0, 1))
    return Layer(window, colour.astype(np.float32), coverage.astype(np.float32))


def lay(picture: Singles, layer: Layer) -> None:
    """Lay a layer over a picture ``(H, W, 3)`` in linear light, in place."""
    x0, y0, x1, y1 = layer.window
    part = picture[y0:y1, x0:x1]
    part *= np.float32(1.0) - layer.coverage[..., None]
    part += layer.colour


def _warped(picture: Singles, homography: Floats, size: tuple[int, int]) -> Singles:
    """Move a picture by a homography between corner-origin coordinates."""
    centre = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    matrix = np.linalg.inv(centre) @ homography @ centre
    moved = cv2.warpPerspective(
        picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, dtype=np.float32)


def _moved(layer: Layer, carry: Floats) -> Layer:
    x0, y0, x1, y1 = layer.window
    if x1 <= x0:
        return layer
    corner = np.array([[1.0, 0.0, x0], [0.0, 1.0, y0], [0.0, 0.0, 1.0]])
    own = np.linalg.inv(corner) @ carry @ corner
    size = (x1 - x0, y1 - y0)
    return Layer(layer.window, _warped(layer.colour, own, size), _warped(layer.coverage, own, size))


def developed(linear: Singles) -> Pixels:
    """Return 8-bit RGB: a soft shoulder for the highlights, then the display's gamma."""
    bright = np.clip(linear, 0.0, None)
    toned = bright * (1.0 + bright / 4.0) / (1.0 + bright)
    toned = np.clip(toned * 1.30, 0.0, 1.0) ** np.float32(1 / 2.2)
    return np.asarray(np.rint(toned * 255.0), dtype=np.uint8)
