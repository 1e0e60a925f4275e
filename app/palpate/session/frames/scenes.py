"""Where a clip's scenes change: nothing is derived from one scene into the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip
from palpate.session.edits.scenes import JoinScenes, joined_key
from palpate.store.project import Project

if TYPE_CHECKING:
    from palpate.session.session import Session

_OF_NO_LAYER, _OF_NO_KEYPOINT = "", ""


def cuts_in_force(project: Project, clip: str) -> tuple[int, ...]:
    """Return the first frames of further scenes, ascending: those found and not joined by somebody."""
    joined = _joined(project, clip)
    return tuple(frame for frame in found_cuts(project, clip) if frame not in joined)


def _joined(project: Project, clip: str) -> set[int]:
    return {int(frame) for frame in project.settings().get(joined_key(clip), "").split()}


def found_cuts(project: Project, clip: str) -> list[int]:
    """Return every cut that was found in the picture, ascending."""
    return sorted(start for keypoint, start, *_ in project.derived(_OF_NO_LAYER, clip) if not keypoint)


def seen_cuts(session: Session, clip: Clip) -> list[int]:
    """Return the cuts in force and those that were only noticed while frames were shown, ascending."""
    joined = _joined(session.project, clip.id)
    noticed = session.media.marks.of(clip).cuts().tolist()
    return sorted({*noticed, *found_cuts(session.project, clip.id)} - joined)


def keep_cuts(session: Session, clip: Clip, cuts: Iterable[int]) -> tuple[int, ...]:
    """Keep cuts with the project and part the clip's tracks there; returns those that are new."""
    known = set(found_cuts(session.project, clip.id))
    new = tuple(sorted(set(cuts) - known))
    if new:
        rows = [(_OF_NO_KEYPOINT, frame, frame, b"", b"") for frame in new]
        session.project.keep_derived(_OF_NO_LAYER, clip.id, rows)
        session.part_scenes()
    return new


def join_scenes(session: Session, clip: Clip, frame: int, origin: object = None) -> None:
    """Say that no scene begins in a frame, so that spans go across it again; one undoable edit.

    Raises
    ------
    EditRefused
        If no cut was found there.
    """
    cuts = cuts_in_force(session.project, clip.id)
    if frame not in cuts:
        nearest = min(cuts, key=lambda cut: abs(cut - frame), default=None)
        where = (
            "nor anywhere else in this clip" if nearest is None else f"the nearest one begins at {nearest}"
        )
        raise EditRefused(f"no scene that was found begins at frame {frame}; {where}")
    session.do(JoinScenes(clip.id, frame), origin)


def cut_words(cuts: tuple[int, ...]) -> str:
    """Say where scenes change and what that means."""
    if len(cuts) == 1:
        return f"the scene changes at frame {cuts[0]}: nothing is filled in across it"
    named = ", ".join(map(str, cuts[:-1]))
    return f"the scene changes at frames {named} and {cuts[-1]}: nothing is filled in across them"
