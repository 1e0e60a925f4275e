"""Frames made easier to judge for the eye: tone, and contrast that follows its surroundings (CLAHE).

What decides on the local contrast is taken from the whole frame; what it is put on may be any part of that
at any zoom, so that a spot looks the same however it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from palpate.media.opencv import opencv
from palpate.model.arrays import Pixels

_SAMPLE_SIDE = 640
_MOST_TILES = 64  # on the long side of a very long frame
_LEVELS = 256
_COMPARED = 16
_STRIP_PX = 1 << 15
_OPAQUE = np.uint32(0xFF000000)


@dataclass(frozen=True, slots=True)
class Enhancement:
    """How frames are shown; as it is made without arguments, as they are stored.

    Attributes
    ----------
    brightness
        What is added, in percent of white.
    contrast
        100 is four times as much around the middle grey, −100 a quarter.
    gamma
        Above 1 shadows are lifted.
    local
        How many times the average a grey may count in its surroundings: the clip limit of CLAHE; 1 is none.
    tiles
        Surroundings along the short side of the frame; they are about square.
    inverted
        Whether light and dark change places, after all else.
    """

    brightness: int = 0
    contrast: int = 0
    gamma: float = 1.0
    local: float = 1.0
    tiles: int = 8
    inverted: bool = False

    @property
    def is_local(self) -> bool:
        """Whether contrast follows its surroundings."""
        return self.local > 1.0

    @property
    def has_tone(self) -> bool:
        """Whether every grey has another one that it is shown as."""
        return self.inverted or (self.brightness, self.contrast, self.gamma) != (0, 0, 1.0)

    @property
    def neutral(self) -> bool:
        """Whether frames are shown as they are stored."""
        return not (self.is_local or self.has_tone)


LIMITS: dict[str, tuple[float, float]] = {
    "brightness": (-100, 100),
    "contrast": (-100, 100),
    "gamma": (0.25, 4.0),
    "local": (1.0, 8.0),
    "tiles": (3, 10),
}
"""The least and the most of each number."""


def within_limits(enhancement: Enhancement) -> bool:
    """Tell whether every number is one that can be set."""
    limited = (field.name for field in fields(Enhancement) if field.name in LIMITS)
    return all(LIMITS[name][0] <= getattr(enhancement, name) <= LIMITS[name][1] for name in limited)


@dataclass(frozen=True, slots=True)
class Curves:
    """What each grey becomes in each surrounding of a frame.

    Attributes
    ----------
    table
        ``(256 * rows, columns)`` uint8: the grids of surroundings of all greys, one under the other.
    rows, columns
        How many surroundings there are down and across.
    """

    table: Pixels
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Where pixels lie in their frame.

    Attributes
    ----------
    left, top
        Where the first one begins, as a share of the frame's width and height.
    across, down
        From one to the next, in the same shares.
    """

    left: float
    top: float
    across: float
    down: float


def tone_table(enhancement: Enhancement) -> Pixels:
    """Return what each of 256 greys is shown as, without regard to its surroundings."""
    grey = np.linspace(0.0, 1.0, _LEVELS) ** (1.0 / enhancement.gamma)
    grey = (grey - 0.5) * 4.0 ** (enhancement.contrast / 100.0) + 0.5 + enhancement.brightness / 100.0
    shown = np.rint(np.clip(grey, 0.0, 1.0) * (_LEVELS - 1)).astype(np.uint8)
    table: Pixels = np.invert(shown) if enhancement.inverted else shown
    return table


def sampled(pixels: Pixels) -> Pixels:
    """Return the luma of a whole frame, ``(H, W, 4)`` BGRA or ``(H, W)``, at up to 640 px.

    Single pixels, not means: those would be less far apart than the pixels that curves are put on.
    """
    share = max(1, -(-max(pixels.shape[:2]) // _SAMPLE_SIDE))
    first = [min(share, side) // 2 for side in pixels.shape[:2]]
    chosen = np.ascontiguousarray(pixels[first[0] :: share, first[1] :: share])
    if chosen.ndim == 2:
        return chosen
    cv2 = opencv()
    luma: Pixels = cv2.cvtColor(chosen, cv2.COLOR_BGRA2GRAY)
    return luma


def full_range(luma: Pixels) -> Pixels:
    """Return luma of limited range (black is 16, white 235) with black at 0 and white at 255."""
    rows, columns = np.ogrid[: luma.shape[0], : luma.shape[1]]
    # Greys between the stored ones are shared out by place: gaps would make the limit of contrast bite.
    between = (rows * 37 + columns * 101) % _LEVELS * (1.0 / _LEVELS)
    wide = np.floor((luma - 16.0) * (255.0 / 219.0) + between)
    full: Pixels = np.clip(wide, 0.0, 255.0).astype(np.uint8)
    return full


def is_limited(luma: Pixels, part: Pixels, spread: Spread) -> bool:
    """Tell whether luma is of limited range, by a part ``(h, w, 4)`` BGRA of the same frame.

    Parameters
    ----------
    luma
        A sample of the whole frame as stored.
    """
    cv2 = opencv()
    height, width = luma.shape
    rows = _share_of(height, spread.top, spread.down * part.shape[0])
    columns = _share_of(width, spread.left, spread.across * part.shape[1])
    stored, shown = (
        cv2.resize(each, (_COMPARED, _COMPARED), interpolation=cv2.INTER_AREA).astype(np.float64)
        for each in (luma[rows, columns], sampled(part))
    )
    widened = (stored - 16.0) * (255.0 / 219.0)
    return bool(np.abs(shown - widened).mean() < np.abs(shown - stored).mean())


def curves_of(sample: Pixels, enhancement: Enhancement) -> Curves:
    """Return the curves of a frame from its luma, ``(h, w)`` of any size.

    As contrast limited adaptive histogram equalisation (Zuiderveld, Graphics Gems IV, 1994) in OpenCV's
    form: what is above the limit is spread evenly, once.
    """
    height, width = sample.shape
    rows, columns = _grid(width, height, enhancement.tiles)
    down, across = (np.arange(side) * n // side for side, n in ((height, rows), (width, columns)))
    tile = (down[:, None] * columns + across[None, :]) * _LEVELS
    counts = np.bincount((tile + sample).ravel(), minlength=rows * columns * _LEVELS)
    share = counts.reshape(-1, _LEVELS).astype(np.float64)
    share /= share.sum(axis=1, keepdims=True)
    clipped = np.minimum(share, enhancement.local / _LEVELS)
    clipped += (1.0 - clipped.sum(axis=1, keepdims=True)) / _LEVELS
    curves = np.rint(np.minimum(clipped.cumsum(axis=1), 1.0) * (_LEVELS - 1)).astype(np.uint8)
    table = np.ascontiguousarray(curves.T.reshape(_LEVELS * rows, columns))
    return Curves(table, rows, columns)


def enhance(
    pixels: Pixels, into: Pixels, enhancement: Enhancement, *, curves: Curves | None, spread: Spread
) -> None:
    """Write ``(h, w, 4)`` BGRA as it is to be shown, opaque.

    Parameters
    ----------
    into
        As large; may be the same array.
    curves
        Those of the whole frame; without any, contrast does not follow its surroundings.
    """
    height, width = pixels.shape[:2]
    rows = max(_STRIP_PX // max(width, 1), 1)
    table = tone_table(enhancement) if enhancement.has_tone else None
    locally = _Locally(curves, spread, (rows, width)) if curves is not None and enhancement.is_local else None
    # Strip by strip, in the same memory: what lies between never leaves the processor's own.
    room = np.empty((rows, width, 4), np.uint8)
    for top in range(0, height, rows):
        source = pixels[top : top + rows]
        strip = room[: len(source)]
        np.copyto(strip, source)
        if locally is not None:
            locally.put_on(strip, top)
        if table is not None:
            # As one channel: a table for four takes twice as long, also for what is opaque already.
            flat = strip.reshape(len(strip), -1)
            opencv().LUT(flat, table, flat)
        np.bitwise_or(strip.view(np.uint32), _OPAQUE, out=into[top : top + rows].view(np.uint32))


class _Locally:
    """Puts curves on the luma of strips; colours keep their distance from grey."""

    def __init__(self, curves: Curves, spread: Spread, shape: tuple[int, int]) -> None:
        self._curves, self._spread = curves, spread
        across = _places(shape[1], spread.left, spread.across, curves.columns)
        self._across = np.repeat(across[None, :], shape[0], axis=0)
        self._down = np.empty(shape, np.float32)
        self._grey = np.empty((3, *shape), np.uint8)
        self._wide = np.empty((*shape, 4), np.uint8)

    def put_on(self, strip: Pixels, top: int) -> None:
        """Change a strip that begins in this row of all pixels."""
        cv2, n, n_tiles, spread = opencv(), len(strip), self._curves.rows, self._spread
        (luma, mapped, change), wide = self._grey[:, :n], self._wide[:n]
        cv2.cvtColor(strip, cv2.COLOR_BGRA2GRAY, luma)
        # The grid of a grey is entered between its surroundings; from one grey to the next nothing is
        # mixed, since no place lies beyond the last row of a grid.
        down = self._down[:n]
        np.multiply(luma, np.float32(n_tiles), out=down)
        down += _places(n, spread.top + top * spread.down, spread.down, n_tiles)[:, None]
        flags = cv2.INTER_LINEAR, mapped, cv2.BORDER_REPLICATE
        cv2.remap(self._curves.table, self._across[:n], down, *flags)
        # By differences, in a third of the time of a conversion to luma and chroma and back.
        for greater, less, change_by in ((mapped, luma, cv2.add), (luma, mapped, cv2.subtract)):
            cv2.subtract(greater, less, change)
            cv2.cvtColor(change, cv2.COLOR_GRAY2BGRA, wide)
            change_by(strip, wide, strip)


def _places(side: int, start: float, step: float, n_tiles: int) -> NDArray[np.float32]:
    """Return where pixels lie among the middles of tiles: 0 in the first's and all before it."""
    middles = (start + (np.arange(side) + 0.5) * step) * n_tiles - 0.5
    places: NDArray[np.float32] = np.clip(middles, 0.0, n_tiles - 1.0).astype(np.float32)
    return places


def _share_of(side: int, start: float, extent: float) -> slice:
    first = min(max(int(start * side), 0), side - 1)
    return slice(first, max(round((start + extent) * side), first + 1))


def _grid(width: int, height: int, tiles: int) -> tuple[int, int]:
    """Return rows and columns of tiles that are about square."""
    short = min(width, height)
    rows, columns = (min(max(round(tiles * side / short), 1), _MOST_TILES) for side in (height, width))
    return min(rows, height), min(columns, width)
