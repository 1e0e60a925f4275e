"""Choosing a clip: a list with a picture, the name and a line of facts of each."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from palpate.model.clip import Clip
from palpate.session.frames.clip_facts import summary_words
from palpate.session.frames.clip_pictures import ClipPictures
from palpate.session.session import Session
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.colours import active_field
from palpate.ui.widgets.pictures import image_of

_FACTS = int(Qt.ItemDataRole.UserRole) + 1
_PICTURE = int(Qt.ItemDataRole.UserRole) + 2
_WIDTH, _HEIGHT, _MARGIN = 80, 45, 6


class ClipChooser(QComboBox):
    """A box that names the clip; its list is drawn with pictures, which come when it is first opened."""

    _made = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._pictures: ClipPictures | None = None
        self._clips: dict[str, Clip] = {}
        self._drawn: dict[str, QPixmap] = {}
        self._asked: set[str] = set()
        self.setItemDelegate(_ClipRows(self))
        self._made.connect(self._on_made)

    def show_clips(self, session: Session | None) -> None:
        """List the clips of a session; None empties the list."""
        if session is not self._session:
            self._leave()
            self._session = session
        self.clear()
        clips = session.contents.clips if session is not None else ()
        self._clips = {clip.id: clip for clip in clips}
        for clip in clips:
            self.addItem(clip.name, clip.id)
            row, facts = self.count() - 1, summary_words(clip)
            self.setItemData(row, facts, _FACTS)
            self.setItemData(row, f"{clip.name}\n{facts}", Qt.ItemDataRole.ToolTipRole)
            self.setItemData(row, f"{clip.name}, {facts}", Qt.ItemDataRole.AccessibleTextRole)
            self.setItemData(row, self._drawn.get(clip.id), _PICTURE)

    def showPopup(self) -> None:
        """Open the list, wide enough for its lines, with its pictures."""
        metrics = self.fontMetrics()
        lines = [text for clip in self._clips.values() for text in (clip.name, summary_words(clip))]
        widest = max((metrics.horizontalAdvance(line) for line in lines), default=0)
        self.view().setMinimumWidth(max(self.width(), _WIDTH + widest + 6 * _MARGIN))
        self.wish_pictures()
        super().showPopup()

    def wish_pictures(self) -> None:
        """Have the pictures made that were not asked for yet."""
        missing = [clip for clip in self._clips.values() if clip.id not in self._asked]
        if self._session is not None and missing:
            if self._pictures is None:
                self._pictures = ClipPictures(self._session, self._made.emit, long_side=2 * _WIDTH)
            self._asked.update(clip.id for clip in missing)
            self._pictures.wish(missing)

    def _on_made(self, clip: str, pixels: object) -> None:
        row = self.findData(clip)
        if pixels is None or row < 0:
            return
        self._drawn[clip] = QPixmap.fromImage(image_of(pixels))  # type: ignore[arg-type]
        self.setItemData(row, self._drawn[clip], _PICTURE)

    def _leave(self) -> None:
        if self._pictures is not None:
            self._pictures.close()
        self._pictures = None
        self._drawn.clear()
        self._asked.clear()


class _ClipRows(QStyledItemDelegate):
    """Picture at the left, name above facts."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        tokens, box = current(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        field = active_field(tokens.panel, tokens.accent) if chosen else tokens.panel
        painter.fillRect(box, QColor(field))
        if chosen:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(tokens.accent))
        place = QRect(box.left() + 2 * _MARGIN, box.top() + _MARGIN, _WIDTH, _HEIGHT)
        self._draw_picture(painter, place, index.data(_PICTURE))
        left = place.right() + 2 * _MARGIN
        upper = QRect(left, box.top() + _MARGIN, box.right() - left - _MARGIN, _HEIGHT // 2)
        painter.setPen(QColor(tokens.text))
        painter.setFont(option.font)
        name = painter.fontMetrics().elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideMiddle, upper.width()
        )
        painter.drawText(upper, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(QColor(tokens.text_quiet))
        painter.setFont(number_font(QFont(option.font)))
        lower = upper.translated(0, _HEIGHT // 2)
        painter.drawText(
            lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(index.data(_FACTS) or "")
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One height for all."""
        return QSize(super().sizeHint(option, index).width(), _HEIGHT + 2 * _MARGIN)

    def _draw_picture(self, painter: QPainter, place: QRect, picture: object) -> None:
        painter.fillRect(place, QColor(current().canvas))
        if isinstance(picture, QPixmap) and not picture.isNull():
            size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            fitted = QRect(0, 0, size.width(), size.height())
            fitted.moveCenter(place.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(fitted, picture)
