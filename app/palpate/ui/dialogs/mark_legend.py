"""What the marks on the picture mean: shapes, fills, rings and colours, drawn as they are drawn there."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas import sprites
from palpate.ui.canvas.colouring import Scheme
from palpate.ui.canvas.halos import Alarm, halo
from palpate.ui.canvas.look import look
from palpate.ui.theme.apply import current
from palpate.ui.theme.icons import icon
from palpate.ui.theme.tokens import ORIGIN_COLOURS, instance_colour
from palpate.ui.widgets.glyphs import swatch
from palpate.ui.widgets.scheme_words import colour_entries, scheme_word
from palpate.ui.widgets.words import origin_word, tier_word

_RADIUS, _STROKE, _RING = 5.0, 1.6, 10.0
_CELL = 40
_ORIGINS = tuple(origin for origin in Origin if origin is not Origin.NONE)
_TIERS = (Visibility.VISIBLE, Visibility.ESTIMATED, Visibility.CERTAIN)
_PLAIN = instance_colour(2)

Row = tuple[QPixmap, str]


class MarkLegend(QDialog):
    """Every kind of mark with its words."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What the marks mean"))
        self._workbench = workbench
        self._ratio = parent.devicePixelRatioF()
        self._words: list[str] = []
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for sections in (self._first(), self._second()):
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(4)
            for title, rows in sections:
                self._add(grid, title, rows)
            grid.setRowStretch(grid.rowCount(), 1)
            columns.addLayout(grid, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(columns)
        column.addWidget(buttons)

    @property
    def words(self) -> list[str]:
        """What is explained, in order."""
        return self._words

    # ---- what there is ---------------------------------------------------------------------------------

    def _first(self) -> list[tuple[str, list[Row]]]:
        by_origin = look().scheme is Scheme.ORIGIN
        inks = {origin: ORIGIN_COLOURS[origin] if by_origin else _PLAIN for origin in _ORIGINS}
        shapes = [
            (self._mark(origin, Visibility.VISIBLE, inks[origin]), origin_word(origin)) for origin in _ORIGINS
        ]
        seen = [(self._tiers(tier), tier_word(tier)) for tier in _TIERS]
        return [
            (self.tr("Shape and fill: where it came from"), shapes),
            (self.tr("Manner: how much could be seen"), seen),
        ]

    def _second(self) -> list[tuple[str, list[Row]]]:
        accent = current().accent
        ring = {
            ticks: self._over([sprites.ring(_RING * self._ratio, self._ratio, accent, ticks=ticks)])
            for ticks in (True, False)
        }
        halos = [
            self._over([halo(alarm, radius * self._ratio, self._ratio)])
            for alarm, radius in (
                (Alarm.AMBER, _RADIUS * 1.8),
                (Alarm.RED, _RADIUS * 2.8),
                (Alarm.ANEW, _RADIUS * 1.8),
            )
        ]
        around = [
            (ring[True], self.tr("active: where the next click goes")),
            (ring[False], self.tr("chosen as well")),
            (halos[0], self.tr("as large as the error to expect; from half its limit on, in hand")),
            (halos[1], self.tr("beyond its limit: wants a look, until somebody calls it fine")),
            (halos[2], self.tr("to be placed anew: redefined by a version of the skeleton")),
        ]
        listed = [
            (self._icon("eye-off"), with_keys(self.tr("hidden"), "hide_chosen")),
            (self._icon("lock"), with_keys(self.tr("locked"), "lock_chosen")),
        ]
        scheme = look().scheme
        entries: list[tuple[str, str]] = []  # those by origin are the colours of the shapes above
        if scheme is not Scheme.ORIGIN:
            entries = colour_entries(scheme, self._workbench.session, self._workbench.focus.clip)
        colours = [(swatch(colour, self._ratio), word) for colour, word in entries[:12]]
        sections = [(self.tr("Around a mark"), around), (self.tr("In the list of instances"), listed)]
        title = with_keys(scheme_word(scheme), "next_colours")
        return [*sections, (title, colours)] if colours else sections

    # ---- how it is drawn -------------------------------------------------------------------------------

    def _add(self, grid: QGridLayout, title: str, rows: Iterable[Row]) -> None:
        head = QLabel(title, self)
        font = QFont(head.font())
        font.setWeight(QFont.Weight.DemiBold)
        head.setFont(font)
        head.setContentsMargins(0, 12 if grid.count() else 0, 0, 4)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        for pixmap, words in rows:
            picture, said = QLabel(self), QLabel(words, self)
            picture.setPixmap(pixmap)
            picture.setFixedWidth(_CELL)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            said.setForegroundRole(QPalette.ColorRole.WindowText)
            line = grid.rowCount()
            grid.addWidget(picture, line, 0)
            grid.addWidget(said, line, 1, Qt.AlignmentFlag.AlignVCenter)
            self._words.append(words)

    def _mark(self, origin: Origin, tier: Visibility, colour: str) -> QPixmap:
        return self._drawn([self._sprite(origin, tier, colour)], 24)

    def _tiers(self, tier: Visibility) -> QPixmap:
        """Return a tier on a filled and on a hollow shape: it shows itself differently."""
        return self._drawn(
            [self._sprite(origin, tier, _PLAIN) for origin in (Origin.HAND, Origin.TRACKED)], 20
        )

    def _over(self, images: list[QImage]) -> QPixmap:
        """Return what lies around a mark, with the mark in it."""
        mark = self._sprite(Origin.HAND, Visibility.VISIBLE, _PLAIN)
        return self._stacked([*images, mark])

    def _sprite(self, origin: Origin, tier: Visibility, colour: str) -> QImage:
        ratio = self._ratio
        return sprites.mark(sprites.MarkKind(origin, tier, colour, _RADIUS * ratio, _STROKE * ratio))

    def _icon(self, name: str) -> QPixmap:
        return icon(name).pixmap(QSize(16, 16), self._ratio)

    def _drawn(self, images: list[QImage], width: int) -> QPixmap:
        pixmap, painter = self._blank(width * len(images), 22)
        for n, image in enumerate(images):
            self._put(painter, image, QPointF(width * (n + 0.5), 11.0))
        painter.end()
        return pixmap

    def _stacked(self, images: list[QImage]) -> QPixmap:
        size = max(image.width() for image in images) / self._ratio
        pixmap, painter = self._blank(round(size), round(size))
        for image in images:
            self._put(painter, image, QPointF(size / 2.0, size / 2.0))
        painter.end()
        return pixmap

    def _put(self, painter: QPainter, image: QImage, middle: QPointF) -> None:
        shown = QImage(image)
        shown.setDevicePixelRatio(self._ratio)
        half = image.width() / self._ratio / 2.0
        painter.drawImage(middle - QPointF(half, half), shown)

    def _blank(self, width: int, height: int) -> tuple[QPixmap, QPainter]:
        pixmap = QPixmap(round(width * self._ratio), round(height * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap, QPainter(pixmap)
