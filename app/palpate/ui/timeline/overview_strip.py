"""The strip above the rows: heat of the worst point of each frame, and below it what was looked at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from palpate.ui.theme.apply import current
from palpate.ui.timeline.columns import Columns
from palpate.ui.timeline.digest import Bytes, over_calm
from palpate.ui.timeline.drawing import HEAD, MARKS_END, NAMES, OVERVIEW, small
from palpate.ui.timeline.ink import Ink, palette
from palpate.ui.timeline.raster import gaps, heat_inks, tallness
from palpate.ui.timeline.stamping import stamp

_TOP, _HEAT = 2, 8  # logical px: above the heat, and of it
_SEEN_TOP, _SEEN = 12, 3
_NOT_AT_ALL = 255


def overview_image(heat: Bytes, unseen: Bytes, anew: Bytes, *, columns: Columns, unit: int) -> QImage:
    """Return the strip, device px.

    Parameters
    ----------
    heat, unseen, anew
        Of the frames of the clip, as in `Overview`.
    unit
        Device px per logical px.
    """
    wide = -(-len(columns) // 4) * 4  # lines of a QImage begin at multiples of four bytes
    canvas = np.full((OVERVIEW * unit, wide), Ink.PANEL, dtype=np.uint8)
    part = canvas[:, : len(columns)]
    _draw_heat(
        part[_TOP * unit : (_TOP + _HEAT) * unit],
        over_calm(columns.most(heat, 0), columns.most(anew, 0)),
        columns,
        unit,
    )
    _draw_seen(part[_SEEN_TOP * unit : (_SEEN_TOP + _SEEN) * unit], columns.most(unseen, 0))
    image = QImage(canvas.data, len(columns), len(canvas), wide, QImage.Format.Format_Indexed8)
    image.setColorTable(palette())
    return image.copy()


def draw_overview_names(painter: QPainter, font: QFont, words: str) -> None:
    """Say beside the strip what it is."""
    tokens = current()
    painter.fillRect(QRectF(0, MARKS_END, NAMES - 1, OVERVIEW), QColor(tokens.window))
    painter.setFont(small(font))
    painter.setPen(QColor(tokens.text_quiet))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(QRectF(8, MARKS_END, NAMES - 20, HEAD - MARKS_END), flags, words)


def _draw_heat(lane: Bytes, codes: Bytes, columns: Columns, unit: int) -> None:
    judged = codes > 0
    stamp(lane, np.broadcast_to(judged, lane.shape).copy(), Ink.GROOVE)
    rising = np.arange(len(lane), 0, -1)[:, None]
    seen = judged & ~gaps(codes, columns, unit)
    stamp(lane, (rising <= tallness(codes, len(lane), unit)) & seen, heat_inks(codes))


def _draw_seen(lane: Bytes, unseen: Bytes) -> None:
    """Fill the lane as high as something was looked at; all of it where everything was."""
    stamp(lane, np.broadcast_to(unseen > 0, lane.shape).copy(), Ink.GROOVE)
    share = (_NOT_AT_ALL - unseen.astype(np.int32)) / (_NOT_AT_ALL - 1)
    tall = np.where(unseen > 0, np.floor(share * len(lane) + 1e-9), 0)
    stamp(lane, np.arange(len(lane), 0, -1)[:, None] <= tall, Ink.BAR)
