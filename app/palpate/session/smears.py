"""What was measured of the smear of keypoints, kept with the project until they stand elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palpate.assist.blur import Smear
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.model.track import Resolved
from palpate.store.project import Project

MOVED_PX = 2.0
"""How far a keypoint may have moved since: the patch shows the same thing."""

_RECORD = np.dtype(
    [
        ("frame", "<i4"),
        ("x", "<f4"),
        ("y", "<f4"),
        ("extent", "<f4"),
        ("angle", "<f2"),
        ("coherence", "<f2"),
        ("sharpness", "<f4"),
    ]
)

Records = NDArray[np.void]
Key = tuple[str, str]  # layer, instance


@dataclass(frozen=True, slots=True)
class Measured:
    """What still holds of an instance, for the frames of what it resolves to.

    Attributes
    ----------
    smear
        Arrays ``(F, K)`` and ``(F, K, 2)``; NaN where nothing was measured, or the keypoint has moved since.
    known
        ``(F, K)`` where it was looked, even if the picture does not tell.
    """

    smear: Smear
    known: Bools


class Smears:
    """The measured smear of a project.

    Attributes
    ----------
    turn
        How often anything was added; for whoever keeps something that was made from it.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Key, dict[str, Records]] = {}
        self.turn = 0

    def over(self, layer: str, instance: str, skeleton: Skeleton, resolved: Resolved) -> Measured:
        """Return what holds where an instance stands now."""
        n, k = resolved.visibility.shape
        extent, angle, coherence, sharpness = (np.full((n, k), np.nan) for _ in range(4))
        known, place = np.zeros((n, k), dtype=np.bool_), skeleton.position_of
        for name, records in self._of(layer, instance).items():
            at = place.get(name, -1)
            if at < 0:
                continue
            rows = records["frame"].astype(np.int64) - resolved.start
            records, rows = (part[(rows >= 0) & (rows < n)] for part in (records, rows))
            off = resolved.positions[rows, at] - np.stack((records["x"], records["y"]), axis=1)
            same = np.hypot(off[:, 0], off[:, 1]) <= MOVED_PX
            records, rows = records[same], rows[same]
            for array, column in ((extent, "extent"), (angle, "angle"), (coherence, "coherence")):
                array[rows, at] = records[column]
            sharpness[rows, at], known[rows, at] = records["sharpness"], True
        direction = np.stack((np.cos(angle), np.sin(angle)), axis=-1)
        return Measured(Smear(extent, direction, coherence, sharpness), known)

    def has_any(self, layer: str, instance: str) -> bool:
        """Tell whether anything was ever measured of an instance."""
        return bool(self._of(layer, instance))

    def add(self, layer: str, instance: str, found: Mapping[str, Records]) -> None:
        """Take over what was measured, by keypoint; what stood for the same frames is replaced."""
        known = self._of(layer, instance)
        for name, records in found.items():
            before = known.get(name)
            if before is not None:
                before = before[~np.isin(before["frame"], records["frame"])]
                records = np.concatenate((before, records))
            known[name] = records[np.argsort(records["frame"])]
        self.turn += 1
        self._project.keep_smears(layer, instance, {name: known[name].tobytes() for name in found})

    def _of(self, layer: str, instance: str) -> dict[str, Records]:
        key = (layer, instance)
        if key not in self._known:
            self._known[key] = {
                name: np.frombuffer(content, dtype=_RECORD)
                for name, content in self._project.smears(layer, instance).items()
                if len(content) % _RECORD.itemsize == 0
            }
        return self._known[key]


def records_of(frames: Ints, positions: Floats, smear: Smear) -> Records:
    """Return M measurements of one keypoint as they are kept.

    Parameters
    ----------
    frames, positions
        ``(M,)`` and ``(M, 2)`` px: where it stood.
    """
    records = np.empty(len(frames), dtype=_RECORD)
    records["frame"] = frames
    records["x"], records["y"] = positions[:, 0], positions[:, 1]
    records["extent"], records["coherence"] = smear.extent, smear.coherence
    records["angle"] = np.arctan2(smear.direction[:, 1], smear.direction[:, 0])
    records["sharpness"] = smear.sharpness
    return records
