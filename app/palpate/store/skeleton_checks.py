"""What must hold between the keypoints of a skeleton: mirrors, parents, centres."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from palpate.model.skeleton import Keypoint, Side
from palpate.store.yaml_fields import Fields

Entry = tuple[Keypoint, Fields]


def check_keypoints(entries: Sequence[Entry], by_name: Mapping[str, Keypoint]) -> None:
    """Note what is wrong between these keypoints.

    Parameters
    ----------
    entries
        The keypoints of the file with their fields; a name given twice is noted at its second place.
    by_name
        All keypoints, also those of the skeleton that the file extends.
    """
    sided: set[str] = set()
    for keypoint, fields in entries:
        if by_name[keypoint.name] is not keypoint:
            fields.blame("name", f"a keypoint called {keypoint.name!r} exists already")
            continue
        _check_mirror(keypoint, fields, by_name)
        if not fields.is_faulty("side"):
            _check_sides(keypoint, fields, by_name, sided)
            sided.add(keypoint.name)
        _check_parent(keypoint, fields, by_name)
        _check_centre(keypoint, fields, by_name)
    _check_cycles(entries, by_name)


def _check_mirror(keypoint: Keypoint, fields: Fields, by_name: Mapping[str, Keypoint]) -> None:
    if keypoint.mirror is None:
        return
    other = by_name.get(keypoint.mirror)
    if other is None:
        fields.blame_unknown("mirror", keypoint.mirror, by_name)
    elif other is keypoint:
        fields.blame("mirror", "a keypoint cannot be its own mirror; leave it null on the midline")
    elif other.mirror is None or (other.mirror != keypoint.name and other.mirror in by_name):
        fields.blame("mirror", f"is {other.name}, but the mirror of {other.name} is {other.mirror or 'null'}")


def _check_sides(
    keypoint: Keypoint, fields: Fields, by_name: Mapping[str, Keypoint], earlier: Container[str]
) -> None:
    """Note a pair that is not left and right, once: at the later of the two."""
    if keypoint.mirror is None or keypoint.mirror not in earlier:
        return
    other = by_name[keypoint.mirror]
    if other.mirror == keypoint.name and {keypoint.side, other.side} != {Side.LEFT, Side.RIGHT}:
        sides = f"{other.side} and {keypoint.side}"
        fields.blame("side", f"mirrors {other.name}, so one must be left and one right, not {sides}")


def _check_parent(keypoint: Keypoint, fields: Fields, by_name: Mapping[str, Keypoint]) -> None:
    if keypoint.parent is not None and keypoint.parent not in by_name:
        fields.blame_unknown("parent", keypoint.parent, by_name)


def _check_centre(keypoint: Keypoint, fields: Fields, by_name: Mapping[str, Keypoint]) -> None:
    if len(keypoint.centre_of) == 1:
        fields.blame("centre_of", "a middle needs at least two keypoints")
    for name in keypoint.centre_of:
        if name not in by_name:
            fields.blame_unknown("centre_of", name, by_name)
        elif name == keypoint.name:
            fields.blame("centre_of", "a keypoint cannot be in its own centre")


def _check_cycles(entries: Sequence[Entry], by_name: Mapping[str, Keypoint]) -> None:
    finished: set[str] = set()
    for keypoint, fields in entries:
        path: dict[str, None] = {}
        name: str | None = keypoint.name
        while name is not None and name in by_name and name not in finished and name not in path:
            path[name] = None
            name = by_name[name].parent
        if name is not None and name in path:
            ring = list(path)[list(path).index(name) :]
            fields.blame("parent", f"the parents run in a circle: {' → '.join([*ring, ring[0]])}")
        finished.update(path)
