"""What there is to draw a sample from, and the strata it falls into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.origin import by_person
from palpate.model.plan import Unit
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import has_position
from palpate.session.blurred.blur import blur_of
from palpate.session.exchange.transfer import labels_of
from palpate.session.marking.phases import marks_of, phase_among
from palpate.session.session import Session

KEYS = ("subject", "action", "phase", "lighting", "view", "blur")
"""What strata are made of, the least needed last: these go first where there would be too many strata."""

_UNITS_PER_STRATUM = 4  # with fewer on average, the one that every stratum gets would distort the shares
_BLURRED_SHARE = 0.25  # of the placed keypoints of a pose, from which on the pose counts as blurred


@dataclass(frozen=True, slots=True)
class Words:
    """The strata of units: their names, and ``(N,)`` which one each is of."""

    names: tuple[str, ...]
    codes: Ints


def units_of(
    session: Session, layer: str, skeleton: Skeleton, keys: Sequence[str]
) -> tuple[list[Unit], Words, list[str]]:
    """Return the instance-frames in which somebody placed anything, their strata, and notes on these.

    What is only filled in between keyframes, or guessed by a model, is nobody's work and is not drawn.

    Parameters
    ----------
    keys
        Some of `KEYS`; those that are the same everywhere make no strata.

    Raises
    ------
    UsageError
        If there is none.
    """
    labels = labels_of(session, layer)
    units: list[Unit] = []
    kinds: list[Mapping[str, str]] = []
    n_filled = 0
    for instance, track in labels.labelled():
        if instance.skeleton != skeleton.name:
            continue
        filled = has_position(track.visibility)
        placed = (filled & by_person(track.origin)).any(axis=1)
        n_filled += int((filled.any(axis=1) & ~placed).sum())
        clip = session.contents.clip(instance.clip)
        same = {key: clip.attributes.get(key, "") for key in ("action", "lighting", "view")}
        same["subject"] = clip.attributes.get("subject", "") or instance.attributes.get("subject", "")
        events = marks_of(session, clip.id) if "phase" in keys else []
        blurred = _blurred(session, layer, instance.id) if "blur" in keys else {}
        for frame in track.frames[placed].tolist():
            units.append(Unit(clip.id, instance.id, frame))
            phase = phase_among(events, frame)
            kinds.append(same | {"phase": phase, "blur": blurred.get(frame, "")})
    if not units:
        raise UsageError(f"nobody has placed anything in {session.contents.layer(layer).name} yet")
    found, words, notes = _stratified(units, kinds, [key for key in KEYS if key in keys])
    if n_filled:
        poses = "1 pose" if n_filled == 1 else f"{n_filled:,} poses"
        notes.append(
            f"{poses} that nobody placed, filled in between keyframes or guessed, are not drawn from"
        )
    return found, words, notes


def _stratified(
    units: list[Unit], kinds: Sequence[Mapping[str, str]], keys: list[str]
) -> tuple[list[Unit], Words, list[str]]:
    """Name the strata by what differs; with too many for so few units the last kinds are left out."""
    keys = [key for key in keys if len({kind[key] for kind in kinds}) > 1]
    notes: list[str] = []
    while True:
        said = [", ".join(kind[key] for key in keys if kind[key]) or "all" for kind in kinds]
        names = tuple(sorted(set(said)))
        if len(names) * _UNITS_PER_STRATUM <= len(units) or not keys:
            break
        notes.append(f"strata leave {keys.pop()} aside: there would be too many for {len(units)} poses")
    place = {name: code for code, name in enumerate(names)}
    codes = np.array([place[name] for name in said], dtype=np.int64)
    stratified = [replace(unit, stratum=name) for unit, name in zip(units, said, strict=True)]
    return stratified, Words(names, codes), notes


def _blurred(session: Session, layer: str, instance: str) -> dict[int, str]:
    """Say of each frame whether the pose is blurred, where motion and exposure are known."""
    blur = blur_of(session, layer, instance)
    known = np.isfinite(blur.score)
    n = known.sum(axis=1)
    beyond: Bools = known & (np.nan_to_num(blur.score) > 1.0)
    share: Floats = beyond.sum(axis=1) / np.maximum(n, 1)
    return {
        blur.start + row: "blurred" if share[row] >= _BLURRED_SHARE else "sharp"
        for row in np.flatnonzero(n).tolist()
    }
