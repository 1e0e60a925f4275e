"""Wide CSV out."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from palpate.base.atomic_write import write_bytes
from palpate.base.errors import FormatError
from palpate.formats import particulars
from palpate.formats.foreign_skeleton import reference_of
from palpate.formats.identity import default_instance
from palpate.formats.particulars import Particulars
from palpate.formats.poses import placed_in
from palpate.formats.wide_csv.schema import (
    CLIP,
    EXPLANATION,
    FRAME,
    INSTANCE,
    ORIGIN,
    PARTICULARS_LINE,
    SCORE,
    SKELETON_LINE,
    TIME,
    V,
    X,
    Y,
)
from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.origin import ORIGIN_NAMES, Origin
from palpate.model.pose import Pose
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility, has_position


def write(labels: Labels, path: Path, *, force: bool) -> list[str]:
    """Write a wide CSV; see `palpate.formats.registry.write`.

    Time is frame ÷ capture rate; it stays empty where that is unknown, and for a variable frame rate, where
    it would be wrong.
    """
    skeleton = _only_skeleton(labels, path)
    has_scores = any(track.scores is not None for _, track in labels.labelled())
    stream = io.StringIO(newline="")
    for line in (f"{SKELETON_LINE}{reference_of(skeleton)}", *EXPLANATION, _particulars(labels)):
        stream.write(f"{line}\n")
    table = csv.writer(stream, lineterminator="\n")
    several = len(labels.clips) > 1
    table.writerow([*([CLIP] if several else []), FRAME, TIME, INSTANCE, *_columns(skeleton, has_scores)])
    for instance, frame, pose in _poses(labels):
        clip = labels.clip_named(instance.clip)
        start = [frame, _time(clip, frame), instance.number]
        table.writerow([*([clip.name] if several else []), *start, *_cells(pose, has_scores)])
    try:
        content = stream.getvalue().encode()
    except UnicodeEncodeError as error:
        raise FormatError("a name is not Unicode text and cannot be written", path=path) from error
    write_bytes(path, content, force=force)
    timeless = [clip.name for clip in labels.clips if _time(clip, 0) == ""]
    return [f"no time for {name}: its frame rate is unknown or varies" for name in timeless]


def _only_skeleton(labels: Labels, path: Path) -> Skeleton:
    used = {instance.skeleton for instance, _ in labels.labelled()} or set(labels.skeletons)
    if len(used) != 1:
        raise FormatError(f"a wide CSV holds one skeleton, these labels have {len(used)}", path=path)
    return labels.skeletons[used.pop()]


def _particulars(labels: Labels) -> str:
    names = {clip.id: clip.name for clip in labels.clips}
    first: dict[str, int | str] = {
        i.id: f"{names[i.clip]}/{i.number}" for i, track in labels.labelled() if len(track.frames)
    }
    defaults = {i.id: default_instance(i.clip, i.number, i.skeleton, {}) for i in labels.instances}
    told = Particulars(
        clips=tuple(particulars.told_clip(clip, with_frames=True) for clip in labels.clips),
        instances=particulars.instance_entries(labels.instances, defaults, first),
    )
    return PARTICULARS_LINE + msgspec.json.encode(particulars.to_json(told)).decode()


def _columns(skeleton: Skeleton, has_scores: bool) -> list[str]:
    points = [name + end for name in skeleton.names for end in (X, Y, V)]
    ends = (ORIGIN, SCORE) if has_scores else (ORIGIN,)
    return points + [name + end for name in skeleton.names for end in ends]


def _poses(labels: Labels) -> Iterator[tuple[Instance, int, Pose]]:
    for instance, track in labels.labelled():
        for frame in track.frames.tolist():
            pose = track.pose(frame)
            if pose is not None:
                yield instance, frame, pose


def _time(clip: Clip, frame: int) -> str:
    rate = clip.capture_fps or clip.fps
    return "" if clip.vfr or not rate else repr(frame / rate)


def _cells(pose: Pose, has_scores: bool) -> list[str]:
    placed = placed_in(pose)
    said = placed | ~has_position(pose.visibility) & (pose.visibility != Visibility.NOT_PLACED)
    cells = []
    for (x, y), tier, is_placed, is_said in zip(
        pose.positions.tolist(), pose.visibility.tolist(), placed.tolist(), said.tolist(), strict=True
    ):
        cells += [repr(x), repr(y)] if is_placed else ["", ""]
        cells.append(str(tier) if is_said else "")
    scores = np.full(len(placed), np.nan) if pose.scores is None else pose.scores
    for origin, score in zip(pose.origin.tolist(), scores.tolist(), strict=True):
        cells.append(ORIGIN_NAMES.get(Origin(origin), ""))
        if has_scores:
            cells.append("" if math.isnan(score) else repr(score))
    return cells
