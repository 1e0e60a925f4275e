"""The whole scene: who moves, what stands, what the camera sees and under which light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.base.errors import UsageError
from palpate.demo import bowler, umpire
from palpate.demo.anatomy import Anatomy, body
from palpate.demo.ball import Ball
from palpate.demo.camera import View, looking
from palpate.demo.figure import Motion, Posture
from palpate.demo.light import HARD_SIDE_LIGHT, LIGHTS, Light
from palpate.demo.outfit import Outfit, playing_kit, props_paint, umpires_coat
from palpate.demo.paint import Costume, dressed
from palpate.demo.raycast import Placed
from palpate.demo.solids import Solid, solids_of
from palpate.demo.tracks import smoothed
from palpate.demo.wicket import hat, joined, wicket
from palpate.model.arrays import Floats

INSTANCE_NAMES = ("bowler", "umpire")

_CAMERA_HEIGHT_M = 3.3
_CAMERA_DISTANCE_M = 42.0
_CAMERA_YAW = np.radians(-31.0)
_FOCAL_PER_HEIGHT = 15.2  # focal length ÷ image height
_GROUND_ROW = 0.935  # the bowler's feet, as a share of the image height
_FOLLOWING = 0.80  # share of the bowler's path that the pan takes out


@dataclass(frozen=True, slots=True)
class SceneSettings:
    """What a synthetic clip is made from; the same settings give the same clip.

    Attributes
    ----------
    seed
        Varies the style of the motion, the people, the textures and the camera a little.
    size
        Width and height in px, both even.
    frames, fps
        How many, and per second of capture.
    lighting
        ``diffuse``, ``hard_side_light`` or ``backlit``.
    shutter_s
        Exposure in seconds, centred on each frame's instant.
    start_s
        When the first frame is taken; the ball leaves the hand at 1.246 s.
    samples
        Fewest and most instants averaged into a frame.
    blur_ratio, blur_limit_px
        A keypoint smeared over more than this share of its local width, or this many px, counts as
        estimated at most.
    """

    seed: int = 7
    size: tuple[int, int] = (1280, 720)
    frames: int = 240
    fps: float = 120.0
    lighting: str = HARD_SIDE_LIGHT
    shutter_s: float = 1 / 500
    start_s: float = 0.0
    samples: tuple[int, int] = (6, 16)
    blur_ratio: float = 0.25
    blur_limit_px: float = 8.0

    def __post_init__(self) -> None:
        if self.lighting not in LIGHTS:
            raise UsageError(f"no lighting '{self.lighting}'; there are {', '.join(LIGHTS)}")
        if self.frames < 1 or self.fps <= 0 or not 0 < self.shutter_s <= 1 / self.fps:
            raise UsageError("a clip needs a frame, a rate, and a shutter no longer than a frame")
        if min(self.size) < 32 or any(side % 2 for side in self.size):
            raise UsageError("width and height must be even and at least 32 px")

    @property
    def times(self) -> Floats:
        """The middle of each frame's exposure ``(T,)``, seconds."""
        return self.start_s + np.arange(self.frames) / self.fps


@dataclass(frozen=True, slots=True)
class Actor:
    """One figure: how it moves, what it is made of and how that looks.

    The costume may paint more solids than the body has: the bowler's also paints the ball.
    """

    motion: Motion
    solids: tuple[Solid, ...]
    costume: Costume

    def placed(self, posture: Posture, instant: int) -> Placed:
        """Return its solids at one instant of a posture."""
        return posture.placed(self.solids, instant)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that does not change from frame to frame.

    Attributes
    ----------
    settings, anatomy
        What the clip was asked to be, and the body at rest that both figures share.
    bowler, umpire
        The two instances, in the order of `INSTANCE_NAMES`.
    ball, wicket, wicket_costume
        Things that hide bodies but carry no keypoints.
    light
        The setting's light.
    pan
        A clock in seconds and the place on the bowler's line that the camera looks at, metres, both ``(C,)``.
    yaw_offset
        The tripod's own turn, radians.
    texture_seed
        Decides the background.
    """

    settings: SceneSettings
    anatomy: Anatomy
    bowler: Actor
    umpire: Actor
    ball: Ball
    wicket: Placed
    wicket_costume: Costume
    light: Light
    pan: tuple[Floats, Floats]
    yaw_offset: float
    texture_seed: int

    def view(self, time: float) -> View:
        """Return the camera at ``time`` seconds."""
        return self.view_of(float(np.interp(time, *self.pan)))

    def view_of(self, ahead: float) -> View:
        """Return the camera turned to the place ``ahead`` metres along the bowler's line."""
        yaw = _CAMERA_YAW + self.yaw_offset
        axis = np.array([np.sin(-yaw), 0.0, np.cos(-yaw)])
        target = np.array([0.0, 0.0, float(self.bowler.motion.pelvis[0, 2])])
        place = target - axis * _CAMERA_DISTANCE_M + np.array([0.0, _CAMERA_HEIGHT_M, 0.0])
        toward = target + np.array([ahead, 0.0, 0.0]) - place
        width, height = self.settings.size
        focal = _FOCAL_PER_HEIGHT * min(height, width * 9 / 16)
        down = _CAMERA_HEIGHT_M / np.hypot(toward[0], toward[2])
        pitch = -np.arctan(down) + (_GROUND_ROW - 0.5) * height / focal
        return looking(
            place,
            yaw=float(np.arctan2(-toward[0], toward[2])),
            pitch=float(pitch),
            focal=focal,
            size=(width, height),
        )

    def reach(self) -> tuple[float, float]:
        """Return the ends of the pan, metres along the bowler's line."""
        half = 0.5 * self.settings.shutter_s
        ends = [self.settings.times[0] - half, self.settings.times[-1] + half]
        at = np.interp(np.linspace(ends[0], ends[1], 64), *self.pan)
        return float(at.min()), float(at.max())

    def bowler_with_ball(self, posture: Posture, instant: int, time: float) -> Placed:
        """Return the bowler's solids and, last, the ball."""
        return joined(self.bowler.placed(posture, instant), self.ball.placed(posture, instant, time))


def build(settings: SceneSettings) -> Scene:
    """Set the scene: one generator, drawn from in a fixed order, decides everything by the seed."""
    generator = np.random.default_rng(settings.seed)
    anatomy = body()
    delivery = bowler.delivery(anatomy, generator=generator)
    ball = Ball.thrown(delivery, released_s=bowler.RELEASE_S)
    figures = solids_of(anatomy)
    player = Actor(delivery, figures, _dressed(anatomy, (*figures, ball.solid), playing_kit(generator)))
    covered = (*figures, *hat(anatomy))
    coat = umpires_coat(generator)
    official = Actor(umpire.stance(anatomy, generator=generator), covered, _dressed(anatomy, covered, coat))
    stumps, stump_solids = wicket()
    paint = props_paint(generator)
    return Scene(
        settings=settings,
        anatomy=anatomy,
        bowler=player,
        umpire=official,
        ball=ball,
        wicket=stumps,
        wicket_costume=dressed(stump_solids, np.zeros((1, 3)), parents=(), outfit=paint),
        light=LIGHTS[settings.lighting],
        pan=_panned(delivery),
        yaw_offset=float(np.radians(generator.uniform(-1.5, 1.5))),
        texture_seed=int(generator.integers(2**31)),
    )


def _dressed(anatomy: Anatomy, solids: tuple[Solid, ...], outfit: Outfit) -> Costume:
    return dressed(solids, anatomy.pivots, parents=anatomy.parents, outfit=outfit)


def _panned(motion: Motion) -> tuple[Floats, Floats]:
    """Return the pan's clock and the place it looks at: a calm operator, a little behind the bowler."""
    ahead = motion.pelvis[:, 0]
    middle = float(np.interp(1.08, motion.clock, ahead))
    followed = middle + _FOLLOWING * (smoothed(ahead, sigma_s=0.16) - middle)
    return motion.clock, followed
