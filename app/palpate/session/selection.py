"""What the hands are on: clip, layer, frame, instance, keypoints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from psygnal import Signal

from palpate.session.contents import Contents


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the work is now; empty ids where there is nothing.

    Attributes
    ----------
    keypoint
        Index of the active keypoint, or −1.
    chosen
        Indices of further keypoints that a gesture would move with it.
    chosen_frames
        First and last frame of a range that was chosen in time; None without one.
    loops
        Whether playing begins anew at the end, of the range if there is one.
    bank
        Which ten keypoints the digits of the number pad make active, from 0; see `session.placing.banks`.
    """

    clip: str = ""
    layer: str = ""
    frame: int = 0
    instance: str = ""
    keypoint: int = -1
    chosen: frozenset[int] = frozenset()
    chosen_frames: tuple[int, int] | None = None
    loops: bool = False
    bank: int = 0


class By(Enum):
    """What a pass keeps while it goes on: the keypoint, or the frame until everything in it is placed."""

    KEYPOINT = auto()
    FRAME = auto()


@dataclass(frozen=True, slots=True)
class Pass:
    """Placing through some frames, one after the other, on one instance; see `session.placing.passes`.

    Attributes
    ----------
    frames
        Ascending.
    """

    by: By
    clip: str
    layer: str
    instance: str
    frames: tuple[int, ...]


def focus_held(focus: Focus, contents: Contents, author: str) -> Focus:
    """Return the focus without what is gone: an undo may take away the very thing in hand."""
    layer, clip = focus.layer, focus.clip
    if layer and layer not in {known.id for known in contents.layers}:
        working = contents.working_layer(author)
        layer = working.id if working is not None else ""
    lengths = {known.id: known.n_frames for known in contents.clips}
    if clip and clip not in lengths:
        clip = next(iter(lengths), "")
    last = lengths.get(clip, 0) - 1
    frame = min(focus.frame, last) if last >= 0 else focus.frame
    there = replace(focus, clip=clip, layer=layer, frame=frame, chosen_frames=_range_held(focus, last))
    here = [found.id for found in contents.instances if found.clip == clip or not clip]
    if focus.instance and focus.instance not in here:
        return replace(there, instance=here[0] if here else "", keypoint=-1, chosen=frozenset())
    return there


def focus_renamed(focus: Focus, before: Contents, after: Contents) -> Focus:
    """Return the focus with the same keypoints in hand, by their names, in another version of a skeleton."""
    ids = {known.id for known in before.instances} & {known.id for known in after.instances}
    if focus.instance not in ids:
        return focus
    old, new = before.skeleton_of(focus.instance), after.skeleton_of(focus.instance)
    if old.names == new.names:
        return focus
    index = {k: new.position_of[name] for k, name in enumerate(old.names) if name in new.position_of}
    chosen = frozenset(index[k] for k in focus.chosen if k in index)
    return replace(focus, keypoint=index.get(focus.keypoint, -1), chosen=chosen)


def _range_held(focus: Focus, last: int) -> tuple[int, int] | None:
    if focus.chosen_frames is None or focus.chosen_frames[0] > last:
        return None
    return focus.chosen_frames[0], min(focus.chosen_frames[1], last)


class Selection:
    """The focus, told to whoever listens.

    Signals
    -------
    changed
        (now, before), after each change.
    pass_changed
        (Pass, or None) another pass, or none, is under way.
    told
        (sentence) what a person wants to know of where the work went by itself.
    """

    changed = Signal(Focus, Focus)
    pass_changed = Signal(object)
    told = Signal(str)

    def __init__(self) -> None:
        self._focus = Focus()
        self._pass: Pass | None = None

    @property
    def focus(self) -> Focus:
        """Where the work is now."""
        return self._focus

    @property
    def under_way(self) -> Pass | None:
        """The pass that placements go on along."""
        return self._pass

    def put_pass(self, begun: Pass | None) -> None:
        """Let placements go on along another pass, or along none."""
        if begun != self._pass:
            self._pass = begun
            self.pass_changed.emit(begun)

    def move(self, **parts: str | int | frozenset[int] | tuple[int, int] | None) -> None:
        """Change parts of the focus; nothing is told if it stays the same."""
        self.set(replace(self._focus, **parts))  # type: ignore[arg-type]

    def set(self, focus: Focus) -> None:
        """Put another focus in place of the present one; nothing is told if it is the same.

        A range of frames means nothing in another clip, and is let go of there; so is a pass, with another
        instance too.
        """
        before = self._focus
        if focus.clip != before.clip and focus.chosen_frames == before.chosen_frames:
            focus = replace(focus, chosen_frames=None)
        self._focus = focus
        course = self._pass
        if course and (focus.clip, focus.layer, focus.instance) != (
            course.clip,
            course.layer,
            course.instance,
        ):
            self.put_pass(None)
        if focus != before:
            self.changed.emit(focus, before)
