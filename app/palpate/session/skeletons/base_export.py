"""Labels of a skeleton that extends another, as labels of that other one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility


def as_base(labels: Labels) -> Labels:
    """Return the labels cut to what each skeleton extends; those that extend nothing stay as they are.

    Programs that know the standard skeleton read such a file; what was added to it is left out and counted
    in the warnings.

    Raises
    ------
    UsageError
        If no skeleton extends another, or two different ones would bear the same name.
    """
    bases = {name: skeleton.base_part() for name, skeleton in labels.skeletons.items()}
    if not any(bases.values()):
        names = ", ".join(labels.skeletons) or "nothing"
        raise UsageError(f"there is no base to write: {names} extends no other skeleton")
    kept = {name: bases[name] or skeleton for name, skeleton in labels.skeletons.items()}
    skeletons: dict[str, Skeleton] = {}
    for name, skeleton in kept.items():
        other = skeletons.setdefault(skeleton.name, skeleton)
        if other.names != skeleton.names:
            raise UsageError(f"{name} cannot be written as {skeleton.name}: another skeleton is called so")
    return replace(
        labels,
        skeletons=skeletons,
        instances=tuple(replace(one, skeleton=kept[one.skeleton].name) for one in labels.instances),
        tracks={
            instance.id: _cut(track, len(kept[instance.skeleton])) for instance, track in labels.labelled()
        },
        warnings=(*labels.warnings, *_left_out(labels, bases)),
    )


def _cut(track: Track, n: int) -> Track:
    """Return a track with its first `n` keypoints, without the frames that say nothing any more."""
    shaped = np.isin(track.frames, list(track.shapes))
    keep = (track.visibility[:, :n] != Visibility.NOT_PLACED).any(axis=1) | shaped
    return replace(
        track,
        frames=track.frames[keep],
        positions=track.positions[keep, :n],
        visibility=track.visibility[keep, :n],
        origin=track.origin[keep, :n],
        scores=None if track.scores is None else track.scores[keep, :n],
    )


def _left_out(labels: Labels, bases: dict[str, Skeleton | None]) -> list[str]:
    said = []
    for name, base in bases.items():
        if base is None:
            continue
        added = len(labels.skeletons[name]) - len(base)
        tracks = [track for one, track in labels.labelled() if one.skeleton == name]
        n = sum(int((track.visibility[:, len(base) :] != Visibility.NOT_PLACED).sum()) for track in tracks)
        values = f"{n} value{'' if n == 1 else 's'} of {added} added keypoint{'' if added == 1 else 's'}"
        said.append(f"{name} is written as its base {base.name}: {values} left out")
    return said
