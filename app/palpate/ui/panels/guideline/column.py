"""Head, picture and text below each other: the picture gets what it needs and the text the rest."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

_SHARE = 0.62  # of the height below the head
_SHAPE = 0.85  # of the width, at most
_ENOUGH = 240  # px; up to here the picture goes before all but the first lines of the text
_FIRST_LINES = 56
_LEAST = 72
_LEAST_TEXT = 48


class GuidelineColumn(QWidget):
    """Sets its three parts by hand: a layout would tell the docks of each height, and these begin anew.

    Parameters
    ----------
    picture
        Takes no room while it is not wanted; see `want_picture`.
    """

    def __init__(self, head: QWidget, picture: QWidget, text: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._head, self._picture, self._text = head, picture, text
        self._wanted = True
        for part in (head, picture, text):
            part.setParent(self)

    def want_picture(self, wanted: bool) -> None:
        """Say whether there is anything to be seen."""
        if wanted is not self._wanted:
            self._wanted = wanted
            self.arrange()

    def arrange(self) -> None:
        """Put the parts in their places."""
        width, top = self.width(), self._head_height()
        room = self.height() - top
        wanted = max(_SHARE * room, min(room - _FIRST_LINES, _ENOUGH))
        height = int(min(wanted, _SHAPE * width)) if self._wanted else 0
        if height < _LEAST:
            height = 0
        self._head.setGeometry(0, 0, width, top)
        self._picture.setGeometry(0, top, width, height)
        self._picture.setVisible(height > 0)
        self._text.setGeometry(0, top + height, width, max(room - height, 0))

    def minimumSizeHint(self) -> QSize:
        """Head and a little text."""
        return QSize(200, self._head.minimumSizeHint().height() + _LEAST_TEXT)

    def sizeHint(self) -> QSize:
        """Room for all three."""
        return QSize(360, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow."""
        super().resizeEvent(event)
        self.arrange()

    def _head_height(self) -> int:
        head = self._head
        return head.heightForWidth(self.width()) if head.hasHeightForWidth() else head.sizeHint().height()
