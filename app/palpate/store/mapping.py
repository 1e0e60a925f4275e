"""Rows of the project file to model objects and back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

import msgspec
import numpy as np

from palpate.base.errors import ProjectDamaged
from palpate.model.arrays import Bools, Codes, Floats
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import Layer, LayerKind
from palpate.model.note import Note
from palpate.model.origin import Origin
from palpate.model.pose import Pose, Shape
from palpate.model.ruling import Ruling, Verdict
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.store.rows import Row

NO_POSE = "a pose was changed by another program and cannot be read; `palpate check` says which"
_TIERS = (int(min(Visibility)), int(max(Visibility)))  # asked of every pose: an enumeration is slow at it
_ORIGINS = (int(min(Origin)), int(max(Origin)))
_UNREADABLE = (ValueError, TypeError, KeyError, AssertionError, msgspec.MsgspecError)


def clip_row(clip: Clip, place: int) -> Row:
    """Return the value of a clip's row."""
    content = {name: value for name, value in asdict(clip).items() if name not in ("id", "name")}
    return place, clip.name, msgspec.json.encode(content).decode()


def clip_from_row(clip_id: str, row: Row) -> Clip:
    """Read a clip from its row."""
    content = msgspec.json.decode(str(row[2]))
    content["kind"] = ClipKind(content["kind"])
    content["size"] = tuple(content["size"])
    content["sample_aspect"] = tuple(content.get("sample_aspect", (1, 1)))
    content["frame_names"] = tuple(content["frame_names"])
    content["frame_sizes"] = {int(k): (v[0], v[1]) for k, v in content["frame_sizes"].items()}
    return Clip(id=clip_id, name=str(row[1]), **content)


def layer_row(layer: Layer, place: int) -> Row:
    """Return the value of a layer's row."""
    return place, layer.name, layer.kind.value, layer.author, layer.created


def layer_from_row(layer_id: str, row: Row) -> Layer:
    """Read a layer from its row."""
    return Layer(layer_id, str(row[1]), LayerKind(str(row[2])), str(row[3]), str(row[4]))


def instance_row(instance: Instance) -> Row:
    """Return the value of an instance's row."""
    attributes = msgspec.json.encode(dict(instance.attributes)).decode()
    return instance.clip, instance.number, instance.name, instance.skeleton, attributes


def instance_from_row(instance_id: str, row: Row) -> Instance:
    """Read an instance from its row."""
    clip, number, name, skeleton, attributes = row
    return Instance(
        id=instance_id,
        clip=str(clip),
        name=str(name),
        number=int(number),  # type: ignore[arg-type]
        skeleton=str(skeleton),
        attributes=msgspec.json.decode(str(attributes)),
    )


def note_row(note: Note) -> Row:
    """Return the value of a note's row."""
    place: Row = (note.clip, note.layer, note.frame, note.instance, note.keypoint)
    return (*place, note.text, note.author, note.time, note.changed, note.resolver, note.resolved)


def note_from_row(note_id: str, row: Row) -> Note:
    """Read a note from its row."""
    clip, layer, frame, *words = row
    return Note(note_id, str(clip), str(layer), int(frame), *map(str, words))  # type: ignore[arg-type]


def ruling_from_row(row: tuple[Any, ...]) -> Ruling:
    """Read a ruling from its whole row, key first."""
    layer, instance, kind, keypoint, frame, stop, standing, verdict, score, author, time = row
    return Ruling(
        layer, instance, kind, keypoint, frame, stop, standing, Verdict(verdict), score, author, time
    )


def pose_row(pose: Pose, pts: int | None, author: str, time: str) -> Row:
    """Return the value of a pose's row; positions are packed as float64, so nothing is rounded."""
    return (
        pts,
        np.ascontiguousarray(pose.positions, dtype=np.float64).tobytes(),
        np.ascontiguousarray(pose.visibility, dtype=np.int8).tobytes(),
        np.ascontiguousarray(pose.origin, dtype=np.int8).tobytes(),
        None if pose.scores is None else np.ascontiguousarray(pose.scores, dtype=np.float64).tobytes(),
        shape_text(pose.shape),
        author,
        time,
    )


def pose_from_row(row: Row) -> Pose:
    """Read a pose from its row; the arrays may be written to.

    Raises
    ------
    ProjectDamaged
        If another program has left there what is no pose.
    """
    _, positions, visibility, origin, scores, shape, *_ = row
    try:
        pose = Pose(
            positions=floats(positions).reshape(-1, 2),
            visibility=codes(visibility),
            origin=codes(origin),
            scores=None if scores is None else floats(scores),
            shape=None if shape is None else _shape(str(shape)),
        )
    except _UNREADABLE as error:
        raise ProjectDamaged(NO_POSE) from error
    alike = len(pose.positions) == len(pose.visibility) == len(pose.origin)
    if not alike or _unsound(pose.positions[None], pose.visibility[None], pose.origin[None]).any():
        raise ProjectDamaged(NO_POSE)
    return pose


def plain_poses(rows: Sequence[tuple[Any, ...]]) -> tuple[Bools, Floats]:
    """Tell which rows hold a pose without scores and shape, and give the positions of these.

    All that are told have the same number of keypoints. A row that is left out may hold a pose too:
    `pose_from_row` tells.

    Returns
    -------
    ``(N,)`` and ``(n, K, 2)`` px, NaN where there is no position; read only.
    """
    sizes = np.array([_plain_size(row) for row in rows], dtype=np.int64)
    size = int(sizes.max(initial=0))
    plain = (sizes == size) & (sizes > 0)
    known = [rows[n] for n in np.flatnonzero(plain).tolist()]
    positions, visibility, origin = (b"".join(row[column] for row in known) for column in (1, 2, 3))
    places = np.frombuffer(positions, np.float64).reshape(len(known), size, 2)
    codes = [np.frombuffer(said, np.int8).reshape(len(known), size) for said in (visibility, origin)]
    sound = ~_unsound(places, *codes)
    plain[plain] = sound
    return plain, places[sound]


def _plain_size(row: tuple[Any, ...]) -> int:
    """Return how many keypoints a row has that holds nothing beside them; 0 for any other."""
    _, positions, visibility, origin, scores, shape, *_ = row
    if scores is not None or shape is not None:
        return 0
    if not all(isinstance(said, bytes) for said in (positions, visibility, origin)):
        return 0
    alike = len(positions) == 16 * len(visibility) == 16 * len(origin)
    return len(visibility) if alike else 0


def pts_from_row(row: Row) -> int | None:
    """Read the time stamp of a pose's frame from its row."""
    pts = row[0]
    assert pts is None or isinstance(pts, int)
    return pts


def floats(content: object) -> Floats:
    """Unpack float64, to be written to; what is a bytearray is not copied."""
    return np.frombuffer(_own(content), dtype=np.float64)


def codes(content: object) -> Codes:
    """Unpack int8, to be written to; what is a bytearray is not copied."""
    return np.frombuffer(_own(content), dtype=np.int8)


def _own(content: object) -> bytearray:
    assert isinstance(content, bytes | bytearray)
    return content if isinstance(content, bytearray) else bytearray(content)


def track_from_rows(rows: Iterable[tuple[Any, ...]], n_keypoints: int) -> Track:
    """Stack rows of (frame, positions, visibility, origin, scores, shape), ascending by frame.

    They are taken one by one: a long clip is not in memory twice. What another program has left there and is
    no pose of so many keypoints stays out; a check of the project names it.
    """
    frames, known, shapes = list[int](), dict[int, bytes](), dict[int, Shape]()
    positions, visibility, origins = bytearray(), bytearray(), bytearray()
    for frame, place, tier, origin, score, text in rows:
        alike = len(place) == 16 * n_keypoints and len(tier) == len(origin) == n_keypoints
        if not alike or (score is not None and len(score) != 8 * n_keypoints):
            continue
        try:
            shape = None if text is None else _shape(text)
        except _UNREADABLE:
            continue
        frames.append(frame)
        positions += place
        visibility += tier
        origins += origin
        if score is not None:
            known[frame] = score
        if shape is not None:
            shapes[frame] = shape
    unknown = np.full(n_keypoints, np.nan).tobytes()
    scores = bytearray().join(known.get(frame, unknown) for frame in frames) if known else None
    return _sound(
        Track(
            frames=np.array(frames, dtype=np.int64),
            positions=floats(positions).reshape(-1, n_keypoints, 2),
            visibility=codes(visibility).reshape(-1, n_keypoints),
            origin=codes(origins).reshape(-1, n_keypoints),
            scores=None if scores is None else floats(scores).reshape(-1, n_keypoints),
            shapes=shapes,
        )
    )


def _sound(track: Track) -> Track:
    """Return a track without the frames in which a value is none that this program writes."""
    bad = _unsound(track.positions, track.visibility, track.origin)
    if not bad.any():
        return track
    gone = set(track.frames[bad].tolist())
    return replace(
        track,
        frames=track.frames[~bad],
        positions=track.positions[~bad],
        visibility=track.visibility[~bad],
        origin=track.origin[~bad],
        scores=None if track.scores is None else track.scores[~bad],
        shapes={frame: shape for frame, shape in track.shapes.items() if frame not in gone},
    )


def _unsound(positions: Floats, visibility: Codes, origin: Codes) -> Bools:
    """``(T,)`` whether a pose has an infinite place, or a flag or an origin that there is none of.

    One pass over each array tells that all are sound, as they are but for what other programs do.
    """
    unknown = np.zeros(len(visibility), dtype=np.bool_)
    for said, (first, last) in ((visibility, _TIERS), (origin, _ORIGINS)):
        if said.size and (said.min() < first or said.max() > last):
            unknown |= ((said < first) | (said > last)).any(axis=1)
    infinite = np.isinf(positions)
    return unknown | infinite.any(axis=(1, 2)) if infinite.any() else unknown


def shape_text(shape: Shape | None) -> str | None:
    """Return a shape as it is stored; None where there is none."""
    if shape is None:
        return None
    content: dict[str, object] = {
        "box": shape.box,
        "area": shape.area,
        "polygons": [ring.tolist() for ring in shape.polygons],
        "foreign": dict(shape.foreign),
    }
    if shape.holes:
        content["holes"] = [[ring.tolist() for ring in cut] for cut in shape.holes]
    for name, origin in (("box_origin", shape.box_origin), ("outline_origin", shape.outline_origin)):
        if origin is not Origin.NONE:
            content[name] = int(origin)
    return msgspec.json.encode(content).decode()


def _shape(text: str) -> Shape:
    content = msgspec.json.decode(text)
    box = content["box"]
    if box is not None:  # JSON has no NaN
        box = tuple(math.nan if value is None else float(value) for value in box)
    return Shape(
        box=box,
        area=content["area"],
        polygons=_rings(content["polygons"]),
        foreign=content["foreign"],
        # Older versions of the program write none of these.
        holes=tuple(_rings(cut) for cut in content.get("holes", ())),
        box_origin=Origin(content.get("box_origin", Origin.NONE)),
        outline_origin=Origin(content.get("outline_origin", Origin.NONE)),
    )


def _rings(content: Sequence[Sequence[Sequence[float]]]) -> tuple[Floats, ...]:
    return tuple(np.array(ring, dtype=np.float64).reshape(-1, 2) for ring in content)
