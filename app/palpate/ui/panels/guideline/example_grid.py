"""Examples side by side: pictures with marks over them, and what is said of each beneath."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from palpate.model.example import Lighting, Shows
from palpate.session.guidelines.examples import Home, ShownExample
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import Tokens
from palpate.ui.widgets.example_marks import draw_marks, draw_verdict
from palpate.ui.widgets.example_words import conditions, headline, lighting_word, shows_word

_GAP = 12
_LINES = 2
_RADIUS = 0.06  # of the side of a picture
_LEAST_RADIUS, _MOST_RADIUS = 5.0, 14.0
_GLYPH = 11

PicturesAt = Callable[[ShownExample, float], "QImage | None"]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One example as it is set; everything that takes time is worked out before it is painted."""

    shown: ShownExample
    box: QRectF
    first: str
    rest: str
    lines: tuple[str, ...]
    stale: bool


class ExampleGrid(QWidget):
    """Takes the height that it needs.

    Parameters
    ----------
    cell
        How wide one is at most, logical px.

    Signals
    -------
    opened
        (index) one is to be seen large.
    edit_wanted, remove_wanted
        (index) of one that is kept in the project.
    menu_wanted
        (index, QPoint on the screen).
    resized
        Pictures of another size may be needed.
    """

    opened = Signal(int)
    edit_wanted = Signal(int)
    remove_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)
    resized = Signal()

    def __init__(self, pictures: PicturesAt, parent: QWidget | None = None, *, cell: int = 168) -> None:
        super().__init__(parent)
        self._pictures, self._most = pictures, cell
        self._shown: tuple[ShownExample, ...] = ()
        self._version = 1
        self._cells: list[_Cell] = []
        self._current = 0
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Examples"))

    @property
    def shown(self) -> tuple[ShownExample, ...]:
        """What is shown, in order."""
        return self._shown

    @property
    def current(self) -> int:
        """Which one the keyboard is on."""
        return self._current

    @property
    def side(self) -> float:
        """Longest side of a picture, device px."""
        columns = self._columns(self.width())
        return (self.width() - (columns - 1) * _GAP) / columns * self.devicePixelRatioF()

    def set_cell(self, cell: int) -> None:
        """Make them as wide as this at most, logical px."""
        if cell != self._most:
            self._most = cell
            self._set()
            self.resized.emit()

    def words_height(self) -> int:
        """Return how much height the words below a picture take."""
        return 4 + (1 + _LINES) * self.fontMetrics().lineSpacing()

    def show_examples(self, shown: Sequence[ShownExample], version: int) -> None:
        """Show these.

        Parameters
        ----------
        version
            Of the skeleton; what is older says so.
        """
        if (tuple(shown), version) == (self._shown, self._version):
            return
        self._shown, self._version = tuple(shown), version
        self._current, self._hovered = 0, -1
        self._set()

    def at(self, place: QPointF) -> int:
        """Return which one is at a place of this widget; -1 if none."""
        return next((n for n, cell in enumerate(self._cells) if cell.box.contains(place)), -1)

    def told(self, index: int) -> str:
        """Return all that is said of one."""
        cell = self._cells[index]
        parts = [headline(cell.shown.example), cell.shown.example.caption]
        if cell.stale:
            parts.insert(1, self._stale_words(cell.shown))
        return "\n".join(part for part in parts if part)

    # ---- setting ---------------------------------------------------------------------------------------

    def _columns(self, width: int) -> int:
        return max(2, -(-(width + _GAP) // (self._most + _GAP)))

    def _set(self) -> None:
        columns, metrics = self._columns(self.width()), self.fontMetrics()
        side = (self.width() - (columns - 1) * _GAP) / columns
        high = side + self.words_height()
        bold = QFontMetrics(self._bold())
        self._cells = [
            self._cell(
                shown,
                QRectF((n % columns) * (side + _GAP), (n // columns) * (high + _GAP), side, high),
                (metrics, bold),
            )
            for n, shown in enumerate(self._shown)
        ]
        rows = -(-len(self._shown) // columns)
        self.setFixedHeight(int(rows * (high + _GAP)) if rows else 0)
        self._tell_current()
        self.update()

    def _cell(self, shown: ShownExample, box: QRectF, metrics: tuple[QFontMetrics, QFontMetrics]) -> _Cell:
        plain, bold = metrics
        example, width = shown.example, int(box.width())
        first = shows_word(example.shows)
        left = width - _GLYPH - 6 - bold.horizontalAdvance(first + "  ")
        said_of = conditions(example), lighting_word(example.lighting)
        known = said_of if example.lighting is not Lighting.UNKNOWN else said_of[:1]
        rest = next((said for said in known if plain.horizontalAdvance(said) <= left), "")
        stale = shown.home is Home.OWN and example.is_before(self._version)
        said = self._stale_words(shown) if stale else example.caption
        return _Cell(shown, box, first, rest, _wrapped(said, plain, width), stale)

    def _stale_words(self, shown: ShownExample) -> str:
        said = self.tr("Of version {version}: the keypoint was redefined since.")
        return said.format(version=shown.example.version)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _tell_current(self) -> None:
        has = 0 <= self._current < len(self._cells)
        self.setAccessibleDescription(self.told(self._current) if has else "")

    # ---- Qt --------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(2 * self._most + _GAP, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._set()
            self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._set()

    def event(self, event: QEvent) -> bool:
        """Tell the whole of what is said of the one under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.told(at) if at >= 0 else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the one under the pointer up."""
        self._hover(self.at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Light none up."""
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show one large."""
        at = self.at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and at >= 0:
            self._go_to(at)
            self.opened.emit(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with one."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self._current if by_key else self.at(QPointF(event.pos()))
        if 0 <= at < len(self._cells):
            self._go_to(at)
            middle = self.mapToGlobal(self._cells[at].box.center().toPoint())
            self.menu_wanted.emit(at, middle if by_key else event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from one to the next, show one large, or take it away."""
        columns = self._columns(self.width())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        key = Qt.Key(event.key())
        if not self._cells:
            super().keyPressEvent(event)
        elif key in steps:
            self._go_to(min(max(self._current + steps[key], 0), len(self._cells) - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._current)
        elif key is Qt.Key.Key_F2:
            self.edit_wanted.emit(self._current)
        elif key is Qt.Key.Key_Delete:
            self.remove_wanted.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def _go_to(self, at: int) -> None:
        self._current = at
        self._tell_current()
        self.update()

    # ---- painting --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        tokens, seen = current(), QRectF(event.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for n, cell in enumerate(self._cells):
            if cell.box.intersects(seen):
                self._draw_picture(painter, cell, tokens)
                self._draw_words(painter, cell, tokens)
                self._draw_edge(painter, cell, n, tokens)
        painter.end()

    def _draw_picture(self, painter: QPainter, cell: _Cell, tokens: Tokens) -> None:
        side = cell.box.width()
        frame = QRectF(cell.box.left(), cell.box.top(), side, side)
        painter.fillRect(frame, QColor(tokens.canvas))
        image = self._pictures(cell.shown, side * self.devicePixelRatioF())
        if image is None:
            return
        width, height = cell.shown.example.size
        zoom = side / max(width, height)
        box = QRectF(0, 0, width * zoom, height * zoom)
        box.moveCenter(frame.center())
        painter.drawImage(box, image)
        painter.save()
        painter.setClipRect(frame)
        draw_marks(
            painter, cell.shown.example, box, radius=min(max(_RADIUS * side, _LEAST_RADIUS), _MOST_RADIUS)
        )
        painter.restore()

    def _draw_words(self, painter: QPainter, cell: _Cell, tokens: Tokens) -> None:
        metrics = self.fontMetrics()
        left, top = cell.box.left(), cell.box.top() + cell.box.width() + 4
        line = metrics.lineSpacing()
        verdict = QColor(tokens.good if cell.shown.example.shows is Shows.CORRECT else tokens.bad)
        glyph = QRectF(left, top + (line - _GLYPH) / 2, _GLYPH, _GLYPH)
        draw_verdict(painter, cell.shown.example.shows, glyph, verdict)
        painter.setPen(QColor(tokens.text))
        painter.setFont(self._bold())
        base = top + metrics.ascent()
        painter.drawText(QPointF(left + _GLYPH + 6, base), cell.first)
        begun = left + _GLYPH + 6 + painter.fontMetrics().horizontalAdvance(cell.first + "  ")
        painter.setFont(self.font())
        painter.setPen(QColor(tokens.text_quiet))
        painter.drawText(QPointF(begun, base), cell.rest)
        painter.setPen(QColor(tokens.warning if cell.stale else tokens.text))
        for n, text in enumerate(cell.lines, start=1):
            painter.drawText(QPointF(left, base + n * line), text)

    def _draw_edge(self, painter: QPainter, cell: _Cell, n: int, tokens: Tokens) -> None:
        in_hand = n == self._current and self.hasFocus()
        if not in_hand and n != self._hovered:
            return
        side = cell.box.width()
        painter.setPen(QPen(QColor(tokens.accent if in_hand else tokens.text_quiet), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(cell.box.left() + 1, cell.box.top() + 1, side - 2, side - 2))


def _wrapped(text: str, metrics: QFontMetrics, width: int) -> tuple[str, ...]:
    """Return a text on so many lines as there are, the last one cut off where more would follow."""
    words, lines = text.split(), list[str]()
    while words and len(lines) < _LINES:
        n = 1
        while n < len(words) and metrics.horizontalAdvance(" ".join(words[: n + 1])) <= width:
            n += 1
        rest = words if len(lines) == _LINES - 1 else words[:n]
        lines.append(metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, width))
        words = [] if rest is words else words[n:]
    return tuple(lines)
