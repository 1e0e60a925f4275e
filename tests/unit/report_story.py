"""A story to report: cora's gold, ana whose left wrist lies too far right, ben who is sound."""

from __future__ import annotations

from pathlib import Path

import gold_story as story
import numpy as np

from palpate.model.arrays import Codes
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.session import Session

WRIST = "left_wrist"
LEFT_WRIST = 9
OFF_PX = 60.0
SEEN = tuple(range(0, 120, 4))


def project(folder: Path, *, people: tuple[str, ...] = ("ana", "ben")) -> Session:
    """Make the consultant's project with work of some people; gold's right ankle is hidden now and then."""
    session = story.project(folder, gold_frames=())
    for instance in story.RUNNERS.values():
        story.label(
            session, story.gold_of(session), instance, SEEN, origin=story.Origin.GOLD, visibility=_tiers(5)
        )
    for n, name in enumerate(people):
        work(session, name, off_px=OFF_PX if name == "ana" else 0.0, seed=n + 1)
    return session


def work(session: Session, name: str, *, off_px: float, seed: int, frames: tuple[int, ...] = SEEN) -> str:
    """Let somebody label frames of both clips, the left wrist so far to the right; return the layer's id."""
    layer, chance = editions.new_layer(name, LayerKind.WORK, name), np.random.default_rng(seed)
    for instance in story.RUNNERS.values():
        off = chance.normal(0.0, 1.0, (len(frames), story.N_KEYPOINTS, 2))
        tiers = _tiers(6) if frames == SEEN else None
        by = story.off_at(LEFT_WRIST, off_px) + off
        story.label(session, layer, instance, frames, by=by, visibility=tiers)
    return layer.id


def _tiers(every: int) -> Codes:
    tiers = np.full((len(SEEN), story.N_KEYPOINTS), Visibility.VISIBLE, np.int8)
    tiers[::every, 16] = Visibility.ESTIMATED
    return tiers
