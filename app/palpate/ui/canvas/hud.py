"""The lines on the canvas, in one hand: what they say, in which order, and where they are in nobody's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from palpate.ui.canvas.labels import edge_of
from palpate.ui.canvas.scene import Scene
from palpate.ui.canvas.tool_words import tool_hint, unseen_lines
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current

_EDGE_PX, _BETWEEN_PX, _CLEAR_PX = 12.0, 3.0, 20.0  # logical
_PAD, _RISE = 6.0, 3.0  # logical, within a box
_GROUND_ALPHA = 225
_LEAST_WIDTH_PX = 120.0
_TELLERS = ("blind", "pass", "spotlight", "follow", "blur", "numbers")

Box = tuple[QImage, QPoint]


@dataclass(frozen=True, slots=True)
class Around:
    """What the lines keep off.

    Attributes
    ----------
    taken
        Device px that something else has: the loupe, the name beside the pointer, the pointer itself.
    foot
        Logical px, width and height, that are taken in the bottom right corner.
    """

    taken: tuple[QRect, ...] = ()
    foot: QSize = field(default_factory=lambda: QSize(0, 0))


@dataclass
class Hud:
    """What is told at the edges.

    What is on stands above, first what leads the hand, then what is not seen and what is laid under the
    poses; below those what comes and goes, so that nothing else jumps for it. Where the pointer comes near
    they go to the other side.

    Attributes
    ----------
    hint
        A line at the bottom edge; what a tool has to say goes before.
    coming
        The frame that is awaited.
    figures
        Lines on how frames are fetched.
    standing
        What is on, by who tells it; several lines divided by line ends go away soon.
    """

    hint: str = ""
    coming: str = ""
    figures: str = ""
    standing: dict[str, str] = field(default_factory=dict)
    _boxes: tuple[list[QImage], QImage | None] = ([], None)
    _drawn: list[Box] = field(default_factory=list)

    def lines(self, scene: Scene, legend: Iterable[str], *, bare: bool, waiting: bool) -> list[str]:
        """Return what stands at the top edge, in order.

        Parameters
        ----------
        legend
            On what is laid under the poses.
        bare
            Whether only the picture is shown.
        waiting
            Whether the picture is not the exact one yet.
        """
        tellers = sorted(self.standing, key=lambda name: _TELLERS.index(name) if name in _TELLERS else 9)
        told = [self.standing[name] for name in tellers if self.standing[name] and not bare]
        short = [text for text in told if "\n" not in text]
        on = [] if bare else [*short, *unseen_lines(scene), *legend]
        passing = [*([_waiting()] if waiting else []), self.coming]
        long = [text for text in told if "\n" in text]
        return [text for text in (*on, *passing, *long, self.figures) if text]

    def foot_line(self, scene: Scene) -> str:
        """Return what stands at the bottom edge."""
        return tool_hint(scene) or self.hint

    def draw(
        self,
        painter: QPainter,
        view: ViewTransform,
        font: QFont,
        *,
        lines: Sequence[str],
        hint: str,
        around: Around,
    ) -> None:
        """Draw what is told; the painter works in device px."""
        room = max(view.viewport[0] - 2.0 * _EDGE_PX, _LEAST_WIDTH_PX)
        boxes = [_box(text, font, view.ratio, room) for text in lines]
        self._boxes = boxes, _box(hint, font, view.ratio, room) if hint else None
        self._drawn = self._placed(view, around)
        for image, spot in self._drawn:
            painter.drawImage(spot, image)

    def stale(self, view: ViewTransform, around: Around) -> QRect:
        """Return the logical px to be painted since the lines give way to something; empty if they stay."""
        now = self._placed(view, around)
        if [spot for _, spot in now] == [spot for _, spot in self._drawn]:
            return QRect()
        area = QRect()
        for image, spot in (*now, *self._drawn):
            area = area.united(_area((image, spot)))
        unit = view.ratio
        return QRectF(
            area.x() / unit, area.y() / unit, area.width() / unit, area.height() / unit
        ).toAlignedRect()

    @property
    def areas(self) -> list[QRect]:
        """Where lines were drawn last, device px."""
        return [_area(box) for box in self._drawn]

    def _placed(self, view: ViewTransform, around: Around) -> list[Box]:
        boxes, hint = self._boxes
        below = [] if hint is None else [(hint, _foot_spot(view, hint, around))]
        ends = min((spot.y() for _, spot in below), default=view.device_size[1])
        return [*_column(view, boxes, around, ends), *below]


def _column(view: ViewTransform, boxes: list[QImage], around: Around, ends: int) -> list[Box]:
    """Return boxes one below the other, as many as there is room for above the hint.

    All stand left, or all right where that frees what is taken. Where neither does, each stands where it can,
    or is left out as long as something lies there.
    """
    edge, between = round(_EDGE_PX * view.ratio), round(_BETWEEN_PX * view.ratio)
    width, corner = view.device_size[0], _corner(view, around)
    left, right, top = [], [], edge
    for box in boxes:
        if top + box.height() > ends - between:
            break
        left.append((box, QPoint(edge, top)))
        right.append((box, QPoint(width - edge - box.width(), top)))
        top += box.height() + between
    left, right = ([one for one in side if not corner.intersects(_area(one))] for side in (left, right))
    for side in (left, right):
        if len(side) >= len(left) and not any(_hits(_area(one), around, view.ratio) for one in side):
            return side
    rows = [[one for one in (*left, *right) if one[0] is box] for box in boxes]
    free = ([one for one in row if not _hits(_area(one), around, 0.0)] for row in rows)
    return [found[0] for found in free if found]


def _area(box: Box) -> QRect:
    return QRect(box[1], box[0].size())


def _foot_spot(view: ViewTransform, hint: QImage, around: Around) -> QPoint:
    """Return where the hint stands: bottom left, above what it would lie on, or at the right side."""
    edge, (width, height) = round(_EDGE_PX * view.ratio), view.device_size
    foot = _corner(view, around)
    spots = [QPoint(x, height - edge - hint.height()) for x in (edge, width - edge - hint.width())]
    above = [QPoint(spot.x(), foot.top() - edge // 2 - hint.height()) for spot in spots]
    tried = [spots[0], spots[1], *above] if foot.isEmpty() else [spots[0], *above]
    possible = [spot for spot in tried if not foot.intersects(QRect(spot, hint.size()))]
    free = [spot for spot in possible if not _hits(QRect(spot, hint.size()), around, view.ratio)]
    return next(iter((*free, *possible)), spots[0])


def _corner(view: ViewTransform, around: Around) -> QRect:
    if around.foot.isEmpty():
        return QRect()
    size = QSize(round(around.foot.width() * view.ratio), round(around.foot.height() * view.ratio))
    width, height = view.device_size
    return QRect(QPoint(width - size.width(), height - size.height()), size)


def _hits(area: QRect, around: Around, unit: float) -> bool:
    clear = round(_CLEAR_PX * unit)
    wide = area.adjusted(-clear, -clear, clear, clear)
    return any(wide.intersects(taken) for taken in around.taken)


def _box(text: str, font: QFont, unit: float, room: float) -> QImage:
    tokens = current()
    return _drawn_box(text, font.toString(), (tokens.text_quiet, tokens.raised), unit, room)


@lru_cache(maxsize=64)
def _drawn_box(text: str, font: str, colours: tuple[str, str], unit: float, room: float) -> QImage:
    """Return lines in a box, device px, broken where they are wider than the room (logical px).

    Colours are those of ink and ground.
    """
    face, ground = QFont(), QColor(colours[1])
    face.fromString(font)
    ground.setAlpha(_GROUND_ALPHA)
    metrics = QFontMetricsF(face)
    lines = [part for line in text.splitlines() for part in _broken(line, metrics, room - 2.0 * _PAD)]
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2.0 * _PAD
    height = metrics.height() * len(lines) + 2.0 * _RISE
    image = QImage(round(width * unit), round(height * unit), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(unit, unit)
    painter.setPen(edge_of(ground.name(QColor.NameFormat.HexArgb)))
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1.0, height - 1.0), 3.0, 3.0)
    painter.setFont(face)
    painter.setPen(QColor(colours[0]))
    for n, line in enumerate(lines):
        painter.drawText(QRectF(_PAD, _RISE + n * metrics.height(), width, metrics.height()), line)
    painter.end()
    return image


def _broken(line: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """Break a line between words."""
    found, rest = [], ""
    for word in line.split(" "):
        longer = f"{rest} {word}" if rest else word
        if rest and metrics.horizontalAdvance(longer) > room:
            found.append(rest)
            longer = word
        rest = longer
    return [*found, rest]


def _waiting() -> str:
    return QCoreApplication.translate("Canvas", "preview: the exact picture is on its way")
