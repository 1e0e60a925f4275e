"""What is being read, in a corner of the picture: its first frame and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from palpate.session.jobs import Job, JobState
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.theme.apply import current, number_font

_MARGIN = 8
_AFTER_MS = 400  # what is read sooner needs no card


class ReadingCard(QFrame):
    """Lies over the lower left corner of the parent while media are read; takes no clicks and no keys."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._job: Job | None = None
        self._picture = QLabel(self)
        self._picture.setAccessibleName(self.tr("First frame of what is being read"))
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(number_font(self.font()))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_AFTER_MS)
        self._waiting.timeout.connect(self._appear)
        self.hide()
        self._below = parent
        parent.installEventFilter(self)
        workbench.job_changed.connect(self._on_job)
        workbench.session_changed.connect(self._leave)

    def follow(self, job: Job) -> None:
        """Show how a job gets on, from a moment from now until it ends."""
        self._job = job
        self._picture.clear()
        self._picture.hide()
        self._waiting.start()

    def show_look(self, name: str, picture: QImage) -> None:
        """Show a first frame."""
        if self._job is None:
            return
        pixmap = QPixmap.fromImage(picture)
        self._picture.setPixmap(pixmap)
        self._picture.setToolTip(name)
        self._picture.show()
        self._waiting.stop()
        self._appear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if watched is self._below and event.type() is QEvent.Type.Resize:
            self._fit()
        return False

    def _on_job(self, job: Job) -> None:
        if job is not self._job:
            return
        if job.state is JobState.RUNNING:
            self._refresh()
        else:
            self._leave()

    def _appear(self) -> None:
        if self._job is None or self._job.state is not JobState.RUNNING:
            return
        tokens = current()
        self.setStyleSheet(
            f"ReadingCard {{ background: {tokens.raised}; border: 1px solid {tokens.line}; "
            "border-radius: 4px; }"
        )
        self._refresh()
        self.show()
        self.raise_()

    def _refresh(self) -> None:
        job = self._job
        if job is None:
            return
        name = job.what or job.title.removeprefix("Reading ")
        text = self.tr("Reading {name} …").format(name=name)
        if job.total:
            text += f" {job.done / job.total:.0%}"
        self._text.setText(text)
        self.setAccessibleName(text)
        self._fit()

    def _leave(self) -> None:
        self._job = None
        self._waiting.stop()
        self.hide()

    def _fit(self) -> None:
        size = self.sizeHint()
        self.setGeometry(_MARGIN, self._below.height() - size.height() - _MARGIN, size.width(), size.height())
