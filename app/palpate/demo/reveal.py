"""Work out the truth of a scene: places, what hides them, how far they smear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.demo import bowler
from palpate.demo.anatomy import SCALE, Anatomy
from palpate.demo.figure import Posture
from palpate.demo.raycast import Placed, first_hits
from palpate.demo.scene import INSTANCE_NAMES, Actor, Scene
from palpate.demo.truth import Truth
from palpate.demo.visible import body_box
from palpate.demo.wicket import joined
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.visibility import Visibility

_PATH_POINTS = 17  # odd: the middle one is mid-exposure
# a keypoint under the skin is in view if the first surface is this close, or half its local width
_SURFACE_DEPTH_M = 0.038
_CENTRE_DEPTH = 1.3  # a joint centre is in view through at most this many local widths of its own limb
_MEETING_M = 0.040 * SCALE


def truth_of(scene: Scene) -> Truth:
    """Return the exact truth of every frame of a scene.

    Notes
    -----
    A joint centre counts as visible when the first surface along the ray towards it belongs to a segment
    that meets in the joint, on the near side of the limb (a plain depth test would hide every centre, as the
    centre lies inside). A surface keypoint counts as visible when the first surface is the skin over it.
    Hidden keypoints are estimated. So are those whose blur exceeds the limits of domain reference 6.
    """
    settings = scene.settings
    times = settings.times
    actors = (scene.bowler, scene.umpire)
    paths = [_paths(scene, actor, times) for actor in actors]
    middle = _PATH_POINTS // 2
    positions = np.stack([path[:, middle] for path in paths], axis=1)
    steps = [np.linalg.norm(np.diff(path, axis=1), axis=-1).sum(axis=1) for path in paths]
    blur = np.stack(steps, axis=1)
    chord = np.stack([path[:, -1] - path[:, 0] for path in paths], axis=1)
    postures = [actor.motion.at(times) for actor in actors]
    clear, boxes = _looked_at(scene, postures)
    widths = _widths(scene, postures)
    visibility = _tiers(scene, positions, clear, (blur, widths))
    return Truth(
        names=scene.anatomy.names,
        instances=INSTANCE_NAMES,
        positions=positions,
        visibility=visibility,
        blur_px=blur,
        blur_direction=np.arctan2(chord[..., 1], chord[..., 0]),
        width_px=widths,
        across=_across(scene, postures),
        boxes=boxes,
        events=_events(scene),
        size=settings.size,
        fps=settings.fps,
        shutter_s=settings.shutter_s,
        seed=settings.seed,
        lighting=settings.lighting,
    )


def _paths(scene: Scene, actor: Actor, times: Floats) -> Floats:
    """Return each keypoint's way over the image during each exposure ``(T, P, K, 2)``."""
    share = np.linspace(-0.5, 0.5, _PATH_POINTS) * scene.settings.shutter_s
    instants = (times[:, None] + share).ravel()
    places = actor.motion.at(instants).keypoints(scene.anatomy)
    seen = [scene.view(float(time)).projected(place) for time, place in zip(instants, places, strict=True)]
    return np.array(seen).reshape(len(times), _PATH_POINTS, len(scene.anatomy.names), 2)


def _looked_at(scene: Scene, postures: list[Posture]) -> tuple[Bools, Floats]:
    """Return which keypoints are in clear view ``(T, I, K)``, and the bodies' boxes ``(T, I, 4)``."""
    rules = Sightlines.of(scene)
    clear, boxes = [], []
    for frame, time in enumerate(scene.settings.times):
        view = scene.view(float(time))
        bodies = [
            scene.bowler_with_ball(postures[0], frame, float(time)),
            scene.umpire.placed(postures[1], frame),
        ]
        everything = joined(*bodies, scene.wicket)
        places = np.stack([posture.keypoints(scene.anatomy)[frame] for posture in postures])
        clear.append(rules.clear(everything, view.place, places))
        alone = scene.bowler.placed(postures[0], frame)
        boxes.append([body_box(view, alone), body_box(view, bodies[1])])
    return np.array(clear), np.array(boxes)


@dataclass(frozen=True, slots=True)
class Sightlines:
    """Which first hits count as seeing a keypoint.

    Attributes
    ----------
    owners, segments
        ``(N,)`` instance (−1 for things) and segment of every solid of the scene.
    admitted
        ``(K, S)`` whether a hit on a segment of the own body can show the keypoint.
    depths_m
        ``(K,)`` how far behind the surface that was hit the keypoint may lie.
    """

    owners: Ints
    segments: Ints
    admitted: Bools
    depths_m: Floats

    @classmethod
    def of(cls, scene: Scene) -> Sightlines:
        """Return the rules for a scene; its solids are the bowler's, the ball, the umpire's, the wicket."""
        parts = [
            [(0, solid.segment) for solid in scene.bowler.solids],
            [(-1, -1)],
            [(1, solid.segment) for solid in scene.umpire.solids],
            [(-1, -1)] * len(scene.wicket),
        ]
        table = np.array([row for part in parts for row in part])
        anatomy = scene.anatomy
        centres = np.array([kind != "surface" for kind in anatomy.kinds])
        under_skin = np.maximum(_SURFACE_DEPTH_M, 0.5 * anatomy.widths_m)
        depths = np.where(centres, _CENTRE_DEPTH * anatomy.widths_m, under_skin)
        return cls(table[:, 0], table[:, 1], _admitted(anatomy, centres), depths)

    def clear(self, solids: Placed, eye: Floats, places: Floats) -> Bools:
        """Tell which places ``(I, K, 3)`` are in clear view ``(I, K)`` from the eye ``(3,)``."""
        rays = places.reshape(-1, 3) - eye
        entries = np.stack(
            [first_hits(solids, index, origins=eye, directions=rays) for index in range(len(solids))]
        )
        first = entries.argmin(axis=0)
        nearest = np.minimum(entries.min(axis=0), 1.0)
        behind = (1.0 - nearest) * np.linalg.norm(rays, axis=1)
        count = len(self.depths_m)
        keypoint = np.tile(np.arange(count), len(places))
        instance = np.repeat(np.arange(len(places)), count)
        own = (self.owners[first] == instance) & self.admitted[keypoint, self.segments[first]]
        return np.asarray((own & (behind <= self.depths_m[keypoint])).reshape(places.shape[:2]))


def _admitted(anatomy: Anatomy, centres: Bools) -> Bools:
    admitted = np.zeros((len(anatomy.names), len(anatomy.segments)), dtype=bool)
    parents = anatomy.parents
    for keypoint, carrier in enumerate(anatomy.carriers):
        admitted[keypoint, carrier] = True
        for segment, parent in enumerate(parents):
            meeting = carrier if segment != carrier else parent
            if parent < 0 or carrier not in (segment, parent):
                continue
            other = meeting if segment == carrier else segment
            distance = np.linalg.norm(anatomy.places[keypoint] - anatomy.pivots[segment])
            if not centres[keypoint] or distance <= _MEETING_M:
                admitted[keypoint, other] = True
        if not centres[keypoint]:
            near = [s for s, parent in enumerate(parents) if parent == parents[carrier] and parent >= 0]
            admitted[keypoint, near] = True
    return admitted


def _widths(scene: Scene, postures: list[Posture]) -> Floats:
    frames = []
    for frame, time in enumerate(scene.settings.times):
        view = scene.view(float(time))
        places = np.stack([posture.keypoints(scene.anatomy)[frame] for posture in postures])
        frames.append(scene.anatomy.widths_m * view.focal / view.depths(places))
    return np.array(frames)


def _tiers(scene: Scene, positions: Floats, clear: Bools, blur: tuple[Floats, Floats]) -> Codes:
    settings = scene.settings
    extent, widths = blur
    sharp = (extent <= settings.blur_ratio * widths) & (extent <= settings.blur_limit_px)
    tiers = np.where(clear & sharp, Visibility.VISIBLE, Visibility.ESTIMATED)
    shod = np.array([kind == "shod" for kind in scene.anatomy.kinds])
    tiers = np.where(shod & (tiers == Visibility.VISIBLE), Visibility.CERTAIN, tiers)
    inside = ((positions >= 0) & (positions < np.array(settings.size))).all(axis=-1)
    return np.where(inside, tiers, Visibility.ABSENT).astype(np.int8)


def _across(scene: Scene, postures: list[Posture]) -> Floats:
    """Return px per metre ``(T, I, K, 2)`` of a step towards the skin that `Truth.across` names."""
    anatomy = scene.anatomy
    local = np.array([_outwards(name) for name in anatomy.names])
    frames = []
    for frame, time in enumerate(scene.settings.times):
        view = scene.view(float(time))
        rows = []
        for posture in postures:
            turn = posture.orientations[frame, list(anatomy.carriers)]
            step = 0.01 * np.einsum("kij,kj->ki", turn, local)
            places = posture.keypoints(anatomy)[frame]
            rows.append((view.projected(places + step) - view.projected(places)) / 0.01)
        frames.append(rows)
    return np.array(frames)


def _outwards(name: str) -> tuple[float, float, float]:
    """Return the step at rest (palms to the front): back of the hand, outer side, left of the trunk."""
    if any(part in name for part in ("elbow", "wrist", "mcp", "thumb", "index", "middle")):
        return (-1.0, 0.0, 0.0)
    return (0.0, 0.0, 1.0) if name.startswith("right_") else (0.0, 0.0, -1.0)


def _events(scene: Scene) -> dict[str, int]:
    moments = {
        "back_foot_contact": bowler.BACK_FOOT_S,
        "front_foot_contact": bowler.FRONT_FOOT_S,
        "ball_release": bowler.RELEASE_S,
    }
    settings = scene.settings
    frames = {name: int(np.ceil((at - settings.start_s) * settings.fps)) for name, at in moments.items()}
    return {name: frame for name, frame in frames.items() if 0 <= frame < settings.frames}
