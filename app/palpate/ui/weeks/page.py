"""The weeks: reckoned in the background, kept until labels change."""

from __future__ import annotations

from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palpate.session.production_qa.weekly_view import zone_of
from palpate.session.production_qa.weeks_view import WeeksView, skeletons_used
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.marks import Light, LightMark
from palpate.ui.weeks.reckoner import reckoner_of
from palpate.ui.weeks.weeks_body import WeeksBody
from palpate.ui.widgets.hint import OrHint

_ZONE_AT_MOST = 260  # px of width


class WeeksPage(QWidget):
    """Above, of what and in which time zone; below, the figures, or why there are none.

    Parameters
    ----------
    in_window
        Whether it stands in a window of its own, and offers none.
    """

    def __init__(
        self, workbench: Workbench, parent: QWidget | None = None, *, in_window: bool = False
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Weeks"))
        self._workbench = workbench
        self._shown: WeeksView | None = None
        self.reckoner = reckoner_of(workbench)
        self.skeleton, self.zone = QComboBox(self), QComboBox(self)
        self.anew = QPushButton(self.tr("Make anew"), self)
        self.enlarge = QToolButton(self)
        self.enlarge.setVisible(not in_window)
        self.aged, self.progress, self.cancel = QWidget(self), QProgressBar(self), QToolButton(self)
        self.body = WeeksBody(self)
        self._or = OrHint(self.body, self)
        self._lay_out(in_window=in_window)
        self._connect()
        self._list()
        self.refresh()

    @property
    def hint(self) -> str:
        """Why there are no figures; empty while they are shown."""
        return self._or.hint

    def showEvent(self, event: QShowEvent) -> None:
        """Reckon when it is first looked at."""
        super().showEvent(event)
        self._begin()

    def refresh(self) -> None:
        """Show what is known, and what is under way."""
        session, reckoner = self._workbench.session, self.reckoner
        job = reckoner.running
        self.progress.setVisible(job is not None)
        self.cancel.setVisible(job is not None)
        if job is not None:
            self.progress.setRange(0, job.total)
            self.progress.setValue(job.done)
            self.progress.setFormat(f"{with_capital(job.what)}  %p %" if job.what else "%p %")
        self.anew.setEnabled(session is not None and job is None)
        self.aged.setVisible(reckoner.stale and reckoner.view is not None and job is None)
        why = "" if session is None else session.project.read_only
        self.zone.setEnabled(session is not None and not why)
        tip = self.tr("Time zone in which weeks are counted; kept in the project")
        self.zone.setToolTip(f"{tip}\n{self.tr('Not now')}: {why}" if why else tip)
        if reckoner.view is not None and reckoner.view is not self._shown:
            self._shown = reckoner.view
            self.body.show_view(reckoner.view)
        self._or.show_hint(self._sentence())

    # ---- inside ------------------------------------------------------------------------------------------

    def _sentence(self) -> str:
        """Say why there are no figures; empty while there are some."""
        if self._workbench.session is None:
            return self.tr("Open or make a project first.")
        if self.reckoner.view is not None:
            return ""
        if self.reckoner.running is not None:
            return self.tr("Making the weekly report…")
        if self.reckoner.refused:
            return self.tr("No weekly report: {why}.").format(why=self.reckoner.refused)
        return self.tr("Not made yet. Press Make anew.")

    def _begin(self) -> None:
        """Reckon if nobody has."""
        idle = self.reckoner.view is None and self.reckoner.running is None and not self.reckoner.refused
        if self.isVisible() and idle and self._workbench.session is not None:
            self.reckoner.start()

    def _on_session(self) -> None:
        self._shown = None
        self._list()
        self.refresh()
        self._begin()

    def _list(self) -> None:
        """List skeletons and time zones."""
        session = self._workbench.session
        used = () if session is None else skeletons_used(session)
        self.skeleton.clear()
        for name in used:
            self.skeleton.addItem(name, name)
        self.skeleton.setVisible(len(used) > 1)
        if not self.zone.count():
            self.zone.addItems(["UTC", *sorted(available_timezones() - {"UTC"})])
        self.zone.setCurrentText("UTC" if session is None else zone_of(session))

    def _on_zone(self) -> None:
        session = self._workbench.session
        wanted = self.zone.currentText().strip()
        if session is None or not wanted or wanted == zone_of(session):
            return
        self.reckoner.set_zone(wanted)
        self.zone.setCurrentText(zone_of(session))

    def _on_skeleton(self) -> None:
        self.reckoner.start(str(self.skeleton.currentData()))

    def _connect(self) -> None:
        self.anew.clicked.connect(lambda: self.reckoner.start())
        self.cancel.clicked.connect(self.reckoner.cancel)
        self.enlarge.clicked.connect(self.reckoner.window_wanted)
        self.zone.activated.connect(self._on_zone)
        line = self.zone.lineEdit()
        assert line is not None
        line.editingFinished.connect(self._on_zone)
        self.skeleton.activated.connect(self._on_skeleton)
        self.body.place_wanted.connect(self.reckoner.go_to)
        self.body.guideline_wanted.connect(self.reckoner.guideline_wanted)
        self.reckoner.changed.connect(self.refresh)
        self._workbench.session_changed.connect(self._on_session)

    def _lay_out(self, *, in_window: bool) -> None:
        self.skeleton.setAccessibleName(self.tr("Skeleton"))
        self.skeleton.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.zone.setEditable(True)
        self.zone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.zone.setAccessibleName(self.tr("Time zone of the weeks"))
        self.zone.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.zone.setMinimumContentsLength(8)
        self.zone.setMaximumWidth(_ZONE_AT_MOST)
        self.zone.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.anew.setToolTip(self.tr("Make the weekly report from the labels as they are now"))
        self.anew.setAutoDefault(False)
        self.enlarge.setText(self.tr("Window"))
        self.enlarge.setToolTip(self.tr("Open the weeks in a window of their own"))
        self.cancel.setText(self.tr("Cancel"))
        self.progress.setAccessibleName(self.tr("Progress of the weekly report"))
        weeks_in = QLabel(self.tr("Weeks in"), self)
        weeks_in.setBuddy(self.zone)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.skeleton, 2)
        row.addWidget(weeks_in)
        row.addWidget(self.zone, 2)
        row.addStretch(1)
        row.addWidget(self.enlarge)
        row.addWidget(self.anew)
        working = QHBoxLayout()
        working.setSpacing(8)
        working.addWidget(self.progress, 1)
        working.addWidget(self.cancel)
        self._lay_out_ageing()
        column = QVBoxLayout(self)
        margin = 8 if in_window else 0  # a dock has its own
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(8)
        column.addLayout(row)
        column.addLayout(working)
        column.addWidget(self.aged)
        column.addWidget(self._or, 1)

    def _lay_out_ageing(self) -> None:
        mark = LightMark(parent=self.aged)
        mark.set_light(Light.AGED)
        said = QLabel(self.tr("Made before the last edit: press Make anew."), self.aged)
        said.setWordWrap(True)
        row = QHBoxLayout(self.aged)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(said, 1)
