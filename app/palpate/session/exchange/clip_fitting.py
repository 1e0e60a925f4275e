"""Which of the project's clips a foreign clip is, and which of its frames each foreign frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.arrays import Ints
from palpate.model.clip import Clip, ClipKind
from palpate.model.labels import Labels
from palpate.session import editions
from palpate.session.contents import Contents

_NUMBER = re.compile(r"(\d+)\.\w+$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a foreign clip goes.

    Attributes
    ----------
    frames
        ``(F,)`` the project's frame of each of its frames; None where they are the same.
    said, warning
        What was decided, and what to beware of, for the user.
    """

    clip: Clip
    is_new: bool
    frames: Ints | None
    said: str
    warning: str = ""


def fitted_clips(contents: Contents, labels: Labels, *, wanted: str, found: Path) -> dict[str, Place]:
    """Return the place of each foreign clip by its id.

    Parameters
    ----------
    wanted
        Name of the project's clip that the labels belong to. If empty, videos are known by name and image
        sets by the names of their images; whatever is not known becomes a new clip.
    found
        The file they come from: pictures are looked for beside it.

    Raises
    ------
    UsageError
        If the wanted clip does not hold these frames.
    """
    if wanted and len(labels.clips) != 1:
        raise UsageError(f"--clip needs labels of one clip; this file has {len(labels.clips)}")
    if wanted:
        return {clip.id: _fitted(clip, contents.clip_named(wanted), found) for clip in labels.clips}
    places: dict[str, Place] = {}
    names = {clip.name for clip in contents.clips}
    for clip in labels.clips:
        known = next((known for known in contents.clips if _is_the_clip(clip, known)), None)
        places[clip.id] = _new(clip, names, found) if known is None else _fitted(clip, known, found)
        names.add(places[clip.id].clip.name)
    return places


def _is_the_clip(clip: Clip, known: Clip) -> bool:
    if clip.frame_names and known.frame_names:
        return _by_name(clip.frame_names, known.frame_names) is not None
    called = {known.name, PurePosixPath(known.media_path).name}
    return known.id == clip.id or (clip.kind is known.kind and clip.name in called)


def _fitted(clip: Clip, known: Clip, found: Path) -> Place:
    said = f"{clip.name} is the project's clip {known.name}"
    frames = None
    if clip.frame_names and known.frame_names:
        frames = _by_name(clip.frame_names, known.frame_names)
        if frames is None:
            raise UsageError(_why_not(clip, known), path=found)
    elif clip.frame_names and known.kind is ClipKind.VIDEO:
        frames = _by_number(clip.frame_names)
        if frames is None:
            raise UsageError(
                f"{known.name} is a video, and the names of these images do not end with the number of "
                "their frame in it",
                path=found,
            )
        said += f"; the numbers in the names of its images are frames, {clip.frame_names[0]} is {frames[0]}"
    return Place(known, is_new=False, frames=frames, said=said, warning=_of_another_size(clip, known))


def _of_another_size(clip: Clip, known: Clip) -> str:
    sizes = set(clip.frame_sizes.values()) if clip.frame_sizes else {clip.size}
    if clip.frame_sizes and known.kind is not ClipKind.VIDEO:
        return ""  # which of the pictures are in the project is found by their names
    others = sorted(sizes - {known.size, (0, 0)})
    if known.size == (0, 0) or not others:
        return ""
    theirs, ours = (f"{width} × {height}" for width, height in (others[0], known.size))
    return f"the labels were made on {theirs} px, {known.name} has {ours} px; positions are taken as they are"


def _new(clip: Clip, names: set[str], found: Path) -> Place:
    name, n = clip.name, 2
    while name in names:
        name, n = f"{clip.name} ({n})", n + 1
    folder = found.parent.resolve()
    beside = clip.kind is ClipKind.IMAGES and any((folder / f).exists() for f in clip.frame_names[:3])
    media = str(folder) if beside and not clip.media_path else clip.media_path
    new = replace(clip, id=editions.new_id(), name=name, media_path=media)
    said = f"{clip.name} is new" + ("" if media else "; its pictures are not known yet")
    return Place(new, is_new=True, frames=None, said=said)


def _by_name(foreign: Sequence[str], ours: Sequence[str]) -> Ints | None:
    """Return the place of each foreign name among ours, or None if not all can be told.

    As many folders above the file count as both sides have; with fewer than that only where the shorter
    names are still unique: ``a/001.png`` and ``b/001.png`` are never taken for each other.
    """
    deepest = max(len(PurePosixPath(name).parts) for name in (*foreign, *ours))
    for depth in range(deepest, 0, -1):
        theirs = [_tail(name, depth) for name in foreign]
        index = {_tail(name, depth): n for n, name in enumerate(ours)}
        unique = len(set(theirs)) == len(theirs) and len(index) == len(ours)
        if unique and all(name in index for name in theirs):
            return np.array([index[name] for name in theirs], dtype=np.int64)
    return None


def _by_number(names: Sequence[str]) -> Ints | None:
    """Return the number that each name ends with, or None if one has none or two have the same."""
    found = [int(match.group(1)) for match in map(_NUMBER.search, names) if match]
    if len(found) < len(names) or len(set(found)) < len(found):
        return None
    return np.array(found, dtype=np.int64)


def _why_not(clip: Clip, known: Clip) -> str:
    held = {_tail(name, 1) for name in known.frame_names}
    missing = [name for name in clip.frame_names if _tail(name, 1) not in held]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        return f"{known.name} has no image named {_tail(missing[0], 1)}{more}"
    return f"several images have the same name; which of {known.name} they are cannot be told"


def _tail(name: str, depth: int) -> str:
    return "/".join(PurePosixPath(name).parts[-depth:])
