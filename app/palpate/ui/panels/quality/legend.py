"""The words around the errors of a keypoint: what it is, what the marks mean, how large a px is."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from palpate.session.judging.quality_view import KeypointScore
from palpate.ui.panels.quality.plot import COMPACT, LEGEND, MOST_DRAWN, PAD, Plot, draw_arrow, legend_lines
from palpate.ui.panels.quality.words import short_facts, signed
from palpate.ui.theme.apply import current, number_font
from palpate.ui.theme.tokens import Tokens

translate = QCoreApplication.translate
_BESIDE = 28  # px from a mark's beginning to its word's


def draw_words(painter: QPainter, room: QRect, plot: Plot | None, title: str, said: str) -> None:
    """Write the title, and below or beside the plot its legend, scale bar and n."""
    tokens = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    base = painter.font()
    below = _draw_title(painter, room, title, said, tokens)
    painter.setFont(number_font(base))
    if plot is not None and is_beside(room, plot):
        _draw_facts(painter, room, plot.keypoint, below, tokens)
    if plot is not None:
        _draw_scale_bar(painter, room, plot, tokens)
        if legend_lines(room) == LEGEND:
            _draw_legend(painter, room, plot, tokens)
        else:
            _draw_compact(painter, room, plot, tokens)
    painter.setFont(base)


def round_length(at_most: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above a length."""
    power = 10.0 ** math.floor(math.log10(at_most))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= at_most * (1 + 1e-9))


def is_beside(room: QRect, plot: Plot) -> bool:
    """Tell whether words stand beside a plot, and not around it."""
    return not QRectF(room).contains(plot.box)


def _draw_facts(painter: QPainter, room: QRect, keypoint: KeypointScore, top: float, tokens: Tokens) -> None:
    """Write as many figures as there is room for above the legend."""
    metrics = painter.fontMetrics()
    line, width = metrics.height() + 2, room.width() - 2 * PAD
    bottom = room.bottom() - PAD - metrics.height() - (COMPACT + 1) * line - PAD
    y = top + PAD
    painter.setPen(QColor(tokens.text))
    for fact in short_facts(keypoint):
        if y + line > bottom:
            return
        shown = metrics.elidedText(fact, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(room.left() + PAD, y, width, line), 0, shown)
        y += line


def _draw_title(painter: QPainter, room: QRect, title: str, said: str, tokens: Tokens) -> float:
    """Write the title and what is said, and return where that ends."""
    base = painter.font()
    bold = QFont(base)
    bold.setWeight(QFont.Weight.DemiBold)
    width = room.width() - 2 * PAD
    y = room.top() + PAD
    for text, font, colour in ((title, bold, tokens.text), (said, base, tokens.text_quiet)):
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(room.left() + PAD, y, width, metrics.height()), 0, shown)
        y += metrics.height() if text else 0
    return float(y)


def _draw_scale_bar(painter: QPainter, room: QRect, plot: Plot, tokens: Tokens) -> None:
    length = round_length(max(min(plot.box.width(), 160.0) * 0.4 / plot.scale, 1e-6))
    y = room.bottom() - PAD - 2.0
    left = float(room.left() + PAD)
    right = left + length * plot.scale
    painter.setPen(QPen(QColor(tokens.text), 2.0))
    painter.drawLine(QLineF(left, y, right, y))
    for x in (left, right):
        painter.drawLine(QLineF(x, y - 4, x, y))
    metrics = painter.fontMetrics()
    words = translate("ErrorPicture", "{length} px").format(length=f"{length:g}")
    painter.drawText(QPointF(right + 8, y), words)
    n = f"n = {plot.keypoint.n}"
    if len(plot.errors) > MOST_DRAWN:
        n = translate("ErrorPicture", "{n}, {drawn} drawn").format(n=n, drawn=MOST_DRAWN)
    hidden = int(plot.beyond().sum())
    if hidden:
        n = translate("ErrorPicture", "{n}, {hidden} beyond the edge").format(n=n, hidden=hidden)
    painter.drawText(QPointF(room.right() - PAD - metrics.horizontalAdvance(n), y), n)


def _draw_legend(painter: QPainter, room: QRect, plot: Plot, tokens: Tokens) -> None:
    metrics = painter.fontMetrics()
    line = metrics.height() + 2
    top = room.bottom() - PAD - metrics.height() - LEGEND * line
    left = room.left() + PAD
    bias = plot.keypoint.bias_px
    entries = (
        (
            translate("ErrorPicture", "bias {x}, {y} px").format(x=signed(bias[0]), y=signed(bias[1])),
            tokens.accent,
            "arrow",
        ),
        (_mean_words(plot), tokens.accent, "ellipse"),
        (_tolerance_words(plot.keypoint), tokens.text_quiet, "circle"),
    )
    for place, (words, colour, kind) in enumerate(entries):
        y = top + place * line
        _draw_sample(painter, QPointF(left + 10, y + line / 2), kind, QColor(colour), tokens)
        painter.setPen(QColor(tokens.text))
        width = room.width() - 2 * PAD - _BESIDE
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left + _BESIDE, y, width, line), Qt.AlignmentFlag.AlignVCenter, shown)


def compact_entries(plot: Plot) -> list[tuple[str, str]]:
    """Return what is drawn, as mark and word, for where there is little room."""
    entries = [("arrow", translate("ErrorPicture", "bias"))]
    if plot.errors.ellipse is not None:
        entries.append(("ellipse", translate("ErrorPicture", "95 % ellipse")))
    if math.isfinite(plot.keypoint.tolerance_px):
        entries.append(("circle", translate("ErrorPicture", "tolerance")))
    return entries


def _draw_compact(painter: QPainter, room: QRect, plot: Plot, tokens: Tokens) -> None:
    metrics = painter.fontMetrics()
    line = metrics.height() + 2
    left = x = room.left() + PAD
    entries, row, spots = compact_entries(plot), 0, []
    for _, word in entries:
        width = _BESIDE + metrics.horizontalAdvance(word)
        if x > left and x + width > room.right() - PAD:
            x, row = left, row + 1
        spots.append((x, row))
        x += width + 2 * PAD
    bottom = room.bottom() - PAD - metrics.height() - line
    for (kind, word), (x, at) in zip(entries, spots, strict=True):
        y = bottom - (max(row, COMPACT - 1) - at) * line
        width = _BESIDE + metrics.horizontalAdvance(word)
        ink = QColor(tokens.text_quiet if kind == "circle" else tokens.accent)
        _draw_sample(painter, QPointF(x + 10, y + line / 2), kind, ink, tokens)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(x + _BESIDE, y, width, line), Qt.AlignmentFlag.AlignVCenter, word)


def _draw_sample(painter: QPainter, middle: QPointF, kind: str, colour: QColor, tokens: Tokens) -> None:
    across = QPointF(8, 0)
    if kind == "arrow":
        draw_arrow(painter, middle - across, middle + across, casing=QColor(tokens.panel), ink=colour)
        return
    wash = QColor(colour)
    wash.setAlphaF(0.25 if kind == "ellipse" else 0.0)
    painter.setBrush(wash)
    style = Qt.PenStyle.SolidLine if kind == "ellipse" else Qt.PenStyle.DashLine
    painter.setPen(QPen(colour, 1.5, style))
    painter.drawEllipse(middle, 8.0, 4.5 if kind == "ellipse" else 6.0)


def _mean_words(plot: Plot) -> str:
    if plot.errors.ellipse is None:
        return translate("ErrorPicture", "too few independent frames for an ellipse")
    return translate("ErrorPicture", "95 % ellipse of the mean, {n} independent").format(
        n=plot.keypoint.n_independent
    )


def _tolerance_words(keypoint: KeypointScore) -> str:
    if not math.isfinite(keypoint.tolerance_px):
        return translate("ErrorPicture", "tolerance not known")
    return translate("ErrorPicture", "tolerance {px} px").format(px=f"{keypoint.tolerance_px:.1f}")
