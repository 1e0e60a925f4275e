"""Thresholds and targets of the project's skeletons, each with its source."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import PalpateError
from palpate.model.change import Change
from palpate.session import policies
from palpate.session.policies import KEYPOINT_KEYS, KEYS, Wish
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.policy_detail import PolicyDetail
from palpate.ui.dialogs.policy_rows import KeypointRows, SkeletonRows

_SKELETON, _KEYPOINTS = range(2)


class PoliciesDialog(QDialog):
    """Stays open beside the work and follows undo; Escape closes it."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Thresholds and targets"))
        self._workbench = workbench
        self._places = [(KEYS[0], ""), (KEYPOINT_KEYS[0], "")]
        self.search = QLineEdit(self)
        self.skeletons = QComboBox(self)
        self.only = QLabel(self)
        self.whole = SkeletonRows(self)
        self.points = KeypointRows(self)
        self.scale = QLabel(self)
        self.pages = QTabWidget(self)
        self.detail = PolicyDetail(self)
        self.note = QLabel(self)
        self._lay_out()
        self._connect()
        self._list_skeletons()

    @property
    def skeleton(self) -> str:
        """Name of the skeleton that is shown; empty without one."""
        return str(self.skeletons.currentData() or "")

    def go_to(self, skeleton: str, key: str, keypoint: str = "") -> None:
        """Show one threshold."""
        at = self.skeletons.findData(skeleton)
        if at >= 0 and at != self.skeletons.currentIndex():
            self.skeletons.setCurrentIndex(at)
        self.search.clear()
        self.pages.setCurrentIndex(_KEYPOINTS if keypoint else _SKELETON)
        self._places[self.pages.currentIndex()] = (key, keypoint)
        self._show_chosen()

    # ---- what is shown -----------------------------------------------------------------------------------

    def _list_skeletons(self) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        known = {} if session is None else session.contents.skeletons
        before = self.skeleton
        with QSignalBlocker(self.skeletons):
            self.skeletons.clear()
            for name, skeleton in known.items():
                said = self.tr("{title}, version {version}")
                title = skeleton.title or name
                self.skeletons.addItem(said.format(title=title, version=skeleton.version), name)
            if session is not None and not before and focus.instance:
                before = session.contents.instance(focus.instance).skeleton
            self.skeletons.setCurrentIndex(max(self.skeletons.findData(before), 0))
        self.skeletons.setVisible(len(known) > 1)
        self.only.setVisible(len(known) == 1)
        self.only.setText(self.skeletons.currentText())
        self._show()

    def _show(self) -> None:
        session, name = self._workbench.session, self.skeleton
        if session is None or not name:
            return
        skeleton = session.contents.skeletons[name]
        self.whole.show_rows(policies.thresholds(session, name))
        told = {point: policies.keypoint_thresholds(session, name, point) for point in skeleton.names}
        scale = self._scale_px(session)
        self.points.show_rows(skeleton, told, scale)
        self.scale.setText(self._scale_words(session, scale))
        self._narrow()
        reason = policies.why_not_change(session)
        self.note.setText(f"{reason[:1].upper()}{reason[1:]}." if reason else "")
        self._show_chosen()

    def _show_chosen(self) -> None:
        session, name = self._workbench.session, self.skeleton
        if session is None or not name:
            return
        page = self.pages.currentIndex()
        key, keypoint = self._places[page]
        skeleton = session.contents.skeletons[name]
        if page == _KEYPOINTS and keypoint not in skeleton.names:
            at = max(self._workbench.focus.keypoint, 0)
            keypoint = skeleton.names[at if at < len(skeleton) else 0]
            self._places[page] = (key, keypoint)
        (self.points if keypoint else self.whole).choose(key, keypoint)
        self.detail.show_row(
            policies.threshold(session, name, key, keypoint),
            called=skeleton.keypoints[skeleton.position_of[keypoint]].called if keypoint else "",
            normalisers=tuple(skeleton.normalisers),
            scale_px=self._scale_px(session),
            forbidden=policies.why_not_change(session),
        )

    def _scale_px(self, session: Session) -> float:
        focus = self._workbench.focus
        if not (focus.layer and focus.instance):
            return math.nan
        if session.contents.instance(focus.instance).skeleton != self.skeleton:
            return math.nan
        return policies.scale_px(session, focus.layer, focus.instance)

    def _scale_words(self, session: Session, scale: float) -> str:
        if not math.isfinite(scale):
            return self.tr(
                "Fractions are of s, the size of an instance in px; nothing placed tells it here yet."
            )
        focus = self._workbench.focus
        said = self.tr("s, the size of {instance} in {clip}, is {px} px. Quiet values are the skeleton's.")
        return said.format(
            instance=session.contents.instance(focus.instance).name,
            clip=session.contents.clip(focus.clip).name,
            px=f"{scale:.0f}",
        )

    # ---- what hands do -----------------------------------------------------------------------------------

    def _on_set(self, text: str, source: str) -> None:
        key, keypoint = self._places[self.pages.currentIndex()]
        self._change([Wish(key, text, keypoint)], source)

    def _on_own(self) -> None:
        key, keypoint = self._places[self.pages.currentIndex()]
        self._change([Wish(key, "", keypoint)], "")

    def _change(self, wishes: list[Wish], source: str) -> None:
        session = self._workbench.session
        if session is None:
            return
        try:
            policies.set_thresholds(session, self.skeleton, wishes, source=source, by_label=True)
        except PalpateError as error:
            self.detail.tell(str(error))

    def _on_chosen(self, key: str, keypoint: str) -> None:
        self._places[_KEYPOINTS if keypoint else _SKELETON] = (key, keypoint)
        self._show_chosen()

    def _narrow(self) -> None:
        words = self.search.text()
        found = self.whole.narrow(words), self.points.narrow(words)
        nothing = words and not found[self.pages.currentIndex()]
        self.search.setToolTip(self.tr("Nothing here tells of that") if nothing else "")

    def _on_search(self) -> None:
        self._narrow()
        counts = self.whole.narrow(self.search.text()), self.points.narrow(self.search.text())
        here = self.pages.currentIndex()
        if not counts[here] and counts[1 - here]:  # what is looked for stands on the other page
            self.pages.setCurrentIndex(1 - here)
        table = (self.whole, self.points)[self.pages.currentIndex()]
        found = table.first_shown()
        if found is not None and not table.shows(*self._places[self.pages.currentIndex()]):
            self._on_chosen(*found)

    def _on_page(self) -> None:
        self._show_chosen()

    def _on_changed(self, change: Change) -> None:
        if change.clips or change.instances:
            self._list_skeletons()

    # ---- putting things in place -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.skeletons.currentIndexChanged.connect(self._show)
        self.whole.chosen.connect(self._on_chosen)
        self.points.chosen.connect(self._on_chosen)
        self.pages.currentChanged.connect(self._on_page)
        self.detail.set_wanted.connect(self._on_set)
        self.detail.own_wanted.connect(self._on_own)
        self._workbench.changed.connect(self._on_changed)
        self._workbench.session_changed.connect(self.reject)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(self.tr("Find a threshold or keypoint"))
        self.search.setAccessibleName(self.tr("Find a threshold or keypoint"))
        self.search.setClearButtonEnabled(True)
        for button in self.search.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear the search"))
        self.skeletons.setAccessibleName(self.tr("Skeleton"))
        for label in (self.scale, self.note, self.only):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setWordWrap(label is not self.only)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.skeletons, 1)
        head.addWidget(self.only, 1)
        points = QWidget(self)
        column = QVBoxLayout(points)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.scale)
        column.addWidget(self.points, 1)
        self.pages.setDocumentMode(True)
        self.pages.addTab(self.whole, self.tr("Whole skeleton"))
        self.pages.addTab(points, self.tr("Keypoints"))
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.HLine)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.pages, 1)
        whole.addWidget(line)
        whole.addWidget(self.detail)
        whole.addLayout(foot)
        self.resize(880, 680)
