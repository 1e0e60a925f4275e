"""Scene cuts and repeated frames, found in passing by whoever decodes frames anyway."""

from __future__ import annotations

import struct
import threading
import zlib

import numpy as np
from numpy.typing import NDArray

from palpate.media.marks.signature import (
    COLUMNS,
    HALF_WINDOW,
    ROWS,
    Signature,
    change_between,
    cut_strength,
    duplicates,
    scene_cuts,
    signature,
)
from palpate.model.arrays import Ints, Pixels

_HELD_AT_MOST = 16_384
_SAVED_AT_MOST = 512
_MAGIC = b"palpate marks 1\n"
_COUNTS = struct.Struct("<QQ")
_START = len(_MAGIC) + 4

_Shape = tuple[int, ...]


class FrameMarks:
    """What was learnt of the steps between frames; safe to use from several threads.

    Frames may be shown to it in any order, once or often, by several passes at a time. Of each step it keeps
    two numbers; the signature of a frame only until all steps around it are known. Where passes see the clip
    in different shapes (colours, luma), only what came from the same kind of pass is compared.

    Parameters
    ----------
    n_frames
        Number of presentable frames of the clip.
    """

    def __init__(self, n_frames: int) -> None:
        self._n = n_frames
        self._change: NDArray[np.float32] = np.full(n_frames, np.nan, np.float32)
        self._strength: NDArray[np.float32] = np.full(n_frames, np.nan, np.float32)
        self._change[:1] = 0.0
        self._strength[:1] = 0.0  # no step leads to the first frame
        self._held: dict[int, tuple[_Shape, Signature]] = {}
        self._version = 0
        self._lock = threading.Lock()

    @property
    def n_frames(self) -> int:
        """Number of frames of the clip."""
        return self._n

    @property
    def version(self) -> int:
        """Grows whenever something new was learnt."""
        return self._version

    @property
    def steps_known(self) -> int:
        """How many of the n − 1 steps from frame to frame were seen."""
        with self._lock:
            return max(0, int(np.isfinite(self._change).sum()) - 1)

    def wants(self, frame: int, shape: _Shape | None = None) -> bool:
        """Tell whether seeing a frame (in an array of this shape) could teach anything."""
        with self._lock:
            held = self._held.get(frame)
            if held is not None and (shape is None or held[0] == shape):
                return False
            return 0 <= frame < self._n and self._is_open(frame)

    def see(self, frame: int, pixels: Pixels) -> None:
        """Look at the whole of a frame: ``(H, W, 4)`` or ``(H, W)`` uint8; costs nothing the second time."""
        if not self.wants(frame, pixels.shape):
            return
        seen = signature(pixels)
        with self._lock:
            self._held[frame] = (pixels.shape, seen)
            self._learn(frame)
            self._let_go(frame)

    def cuts(self) -> Ints:
        """Return the first frame of every scene but the first, as far as it was seen."""
        with self._lock:
            strength = self._strength.astype(np.float64)
        return scene_cuts(strength)

    def duplicates(self) -> Ints:
        """Return the frames that repeat the one before while the picture moves, as far as it was seen."""
        with self._lock:
            change = self._change.astype(np.float64)
        return duplicates(change)

    def to_bytes(self) -> bytes:
        """Return all of it for a file, a few bytes per frame."""
        with self._lock:
            held = [(f, *self._held[f]) for f in list(self._held)[-_SAVED_AT_MOST:]]
            arrays = (self._change.astype("<f2"), self._strength.astype("<f2"))
        shapes = np.array([[f, len(shape), *shape, 0][:5] for f, shape, _ in held], "<i8").reshape(-1, 5)
        seen = np.array([one for _, _, one in held], "<u2")
        body = zlib.compress(b"".join(part.tobytes() for part in (*arrays, shapes, seen)), 1)
        body = _COUNTS.pack(self._n, len(held)) + body
        return _MAGIC + _checksum(body) + body

    @classmethod
    def from_bytes(cls, content: bytes, n_frames: int) -> FrameMarks | None:
        """Return what `to_bytes` gave; None if it is damaged or belongs to a clip of another length."""
        checksum, body = content[len(_MAGIC) : _START], content[_START:]
        if not content.startswith(_MAGIC) or checksum != _checksum(body):
            return None
        stored, n_held = _COUNTS.unpack_from(body)
        if stored != n_frames:
            return None
        marks = cls(n_frames)
        marks._restore(zlib.decompress(body[_COUNTS.size :]), n_held)
        return marks

    def _restore(self, body: bytes, n_held: int) -> None:
        parts = np.split(np.frombuffer(body, np.uint8), np.cumsum([2 * self._n, 2 * self._n, 40 * n_held]))
        self._change = parts[0].view("<f2").astype(np.float32)
        self._strength = parts[1].view("<f2").astype(np.float32)
        seen = parts[3].view("<u2").astype(np.uint16).reshape(n_held, ROWS, COLUMNS)
        for row, one in zip(parts[2].view("<i8").reshape(-1, 5).tolist(), seen, strict=True):
            self._held[row[0]] = (tuple(row[2 : 2 + row[1]]), one)

    def _is_open(self, frame: int) -> bool:
        """Whether a step that this frame has a part in is still unknown."""
        first, last = max(0, frame - HALF_WINDOW + 1), frame + HALF_WINDOW + 1
        return bool(
            np.isnan(self._change[frame : frame + 2]).any() or np.isnan(self._strength[first:last]).any()
        )

    def _learn(self, frame: int) -> None:
        for later in range(frame, min(frame + 2, self._n)):
            pair = self._run(later - 1, later + 1)
            if pair and np.isnan(self._change[later]):
                self._change[later] = change_between(*pair)
                self._version += 1
        for later in range(max(1, frame - HALF_WINDOW + 1), min(frame + HALF_WINDOW + 1, self._n)):
            if np.isnan(self._strength[later]):
                self._judge(later)

    def _judge(self, later: int) -> None:
        first, last = max(0, later - HALF_WINDOW), min(later + HALF_WINDOW, self._n)
        run = self._run(first, last)
        if run:
            self._strength[later] = cut_strength(run[: later - first], run[later - first :])
            self._version += 1

    def _run(self, first: int, last: int) -> list[Signature]:
        """Return the signatures of these frames if all are here and comparable; else nothing."""
        found = [self._held.get(frame) for frame in (first, last - 1)]
        if found[0] is None or found[1] is None:
            return []
        run = [self._held.get(frame) for frame in range(first, last)]
        alike = [one[1] for one in run if one is not None and one[0] == found[0][0]]
        return alike if len(alike) == last - first else []

    def _let_go(self, frame: int) -> None:
        reach = 2 * HALF_WINDOW
        for near in range(frame - reach, frame + reach + 1):
            if near in self._held and not self._is_open(near):
                del self._held[near]
        while len(self._held) > _HELD_AT_MOST:
            del self._held[next(iter(self._held))]


def _checksum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(4, "little")
