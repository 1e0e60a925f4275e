"""Two label sets clip by clip, so that one clip can be worked on at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from palpate.model.labels import Labels
from palpate.session.judging.by_clip import ByClip

Ids = tuple[str, ...]


class VideosApart:
    """What two label sets have of each video, by the name of the clip and in gold's order.

    There is nothing if frames cannot be told by the name of the clip and the index: if there are images, or
    if no clip of the same name has a frame in both.
    """

    def __init__(self, labels: ByClip, gold: ByClip) -> None:
        self._sides = labels, gold
        own, theirs = clips_by_name(labels.outline), clips_by_name(gold.outline)
        self._places: tuple[tuple[Ids, Ids], ...] = tuple(
            (own.get(name, ()), ids) for name, ids in theirs.items()
        )
        self._first: tuple[int, Labels, Labels] | None = None  # what was read to look at is not read again
        images = any(clip.frame_names for side in self._sides for clip in side.outline.clips)
        if images or not self._share():
            self._places = ()

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[tuple[Labels, Labels]]:
        """Yield labels and gold of each video; those of the labels are empty where only gold has it."""
        for n in range(len(self._places)):
            first, self._first = self._first, None
            yield first[1:] if first is not None and first[0] == n else self._read(n)

    def _read(self, n: int) -> tuple[Labels, Labels]:
        own, theirs = self._places[n]
        return self._sides[0].of(own), self._sides[1].of(theirs)

    def _share(self) -> bool:
        """Tell whether any clip has a frame in common; the first that is looked at mostly has."""
        for n, (own, _) in enumerate(self._places):
            if not own:
                continue
            labels, gold = self._read(n)
            self._first = n, labels, gold
            if np.isin(_frames(labels), _frames(gold)).any():
                return True
        self._first = None
        return False


def clips_by_name(outline: Labels) -> dict[str, Ids]:
    """Return the ids of the clips that have labels, by their name."""
    names = {clip.id: clip.name for clip in outline.clips}
    clips: dict[str, dict[str, None]] = {}
    for instance in outline.instances:
        clips.setdefault(names[instance.clip], {})[instance.clip] = None
    return {name: tuple(ids) for name, ids in clips.items()}


def _frames(labels: Labels) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    frames = [track.frames for track in labels.tracks.values()]
    return np.concatenate([np.empty(0, dtype=np.int64), *frames])
