"""From angles to a posed body: forward kinematics over whole tracks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from palpate.demo.anatomy import Anatomy
from palpate.demo.raycast import Placed
from palpate.demo.rotation import about, leaning, unit
from palpate.demo.solids import Solid
from palpate.model.arrays import Floats

_DIGITS = ("index", "middle", "ring", "little")


@dataclass(frozen=True, slots=True)
class Posture:
    """A body over time.

    Attributes
    ----------
    origins
        ``(T, S, 3)`` place of each segment's pivot, metres in the world.
    orientations
        ``(T, S, 3, 3)`` from the segment at rest to the world.
    """

    origins: Floats
    orientations: Floats

    def keypoints(self, anatomy: Anatomy) -> Floats:
        """Return the keypoints' places ``(T, K, 3)``, metres in the world."""
        carriers = list(anatomy.carriers)
        local = anatomy.places - anatomy.pivots[carriers]
        turned = np.einsum("tkij,kj->tki", self.orientations[:, carriers], local)
        return np.asarray(self.origins[:, carriers] + turned)

    def placed(self, solids: tuple[Solid, ...], instant: int) -> Placed:
        """Return the body's solids at one of the instants."""
        segments = [solid.segment for solid in solids]
        turn = self.orientations[instant, segments]
        local = np.array([solid.origin for solid in solids])
        shapes = turn @ np.array([solid.shape for solid in solids])
        return Placed(
            centres=self.origins[instant, segments] + np.einsum("nij,nj->ni", turn, local),
            shapes=shapes,
            inverses=np.linalg.inv(shapes),
            lengths=np.array([solid.length for solid in solids]),
            first_radii=np.array([solid.first_radius for solid in solids]),
            last_radii=np.array([solid.last_radius for solid in solids]),
        )


@dataclass(frozen=True, slots=True)
class Feet:
    """Where the feet are meant to be.

    Attributes
    ----------
    ankles
        ``(T, 2, 3)`` wanted ankle centres, left then right, metres in the world.
    turns, pitches, toes
        ``(T, 2)`` radians: heading (positive to the left), toes-up angle of the foot and of the toes.
    """

    ankles: Floats
    turns: Floats
    pitches: Floats
    toes: Floats


@dataclass(frozen=True, slots=True)
class Motion:
    """A body's motion as tracks on a fine clock.

    Attributes
    ----------
    anatomy
        The body at rest.
    clock
        ``(C,)`` seconds; beyond its ends the body holds still.
    angles, pelvis, feet
        As `posed` takes them, with C in place of T.
    """

    anatomy: Anatomy
    clock: Floats
    angles: Mapping[str, Floats]
    pelvis: Floats
    feet: Feet

    def at(self, times: Floats) -> Posture:
        """Return the body at ``times`` (T,) seconds."""
        feet = Feet(*(self._sampled(getattr(self.feet, f.name), times) for f in fields(Feet)))
        angles = {name: self._sampled(track, times) for name, track in self.angles.items()}
        return posed(self.anatomy, angles, pelvis=self._sampled(self.pelvis, times), feet=feet)

    def _sampled(self, track: Floats, times: Floats) -> Floats:
        flat = track.reshape(len(track), -1)
        columns = [np.interp(times, self.clock, flat[:, column]) for column in range(flat.shape[1])]
        return np.stack(columns, axis=1).reshape(len(times), *track.shape[1:])


def posed(anatomy: Anatomy, angles: Mapping[str, Floats], *, pelvis: Floats, feet: Feet) -> Posture:
    """Pose a body.

    Parameters
    ----------
    anatomy
        The body at rest.
    angles
        Degrees ``(T,)`` by name: ``pelvis|chest|head`` each with ``_forward _right _turn`` in the run-up's
        frame; per side ``swing tilt twist elbow pronation wrist knuckles fingers``.
    pelvis
        ``(T, 3)`` place of the mid-hip point.
    feet
        Where the legs have to reach; a leg too short to reach is stretched straight towards it.
    """
    turns: dict[str, Floats] = {}
    _turn_trunk(turns, angles)
    for side, sign in (("left", -1.0), ("right", 1.0)):
        _turn_arm(turns, angles, side, sign)
    count = len(pelvis)
    size = len(anatomy.segments)
    orientations = np.broadcast_to(np.eye(3), (count, size, 3, 3)).copy()
    origins = np.zeros((count, size, 3))
    origins[:, 0] = pelvis
    for side, column in (("left", 0), ("right", 1)):
        _turn_leg(turns, anatomy, pelvis, feet, (side, column))
    for index, name in enumerate(anatomy.segments):
        orientations[:, index] = turns[name]
        parent = anatomy.parents[index]
        if parent >= 0:
            arm = anatomy.pivots[index] - anatomy.pivots[parent]
            origins[:, index] = origins[:, parent] + orientations[:, parent] @ arm
    return Posture(origins=origins, orientations=orientations)


def _turn_trunk(turns: dict[str, Floats], angles: Mapping[str, Floats]) -> None:
    share = {
        "pelvis": (0.0, 0.0),
        "lumbar": (0.30, 0.0),
        "lower_chest": (0.70, 0.0),
        "upper_chest": (1.0, 0.0),
    }
    share |= {"neck": (1.0, 0.45), "head": (1.0, 1.0)}
    for name, (up, over) in share.items():
        forward, right, turn = (
            (1 - over) * ((1 - up) * angles[f"pelvis_{way}"] + up * angles[f"chest_{way}"])
            + over * angles[f"head_{way}"]
            for way in ("forward", "right", "turn")
        )
        turns[name] = leaning(forward=forward, right=right, turn=turn)


def _turn_arm(turns: dict[str, Floats], angles: Mapping[str, Floats], side: str, sign: float) -> None:
    def angle(name: str) -> Floats:
        return np.radians(angles[f"{side}_{name}"])

    chest = turns["upper_chest"]
    upper = about(0, angle("tilt")) @ about(2, angle("swing"))
    turns[f"{side}_girdle"] = _girdle(chest, upper, sign)
    turns[f"{side}_upper_arm"] = upper @ about(1, sign * angle("twist"))
    bent = turns[f"{side}_upper_arm"] @ about(2, angle("elbow"))
    turns[f"{side}_forearm"] = bent @ about(1, sign * 0.5 * angle("pronation"))
    wrist = bent @ about(1, sign * angle("pronation"))
    hand = turns[f"{side}_hand"] = wrist @ about(2, angle("wrist"))
    for place, digit in enumerate(_DIGITS):
        curl = 1.0 + 0.12 * place
        spread = about(0, sign * (0.10 - 0.07 * place) * np.ones_like(curl * angle("fingers")))
        turns[f"{side}_{digit}"] = hand @ spread @ about(2, curl * angle("knuckles"))
        turns[f"{side}_{digit}_end"] = turns[f"{side}_{digit}"] @ about(2, curl * angle("fingers"))
    turns[f"{side}_thumb"] = hand @ about(2, 0.6 * angle("knuckles"))
    turns[f"{side}_thumb_end"] = turns[f"{side}_thumb"] @ about(2, 0.5 * angle("fingers"))


def _girdle(chest: Floats, upper: Floats, sign: float) -> Floats:
    """Lift the shoulder with the arm: about a third of the elevation above 30°, and a little to the front."""
    along = np.einsum("tji,tj->ti", chest, -upper[:, :, 1])
    elevation = np.arccos(np.clip(-along[:, 1], -1.0, 1.0))
    lift = np.radians(32.0) * np.clip((elevation - 0.5) / (np.pi - 0.5), 0.0, 1.0)
    front = np.radians(9.0) * along[:, 0]
    return chest @ about(1, sign * front) @ about(0, -sign * lift)


def _turn_leg(
    turns: dict[str, Floats], anatomy: Anatomy, pelvis: Floats, feet: Feet, leg: tuple[str, int]
) -> None:
    side, column = leg
    names = [f"{side}_{part}" for part in ("thigh", "shank", "foot")]
    hip, knee, ankle = (anatomy.pivots[anatomy.index(name)] for name in names)
    thigh, shank = float(np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))
    top = pelvis + turns["pelvis"] @ (hip - anatomy.pivots[0])
    reach = feet.ankles[:, column] - top
    distance = np.minimum(np.linalg.norm(reach, axis=1), 0.9995 * (thigh + shank))
    along = unit(reach)
    heading = about(1, feet.turns[:, column])
    ahead = heading[:, :, 0] + turns["pelvis"][:, :, 0]
    bend = unit(ahead - along * np.einsum("ti,ti->t", ahead, along)[:, None])
    cosine = (thigh**2 + distance**2 - shank**2) / (2.0 * thigh * distance)
    angle = np.arccos(np.clip(cosine, -1.0, 1.0))[:, None]
    to_knee = along * np.cos(angle) + bend * np.sin(angle)
    to_ankle = unit(along * distance[:, None] - to_knee * thigh)
    sideways = unit(np.cross(bend, -along))
    turns[names[0]] = _frame(to_knee, sideways)
    turns[names[1]] = _frame(to_ankle, sideways)
    turns[names[2]] = heading @ about(2, feet.pitches[:, column])
    turns[f"{side}_toes"] = heading @ about(2, feet.toes[:, column])


def _frame(down: Floats, right: Floats) -> Floats:
    """Return orientations whose −y runs ``down`` and whose z points to the ``right``."""
    return np.stack([np.cross(-down, right), -down, right], axis=-1)
