"""A story to judge by: a runner whose gold is known exactly, and people who place beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from palpate.model.arrays import Codes, Floats
from palpate.model.attempt import Attempt
from palpate.model.clip import Clip, ClipKind
from palpate.model.event import Event
from palpate.model.instance import Instance
from palpate.model.layer import Layer
from palpate.model.origin import Origin
from palpate.model.pose import Pose, Shape
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.calibrating import calibration, gold
from palpate.session.calibrating.attempts import plan_of
from palpate.session.edits.contents import PutClips, PutInstance, PutSetting
from palpate.session.edits.events import MarkEvent
from palpate.session.edits.labels import AddLabels
from palpate.session.session import Session

SKELETON = "coco_17"
N_KEYPOINTS = 17
LEFT_WRIST = 9
FRAMES = tuple(range(0, 120, 4))
"""Frames of gold in each of the two clips."""
RUNNERS = {"run": "runner", "walk": "walker"}
"""Id of the instance of each clip."""


def project(folder: Path, *, gold_frames: tuple[int, ...] = FRAMES) -> Session:
    """Make a consultant's project: two clips of a runner, gold in some frames, an event in the middle."""
    session = Session.create(folder / "gold.palpate", [SKELETON], "cora", "consultant")
    for name, instance in RUNNERS.items():
        said = {"subject": name, "lighting": "diffuse"}
        clip = Clip(name, name, ClipKind.VIDEO, size=(1920, 1080), n_frames=120, fps=50.0, attributes=said)
        session.do(PutClips("Add", (clip,)))
        session.do(PutInstance("Add", Instance(instance, name, instance, 1, SKELETON)))
        session.do(MarkEvent(Event(name, 60, "front_foot_contact")))
        if gold_frames:
            label(session, gold_of(session), instance, gold_frames, origin=Origin.GOLD)
    return session


@contextmanager
def anas_turn(folder: Path) -> Iterator[Session]:
    """Let ana work in such a project, whose sixty poses of gold are certified."""
    with project(folder) as session:
        gold.certify(session, gold_of(session).id)
        become(session, "ana", "annotator")
        session.ensure_layer()
        yield session


def gold_of(session: Session) -> Layer:
    """Return the first layer of gold."""
    layer = session.contents.gold_layer()
    assert layer is not None
    return layer


def truth(frame: int) -> Floats:
    """Return ``(K, 2)`` px where everything is in a frame: a figure 600 px tall that moves to the right."""
    k = np.arange(N_KEYPOINTS)
    return np.stack([400.0 + 8.0 * frame + 37.0 * (k % 5), 200.0 + 37.5 * k], axis=1)


def label(
    session: Session,
    layer: Layer,
    instance: str,
    frames: tuple[int, ...],
    *,
    by: Floats | None = None,
    origin: Origin = Origin.HAND,
    visibility: Codes | None = None,
) -> None:
    """Place all keypoints of an instance, off by ``(K, 2)`` or ``(T, K, 2)`` px."""
    off = np.zeros((1, 1, 2)) if by is None else np.asarray(by)
    places = np.array([truth(frame) for frame in frames]) + off
    tiers = np.full(places.shape[:2], Visibility.VISIBLE, np.int8) if visibility is None else visibility
    origins = np.full(N_KEYPOINTS, origin, np.int8)
    poses = {
        frame: Pose(np.where((tier > 0)[:, None], at, np.nan), tier, origins, shape=_box(frame, origin))
        for frame, at, tier in zip(frames, places, tiers, strict=True)
    }
    track = Track.from_poses(poses, N_KEYPOINTS)
    session.do(AddLabels("Put", layer, (), (), (), {instance: track}))


def _box(frame: int, origin: Origin) -> Shape | None:
    """Return the box of gold; other people draw none."""
    (x, y), (right, bottom) = truth(frame).min(axis=0).tolist(), truth(frame).max(axis=0).tolist()
    return Shape(box=(x, y, right - x, bottom - y)) if origin is Origin.GOLD else None


def become(session: Session, name: str, role: str) -> None:
    """Let somebody else work in the project from now on."""
    session.do(PutSetting("annotator", name))
    session.do(PutSetting("role", role))
    session.author = name


def follow(session: Session, attempt: Attempt, *, by: Floats | None = None, spread: float = 0.0) -> None:
    """Place everything that an attempt asks for, off by ``(K, 2)`` px and by chance."""
    layer, chance = session.contents.layer(attempt.layer), np.random.default_rng(7)
    frames: dict[str, list[int]] = {}
    for unit in plan_of(session, attempt).units:
        frames.setdefault(unit.instance, []).append(unit.frame)
    for instance, asked in frames.items():
        off = chance.normal(0.0, spread, (len(asked), N_KEYPOINTS, 2)) if spread else 0.0
        label(
            session, layer, instance, tuple(sorted(asked)), by=np.asarray(off + (0.0 if by is None else by))
        )


def off_at(keypoint: int, x: float, y: float = 0.0) -> Floats:
    """Return ``(K, 2)`` px that are off at one keypoint."""
    found = np.zeros((N_KEYPOINTS, 2))
    found[keypoint] = x, y
    return found


def submitted(session: Session, n: int = 10, *, by: float = 0.0, spread: float = 0.5) -> calibration.Outcome:
    """Go through an attempt, the left wrist off to the right."""
    attempt = calibration.start(session, n)
    follow(session, attempt, by=off_at(LEFT_WRIST, by), spread=spread)
    return calibration.submit(session, attempt)
