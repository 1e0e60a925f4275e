"""Which moment shows a keypoint best, and the stills taken of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from example_table import Row, Step, row_of

from palpate.demo.camera import View
from palpate.demo.closeup import Closeups, Shot, aimed, first_seen
from palpate.demo.figure import Posture
from palpate.demo.light import BACKLIT, DIFFUSE, HARD_SIDE_LIGHT
from palpate.demo.scene import SceneSettings, build
from palpate.model.arrays import Floats

SIZE = 240
SHARP_S = 1 / 8000
SHUTTERS_S = (1 / 1000, 1 / 750, 1 / 500, 1 / 350, 1 / 250, 1 / 180, 1 / 125, 1 / 90, 1 / 60)
CONDITIONS = {
    "diffuse": (DIFFUSE, False),
    "hard_side_light": (HARD_SIDE_LIGHT, False),
    "backlit": (BACKLIT, False),
    "blurred": (DIFFUSE, True),
}
"""By the end of the file's name: the light, and whether it is smeared."""

_SEED = 7
_EVERY_S = 0.02
_FEW = 20
_GRID = 16  # rays across the picture that look for what stands in the way
_IN_THE_WAY_M = 0.14
_SKIN_M, _CENTRE_WIDTHS = 0.030, 1.0
_LEVEL = np.radians(8.0)  # the camera's height that looks natural
_SMEAR_WIDTHS, _SMEAR_SHARE = 0.60, (0.05, 0.10)  # of the local width, of the picture
_MOVING = (1.5, 24.0)  # m/s


@dataclass(frozen=True, slots=True)
class Still:
    """A shot with the places in it.

    Attributes
    ----------
    shot
        Camera, moment, shutter, light.
    right, wrong
        px of the picture, corner origin, at mid-exposure.
    blur_px, width_px
        Length of the keypoint's smear, and the local width that it is compared with.
    mm_per_px
        At the keypoint.
    """

    shot: Shot
    right: Floats
    wrong: Floats
    blur_px: float
    width_px: float
    mm_per_px: float

    @property
    def off_px(self) -> float:
        """How far the wrong place is off."""
        return float(np.linalg.norm(self.wrong - self.right))


@dataclass(frozen=True, slots=True)
class Look:
    """A keypoint at one moment, in the world: its place, the wrong one, the direction to the camera.

    And the place that the camera looks at; all in metres. ``speed`` is that across the picture, m/s.
    """

    moment_s: float
    right: Floats
    wrong: Floats
    toward: Floats
    aim: Floats
    speed: float


def bowler() -> Closeups:
    """Return the bowler whom all the pictures show."""
    return Closeups(build(SceneSettings(seed=_SEED)))


def file_of(keypoint: str, condition: str) -> str:
    """Return the name of a picture."""
    return f"{keypoint}_{condition}.jpg"


def stills_of(closeups: Closeups, keypoint: str) -> dict[str, Still]:
    """Return the four stills of a keypoint by the end of their files' names."""
    row = row_of(keypoint)
    quiet = best_look(closeups, keypoint, moving=False)
    moved = best_look(closeups, keypoint, moving=True)
    stills = {}
    for name, (lighting, smeared) in CONDITIONS.items():
        look = moved if smeared else quiet
        shutter = _shutter(closeups, keypoint, look) if smeared else SHARP_S
        shot = _best_lit(closeups, look, Shot(look.moment_s, shutter, _view(look, row), lighting))
        stills[name] = _still(closeups, keypoint, shot, look)
    return stills


def best_look(closeups: Closeups, keypoint: str, *, moving: bool) -> Look:
    """Return the moment at which a keypoint is seen best from where its row wants the camera.

    Least of: camera too high or low, wrong place foreshortened, a smeared picture too slow; then, of the
    best few, something in the way.
    """
    row = row_of(keypoint)
    looks = _looks(closeups, keypoint, row)
    costs = [_cost(look, row) + _pace(look, moving) for look in looks]
    best = sorted(range(len(looks)), key=costs.__getitem__)[:_FEW]
    hidden = {place: costs[place] + _hidden(closeups, keypoint, looks[place], row) for place in best}
    return looks[min(hidden, key=hidden.__getitem__)]


def _looks(closeups: Closeups, keypoint: str, row: Row) -> list[Look]:
    start, stop = row.window_of(keypoint)
    times = start + _EVERY_S * np.arange(round((stop - start) / _EVERY_S) + 1)
    anatomy = closeups.scene.anatomy
    index = anatomy.names.index(keypoint)
    posture = closeups.posture(times)
    places = posture.keypoints(anatomy)
    right = places[:, index]
    toward = _turned(closeups, posture, keypoint, row.seen_from, row.frame)
    if isinstance(row.wrong, str):
        wrong = places[:, anatomy.names.index(_sibling(keypoint, row.wrong))]
    else:
        wrong = right + _turned(closeups, posture, keypoint, row.wrong, row.wrong_frame)
    aim = (right + wrong) / 2 + _turned(closeups, posture, keypoint, row.aim, "")
    ahead = closeups.places(times + 0.002)[:, index] - closeups.places(times - 0.002)[:, index]
    axis = toward / np.linalg.norm(toward, axis=1, keepdims=True)
    ahead = ahead - (ahead * axis).sum(axis=1, keepdims=True) * axis
    speed = np.linalg.norm(ahead, axis=1) / 0.004
    return [
        Look(float(time), *parts, float(pace))
        for time, *parts, pace in zip(times, right, wrong, toward, aim, speed, strict=True)
    ]


def _best_lit(closeups: Closeups, look: Look, shot: Shot) -> Shot:
    """Let hard light come from the side that shows the place's relief instead of leaving it in the shade."""
    if shot.lighting != HARD_SIDE_LIGHT:
        return shot
    other = replace(shot, from_right=True)
    return other if closeups.lit(other, look.right) > closeups.lit(shot, look.right) + 0.05 else shot


def _sibling(keypoint: str, base: str) -> str:
    side = keypoint.partition("_")[0]
    return f"{side}_{base}" if side in ("left", "right") else base


def _turned(closeups: Closeups, posture: Posture, keypoint: str, step: Step, frame: str) -> Floats:
    """Return a step at rest in the world ``(T, 3)``."""
    anatomy = closeups.scene.anatomy
    carrier = anatomy.carriers[anatomy.names.index(keypoint)]
    if frame:
        carrier = anatomy.index(frame if frame in anatomy.segments else _sibling(keypoint, frame))
    mirror = -1.0 if keypoint.startswith("left_") else 1.0
    return posture.orientations[:, carrier] @ (np.array(step) * [1.0, 1.0, mirror])


def _view(look: Look, row: Row) -> View:
    return aimed(look.aim, look.toward, span_m=row.span_m, size=SIZE)


def _cost(look: Look, row: Row) -> float:
    view = _view(look, row)
    wanted = look.toward / np.linalg.norm(look.toward)
    got = view.place - look.aim
    got = got / np.linalg.norm(got)
    tilt = (np.arcsin(got[1]) - _LEVEL) / np.radians(25)
    cost = tilt**2 + 4.0 * (1.0 - float(got @ wanted)) / (1 - np.cos(np.radians(20)))
    scale = view.focal / float(view.depths(look.right))
    apart = float(np.linalg.norm(np.diff(view.projected(np.stack([look.right, look.wrong])), axis=0)))
    cost += 2.0 * (1.0 - apart / scale / float(np.linalg.norm(look.wrong - look.right)))
    return cost


def _hidden(closeups: Closeups, keypoint: str, look: Look, row: Row) -> float:
    view = _view(look, row)
    body = closeups.body(closeups.posture(np.array([look.moment_s])), 0, look.moment_s)
    ticks = (np.arange(_GRID) + 0.5) / _GRID * SIZE
    x, y = (part.ravel() for part in np.meshgrid(ticks, ticks))
    depth = view.depths(look.right)
    sheet = view.place + view.rays(x, y) * depth
    _, before = first_seen(body, view.place, np.concatenate([[look.right, look.wrong], sheet]))
    anatomy = closeups.scene.anatomy
    index = anatomy.names.index(keypoint)
    centre = anatomy.kinds[index] != "surface"
    limit = max(_SKIN_M, _CENTRE_WIDTHS * anatomy.widths_m[index] if centre else 0.0)
    in_the_way = before[2:] > max(_IN_THE_WAY_M, 1.3 * limit)
    return 20.0 * float(before[0] > limit) + 6.0 * float(before[1] > limit) + 6.0 * float(in_the_way.mean())


def _pace(look: Look, moving: bool) -> float:
    """Return what a moment costs for being too slow (or fast) for what it shall show."""
    if not moving:
        return 0.02 * look.speed
    low, high = _MOVING
    return 12.0 * float(not low <= look.speed <= high) + 2.0 * float(look.speed < 2 * low)


def _shutter(closeups: Closeups, keypoint: str, look: Look) -> float:
    """Return the usual shutter time that smears the keypoint over about `_SMEAR_WIDTHS` of its width."""
    anatomy = closeups.scene.anatomy
    width = float(anatomy.widths_m[anatomy.names.index(keypoint)])
    wanted = float(
        np.clip(_SMEAR_WIDTHS * width, *(share * row_of(keypoint).span_m for share in _SMEAR_SHARE))
    )
    return min(SHUTTERS_S, key=lambda shutter: abs(np.log(shutter * look.speed / wanted)))


def _still(closeups: Closeups, keypoint: str, shot: Shot, look: Look) -> Still:
    anatomy = closeups.scene.anatomy
    index = anatomy.names.index(keypoint)
    scale = shot.view.focal / float(shot.view.depths(look.right))
    right, wrong = shot.view.projected(np.stack([look.right, look.wrong]))
    width = float(anatomy.widths_m[index]) * scale
    return Still(shot, right, wrong, closeups.blur_px(shot, index), width, 1000.0 / scale)
