"""Show every target on its plate as the program would: surroundings, ring, neighbours; light and dark.

Usage: python look_at_plates.py PLATES_FOLDER OUT_FOLDER [SKELETON…]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import yaml
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

_TILE, _COLUMNS, _CAPTION, _GAP = 300, 6, 22, 8
_INK = {"light": ("#f6f6f6", "#6b3fc0", "#1c1c1c"), "dark": ("#2b2b2b", "#c4a5ff", "#ececec")}


def _renderer(folder: Path, plate: str, theme: str) -> QSvgRenderer:
    text = (folder / f"{plate}.svg").read_text(encoding="utf-8")
    light, chosen = ((folder / f"{name}.css").read_text(encoding="utf-8") for name in ("light", theme))
    return QSvgRenderer(text.replace(light, chosen).encode())


def _tile(renderer: QSvgRenderer, target: Mapping[str, Any], theme: str, words: str) -> QImage:
    ground, accent, ink = _INK[theme]
    image = QImage(_TILE, _TILE + _CAPTION, QImage.Format.Format_ARGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, top, width, height = target["zoom"]
    size = renderer.viewBoxF().size()
    scale = _TILE / max(width * size.width(), height * size.height())
    whole = QRectF(
        -left * size.width() * scale,
        -top * size.height() * scale,
        size.width() * scale,
        size.height() * scale,
    )
    painter.save()
    painter.setClipRect(QRectF(0, 0, _TILE, _TILE))
    if target["mirrored"]:
        painter.translate(2 * whole.center().x(), 0)
        painter.scale(-1, 1)
    renderer.render(painter, whole)
    painter.restore()
    for spot in target["neighbours"].values():
        painter.setPen(QPen(QColor(ink), 1.2))
        painter.drawEllipse(_within(whole, spot), 3.0, 3.0)
    _ring(painter, _within(whole, target["at"]), QColor(accent))
    painter.setPen(QColor(ink))
    painter.drawText(QRectF(4, _TILE, _TILE, _CAPTION), Qt.AlignmentFlag.AlignVCenter, words)
    painter.end()
    return image


def _within(whole: QRectF, spot: tuple[float, float]) -> QPointF:
    return QPointF(whole.left() + spot[0] * whole.width(), whole.top() + spot[1] * whole.height())


def _ring(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    painter.setPen(QPen(colour, 2.4))
    painter.drawEllipse(centre, 11.0, 11.0)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        painter.drawLine(centre + QPointF(dx, dy) * 7, centre + QPointF(dx, dy) * 18)
    painter.drawPoint(centre)


def main(arguments: list[str]) -> None:
    """Write sheets of tiles, one keypoint and plate each."""
    application = QGuiApplication([])
    folder, out = Path(arguments[0]), Path(arguments[1])
    table = yaml.safe_load((folder / "targets.yaml").read_text(encoding="utf-8"))
    for skeleton in arguments[2:] or table["skeletons"]:
        for theme in _INK:
            tiles = [
                _tile(_renderer(folder, target["plate"], theme), target, theme, f"{name} · {target['plate']}")
                for name, targets in table["skeletons"][skeleton].items()
                for target in targets
            ]
            _save(tiles, out, f"{skeleton}-{theme}")
    application.quit()


def _save(tiles: list[QImage], out: Path, name: str) -> None:
    per_sheet = _COLUMNS * 4
    for start in range(0, len(tiles), per_sheet):
        some = tiles[start : start + per_sheet]
        rows = -(-len(some) // _COLUMNS)
        across, down = _TILE + _GAP, _TILE + _CAPTION + _GAP
        sheet = QImage(_COLUMNS * across, rows * down, QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.gray)
        painter = QPainter(sheet)
        for k, tile in enumerate(some):
            painter.drawImage(k % _COLUMNS * across, k // _COLUMNS * down, tile)
        painter.end()
        sheet.save(str(out / f"{name}-{start // per_sheet + 1}.png"))


if __name__ == "__main__":
    main(sys.argv[1:])
