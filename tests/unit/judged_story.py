"""A story of faults that a comparison finds: sides swapped, somebody twice or left out, one clip worse."""

from __future__ import annotations

from pathlib import Path

import gold_story as story
import numpy as np

from palpate.model.instance import Instance
from palpate.model.layer import Layer, LayerKind
from palpate.model.origin import Origin
from palpate.model.pose import Pose
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutInstance
from palpate.session.edits.labels import AddLabels
from palpate.session.session import Session
from palpate.store.library import load_skeleton

SWAPPED = (40, 44, 48)
"""Frames in which the runner's left and right are exchanged."""
TWICE = (80, 84)
"""Frames in which the runner is labelled a second time."""
MISSING = (0, 4)
"""Frames of gold in which the walker is not labelled."""
BOLD = 9
"""A keypoint that is flagged visible where gold says occluded."""


def project(folder: Path) -> Session:
    """Gold of a runner and a walker, and Ana's labels: the walker 6 px off, the runner with faults."""
    session = story.project(folder, gold_frames=())
    chance = np.random.default_rng(11)
    tiers = np.full((len(story.FRAMES), story.N_KEYPOINTS), Visibility.VISIBLE, np.int8)
    tiers[::2, BOLD] = Visibility.ESTIMATED
    for instance in story.RUNNERS.values():
        story.label(
            session, story.gold_of(session), instance, story.FRAMES, origin=Origin.GOLD, visibility=tiers
        )
    story.become(session, "ana", "annotator")
    session.do(AddLabels("Add", layer_of(session), (), (), (), _tracks(chance)))
    session.do(PutInstance("Add", Instance("twin", "run", "runner again", 2, story.SKELETON)))
    story.label(session, layer_of(session), "twin", TWICE, by=np.full((1, 2), 0.3))
    return session


def layer_of(session: Session) -> Layer:
    """Return Ana's layer; made when it is first asked for."""
    for known in session.contents.layers:
        if known.name == "ana":
            return known
    return editions.new_layer("ana", LayerKind.WORK, "ana")


def _tracks(chance: np.random.Generator) -> dict[str, Track]:
    mirror = load_skeleton(story.SKELETON).mirror_indices
    tracks = {}
    for instance, off in (("runner", 0.0), ("walker", 6.0)):
        poses = {}
        for frame in story.FRAMES:
            if instance == "walker" and frame in MISSING:
                continue
            places = story.truth(frame) + chance.normal(0.0, 0.7, (story.N_KEYPOINTS, 2)) + (off, 0.0)
            if instance == "runner" and frame in SWAPPED:
                places = places[mirror]
            poses[frame] = Pose(
                places,
                np.full(story.N_KEYPOINTS, Visibility.VISIBLE, np.int8),
                np.full(story.N_KEYPOINTS, Origin.HAND, np.int8),
            )
        tracks[instance] = Track.from_poses(poses, story.N_KEYPOINTS)
    return tracks
