"""The data.yaml of YOLO pose; values arrive as texts, as the reader of YAML gives them."""

from __future__ import annotations

from collections.abc import Mapping

from palpate.formats.checks import shown
from palpate.formats.skeletons.described import Described, Faults, checked_names
from palpate.model.skeleton import Skeleton

_MOST = 10_000


def recognises(content: object) -> bool:
    """Tell whether this describes a data set of poses."""
    return isinstance(content, dict) and "kpt_shape" in content


def read(content: Mapping[str, object], faults: Faults) -> list[Described]:
    """Return the one skeleton that all classes of such a file share."""
    n = _count(content.get("kpt_shape"), faults)
    if not n:
        return []
    classes = _values(content.get("names"))
    written = _keypoint_names(content.get("kpt_names"))
    names: tuple[str, ...] = tuple(f"keypoint_{k}" for k in range(n))
    notes = [] if written else [f"the file does not name its keypoints; they are numbered from {names[0]}"]
    if written:
        names = checked_names(written, "kpt_names", faults)
        if names and len(names) != n:
            faults.add("kpt_names", f"there are {len(names)} names for {n} keypoints")
    if len(classes) > 1:
        notes.append(f"{len(classes)} classes share these keypoints: {', '.join(map(str, classes[:3]))}")
    mirrors = _mirrors(content.get("flip_idx"), n, faults)
    if faults.found:
        return []
    name = str(classes[0]) if len(classes) == 1 else ""
    return [Described(name, names, mirrors=mirrors, notes=tuple(notes))]


def _count(shape: object, faults: Faults) -> int:
    if (
        not isinstance(shape, list)
        or len(shape) != 2
        or _whole(shape[0]) is None
        or shape[1] not in ("2", "3")
    ):
        faults.add("kpt_shape", f"must be [number of keypoints, 2 or 3], not {shown(shape)}")
        return 0
    n = _whole(shape[0]) or 0
    if not 1 <= n <= _MOST:
        faults.add("kpt_shape", f"{n} is no number of keypoints")
        return 0
    return n


def _whole(value: object) -> int | None:
    """Return a whole number from its text; None if it is anything else."""
    is_number = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10
    return int(value) if is_number and isinstance(value, str) else None


def _values(written: object) -> list[object]:
    """Return what stands in a list or, by number, in a mapping."""
    if isinstance(written, dict):
        return list(written.values())
    return written if isinstance(written, list) else []


def _keypoint_names(written: object) -> object:
    """Return the names of the first class: they stand in a list, or in one per class."""
    values = _values(written)
    return values[0] if values and isinstance(values[0], list) else values


def _mirrors(written: object, n: int, faults: Faults) -> tuple[tuple[int, int], ...] | None:
    if not written:
        return None
    indices = [_whole(value) for value in written] if isinstance(written, list) else []
    if len(indices) != n:
        faults.add("flip_idx", f"must be a list of {n} numbers, one per keypoint")
        return None
    before = len(faults.found)
    for k, index in enumerate(indices):
        if index is None or index >= n:
            faults.add(f"flip_idx[{k}]", f"must be a number from 0 to {n - 1}")
    if len(faults.found) > before:
        return None
    pairs = []
    for k, index in enumerate(indices):
        assert index is not None
        if indices[index] != k:
            faults.add(f"flip_idx[{k}]", f"is {index}, but flip_idx[{index}] is {indices[index]}")
        elif k < index:
            pairs.append((k, index))
    return tuple(pairs)


def content_of(skeleton: Skeleton) -> dict[str, object]:
    """Return the entries that a data.yaml has for a skeleton."""
    return {
        "kpt_shape": [len(skeleton), 3],
        "flip_idx": [int(k) for k in skeleton.mirror_indices],
        "names": {"0": skeleton.name},
        "kpt_names": {"0": list(skeleton.names)},
    }
