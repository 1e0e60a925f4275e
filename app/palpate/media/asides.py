"""Regions of frames that are looked at beside the frame in hand, cut out while nobody waits for a frame."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from palpate.base.errors import Cancelled, FrameUnavailable, PalpateError
from palpate.media.cache import FrameCache
from palpate.model.frames import Stop
from palpate.model.picture import Part, Picture, Region, Sight

CropDelivery = Callable[[int, Part | PalpateError], None]
"""Called on the worker with a frame and a region of it as stored, or why it cannot be had."""

Decode = Callable[[int, Stop], Picture | FrameUnavailable]


@dataclass(frozen=True, slots=True)
class Crop:
    """A region of a frame; what of it lies outside the frame is left away."""

    frame: int
    region: Region


@dataclass(frozen=True, slots=True)
class _Asked:
    crop: Crop
    who: str
    deliver: CropDelivery


class Asides:
    """What is wished for, by whom; only what each wished for last counts. Safe to use from several threads.

    Parameters
    ----------
    cache
        Where frames may be at hand.
    """

    def __init__(self, cache: FrameCache) -> None:
        self._cache = cache
        self._asked: tuple[_Asked, ...] = ()
        self._lock = threading.Lock()
        self._turn = 0

    @property
    def turn(self) -> int:
        """Another number after each wish."""
        return self._turn

    def wish(self, who: str, crops: Iterable[Crop], deliver: CropDelivery) -> None:
        """Ask for regions, first things first, in place of what was asked for under this name before."""
        with self._lock:
            others = tuple(asked for asked in self._asked if asked.who != who)
            self._asked = others + tuple(_Asked(crop, who, deliver) for crop in crops)
            self._turn += 1

    def forget(self) -> None:
        """Wish for nothing any more."""
        with self._lock:
            self._asked = ()
            self._turn += 1

    def give_at_hand(self) -> bool:
        """Deliver one region that is in memory as stored; False if there is none."""
        for asked in self._asked:
            part = _cut(self._cache.picture(asked.crop.frame), asked.crop.region)
            if part is not None:
                return self._give(asked, part)
        return False

    def decode_one(self, decode: Decode, overtaken: Stop, *, passes: Callable[[int], bool]) -> bool:
        """Decode a frame and deliver its region; False if there is nothing to decode.

        Parameters
        ----------
        overtaken
            Whether something else is more urgent by now.
        passes
            Tells frames to leave for later.
        """
        turn = self._turn
        asked = next((found for found in self._asked if not passes(found.crop.frame)), None)
        if asked is None:
            return False
        try:
            result = decode(asked.crop.frame, lambda: overtaken() or self._turn != turn)
        except Cancelled:
            return True
        if isinstance(result, FrameUnavailable):
            return self._give(asked, result)
        part = _cut(result, asked.crop.region)
        nothing = FrameUnavailable("there is nothing of the frame in this region", frame=result.frame)
        return self._give(asked, part if part is not None else nothing)

    def _give(self, asked: _Asked, result: Part | PalpateError) -> bool:
        with self._lock:
            wanted = asked in self._asked
            self._asked = tuple(other for other in self._asked if other is not asked)
        if wanted:
            asked.deliver(asked.crop.frame, result)
        return True


def _cut(picture: Picture | None, region: Region) -> Part | None:
    """Return a region as stored, if that is at hand; a copy, as a view would keep the whole frame."""
    if picture is None or not picture.exact:
        return None
    region = region.grown((0, 0), picture.size)
    if not region.width or not region.height:
        return None
    part = picture.part_for(Sight(region, 1.0))
    if part is None:
        return None
    top, left = region.top - part.top, region.left - part.left
    return Part(
        region.left,
        region.top,
        1.0,
        np.ascontiguousarray(part.pixels[top : top + region.height, left : left + region.width]),
    )
