"""The nearest poses that say something, found as in a search through all of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from palpate.model.pose import Pose
from palpate.model.track import Track
from palpate.model.visibility import Visibility, has_position
from palpate.session.placing.near_poses import decides, frame_before, frame_behind, frame_beside, says_at

TIERS = (Visibility.NOT_PLACED, Visibility.NOT_PLACED, Visibility.ABSENT, Visibility.VISIBLE)


def track_of(tiers: dict[int, Visibility]) -> Track:
    """Say one thing of the first of two keypoints in each frame."""
    poses = {}
    for frame, tier in tiers.items():
        pose = Pose.empty(2)
        pose.visibility[0] = tier
        poses[frame] = pose
    return Track.from_poses(poses, 2)


@given(
    tiers=st.dictionaries(st.integers(0, 900), st.sampled_from(TIERS), max_size=12),
    quiet=st.integers(0, 600),
    frame=st.integers(-5, 905),
    positions_alone=st.booleans(),
)
def test_a_search_in_blocks_finds_what_a_search_through_all_finds(
    tiers: dict[int, Visibility], quiet: int, frame: int, positions_alone: bool
) -> None:
    """Beside few frames that say something lie many that say nothing."""
    track = track_of(dict.fromkeys(range(quiet), Visibility.NOT_PLACED) | tiers)
    says = has_position if positions_alone else decides
    counts = [Visibility.VISIBLE] if positions_alone else [Visibility.VISIBLE, Visibility.ABSENT]
    said = sorted(at for at, tier in tiers.items() if tier in counts)
    assert frame_before(track, frame, says) == max((at for at in said if at < frame), default=None)
    assert frame_behind(track, frame, says) == min((at for at in said if at > frame), default=None)
    others = [at for at in said if at != frame]
    assert frame_beside(track, frame, says) == min(others, key=lambda at: abs(at - frame), default=None)
    assert says_at(track, frame, says) == (frame in said)


def test_a_track_without_poses_has_none_beside_any_frame() -> None:
    nothing = Track.from_poses({}, 2)
    assert frame_before(nothing, 5) is None
    assert frame_behind(nothing, 5) is None
    assert frame_beside(nothing, 5) is None
    assert not says_at(nothing, 5)
    assert np.array_equal(nothing.frames, [])
