"""Many frames on one page, each with its caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from palpate.media.opencv import opencv
from palpate.model.arrays import Pixels

_PAPER, _FRAME, _INK, _QUIET = 250, 225, 25, 105
_MARGIN, _GAP, _HEADER, _CAPTION = 24, 14, 64, 26
_TITLE_PX, _DETAILS_PX, _CAPTION_PX = 21, 15, 13
_FINER = 4


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One frame: ``(h, w, 4)`` uint8, or None if it cannot be had, and what stands below it."""

    picture: Pixels | None
    caption: str
    remark: str = ""


def contact_sheet(
    title: str, details: str, cells: Sequence[SheetCell], *, columns: int, cell_size: tuple[int, int]
) -> Pixels:
    """Draw a page of frames in rows, ``(H, W, 3)`` uint8.

    Parameters
    ----------
    title, details
        The two lines at the top; a title too long for the page is shortened in its middle.
    cells
        From left to right, row by row.
    cell_size
        Width and height in px of what a picture is placed in, in its middle; none is larger.
    """
    columns = max(1, min(columns, len(cells)))
    rows = -(-len(cells) // columns)
    wide, high = cell_size[0] + _GAP, cell_size[1] + _CAPTION + _GAP
    shape = (_MARGIN + _HEADER + rows * high + _MARGIN - _GAP, 2 * _MARGIN + columns * wide - _GAP, 3)
    page = np.full(shape, _PAPER, np.uint8)
    room = shape[1] - 2 * _MARGIN
    write(page, title, (_MARGIN, _MARGIN + 16), height=_TITLE_PX, ink=_INK, room=room)
    write(page, details, (_MARGIN, _MARGIN + 42), height=_DETAILS_PX, ink=_QUIET, room=room)
    for place, cell in enumerate(cells):
        row, column = divmod(place, columns)
        _put(page, cell, (_MARGIN + column * wide, _MARGIN + _HEADER + row * high), cell_size)
    return page


def write(page: Pixels, text: str, at: tuple[int, int], *, height: int, ink: int, room: int) -> None:
    """Write a line with its foot at a place, px; shortened in its middle to the room there is.

    OpenCV before version 5 knows only the letters of ASCII, drawn with strokes: others become question marks,
    and the strokes are drawn large and made smaller, which they need to be legible.
    """
    cv2 = opencv()
    line = _shortened(cv2, text, height=height, room=room)
    if hasattr(cv2, "FontFace"):
        cv2.putText(page, line, at, (ink, ink, ink), cv2.FontFace("sans"), height, 400)
        return
    _stroke(cv2, page, line, at, height=height, ink=ink)


def _put(page: Pixels, cell: SheetCell, corner: tuple[int, int], size: tuple[int, int]) -> None:
    left, top = corner
    page[top : top + size[1], left : left + size[0]] = _FRAME
    if cell.picture is not None:
        height, width = cell.picture.shape[:2]
        down, right = top + (size[1] - height) // 2, left + (size[0] - width) // 2
        page[down : down + height, right : right + width] = cell.picture[..., :3]
    at = (left + 8, top + size[1] // 2 + 4)
    write(page, cell.remark, at, height=_CAPTION_PX, ink=_QUIET, room=size[0] - 16)
    at = (left, top + size[1] + _CAPTION - 9)
    write(page, cell.caption, at, height=_CAPTION_PX, ink=_INK, room=size[0])


def _shortened(cv2: ModuleType, text: str, *, height: int, room: int) -> str:
    if _width(cv2, text, height) <= room:
        return text
    for kept in range(len(text) - 1, 0, -1):
        head, tail = text[: kept - kept // 2], text[len(text) - kept // 2 :]
        shorter = f"{head}…{tail}" if hasattr(cv2, "FontFace") else f"{head}...{tail}"
        if _width(cv2, shorter, height) <= room:
            return shorter
    return ""


def _width(cv2: ModuleType, text: str, height: int) -> float:
    if hasattr(cv2, "FontFace"):
        box = cv2.getTextSize((1, 1), text, (0, 0), cv2.FontFace("sans"), height, 400)
        return float(box[2])
    (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, _stroke_scale(height), _FINER)
    return float(width / _FINER)


def _stroke(cv2: ModuleType, page: Pixels, line: str, at: tuple[int, int], *, height: int, ink: int) -> None:
    width, below = int(_width(cv2, line, height)) + height, height
    top, left = at[1] - height - below // 2, at[0]
    area = page[max(top, 0) : at[1] + below, left : left + width]
    large = cv2.resize(area, None, fx=_FINER, fy=_FINER, interpolation=cv2.INTER_NEAREST)
    foot = (0, (at[1] - max(top, 0)) * _FINER)
    plain = line.encode("ascii", "replace").decode()
    cv2.putText(
        large, plain, foot, cv2.FONT_HERSHEY_SIMPLEX, _stroke_scale(height), (ink,) * 3, _FINER, cv2.LINE_AA
    )
    area[:] = cv2.resize(large, area.shape[1::-1], interpolation=cv2.INTER_AREA)


def _stroke_scale(height: int) -> float:
    return height * _FINER / 32  # letters of scale 1 are about 22 px high, 32 with what hangs below
