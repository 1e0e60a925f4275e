"""The lanes as one picture, made with array operations alone: no call per frame or keyframe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from palpate.model.arrays import Bools
from palpate.ui.timeline.columns import Columns
from palpate.ui.timeline.digest import ANEW, HEAT_STEPS, Bytes, Fill, Lanes, Summary, over_calm
from palpate.ui.timeline.ink import PERIOD, Ink, block_of, palette, weave
from palpate.ui.timeline.rows import Row
from palpate.ui.timeline.stamping import draw_keys, stamp
from palpate.ui.timeline.state import TimelineState

BAND = 8  # logical px of a lane's filling
STRIP = 3  # of the heat below it
_HEAT = 8
_HEAT_FLOOR = 2
_PLACED = 12
_MARGIN = 3
_CLEAR = 255
_DOT, _ANEW_TALL = 4, 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a picture of the rows is made from.

    Attributes
    ----------
    rows
        Neighbouring ones, from the top of the picture down.
    summaries, lanes
        By instance id; an instance without any has nothing in this layer.
    active
        Instance id and keypoint that are being worked on.
    grid
        Frames with a vertical line.
    """

    rows: tuple[Row, ...]
    summaries: Mapping[str, Summary]
    lanes: Mapping[str, Lanes]
    active: tuple[str, int]
    grid: range


def sheet_of(state: TimelineState, rows: Sequence[Row], active: tuple[str, int], grid: range) -> Sheet:
    """Collect what the picture of some rows is made from."""
    summaries = {row.instance.id: state.summary(row.instance.id) for row in rows}
    lanes = {row.instance.id: state.lanes(row.instance.id) for row in rows if row.keypoint >= 0}
    return Sheet(
        rows=tuple(rows),
        summaries={instance: found for instance, found in summaries.items() if found is not None},
        lanes={instance: found for instance, found in lanes.items() if found is not None},
        active=active,
        grid=grid,
    )


def picture(sheet: Sheet, columns: Columns, ratio: float) -> QImage:
    """Return the rows of a sheet, device px."""
    if not sheet.rows or not len(columns):
        return QImage()
    top = round(sheet.rows[0].top * ratio)
    height = round(sheet.rows[-1].bottom * ratio) - top
    # Lines of a QImage begin at multiples of four bytes.
    canvas = np.zeros((height, -(-len(columns) // 4) * 4), dtype=np.uint8)
    for instance, group in groupby(sheet.rows, key=lambda row: row.instance):
        rows = list(group)
        a, b = (round(y * ratio) - top for y in (rows[0].top, rows[-1].bottom))
        part = canvas[a:b, : len(columns)]
        _draw_rows(part, rows, sheet, columns, ratio)
        part += np.uint8(block_of(instance.colour))
    image = QImage(canvas.data, len(columns), height, canvas.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable(palette())
    return image.copy()


def _draw_rows(canvas: Bytes, rows: list[Row], sheet: Sheet, columns: Columns, ratio: float) -> None:
    top = round(rows[0].top * ratio)
    instance = rows[0].instance.id
    for row in rows:
        part = canvas[round(row.top * ratio) - top : round(row.bottom * ratio) - top]
        part[:] = Ink.ACTIVE if (instance, row.keypoint) == sheet.active else Ink.PANEL
        part[-1] = Ink.LINE
    canvas[:, _grid_columns(sheet.grid, columns)] = Ink.LINE
    if rows[0].keypoint < 0:
        part = canvas[: round(rows[0].bottom * ratio) - top]
        summary = sheet.summaries.get(instance)
        if summary is not None:
            _draw_summary(part, summary, columns, max(round(ratio), 1))
        rows = rows[1:]
    if rows and instance in sheet.lanes:
        tops = [round(row.top * ratio) - top for row in rows]
        _draw_lanes(canvas, tops, [row.keypoint for row in rows], sheet.lanes[instance], columns, ratio)


def _draw_summary(part: Bytes, summary: Summary, columns: Columns, unit: int) -> None:
    """How much is placed as a band that grows, keyframes upon it, and the heat of drift beneath."""
    placed = columns.most(summary.placed, summary.start)
    high = -(-placed.astype(np.int32) * _PLACED * unit // 255)
    top = _MARGIN * unit
    band = part[top : top + _PLACED * unit]
    stamp(band, _rising(len(band)) <= high, Ink.TINT)
    keys = columns.middles(summary.keys, summary.start)
    draw_keys(part[None], top + len(band) // 2, keys[None], unit)
    bottom = len(part) - _MARGIN * unit
    heat = part[bottom - _HEAT * unit : bottom]
    stamp(heat, np.broadcast_to(placed > 0, heat.shape).copy(), Ink.GROOVE)
    heats, anew = (columns.most(of, summary.start) for of in (summary.heat, summary.anew))
    codes = over_calm(heats, anew)
    seen = (codes > 0) & ~gaps(codes, columns, unit)
    stamp(heat, (_rising(len(heat)) <= tallness(codes, len(heat), unit)) & seen, heat_inks(codes))


def _draw_lanes(
    canvas: Bytes, tops: list[int], keypoints: list[int], lanes: Lanes, columns: Columns, ratio: float
) -> None:
    unit = max(round(ratio), 1)
    # Rows of a broken pixel ratio differ by one in height.
    tall = int(min(np.diff([*tops, len(canvas)])))
    whole = np.stack([canvas[top : top + tall] for top in tops])
    first = max((tall - (BAND + STRIP + 2) * unit) // 2, unit)
    fills = columns.most(lanes.fills[keypoints], lanes.start)
    phase = columns.numbers // unit % PERIOD
    draw_fills(whole[:, first : first + BAND * unit], fills, phase, unit)
    keys = columns.middles(lanes.keys[keypoints], lanes.start)
    draw_keys(whole, first + BAND * unit // 2, keys, unit)
    strip = whole[:, tall - (STRIP + 2) * unit : tall - 2 * unit]
    heat = columns.most(lanes.heat[keypoints], lanes.start)
    seen = (heat > 0) & ~gaps(heat, columns, unit)
    stamp(strip, np.broadcast_to(seen[:, None], strip.shape).copy(), heat_inks(heat)[:, None])
    for top, lane in zip(tops, whole, strict=True):
        canvas[top : top + tall] = lane


def gaps(codes: Bytes, columns: Columns, unit: int) -> Bools:
    """Return where nothing is drawn of what has to be placed anew: it is a dotted line, as its rings are."""
    return np.asarray((codes == ANEW) & (columns.numbers // unit % _DOT >= _DOT // 2))


def tallness(codes: Bytes, most: int, unit: int) -> NDArray[np.int32]:
    """Return how many lines of a strip are filled, device px: low where it has to be placed anew."""
    tall = np.maximum(codes.astype(np.int32) * most // HEAT_STEPS, _HEAT_FLOOR * unit)
    return np.where(codes == ANEW, _ANEW_TALL * unit, tall)


def heat_inks(codes: Bytes) -> Bytes:
    """Return the ink of each code of `Lanes.heat` above 0."""
    return np.asarray(np.maximum(codes, 1) + np.uint8(Ink.HEAT - 1), dtype=np.uint8)


def draw_fills(bands: Bytes, fills: Bytes, phase: NDArray[np.int64], unit: int) -> None:
    """Fill bands ``(L, H, W)`` by ``(L, W)`` codes; patterns repeat along ``(W,)`` phases."""
    woven = _woven(bands.shape[1], unit)
    # Looking up all fillings at once, line by line, takes a fraction of stamping one after the other.
    place = fills.astype(np.intp) * PERIOD + phase
    for y, inks in enumerate(woven):
        line = inks[place]
        stamp(bands[:, y], line != _CLEAR, line)


@lru_cache(maxsize=8)
def _woven(height: int, unit: int) -> Bytes:
    """Return ``(H, codes × PERIOD)`` inks of every code of `Lanes.fills`; `_CLEAR` where nothing is drawn."""
    inks = np.full((height, 2 * len(Fill), PERIOD), _CLEAR, dtype=np.uint8)
    for fill in Fill:
        if fill is not Fill.NOTHING:
            inks[:, 2 * fill] = weave(fill, height, unit)
            # What is occluded and estimated fills the lower half alone, as its mark does on the picture.
            inks[height // 2 :, 2 * fill + 1] = inks[height // 2 :, 2 * fill]
    return inks.reshape(height, -1)


def _rising(height: int) -> NDArray[np.int64]:
    return np.arange(height, 0, -1)[:, None]


def _grid_columns(frames: range, columns: Columns) -> NDArray[np.int64]:
    places = np.floor(np.array(frames, dtype=np.float64) * columns.px_per_frame) - columns.left
    return places[(places >= 0) & (places < len(columns))].astype(np.int64)
