"""Edits as a list of one line each, read page by page however many there are."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from palpate.session.history import BEGINNING
from palpate.session.session import Session
from palpate.store.journal import Entry, State
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.calm_list import CalmList
from palpate.ui.widgets.colours import active_field
from palpate.ui.widgets.when_words import by_words, whole_moment

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ENTRY_ROLE = Role.UserRole
PRESENT_ROLE = ENTRY_ROLE + 1
BY_ROLE = PRESENT_ROLE + 1
_PAGE = 200
_HIGH = 24
_PAD = 8
_DOT = 16
_EDGE = 3
translate = QCoreApplication.translate


class HistoryModel(QAbstractListModel):
    """Edits, newest first, and below the oldest the point before it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._entries: list[Entry] = []
        self._whole = True
        self._frames: dict[int, str] = {}

    @property
    def entries(self) -> list[Entry]:
        """What has been read so far."""
        return self._entries

    def load(self, session: Session | None) -> None:
        """Read anew as many edits as were read before."""
        self.beginResetModel()
        wanted = max(len(self._entries), _PAGE) if session is self._session else _PAGE
        self._session, self._entries, self._whole = session, [], True
        self._frames.clear()
        if session is not None:
            self._entries = session.project.history(wanted)
            self._whole = len(self._entries) < wanted
        self.endResetModel()

    def present_row(self) -> int:
        """Return the row of the edit that is the last to stand."""
        standing = (row for row, entry in enumerate(self._entries) if entry.state is State.DONE)
        return next(standing, len(self._entries))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """One row per edit that has been read, and the beginning."""
        if parent.isValid() or not self._entries:
            return 0
        return len(self._entries) + int(self._whole)

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there are older ones."""
        return not parent.isValid() and not self._whole

    def fetchMore(self, _parent: Index) -> None:
        """Read the next page."""
        if self._session is None:
            return
        older = self._session.project.history(_PAGE, before=self._entries[-1].id)
        whole = len(older) < _PAGE
        first = len(self._entries)
        if older or whole:
            self.beginInsertRows(QModelIndex(), first, first + len(older) - 1 + int(whole))
            self._entries += older
            self._whole = whole
            self.endInsertRows()

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """The edit, None for the beginning, and its words."""
        row = index.row()
        entry = self._entries[row] if row < len(self._entries) else None
        if role == ENTRY_ROLE:
            return entry
        if role == PRESENT_ROLE:
            return row == self.present_row()
        if role == BY_ROLE and entry is not None and self._session is not None:
            by = by_words(entry.author, entry.time, self._session.author)
            return " · ".join(part for part in (self._frame_words(entry), by) if part)
        if role == Role.DisplayRole:
            return entry.title if entry is not None else translate("History", "Beginning of the project")
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self._sentence(entry, row)
        return None

    def _frame_words(self, entry: Entry) -> str:
        """Say which frames an edit is about; read for those rows alone that are looked at."""
        if entry.id not in self._frames and self._session is not None:
            named = " in frame" in entry.title  # the frames that were meant; pins beside them are no news
            found = None if named else self._session.project.frames_of(entry.id)
            said = ""
            if found is not None and found[0] == found[1]:
                said = translate("History", "frame {frame}").format(frame=found[0])
            elif found is not None:
                said = translate("History", "frames {first}–{last}").format(first=found[0], last=found[1])
            self._frames[entry.id] = said
        return self._frames.get(entry.id, "")

    def _sentence(self, entry: Entry | None, row: int) -> str:
        if entry is None:
            return translate("History", "Before the first edit")
        said = f"{entry.title}\n" + translate("History", "by {who}, {when}").format(
            who=entry.author, when=whole_moment(entry.time)
        )
        frames = self._frame_words(entry)
        said = f"{said}\n{frames}" if frames else said
        state = {
            State.UNDONE: translate("History", "undone; can be done again"),
            State.ABANDONED: translate("History", "undone for good: something else was done since"),
        }.get(entry.state, "")
        if row == self.present_row():
            state = translate("History", "the last edit that stands")
        return f"{said}\n{state}" if state else said


class EntryDelegate(QStyledItemDelegate):
    """A thread of dots: filled what stands, hollow what is undone, struck out what is gone for good."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line."""
        return QSize(160, max(_HIGH, option.fontMetrics.height() + 6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        tokens = current()
        entry: Entry | None = index.data(ENTRY_ROLE)
        present = bool(index.data(PRESENT_ROLE))
        box = QRectF(option.rect)
        painter.save()
        if present:
            painter.fillRect(box, QColor(active_field(tokens.panel, tokens.accent)))
            painter.fillRect(QRectF(box.left(), box.top(), _EDGE, box.height()), QColor(tokens.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(tokens.raised))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(tokens.accent))
            painter.drawRect(box.adjusted(0.5, 0.5, -1.5, -1.5))
        state = entry.state if entry is not None else State.DONE
        _draw_dot(painter, QPointF(box.left() + _PAD + _DOT / 2, box.center().y()), state, present)
        _draw_words(painter, option.font, box.adjusted(_PAD + _DOT + _PAD, 0, -_PAD, 0), index, entry)
        painter.restore()


class HistoryList(CalmList):
    """Signals: point_wanted (id of an edit, or `BEGINNING`), by a double-click or Enter."""

    point_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("History", "Edit history, newest first"), parent)
        self.setItemDelegate(EntryDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self.choose)

    def show_present(self) -> None:
        """Keep the edit that was the last to stand in sight."""
        model = self.model()
        if isinstance(model, HistoryModel) and model.rowCount():
            self.scrollTo(model.index(min(model.present_row(), model.rowCount() - 1), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are left to the shortcuts."""
        if event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def choose(self, index: QModelIndex) -> None:
        """Go back, or on again, to a point."""
        entry: Entry | None = index.data(ENTRY_ROLE)
        self.point_wanted.emit(entry.id if entry is not None else BEGINNING)


def _draw_dot(painter: QPainter, middle: QPointF, state: State, present: bool) -> None:
    tokens = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(tokens.accent if present else tokens.text_quiet)
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(ink if state is State.DONE else Qt.BrushStyle.NoBrush)
    if state is State.ABANDONED:
        painter.drawLine(middle - QPointF(3, 0), middle + QPointF(3, 0))
    else:
        radius = 4.0 if present else 3.0
        painter.drawEllipse(middle, radius, radius)


def _draw_words(painter: QPainter, font: QFont, box: QRectF, index: Index, entry: Entry | None) -> None:
    tokens = current()
    middle = Qt.AlignmentFlag.AlignVCenter
    state = entry.state if entry is not None else State.DONE
    room = box.width()
    painter.setPen(QColor(tokens.text_quiet))
    if entry is not None:
        painter.setFont(number_font(font))
        by = str(index.data(BY_ROLE))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, by)
        room -= painter.fontMetrics().horizontalAdvance(by) + 2 * _PAD
    title = QFont(font)
    title.setStrikeOut(state is State.ABANDONED)
    painter.setFont(title)
    painter.setPen(QColor(tokens.text if state is State.DONE else tokens.text_quiet))
    said = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, said)
