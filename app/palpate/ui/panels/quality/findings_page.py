"""The page of what has to be told: sides that look swapped, subjects without partner or twice, lengths."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from palpate.session.judging import finding_fixes
from palpate.session.judging.finding_view import Finding, Findings, Kind, findings_of
from palpate.session.judging.quality_depth import Depth
from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.depth_page import DepthPage
from palpate.ui.panels.quality.marks import SIZE, Light
from palpate.ui.panels.quality.page import Judged, Surroundings
from palpate.ui.panels.quality.verdict_icons import light_icon
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.finding_words import finding_words, fix_words, segment_words, span_words

_LIGHTS = {
    Kind.SWAPPED: Light.FAILS,
    Kind.SWAPPED_PAIR: Light.FAILS,
    Kind.DOUBLED: Light.FAILS,
    Kind.ALONE: Light.AGED,
    Kind.LENGTH: Light.AGED,
}
_LIST = 60  # px of height that the list keeps
_AT = int(Qt.ItemDataRole.UserRole)


class FindingsPage(DepthPage):
    """A click goes to where it is seen; the button below puts it right where one gesture can."""

    SCROLLS = False

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.told, self.why = QLabel(self.content), QLabel(self.content)
        self.list = QListWidget(self.content)
        self.fix = QPushButton(self.content)
        self._found: tuple[Finding, ...] = ()
        self._lay_out()
        self.list.itemClicked.connect(lambda _item: self._visit())
        self.list.itemActivated.connect(lambda _item: self._visit())
        self.list.currentRowChanged.connect(lambda _row: self._explain())
        self.fix.clicked.connect(self._fix)

    @property
    def finding(self) -> Finding | None:
        """What is chosen in the list."""
        item = self.list.currentItem()
        at = None if item is None else item.data(_AT)
        return self._found[at] if isinstance(at, int) else None

    def show_depth(self, judged: Judged, depth: Depth) -> None:
        """List what is behind another score."""
        session, view = self.workbench.session, judged.view
        skeleton = None if session is None else session.contents.skeletons.get(view.skeleton)
        pairs = () if skeleton is None else skeleton.keypoints
        mirror = {point.name: point.mirror for point in pairs if point.mirror}
        found = findings_of(
            view.score, depth.flags, depth.doubled, mirror=mirror, alpha=view.policy.fdr_alpha
        )
        self._fill(found, judged)

    # ---- inside ------------------------------------------------------------------------------------------

    def _fill(self, found: Findings, judged: Judged) -> None:
        titles = judged.view.titles
        self._found = found.found
        self.list.clear()
        for at, one in enumerate(found.found):
            head, where = finding_words(one, titles)
            item = QListWidgetItem(light_icon(_LIGHTS[one.kind]), f"{head}\n{where}")
            item.setData(_AT, at)
            if one.segment is not None:
                item.setToolTip(segment_words(one.segment, titles))
            self.list.addItem(item)
        for segment in found.lengths:
            item = QListWidgetItem(light_icon(Light.UNKNOWN), segment_words(segment, titles))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self.told.setText(self._summary(len(found.found)))
        self._explain()

    def _summary(self, n: int) -> str:
        if not n:
            return self.tr(
                "Nothing has to be told: every pose has its counterpart, no side looks swapped, no subject "
                "is there twice, and no length differs by more than chance."
            )
        return (
            self.tr("One thing to look at; a click goes there.")
            if n == 1
            else self.tr("{n} things to look at; a click goes there.").format(n=n)
        )

    def _visit(self) -> None:
        session, one, judged = self.workbench.session, self.finding, self.judged
        if session is None or one is None or judged is None:
            return
        self.workbench.attempt(lambda: finding_fixes.visit(session, judged.layer, one))
        self.goto_wanted.emit(one.clip, one.frame, one.instance, one.keypoint)

    def _explain(self) -> None:
        """Say what the button does, or why it does nothing."""
        session, one, judged = self.workbench.session, self.finding, self.judged
        if session is None or one is None or judged is None or not finding_fixes.has_fix(one):
            self.fix.hide()
            self.why.setText(self._advice(one))
            self.why.setVisible(bool(self.why.text()))
            return
        reason = finding_fixes.why_not_fix(session, judged.layer, one)
        self.fix.setText(fix_words(one))
        self.fix.setEnabled(not reason)
        self.fix.setToolTip(with_capital(reason))
        self.fix.show()
        first, last = finding_fixes.frames_meant(session, judged.layer, one)
        doing = self.tr("In {frames}, with what lies between; one step of undo.").format(
            frames=span_words(first, last)
        )
        self.why.setText(f"{with_capital(reason)}." if reason else doing)
        self.why.show()

    def _advice(self, one: Finding | None) -> str:
        if one is None:
            return ""
        if one.kind is Kind.DOUBLED:
            return self.tr("It is gold’s: tell the consultant.")
        if one.kind is Kind.LENGTH:
            return self.tr("A click goes to the worst frame of the end that is further off.")
        return self.tr("Label it, remove it, or tell the consultant: no button can say which is right.")

    def _fix(self) -> None:
        session, one, judged = self.workbench.session, self.finding, self.judged
        if session is None or one is None or judged is None:
            return
        done = self.workbench.attempt(lambda: finding_fixes.fix(session, judged.layer, one))
        if done is not None:
            said = self.tr("Done in {frames}; press Score to judge it again.").format(
                frames=span_words(*done)
            )
            self.workbench.note(said)
            self.fix.setEnabled(False)
            self.why.setText(said)

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setWordWrap(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIconSize(QSize(SIZE, SIZE))
        self.list.setItemDelegate(CalmRows(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.told.setWordWrap(True)
        self.why.setWordWrap(True)
        self.why.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.fix.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.fix)
        foot.addWidget(self.why, 1)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.told)
        column.addWidget(self.list, 1)
        self.list.setMinimumHeight(_LIST)
        column.addLayout(foot)
