"""A second camera's clip beside the one in hand: which frame of it is the same moment, and who is who there.

Nothing here is three-dimensional. Frames are matched by capture time, so clips of different rates go
together; how far the nearest frame is from the moment is told, never hidden.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from palpate.model.change import Change
from palpate.model.clip import Clip
from palpate.model.skeleton import Skeleton
from palpate.model.sync import Sync
from palpate.session.edits.syncs import PutSync, RemoveSync
from palpate.session.frames.capture_time import capture_time
from palpate.session.session import Session

_ABOUT_A_CLIP = ("subject", "action")


@dataclass(frozen=True, slots=True)
class Match:
    """What another clip shows at a moment.

    Attributes
    ----------
    frame
        Its nearest frame; None if it has none at that moment, or nobody can know.
    residual_s
        How much later than the moment that frame was captured; None where frames are only counted.
    beyond_s, beyond_frames
        How far the moment lies before its first frame (negative) or after its last; 0 within. In frames where
        these are only counted.
    unknown
        Name of a clip whose capture times are not known; empty if both are.
    """

    frame: int | None = None
    residual_s: float | None = None
    beyond_s: float = 0.0
    beyond_frames: int = 0
    unknown: str = ""


def usual_partner(session: Session, clip_id: str) -> str:
    """Return the clip to show beside one: what it is synchronised with, else what is most like it.

    Empty if there is no other clip.
    """
    others = [clip for clip in session.contents.clips if clip.id != clip_id]
    known = syncs_of(session, clip_id)
    if known:
        return max(known, key=lambda sync: sync.time).other
    if not others:
        return ""
    own = session.contents.clip(clip_id)
    return max(others, key=lambda clip: _likeness(own, clip)).id


def syncs_of(session: Session, clip_id: str) -> list[Sync]:
    """Return what a clip is synchronised with, told from it; clips that are gone are left out."""
    here = {clip.id for clip in session.contents.clips}
    found = (sync.seen_from(clip_id) for sync in session.contents.syncs if sync.of(clip_id))
    return [sync for sync in found if sync.clip in here and sync.other in here]


def sync_between(session: Session, clip_id: str, other: str) -> Sync | None:
    """Return the moment that two clips have in common, told from the first; None if nobody said one."""
    return next((sync for sync in syncs_of(session, clip_id) if sync.other == other), None)


def shared_events(session: Session, clip_id: str, other: str) -> list[Sync]:
    """Return the events that are marked in both clips, each as the moment it would make common.

    Of an event that is marked several times the first is matched with the first, and so on.
    """
    here, there = (_by_name(session, clip) for clip in (clip_id, other))
    return [
        Sync(clip_id, other, frame, other_frame, name)
        for name, frames in here.items()
        for frame, other_frame in zip(frames, there.get(name, ()), strict=False)
    ]


def synchronise(session: Session, sync: Sync) -> Change:
    """Keep which frames of two clips are the same moment, as one edit.

    Raises
    ------
    EditRefused
        If it is one clip, or one of the two is gone.
    """
    names = [session.contents.clip(clip).name for clip in (sync.clip, sync.other)]
    by = f" by {sync.event.replace('_', ' ')}" if sync.event else ""
    return session.do(PutSync(f"Synchronise {names[0]} with {names[1]}{by}", sync))


def let_go(session: Session, sync: Sync) -> Change:
    """Take back which moment two clips have in common; EditRefused if nobody said one."""
    names = [session.contents.clip(clip).name for clip in (sync.clip, sync.other)]
    return session.do(RemoveSync(f"Let {names[0]} and {names[1]} go by themselves", sync))


def match(session: Session, sync: Sync, frame: int) -> Match:
    """Return what the other clip shows at the moment of a frame of the first."""
    clip, other = session.contents.clip(sync.clip), session.contents.clip(sync.other)
    timed = [_is_timed(found) for found in (clip, other)]
    if not any(timed):
        return _counted(frame - sync.frame + sync.other_frame, other.n_frames)
    for found, known in zip((clip, other), timed, strict=True):
        if not known:
            return Match(unknown=found.name)
    now, then = (capture_time(session, clip, at) for at in (frame, sync.frame))
    there = capture_time(session, other, sync.other_frame)
    if now is None or then is None:
        return Match(unknown=clip.name)
    if there is None or other.n_frames == 0:
        return Match(unknown=other.name)
    return nearest(lambda at: capture_time(session, other, at), other.n_frames, there + now - then)


def nearest(moment: Callable[[int], float | None], n_frames: int, wanted_s: float) -> Match:
    """Return the frame that was captured nearest to a time.

    A moment belongs to the first and last frame up to half the time to their neighbour.

    Parameters
    ----------
    moment
        Gives the capture time of a frame in seconds, never falling; None is taken for the beginning.
    """

    def at(frame: int) -> float:
        return moment(frame) or 0.0

    after = bisect_left(range(n_frames), wanted_s, key=at)
    best = min((f for f in (after - 1, after) if 0 <= f < n_frames), key=lambda f: abs(at(f) - wanted_s))
    residual = at(best) - wanted_s
    neighbour = 1 if best == 0 else best - 1
    reach = abs(at(neighbour) - at(best)) / 2.0 if n_frames > 1 else 0.0
    outside = after in (0, n_frames) and abs(residual) > reach + 1e-9
    return Match(beyond_s=-residual) if outside else Match(best, residual)


def counterpart(session: Session, instance: str, other: str) -> str:
    """Return who an instance is in another clip: by name, else by number, of its skeleton first.

    Empty if nobody is there.
    """
    there = session.contents.instances_of(other)
    if not instance or not there:
        return there[0].id if there else ""
    own = session.contents.instance(instance)
    return max(
        there,
        key=lambda found: (
            found.skeleton == own.skeleton,
            found.name == own.name,
            found.number == own.number,
        ),
    ).id


def same_keypoint(skeleton: Skeleton, keypoint: int, other: Skeleton) -> int:
    """Return the index in another skeleton of the keypoint of the same name; −1 if it has none."""
    if keypoint < 0:
        return -1
    name = skeleton.keypoints[keypoint].name
    return next((at for at, point in enumerate(other.keypoints) if point.name == name), -1)


def _is_timed(clip: Clip) -> bool:
    return clip.fps > 0 or clip.capture_fps > 0 or clip.pts_step > 0


def _counted(frame: int, n_frames: int) -> Match:
    if 0 <= frame < n_frames:
        return Match(frame)
    return Match(beyond_frames=frame if frame < 0 else frame - n_frames + 1)


def _by_name(session: Session, clip: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for event in session.project.events(clip):
        found.setdefault(event.name, []).append(event.frame)
    return found


def _likeness(own: Clip, other: Clip) -> tuple[int, int]:
    """Rank a clip by how likely it shows the same event from elsewhere: same subject, another view."""
    alike = sum(own.attributes.get(key, "") == other.attributes.get(key, "") != "" for key in _ABOUT_A_CLIP)
    views = [clip.attributes.get("view", "") for clip in (own, other)]
    return alike, int(all(views) and views[0] != views[1])
