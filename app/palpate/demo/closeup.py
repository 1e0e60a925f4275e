"""A still of the bowler from close by: a camera of its own, any light and shutter, and what is where in it.

The film's camera pans with a long lens; here the camera stands still and looks at one place, so that a
keypoint fills the picture as it does when an annotator zooms in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from palpate.demo.backdrop import backdrop
from palpate.demo.camera import View, looking
from palpate.demo.details import details_of
from palpate.demo.figure import Posture
from palpate.demo.light import LIGHTS, Light
from palpate.demo.outfit import training_kit
from palpate.demo.paint import Costume, Daylight
from palpate.demo.raycast import Placed, first_hits
from palpate.demo.render import developed, lay, layer_of, spread_shifts
from palpate.demo.rotation import about
from palpate.demo.scene import Scene
from palpate.demo.shade import ground_shade
from palpate.demo.visible import ShadowMap, shadow_map
from palpate.model.arrays import Floats, Pixels

Singles = NDArray[np.float32]

DISTANCE_M = 7.0
_LOWEST_CAMERA_M = 0.12
_FILM_YAW = np.radians(-31.0)  # the lights are set for the film's camera
_SAMPLES = (9, 48)
_CROSSING_PX = 1.0
_FACET_M = 0.010
_SHADOW_PX, _SHADOW_ROOM_M = 2.0, 0.06
_FAR = 1.35  # ground and boundary beyond this share of the distance are out of focus
_UNSHARP_PX = 3.2


@dataclass(frozen=True, slots=True)
class Shot:
    """One still to be taken.

    Attributes
    ----------
    moment_s
        Middle of the exposure on the motion's clock.
    shutter_s
        Exposure; 0 freezes.
    view
        The camera, standing still.
    lighting
        A name of `LIGHTS`; the light stands to this camera as it stands to the film's.
    from_right
        Whether it comes from the other side instead.
    """

    moment_s: float
    shutter_s: float
    view: View
    lighting: str
    from_right: bool = False

    @property
    def light(self) -> Light:
        """The light, turned to this camera."""
        light = turned_to(LIGHTS[self.lighting], self.view)
        side = self.view.turn[0]
        other = light.toward - 2.0 * float(light.toward @ side) * side
        return replace(light, toward=other) if self.from_right else light


def aimed(target: Floats, toward_camera: Floats, *, span_m: float, size: int) -> View:
    """Return a camera that sees ``span_m`` around a place on a square picture of ``size`` px.

    ``toward_camera`` ``(3,)`` is the direction from the target to the camera, metres of any length; a camera
    that would sink into the ground is lifted.
    """
    direction = toward_camera / np.linalg.norm(toward_camera)
    place = target + DISTANCE_M * direction
    place[1] = max(place[1], _LOWEST_CAMERA_M)
    ahead = target - place
    return looking(
        place,
        yaw=float(np.arctan2(-ahead[0], ahead[2])),
        pitch=float(np.arctan2(ahead[1], np.hypot(ahead[0], ahead[2]))),
        focal=size / span_m * float(np.linalg.norm(ahead)),
        size=(size, size),
    )


def turned_to(light: Light, view: View) -> Light:
    """Return a light that stands to this camera as it stands to the film's."""
    ahead = view.turn[2]
    yaw = float(np.arctan2(-ahead[0], ahead[2]))
    return replace(light, toward=about(1, _FILM_YAW - yaw) @ light.toward)


class Closeups:
    """Takes stills of one scene's bowler, alone on the field.

    Parameters
    ----------
    scene
        Who bowls and where; its camera, light, umpire and wicket are left out.

    Attributes
    ----------
    scene
        As given.
    costume
        What the bowler wears here: plain close-fitting clothes, with the details that closeness shows.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        worn = scene.bowler.costume
        outfit = training_kit(worn.outfit)
        self.costume: Costume = replace(worn, outfit=outfit, details=details_of(scene.anatomy))

    def posture(self, times: Floats) -> Posture:
        """Return the bowler at ``times`` (T,) seconds."""
        return self.scene.bowler.motion.at(times)

    def places(self, times: Floats) -> Floats:
        """Return the keypoints ``(T, K, 3)``, metres in the world."""
        return self.posture(times).keypoints(self.scene.anatomy)

    def path(self, shot: Shot, keypoint: int, *, points: int = 33) -> Floats:
        """Return the keypoint's way over the picture in the exposure ``(points, 2)``, px, corner origin."""
        share = np.linspace(-0.5, 0.5, points) * shot.shutter_s
        return shot.view.projected(self.places(shot.moment_s + share)[:, keypoint])

    def blur_px(self, shot: Shot, keypoint: int) -> float:
        """Return the length of that way, px."""
        return float(np.linalg.norm(np.diff(self.path(shot, keypoint), axis=0), axis=1).sum())

    def body(self, posture: Posture, instant: int, time: float) -> Placed:
        """Return the bowler's solids and, last, the ball at one instant."""
        return self.scene.bowler_with_ball(posture, instant, time)

    def lit(self, shot: Shot, place: Floats) -> float:
        """Return how squarely the sun meets the surface before a place ``(3,)``; 0 in shade or at an edge."""
        view, sun = shot.view, shot.light.toward
        body = self.body(self.posture(np.array([shot.moment_s])), 0, shot.moment_s)
        right, down = _FACET_M * view.turn[:2]
        corners = place + np.array([np.zeros(3), right, down, -right, -down])
        _, before = first_seen(body, view.place, corners)
        if not np.isfinite(before).all():
            return 0.0
        rays = corners - view.place
        surface = corners - before[:, None] * rays / np.linalg.norm(rays, axis=1, keepdims=True)
        normal = np.cross(surface[1] - surface[3], surface[2] - surface[4])
        normal *= -np.sign(normal @ rays[0]) / np.linalg.norm(normal)
        start = surface[0] + 0.5 * _FACET_M * normal
        met = (first_hits(body, solid, origins=start, directions=sun[None])[0] for solid in range(len(body)))
        shaded = any(0.0 < float(reach) < np.inf for reach in met)
        return 0.0 if shaded else max(float(normal @ sun), 0.0)

    def taken(self, shot: Shot) -> Pixels:
        """Return the picture ``(H, W, 3)`` RGB, full range."""
        middle = np.array([shot.moment_s])
        body = self.body(self.posture(middle), 0, shot.moment_s)
        ground = self._ground(shot, body)
        daylight = Daylight(shot.light, (_fine_shadow(shot, body),))
        times, shifts = self._instants(shot)
        posture = self.posture(times)
        total = np.zeros_like(ground)
        for place, time in enumerate(times):
            picture = ground.copy()
            figure = (self.body(posture, place, float(time)), self.costume)
            lay(picture, layer_of(shot.view, figure, daylight, [shifts[place]]))
            total += picture
        return developed(total / np.float32(len(times)))

    def _ground(self, shot: Shot, body: Placed) -> Singles:
        view = shot.view
        daylight = Daylight(shot.light, (shadow_map(body, shot.light.toward),))
        generator = np.random.default_rng(self.scene.texture_seed)
        picture = backdrop(view, shot.light, generator=generator)
        picture *= ground_shade(view, daylight, [body])[..., None]
        soft = cv2.GaussianBlur(picture, (0, 0), _UNSHARP_PX)
        width, height = view.size
        rays = view.rays(*np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5))
        with np.errstate(divide="ignore"):
            reach = np.where(rays[..., 1] < 0, -view.place[1] / rays[..., 1], np.inf)
        far = np.clip((reach / DISTANCE_M - 1.08) / (_FAR - 1.08), 0.0, 1.0).astype(np.float32)[..., None]
        return np.asarray(picture * (1 - far) + soft * far, dtype=np.float32)

    def _instants(self, shot: Shot) -> tuple[Floats, Floats]:
        """Return the instants ``(N,)`` of the exposure and the ray shift ``(N, 2)`` of each."""
        ends = shot.moment_s + 0.5 * shot.shutter_s * np.array([-1.0, 0.0, 1.0])
        seen_at = shot.view.projected(self.places(ends))
        inside = ((seen_at > -40) & (seen_at < np.array(shot.view.size) + 40)).all(axis=(0, 2))
        path = np.linalg.norm(np.diff(seen_at, axis=0), axis=-1).sum(axis=0)
        longest = float(path[inside].max(initial=0.0))
        count = int(np.clip(np.ceil(longest / _CROSSING_PX), *_SAMPLES))
        share = (np.arange(count) + 0.5) / count - 0.5
        return shot.moment_s + share * shot.shutter_s, spread_shifts(count)


def _fine_shadow(shot: Shot, body: Placed) -> ShadowMap:
    """Return the shadows on the body itself, a texel for every second pixel."""
    view = shot.view
    span = DISTANCE_M / view.focal * view.size[0]
    middle = view.place + DISTANCE_M * view.turn[2]
    return shadow_map(
        body, shot.light.toward, step=_SHADOW_PX * span / view.size[0], within=(middle, span + _SHADOW_ROOM_M)
    )


def first_seen(body: Placed, eye: Floats, places: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return the solid ``(N,)`` that is met first from the eye ``(3,)`` towards places ``(N, 3)``.

    And how far before the place it is met, metres ``(N,)``; 0 or less if behind it.
    """
    rays = places - eye
    entries = np.stack([first_hits(body, index, origins=eye, directions=rays) for index in range(len(body))])
    return entries.argmin(axis=0), (1.0 - entries.min(axis=0)) * np.linalg.norm(rays, axis=1)
