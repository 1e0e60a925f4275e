"""The program's own icons, drawn in the ink of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from palpate.base.folders import resource
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import Tokens

_SIZES = (16, 20, 24, 32, 48)


def icon(name: str) -> QIcon:
    """Return an icon from ``resources/icons``; its ``currentColor`` becomes the ink in force."""
    return _in_inks(name, current())


@lru_cache(maxsize=128)
def _in_inks(name: str, tokens: Tokens) -> QIcon:
    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, ink in (
        (QIcon.Mode.Normal, tokens.text),  # and active: Qt takes this one for it
        (QIcon.Mode.Disabled, tokens.text_disabled),
        (QIcon.Mode.Selected, tokens.on_accent),
    ):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", ink).encode()))
        for size in _SIZES:
            made.addPixmap(_drawn(renderer, size), mode)
    return made


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
