"""The line below everything: saved, where in time, how large, what runs in the background."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from palpate.session.jobs import Job, JobState
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.transform import MAX_ZOOM
from palpate.ui.theme.apply import number_font

_STEPS = 1000
_ABOVE_AND_BELOW = 8


class Status(QStatusBar):
    """Quiet facts; jobs with a bar, an estimate and a cancel that stops."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.setSizeGripEnabled(False)
        self._saved = self._label(self.tr("Saving"), stretch=0)
        self._place = self._label(self.tr("Frame and time"), stretch=0)
        self._cursor = self._label(self.tr("Pointer position"), stretch=0)
        self._rate = self._label(self.tr("Playback rate"), stretch=1)
        self._jobs: dict[int, _JobBar] = {}
        self._effort = QLabel(self)
        self._effort.setContentsMargins(8, 0, 24, 0)
        self._effort.setAccessibleName(self.tr("Stopwatch"))
        self._effort.setFont(number_font(self.font()))
        self.addPermanentWidget(self._effort)
        self._zoom = QLabel(self)
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._zoom.setFont(number_font(self.font()))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._zoom.setContentsMargins(8, 0, 8, 0)
        self.addPermanentWidget(self._zoom)
        self._looks = {"levels": "", "look": ""}
        self._enhancement = QLabel(self)
        self._enhancement.setContentsMargins(8, 0, 8, 0)
        self._enhancement.setAccessibleName(self.tr("Enhancement"))
        self._enhancement.setToolTip(self.tr("How frames are shown differs from how they are stored"))
        self.addPermanentWidget(self._enhancement)
        self._overlay = QLabel(self)
        self._overlay.setContentsMargins(8, 0, 8, 0)
        self._overlay.setAccessibleName(self.tr("Overlay"))
        self.addPermanentWidget(self._overlay)
        self._keep_sizes()
        workbench.session_changed.connect(self._on_session)
        workbench.focus_followed.connect(self.refresh)
        workbench.changed.connect(self.refresh)
        workbench.job_changed.connect(self._on_job)

    def refresh(self, *_: object) -> None:
        """Tell where the focus is."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None:
            for label in (self._saved, self._place, self._cursor, self._rate, self._zoom):
                label.clear()
            return
        read_only = session.project.read_only
        self._saved.setText(self.tr("read only") if read_only else self.tr("saved ✓"))
        self._saved.setToolTip(read_only or self.tr("Every edit is in the file the moment it is made"))
        self._zoom.setVisible(bool(focus.clip))  # nothing is shown at any zoom
        if not focus.clip:
            self._place.clear()
            return
        clip = session.contents.clip(focus.clip)
        text = self.tr("frame {frame} of {last}").format(frame=focus.frame, last=clip.n_frames - 1)
        if clip.capture_fps:
            text += f" · {focus.frame / clip.capture_fps:.3f} s · {clip.capture_fps:g} fps"
        elif focus.frame < len(clip.frame_names):
            text += f" · {clip.frame_names[focus.frame]}"
        self._place.setText(text)

    def show_zoom(self, zoom: float) -> None:
        """Tell the zoom."""
        self._zoom.setText(f"{zoom:.0%}")

    def changeEvent(self, event: QEvent) -> None:
        """Have room for the letters of another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_zoom"):
            self._keep_sizes()

    def _keep_sizes(self) -> None:
        """Keep as much room as the widest zoom and a job take: the picture must not jump."""
        margins = self._zoom.contentsMargins()
        widest = self._zoom.fontMetrics().horizontalAdvance(f"{MAX_ZOOM:.0%}")
        self._zoom.setFixedWidth(widest + margins.left() + margins.right())
        button = QToolButton(self)
        button.setText(self.tr("Cancel"))
        button.setAutoRaise(True)
        high = button.sizeHint().height()
        button.deleteLater()
        self.setMinimumHeight(max(high, self.fontMetrics().height()) + _ABOVE_AND_BELOW)

    def show_cursor(self, x: float, y: float) -> None:
        """Tell the pointer's position in px of the frame; nothing outside of it."""
        self._cursor.setText(f"x {x:.1f}  y {y:.1f}" if x == x else "")

    def show_enhancement(self, words: str) -> None:
        """Tell by which levels frames are shown; nothing for the usual ones."""
        self._looks["levels"] = words
        self._tell_looks()

    def show_look(self, words: str) -> None:
        """Tell how frames are enhanced; nothing if they are shown as they come."""
        self._looks["look"] = words
        self._tell_looks()

    @property
    def overlay(self) -> str:
        """What is said to lie over the labels."""
        return self._overlay.text()

    def show_overlay(self, words: str, sentence: str) -> None:
        """Tell what lies over the labels; nothing if nothing does."""
        self._overlay.setText(words)
        self._overlay.setToolTip(sentence)
        self._overlay.setVisible(bool(words))

    def _tell_looks(self) -> None:
        self._enhancement.setText(" · ".join(filter(None, self._looks.values())))

    def show_effort(self, words: str, sentence: str) -> None:
        """Tell how long poses take; nothing if nobody wants to know."""
        self._effort.setText(words)
        self._effort.setToolTip(sentence)
        self._effort.setAccessibleDescription(sentence)
        self._effort.setVisible(bool(words))

    def show_pace(self, words: str) -> None:
        """Tell how it plays; nothing if it does not."""
        self._rate.setText(words)

    def _on_session(self) -> None:
        # A closed project's jobs have ended without a word, and the next one counts from 1 again.
        for number in list(self._jobs):
            self._remove_bar(number)
        self.refresh()

    def _on_job(self, job: Job) -> None:
        if job.state is JobState.RUNNING:
            if job.number not in self._jobs:
                self._jobs[job.number] = _JobBar(job, self)
                self.addPermanentWidget(self._jobs[job.number])
            self._jobs[job.number].refresh()
        elif job.number in self._jobs:
            self._remove_bar(job.number)

    def _remove_bar(self, number: int) -> None:
        bar = self._jobs.pop(number)
        self.removeWidget(bar)
        bar.deleteLater()

    def _label(self, name: str, *, stretch: int) -> QLabel:
        label = QLabel(self)
        label.setAccessibleName(name)
        label.setFont(number_font(self.font()))
        label.setContentsMargins(8, 0, 8, 0)
        self.addWidget(label, stretch)
        return label


class _JobBar(QWidget):
    def __init__(self, job: Job, parent: QWidget) -> None:
        super().__init__(parent)
        self._job = job
        self._text = QLabel(job.title, self)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(job.title)
        self._bar.setFixedSize(120, 12)
        self._bar.setTextVisible(False)
        cancel = QToolButton(self)
        cancel.setText(self.tr("Cancel"))
        cancel.setAutoRaise(True)
        cancel.setAccessibleName(self.tr("Cancel {title}").format(title=job.title))
        cancel.clicked.connect(job.token.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        for widget in (self._text, self._bar, cancel):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.refresh()

    def refresh(self) -> None:
        """Move the bar; estimate the rest."""
        # Jobs count in bytes too, and a bar holds no more than 31 bits.
        done, total = self._job.done, self._job.total
        self._bar.setMaximum(_STEPS if total else 0)
        self._bar.setValue(_STEPS * min(done, total) // total if total else 0)
        left = self._job.seconds_left
        rest = "" if left is None else self.tr(", {left:.0f} s left").format(left=left)
        self._text.setText(self._job.title + rest)
