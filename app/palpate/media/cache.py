"""What was decoded, kept in memory as far as the screen needs it; bounded in bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from palpate.media.glimpse import Glimpse
from palpate.media.reduce import cut
from palpate.model.arrays import Pixels
from palpate.model.picture import Part, Picture, Sight

_FULL_SHARE = 0.4
_LATELY_SHOWN = 16
_PASSING_SHARE = 0.5  # of what whole frames may take
_PASSING_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class CacheFigures:
    """How the cache does.

    Attributes
    ----------
    hits, misses
        Of frames asked for, how many were at hand for the sight, and how many were not.
    view_frames, view_bytes, full_frames, full_bytes
        What is kept in either tier.
    limit_bytes
        How much may be kept in both.
    """

    hits: int
    misses: int
    view_frames: int
    view_bytes: int
    full_frames: int
    full_bytes: int
    limit_bytes: int


@dataclass(slots=True)
class _Tier:
    """One part of each frame, at most so many bytes in all."""

    limit: int
    parts: dict[int, Part] = field(default_factory=dict)
    kept_bytes: int = 0

    def put(self, frame: int, part: Part) -> None:
        self.drop(frame)
        self.parts[frame] = part
        self.kept_bytes += part.pixels.nbytes

    def drop(self, frame: int) -> None:
        part = self.parts.pop(frame, None)
        self.kept_bytes -= part.pixels.nbytes if part is not None else 0

    def clear(self) -> None:
        self.parts.clear()
        self.kept_bytes = 0

    def shrink(self, focus: int, spared: OrderedDict[int, None]) -> None:
        """Drop what is farthest from the focus until it fits, what was shown lately last."""
        while self.kept_bytes > self.limit:
            self.drop(max(self.parts, key=lambda frame: (frame not in spared, abs(frame - focus))))


class FrameCache:
    """Two tiers: view parts, cut to what the screen shows, of many frames; whole frames near the focus.

    While pictures follow each other a few that were made in passing take some of the room of whole frames:
    each holds what the decoder gave, so that it can become exact at once when the movement ends.

    Safe to use from several threads. A frame hardly larger than its view part is kept whole only. What is
    farthest from the focus goes first, so that a long run behind the cursor stays complete; the frames shown
    last stay longest, because people compare.

    Parameters
    ----------
    limit_bytes
        How much may be kept in both tiers together.
    """

    def __init__(self, limit_bytes: int) -> None:
        full = int(limit_bytes * _FULL_SHARE)
        self._full, self._view = _Tier(full), _Tier(limit_bytes - full)
        self._limit, self._full_limit = limit_bytes, full
        self._passing: dict[int, Glimpse] = {}
        self._sizes: dict[int, tuple[int, int]] = {}
        self._shown: OrderedDict[int, None] = OrderedDict()
        self._focus = 0
        self._hits = self._misses = 0
        self._lock = threading.Lock()

    @property
    def limit_bytes(self) -> int:
        """How much may be kept."""
        return self._limit

    @property
    def figures(self) -> CacheFigures:
        """How it does."""
        with self._lock:
            view, full = self._view, self._full
            return CacheFigures(
                self._hits,
                self._misses,
                len(view.parts),
                view.kept_bytes,
                len(full.parts),
                full.kept_bytes,
                self._limit,
            )

    def asked(self, frame: int, sight: Sight, *, in_passing: bool = False) -> Picture | None:
        """Go to a frame, and return it if all that the sight shows of it is at hand; counts.

        Parameters
        ----------
        in_passing
            Whether a picture made in passing will do.
        """
        with self._lock:
            self._focus = frame
            self._shown[frame] = None
            self._shown.move_to_end(frame)
            if len(self._shown) > _LATELY_SHOWN:
                self._shown.popitem(last=False)
            found = self._at_hand(frame, sight, in_passing=in_passing)
            self._hits += found is not None
            self._misses += found is None
            return found

    def picture(self, frame: int) -> Picture | None:
        """Return what is at hand of a frame."""
        with self._lock:
            return self._picture(frame)

    def at_hand(self, frame: int, sight: Sight, *, in_passing: bool = False) -> Picture | None:
        """Return a frame if all that the sight shows of it is at hand, as `asked` without counting."""
        with self._lock:
            return self._at_hand(frame, sight, in_passing=in_passing)

    def shows(self, frame: int, sight: Sight, *, in_passing: bool = False) -> bool:
        """Tell whether all that the sight shows of a frame is at hand; `in_passing` as in `asked`."""
        return self.at_hand(frame, sight, in_passing=in_passing) is not None

    def has(self, frame: int) -> bool:
        """Tell whether anything is kept of a frame, be it made in passing."""
        with self._lock:
            return frame in self._passing or self._picture(frame) is not None

    def keep_passing(self, frame: int, glimpse: Glimpse) -> Picture | None:
        """Keep a frame made in passing for a while, and return it; None if it has nothing to show."""
        if glimpse.part is None:
            return None
        with self._lock:
            self._passing[frame] = glimpse
            while len(self._passing) > max(self.room_in_passing(glimpse.nbytes), 1):
                del self._passing[max(self._passing, key=lambda held: abs(held - self._focus))]
            self._make_room()
        return Picture(frame, glimpse.size, (glimpse.part,), exact=False, in_passing=True)

    def room_in_passing(self, glimpse_bytes: int) -> int:
        """Return how many frames made in passing may be kept if one takes so much."""
        return min(int(self._full_limit * _PASSING_SHARE) // max(glimpse_bytes, 1), _PASSING_AT_MOST)

    def keep(self, frame: int, pixels: Pixels, sight: Sight) -> Picture:
        """Keep a decoded frame ``(H, W, 4)`` as far as there is room, and return it."""
        pixels.flags.writeable = False
        size = pixels.shape[1], pixels.shape[0]
        part, whole = cut(pixels, sight.within(size)), Part(0, 0, 1.0, pixels)
        with self._lock:
            self._sizes[frame] = size
            self._passing.pop(frame, None)
            self._view.put(frame, part or whole)
            self._full.drop(frame)
            if part is not None:
                self._full.put(frame, whole)
                self._make_room()
            self._view.shrink(self._focus, self._shown)
        return Picture(frame, size, (whole,) if part is None else (part, whole))

    def cut_again(self, frame: int, sight: Sight) -> Picture | None:
        """Cut a frame that is here whole or undeveloped for another sight; None if it is not."""
        with self._lock:
            picture, passing = self._picture(frame), self._passing.get(frame)
        if picture is not None and picture.whole is not None:
            return self.keep(frame, picture.whole.pixels, sight)
        return self.keep(frame, passing.develop(), sight) if passing is not None else None

    def room_for(self, part_bytes: int) -> int:
        """Return how many view parts of this size may be kept."""
        return self._view.limit // max(part_bytes, 1)

    def clear(self) -> None:
        """Forget all frames."""
        with self._lock:
            self._view.clear()
            self._full.clear()
            self._passing.clear()

    def _at_hand(self, frame: int, sight: Sight, *, in_passing: bool) -> Picture | None:
        if self._shows(frame, sight):
            return self._picture(frame)
        return self._passing_picture(frame, sight) if in_passing else None

    def _make_room(self) -> None:
        self._full.limit = self._full_limit - min(self._passing_bytes(), self._full_limit)
        self._full.shrink(self._focus, self._shown)

    def _passing_bytes(self) -> int:
        return sum(glimpse.nbytes for glimpse in self._passing.values())

    def _passing_picture(self, frame: int, sight: Sight) -> Picture | None:
        glimpse = self._passing.get(frame)
        if glimpse is None or glimpse.part is None or not glimpse.part.shows(sight.within(glimpse.size)):
            return None
        return Picture(frame, glimpse.size, (glimpse.part,), exact=False, in_passing=True)

    def _picture(self, frame: int) -> Picture | None:
        parts = self._parts(frame)
        return Picture(frame, self._sizes[frame], parts) if parts else None

    def _shows(self, frame: int, sight: Sight) -> bool:
        parts = self._parts(frame)
        return bool(parts) and any(part.shows(sight.within(self._sizes[frame])) for part in parts)

    def _parts(self, frame: int) -> tuple[Part, ...]:
        found = (self._view.parts.get(frame), self._full.parts.get(frame))
        return tuple(part for part in found if part is not None)
