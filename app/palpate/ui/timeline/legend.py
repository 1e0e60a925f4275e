"""How the lanes are to be read, in a line or two."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from palpate.ui.theme.apply import current
from palpate.ui.timeline.digest import HEAT_STEPS, Fill, Key
from palpate.ui.timeline.drawing import small
from palpate.ui.timeline.found_marks import draw_cut, draw_empty_diamond
from palpate.ui.timeline.ink import PERIOD, Ink, heat_colour, palette
from palpate.ui.timeline.raster import draw_fills
from palpate.ui.timeline.stamping import draw_keys

_SAMPLE = 24
_TALL = 12
_BESIDE = 6
_GAP = 16
_LINES = 2
_HIGH = 16  # of a line
_REST = "…"
_ALIKE_PX = 0.05
_CUT, _DOUBLE, _WARM, _SEEN, _NEXT, _ANEW = "cut", "double", "warm", "seen", "next", "anew"


@dataclass(frozen=True, slots=True)
class Entry:
    """A filling with its keyframe, or a mark of the ruler, and what it is called."""

    key: Key
    fill: Fill
    name: str
    mark: str = ""


class Legend(QWidget):
    """Samples of the fillings with their names, in two lines at most; the rest is told in its tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self._entries: tuple[Entry, ...] = (
            Entry(Key.HAND, Fill.BY_HAND, self.tr("by hand")),
            Entry(Key.ACCEPTED, Fill.BY_HAND, self.tr("accepted")),
            Entry(Key.NONE, Fill.NOTHING, self._warm_words(None), _WARM),
            Entry(Key.NONE, Fill.INTERPOLATED, self.tr("interpolated")),
            Entry(Key.NONE, Fill.TRACKED, self.tr("tracked")),
            Entry(Key.NONE, Fill.MODEL, self.tr("model")),
            Entry(Key.NONE, Fill.IMPORTED, self.tr("imported")),
            Entry(Key.ABSENT, Fill.NOTHING, self.tr("absent")),
            Entry(Key.NONE, Fill.NOTHING, self.tr("looked at"), _SEEN),
            Entry(Key.NONE, Fill.NOTHING, self.tr("scene cut"), _CUT),
            Entry(Key.NONE, Fill.NOTHING, self.tr("repeated frame"), _DOUBLE),
            Entry(Key.NONE, Fill.NOTHING, self.tr("keyframe suggested"), _NEXT),
            Entry(Key.NONE, Fill.NOTHING, self.tr("to be placed anew"), _ANEW),
        )
        self._samples: dict[tuple[Entry, float], QImage] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._name()

    def tell_source(self, source: str) -> None:
        """Let the tooltip say who sets the limit of the keypoint in hand."""
        self._source = source

    def show_limits(self, limits_px: tuple[float, float] | None) -> None:
        """Say from how many px on heat is red: the least and the greatest limit; None where nobody knows."""
        words = self._warm_words(limits_px)
        if words not in {entry.name for entry in self._entries}:
            self._entries = tuple(
                replace(entry, name=words) if entry.mark == _WARM else entry for entry in self._entries
            )
            self._name()
            self.update()

    def _warm_words(self, limits_px: tuple[float, float] | None) -> str:
        if limits_px is None:
            return self.tr("error, red beyond the limit")
        least, most = limits_px
        if most - least < _ALIKE_PX:
            return self.tr("error, red {limit:.3g} px").format(limit=least)
        return self.tr("error, red {least:.2g}–{most:.2g} px").format(least=least, most=most)

    def _name(self) -> None:
        self.setAccessibleName(
            self.tr("Legend: {names}").format(names=", ".join(entry.name for entry in self._entries))
        )

    def lines(self) -> list[list[str]]:
        """Return what is written in each line, with a last ``…`` where something is left to the tooltip."""
        shown = self._broken()
        written = [[entry.name for entry in line] for line in shown]
        if sum(map(len, written)) < len(self._entries):
            written[-1].append(_REST)
        return written

    def tip(self) -> str:
        """Return the whole legend, as rich text."""
        row = "<tr><td><img src='{}'></td><td>&nbsp;{}</td></tr>"
        rows = "".join(
            row.format(_as_url(_sample(entry, 1.0)), html.escape(entry.name)) for entry in self._entries
        )
        half = self.tr("The lower half alone is filled where a keypoint is occluded and estimated")
        heat = self.tr(
            "Heat is the error to expect of filled-in points: amber from half of the limit on, red beyond it"
        )
        if self._source:
            heat = (
                f"{heat}. {self.tr('The limit: {source}. Right-click to change').format(source=self._source)}"
            )
        return f"<table>{rows}</table><p>{html.escape(heat)}</p><p>{html.escape(half)}</p>"

    def sizeHint(self) -> QSize:
        """Room for all entries in one line."""
        metrics = self._metrics()
        width = sum(_width(entry, metrics) for entry in self._entries) - _GAP
        return QSize(width, _LINES * _HIGH)

    def minimumSizeHint(self) -> QSize:
        """It can do without any room."""
        return QSize(0, _LINES * _HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines, at the right."""
        painter = QPainter(self)
        painter.setFont(small(self.font()))
        painter.setPen(QColor(current().text_quiet))
        lines = self._broken()
        rest = len(self._entries) - sum(map(len, lines))
        metrics = self._metrics()
        y = (self.height() - len(lines) * _HIGH) // 2
        left = self.width() - max((_line_width(line, metrics) for line in lines), default=0)
        left -= _rest_width(metrics) if rest else 0
        for line in lines:
            x = self._draw_line(painter, line, QPoint(max(left, 0), y))
            y += _HIGH
        if rest:
            box = QRect(x, y - _HIGH, _rest_width(metrics), _HIGH)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, _REST)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell the whole legend in a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip(), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        self._samples.clear()
        self.update()

    def _draw_line(self, painter: QPainter, line: list[Entry], at: QPoint) -> int:
        """Draw one line and return where it ends."""
        x, metrics = at.x(), self._metrics()
        for entry in line:
            painter.drawImage(QPoint(x, at.y() + (_HIGH - _TALL) // 2), self._sample_of(entry))
            width = _width(entry, metrics)
            box = QRect(x + _SAMPLE + _BESIDE, at.y(), width, _HIGH)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, entry.name)
            x += width
        return x

    def _sample_of(self, entry: Entry) -> QImage:
        # The row is painted anew whenever the time beside it grows by a digit, many times a second.
        key = (entry, self.devicePixelRatioF())
        if key not in self._samples:
            self._samples[key] = _sample(*key)
        return self._samples[key]

    def _broken(self) -> list[list[Entry]]:
        """Return the entries that are shown, by line."""
        metrics, room = self._metrics(), self.width() + _GAP
        lines: list[list[Entry]] = [[]]
        for place, entry in enumerate(self._entries):
            needed = _line_width([*lines[-1], entry], metrics) + _GAP
            if needed > room and lines[-1] and len(lines) < _LINES:
                lines.append([])
                needed = _width(entry, metrics)
            last = place == len(self._entries) - 1
            if needed + (0 if last or len(lines) < _LINES else _rest_width(metrics)) > room:
                break
            lines[-1].append(entry)
        return lines

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(small(self.font()))


def _width(entry: Entry, metrics: QFontMetrics) -> int:
    return _SAMPLE + _BESIDE + metrics.horizontalAdvance(entry.name) + _GAP


def _line_width(line: list[Entry], metrics: QFontMetrics) -> int:
    return sum(_width(entry, metrics) for entry in line) - _GAP


def _rest_width(metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance(_REST) + _GAP


def _as_url(image: QImage) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return "data:image/png;base64," + bytes(buffer.data().toBase64().data()).decode("ascii")


def _sample(entry: Entry, ratio: float) -> QImage:
    unit = max(round(ratio), 1)
    if entry.mark == _WARM:
        return _warm(unit)
    if entry.mark:
        return _marked(entry.mark, unit)
    canvas = np.zeros((1, _TALL * unit, _SAMPLE * unit), dtype=np.uint8)
    width = canvas.shape[2]
    fills = np.full((1, width), 2 * entry.fill, dtype=np.uint8)
    draw_fills(canvas[:, 2 * unit : 10 * unit], fills, np.arange(width) // unit % PERIOD, unit)
    keys = np.zeros((1, width), dtype=np.uint8)
    keys[0, width // 2] = entry.key
    draw_keys(canvas, 6 * unit, keys, unit)
    image = QImage(canvas.data, width, canvas.shape[1], width, QImage.Format.Format_Indexed8)
    colours = palette()
    colours[Ink.PANEL] = colours[Ink.CASING] = QColor(current().window).rgba()
    image.setColorTable(colours)
    image.setDevicePixelRatio(unit)
    return image.copy()


def _warm(unit: int) -> QImage:
    """Return all colours of heat from left to right."""
    image = QImage(_SAMPLE * unit, _TALL * unit, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(unit)
    image.fill(QColor(current().window))
    painter = QPainter(image)
    for step in range(HEAT_STEPS):
        colour = QColor(heat_colour(step, current()))
        painter.fillRect(QRectF(step * _SAMPLE / HEAT_STEPS, 3, _SAMPLE / HEAT_STEPS, _TALL - 6), colour)
    painter.end()
    return image


def _marked(mark: str, unit: int) -> QImage:
    image = QImage(_SAMPLE * unit, _TALL * unit, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(unit)
    image.fill(QColor(current().window))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current().text_quiet))
    if mark == _CUT:
        draw_cut(painter, QPointF(_SAMPLE / 2, 3))
    elif mark == _NEXT:
        draw_empty_diamond(painter, QPointF(_SAMPLE / 2, _TALL / 2))
    elif mark == _ANEW:
        painter.setBrush(QColor(current().text))
        for x in range(0, _SAMPLE, 4):
            painter.drawRect(QRectF(x, _TALL - 6, 2, 3))
    elif mark == _SEEN:
        painter.drawRect(QRectF(2, _TALL - 5, _SAMPLE - 4, 3))
    else:
        painter.drawRect(QRectF(4, _TALL - 4, _SAMPLE - 8, 2))
    painter.end()
    return image
