"""Of all that is wished for in one turn of the event loop, the last."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal


class Newest(QObject):
    """Holds a wish until the events that are waiting have been heard; a later one takes its place.

    Signals
    -------
    wanted
        (wish) the newest one.
    """

    wanted = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wish: object = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(lambda: self.wanted.emit(self._wish))

    def put(self, wish: object) -> None:
        """Wish for something."""
        self._wish = wish
        self._soon.start()
