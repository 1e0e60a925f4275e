"""Values of keypoints in one frame: placing, moving, flagging, clearing, accepting."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.origin import GUESSED, Origin
from palpate.model.pose import Pose
from palpate.model.visibility import Visibility, has_position
from palpate.store import mapping
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class PoseAt:
    """Which pose is meant, and the time stamp of its frame."""

    layer: str
    instance: str
    frame: int
    n_keypoints: int
    pts: int | None = None

    def read(self, writer: Writer) -> Pose:
        """Return the stored pose, or an empty one."""
        row = writer.get("pose", self.layer, self.instance, self.frame)
        return Pose.empty(self.n_keypoints) if row is None else mapping.pose_from_row(row)

    def write(self, writer: Writer, pose: Pose) -> None:
        """Store a pose; one that says nothing is removed. A known time stamp outlives a missing medium."""
        key = (self.layer, self.instance, self.frame)
        if pose.is_empty:
            writer.delete("pose", *key)
            return
        row = writer.get("pose", *key)
        known = None if row is None else mapping.pts_from_row(row)
        pts = known if self.pts is None else self.pts
        writer.put("pose", key, mapping.pose_row(pose, pts, writer.author, writer.time))


@dataclass(frozen=True, slots=True)
class SetValues:
    """Write the values of n keypoints of one pose.

    Attributes
    ----------
    keypoints
        ``(n,)`` indices.
    positions
        ``(n, 2)`` px, corner origin; NaN for absent and not placed.
    visibility, origin
        ``(n,)`` codes; where visibility is NOT_PLACED the value is cleared.
    """

    title: str
    at: PoseAt
    keypoints: Ints
    positions: Floats
    visibility: Codes
    origin: Codes
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write the values; refuses a position that is missing or not finite."""
        placed = has_position(self.visibility)
        if not np.isfinite(self.positions[placed]).all():
            raise EditRefused("a keypoint with a position needs two finite numbers")
        pose = self.at.read(writer)
        before = replace(pose, positions=pose.positions.copy(), visibility=pose.visibility.copy())
        before = replace(before, origin=pose.origin.copy())
        ks, cleared = self.keypoints, self.visibility == Visibility.NOT_PLACED
        pose.positions[ks] = np.where(placed[:, None], self.positions, np.nan)
        pose.visibility[ks] = self.visibility
        pose.origin[ks] = np.where(cleared, Origin.NONE, self.origin)
        if pose.scores is not None:
            pose.scores[ks] = np.nan
        if not pose.says_the_same_as(before):  # nothing to undo, nobody to credit
            self.at.write(writer, pose)


def place(at: PoseAt, keypoint: int, position: Floats, visibility: Visibility, name: str) -> SetValues:
    """Place one keypoint by hand."""
    return _by_hand(f"Place {name}", at, keypoint, position, visibility)


def decide_absent(at: PoseAt, keypoint: int, name: str) -> SetValues:
    """Decide that a keypoint is not in the picture; ends its span."""
    return _by_hand(f"Mark {name} absent", at, keypoint, np.full(2, np.nan), Visibility.ABSENT)


def clear(at: PoseAt, keypoints: Ints, name: str) -> SetValues:
    """Take keypoints back to *not placed*."""
    n = len(keypoints)
    return SetValues(
        title=f"Clear {name}",
        at=at,
        keypoints=keypoints,
        positions=np.full((n, 2), np.nan),
        visibility=np.full(n, Visibility.NOT_PLACED, np.int8),
        origin=np.full(n, Origin.NONE, np.int8),
    )


def move(
    at: PoseAt,
    keypoints: Ints,
    positions: Floats,
    visibility: Codes,
    *,
    title: str,
    merge: str | None = None,
    before: Codes | None = None,
) -> SetValues:
    """Move keypoints by hand; those that had no position yet become visible.

    Parameters
    ----------
    before
        ``(n,)`` origins that they had: guesses that are moved along with others stay guesses, for nobody has
        looked at each of them. A keypoint that is moved alone is placed by hand.
    """
    shown = np.where(has_position(visibility), visibility, Visibility.VISIBLE).astype(np.int8)
    origin = np.full(len(keypoints), Origin.HAND, np.int8)
    if before is not None and len(keypoints) > 1:
        origin[np.isin(before, GUESSED)] = Origin.MODEL
    return SetValues(title, at, keypoints, positions, shown, origin, merge)


def flag(at: PoseAt, keypoint: int, position: Floats, visibility: Visibility, name: str) -> SetValues:
    """Set the tier of a keypoint that has a position; a derived one becomes a fact."""
    if visibility is Visibility.ABSENT:
        return decide_absent(at, keypoint, name)
    word = visibility.name.lower()
    return _by_hand(f"Mark {name} {word}", at, keypoint, position, visibility)


def accept(at: PoseAt, keypoints: Ints, positions: Floats, visibility: Codes) -> SetValues:
    """Pin reviewed guesses where they are."""
    origin = np.full(len(keypoints), Origin.ACCEPTED, np.int8)
    noun = "keypoint" if len(keypoints) == 1 else "keypoints"
    return SetValues(f"Accept {len(keypoints)} {noun}", at, keypoints, positions, visibility, origin)


def _by_hand(title: str, at: PoseAt, keypoint: int, position: Floats, visibility: Visibility) -> SetValues:
    return SetValues(
        title=title,
        at=at,
        keypoints=np.array([keypoint], dtype=np.int64),
        positions=np.asarray(position, dtype=np.float64).reshape(1, 2),
        visibility=np.array([visibility], dtype=np.int8),
        origin=np.array([Origin.HAND], dtype=np.int8),
    )
