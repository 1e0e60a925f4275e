"""Notes, flags and events as a list of two lines each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from palpate.session.marking.marks import Kind, Mark
from palpate.session.session import Session
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.calm_list import CalmList
from palpate.ui.widgets.colours import active_field
from palpate.ui.widgets.mark_glyphs import draw_glyph
from palpate.ui.widgets.when_words import by_words, whole_moment

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
MARK_ROLE = Role.UserRole
PLACE_ROLE = MARK_ROLE + 1
BY_ROLE = MARK_ROLE + 2
_PAD = 8
_SIGN = 16
_EDGE = 3
translate = QCoreApplication.translate


class MarkModel(QAbstractListModel):
    """Marks with their words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks: list[Mark] = []
        self._places: list[str] = []
        self._me = ""

    @property
    def marks(self) -> list[Mark]:
        """What is listed."""
        return self._marks

    def show(self, marks: Sequence[Mark], session: Session | None, *, several_clips: bool) -> None:
        """List other marks."""
        self.beginResetModel()
        self._marks = list(marks)
        self._me = session.author if session else ""
        self._places = [place_words(mark, session, several_clips) for mark in marks] if session else []
        self.endResetModel()

    def row_of(self, key: tuple[str, ...]) -> int:
        """Return the row of a mark, or −1."""
        return next((row for row, mark in enumerate(self._marks) if mark.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """One row per mark."""
        return 0 if parent.isValid() else len(self._marks)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """The mark, and its words."""
        mark = self._marks[index.row()]
        if role == MARK_ROLE:
            return mark
        if role == Role.DisplayRole:
            return title_words(mark)
        if role == PLACE_ROLE:
            return self._places[index.row()]
        if role == BY_ROLE:
            return by_words(mark.author, mark.time, self._me)
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return "\n".join((title_words(mark), self._places[index.row()], history_words(mark)))
        return None


def title_words(mark: Mark) -> str:
    """Return what a mark says; a flag without a reason is a flag."""
    if mark.kind is Kind.EVENT:
        return mark.text.replace("_", " ")
    return mark.text or translate("Notes", "flagged for review")


def place_words(mark: Mark, session: Session, several_clips: bool) -> str:
    """Say where a mark is pinned: ``frame 57 · T6 · walker``."""
    parts = [translate("Notes", "frame {frame}").format(frame=mark.frame)]
    if several_clips:
        parts.insert(0, session.contents.clip(mark.clip).name)
    known = {found.id: found for found in session.contents.instances}
    if mark.instance in known:
        skeleton = session.contents.skeleton_of(mark.instance)
        at = skeleton.position_of.get(mark.keypoint)
        parts += [mark.keypoint if at is None else skeleton.keypoints[at].called, known[mark.instance].name]
    elif mark.instance:
        parts += [mark.keypoint.replace("_", " "), translate("Notes", "removed instance")]
    return " · ".join(parts)


def history_words(mark: Mark) -> str:
    """Say who made a mark and when, and who dealt with it."""
    said = translate("Notes", "by {who}, {when}").format(who=mark.author, when=whole_moment(mark.time))
    note = mark.note
    if note is not None and note.changed:
        said += "; " + translate("Notes", "reworded {when}").format(when=whole_moment(note.changed))
    if note is not None and note.resolved:
        resolved = translate("Notes", "resolved by {who}, {when}")
        said += "; " + resolved.format(who=note.resolver, when=whole_moment(note.resolved))
    return said


class MarkDelegate(QStyledItemDelegate):
    """The sign of a mark, what it says, where it is, by whom and when."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        return QSize(160, 2 * option.fontMetrics.height() + 2 * _PAD - 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        tokens = current()
        mark: Mark = index.data(MARK_ROLE)
        box: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(active_field(tokens.panel, tokens.accent)))
            painter.fillRect(QRect(box.left(), box.top(), _EDGE, box.height()), QColor(tokens.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(tokens.raised))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(tokens.line))
        line = option.fontMetrics.height()
        top = box.top() + _PAD - 1
        draw_glyph(
            painter,
            mark.kind,
            QPointF(box.left() + _PAD + _SIGN / 2, top + line / 2),
            is_open=mark.is_open,
        )
        left = box.left() + 2 * _PAD + _SIGN
        upper = QRectF(left, top, box.right() - _PAD - left, line)
        waits = mark.is_open or mark.kind is Kind.EVENT
        painter.setPen(QColor(tokens.text if waits else tokens.text_quiet))
        _draw_left(painter, upper, str(index.data()).replace("\n", " "))
        painter.setPen(QColor(tokens.text_quiet))
        painter.setFont(number_font(option.font))
        _draw_pair(painter, upper.translated(0, line), str(index.data(PLACE_ROLE)), str(index.data(BY_ROLE)))
        painter.restore()


class MarkList(CalmList):
    """A click or Enter goes to a mark, Delete takes it away.

    Signals
    -------
    mark_chosen, removal_wanted
        (Mark).
    """

    mark_chosen = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Notes", "Notes, flags and events"), parent)
        self.setItemDelegate(MarkDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self.choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take away by Delete; letters are left to the shortcuts."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Delete and index.isValid():
            self.removal_wanted.emit(index.data(MARK_ROLE))
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def choose(self, index: QModelIndex) -> None:
        """Go to a mark."""
        self.mark_chosen.emit(index.data(MARK_ROLE))


def _draw_left(painter: QPainter, box: QRectF, text: str) -> None:
    said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft, said)


def _draw_pair(painter: QPainter, box: QRectF, left: str, right: str) -> None:
    """Draw the right words whole and of the left ones what there is room for."""
    wide = painter.fontMetrics().horizontalAdvance(right)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight, right)
    _draw_left(painter, box.adjusted(0, 0, -wide - 2 * _PAD, 0), left)
