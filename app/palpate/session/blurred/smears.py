"""What was measured of the smear of keypoints, kept with the project until they stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    shares
        The exposure that was estimated of a clip in a layer, and at which turn.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Key, dict[str, Records]] = {}
        self.turn = 0
        self.shares: dict[Key, tuple[int, float | None]] = {}
        self._glance: tuple[Key, str, Records] | None = None

    def over(self, layer: str, instance: str, skeleton: Skeleton, resolved: Resolved) -> Measured:
        """Return what holds where an instance stands now."""
        n, k = resolved.visibility.shape
        columns = {name: np.full((n, k), np.nan) for name in ("extent", "angle", "coherence", "sharpness")}
        known, place = np.zeros((n, k), dtype=np.bool_), skeleton.position_of
        for name, records, kept in self._all(layer, instance):
            at = place.get(name, -1)
            if at < 0:
                continue
            rows = records["frame"].astype(np.int64) - resolved.start
            inside = (rows >= 0) & (rows < n)
            records, rows = records[inside], rows[inside]
            off = resolved.positions[rows, at] - np.stack((records["x"], records["y"]), axis=1)
            same = np.hypot(off[:, 0], off[:, 1]) <= MOVED_PX
            for column, array in columns.items():
                array[rows[same], at] = records[column][same]
            known[rows[same], at] |= kept
        angle = columns.pop("angle")
        direction = np.stack((np.cos(angle), np.sin(angle)), axis=-1)
        return Measured(Smear(direction=direction, **columns), known)

    def glance(self, layer: str, instance: str, keypoint: str, records: Records) -> None:
        """Take over what was seen of a keypoint in passing; it is not kept, and gives way to the next."""
        self._glance = ((layer, instance), keypoint, records)

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

    def forget(self) -> None:
        """Read everything anew when it is asked for next: keypoints have other names now."""
        self._known.clear()
        self.shares.clear()
        self._glance = None
        self.turn += 1

    def _all(self, layer: str, instance: str) -> Iterator[tuple[str, Records, bool]]:
        """Yield keypoint, measurements, and whether they are kept; of two the later one holds."""
        if self._glance is not None and self._glance[0] == (layer, instance):
            yield self._glance[1], self._glance[2], False
        for name, records in self._of(layer, instance).items():
            yield name, records, True

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
