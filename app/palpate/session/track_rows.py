"""A track whose rows are written in place, put in and taken out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from palpate.model.arrays import Bools, Codes, Ints
from palpate.model.origin import Origin
from palpate.model.pose import Pose, Shape
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.growing import Growing, Rows

_NOTHING = {
    "frames": -1,
    "positions": np.nan,
    "visibility": Visibility.NOT_PLACED,
    "origin": Origin.NONE,
    "scores": np.nan,
    "methods": -1,
}


def differing(old: Pose | None, new: Pose | None, n_keypoints: int) -> Ints:
    """Return the keypoints whose value is not the same in two poses; None says nothing at all."""
    old, new = old or Pose.empty(n_keypoints), new or Pose.empty(n_keypoints)
    same = (old.visibility == new.visibility) & (old.origin == new.origin)
    same &= ((old.positions == new.positions) | np.isnan(old.positions) & np.isnan(new.positions)).all(axis=1)
    return np.flatnonzero(~same)


class TrackRows:
    """The rows of a track, each with the codes of the methods that hold from its frame on.

    Copying a long clip for every nudge would be felt: a row that exists is written in place, a new one is put
    in. A track taken from here shows what is written later.

    Parameters
    ----------
    methods
        ``(T, K)`` codes of `palpate.assist.spans.method_codes`.

    Attributes
    ----------
    cuts
        First frames of further scenes.
    """

    def __init__(self, track: Track, methods: Codes) -> None:
        columns: dict[str, Rows] = {
            "frames": track.frames,
            "positions": track.positions,
            "visibility": track.visibility,
            "origin": track.origin,
            "methods": methods,
        }
        if track.scores is not None:
            columns["scores"] = track.scores
        self._columns = {name: Growing(rows, _NOTHING[name]) for name, rows in columns.items()}
        self._shapes: Mapping[int, Shape] = track.shapes
        self.cuts = track.cuts

    @property
    def track(self) -> Track:
        """The track as it is now."""
        columns = {name: column.rows for name, column in self._columns.items() if name != "methods"}
        return Track(**columns, shapes=self._shapes, cuts=self.cuts)

    @property
    def methods(self) -> Codes:
        """``(T, K)`` codes, to be written into."""
        return self._columns["methods"].rows

    def put(self, poses: Mapping[int, Pose | None]) -> bool:
        """Put in poses by frame, replace them, or (None) take them out; tells whether any row is new.

        Nothing is known yet of the methods in new rows; their codes are below 0.
        """
        self._take_out(sorted(frame for frame, pose in poses.items() if pose is None))
        came = self._put_in(sorted(frame for frame, pose in poses.items() if pose is not None))
        shapes = {known: shape for known, shape in self._shapes.items() if known not in poses}
        for frame, pose in poses.items():
            if pose is not None:
                self._write(frame, pose)
                if pose.shape is not None:
                    shapes[frame] = pose.shape
        self._shapes = shapes
        return came

    def _take_out(self, frames: list[int]) -> None:
        places, stands = self._looked_up(frames)
        if stands.any():
            for column in self._columns.values():
                column.remove(places[stands])

    def _put_in(self, frames: list[int]) -> bool:
        places, stands = self._looked_up(frames)
        added = places[~stands]
        if len(added):
            for column in self._columns.values():
                column.insert(added)
            new = np.array(frames, dtype=np.int64)[~stands]
            self._columns["frames"].rows[added + np.arange(len(added))] = new
        return len(added) > 0

    def _looked_up(self, frames: list[int]) -> tuple[Ints, Bools]:
        """Return the rows at which frames stand or would stand, and whether they do."""
        known = self._columns["frames"].rows
        places = np.searchsorted(known, np.array(frames, dtype=np.int64))
        if not len(known):
            return places, np.zeros(len(frames), dtype=np.bool_)
        return places, known[np.minimum(places, len(known) - 1)] == frames

    def _write(self, frame: int, pose: Pose) -> None:
        columns = self._columns
        if pose.scores is not None and "scores" not in columns:
            unknown = np.full(columns["visibility"].rows.shape, np.nan)
            columns["scores"] = Growing(unknown, _NOTHING["scores"])
        row = int(np.searchsorted(columns["frames"].rows, frame))
        for name in ("positions", "visibility", "origin"):
            columns[name].rows[row] = getattr(pose, name)
        if "scores" in columns:
            columns["scores"].rows[row] = np.nan if pose.scores is None else pose.scores
