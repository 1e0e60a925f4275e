"""The page of worst frames: small pictures with both poses, the worst first; a click goes there."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from palpate.model.arrays import Ints
from palpate.model.picture import Region
from palpate.session.judging.worst_poses import WorstPose
from palpate.session.selection import Focus
from palpate.ui.bridge.pose_pictures import PosePictures
from palpate.ui.panels.quality.page import Judged, QualityPage, Surroundings
from palpate.ui.panels.quality.worst_grid import Shown, WorstGrid
from palpate.ui.panels.quality.worst_legend import WorstLegend
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.words_box import words_box

_POSE, _KEYPOINT = "pose", "keypoint"


class WorstPage(QualityPage):
    """The worst by OKS of the pose, or by the keypoint in hand; that is the one chosen last, here or there.

    Pictures are wished for while the page is in sight.
    """

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._workbench = around.workbench
        self._judged: Judged | None = None
        self._keypoint = ""
        self._poses: tuple[WorstPose, ...] = ()
        self.by = QComboBox(self)
        self.by.setAccessibleName(self.tr("Worst by"))
        self.by.setToolTip(
            self.tr("What is the worst: the pose of lowest OKS, or where one keypoint is furthest off")
        )
        self.pictures = PosePictures(around.workbench, self)
        self.grid = WorstGrid(self.pictures.at_hand, self)
        self._legend = WorstLegend(self)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget(area)
        stacked = QVBoxLayout(inner)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.addWidget(self.grid)
        stacked.addStretch(1)
        area.setWidget(inner)
        self._or = OrHint(area, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._legend)
        head.addWidget(self.by, 1)
        column.addLayout(head)
        column.addWidget(self._or, 1)
        self._offer()
        self.by.activated.connect(lambda _at: self._show())
        self._workbench.focus_followed.connect(self._on_focus)
        self.pictures.came.connect(self.grid.update)
        self.grid.chosen.connect(self._on_chosen)

    @property
    def hint(self) -> str:
        """Why there is nothing to show; empty while there is something."""
        return self._or.hint

    @property
    def poses(self) -> tuple[WorstPose, ...]:
        """Those that are shown, the worst first."""
        return self._poses

    def show_judged(self, judged: Judged | None) -> None:
        """Show the worst poses of another score."""
        self._judged = judged
        self._offer()
        self._show()

    def select(self, keypoint: str) -> None:
        """Take a keypoint in hand; it changes what is shown where that goes by the keypoint."""
        if keypoint == self._keypoint:
            return
        self._keypoint = keypoint
        self._offer()
        if self.by.currentData() == _KEYPOINT:
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Wish for the pictures."""
        super().showEvent(event)
        self.pictures.wish(self._poses)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave off reading; what is here stays."""
        super().hideEvent(event)
        self.pictures.rest()

    # ---- inside ----------------------------------------------------------------------------------------

    def _offer(self) -> None:
        """Name what the worst can be told by."""
        titles = {} if self._judged is None else self._judged.view.titles
        called = titles.get(self._keypoint, "")
        entries = [(self.tr("by OKS"), _POSE)]
        if called:
            entries.append((self.tr("by {keypoint}").format(keypoint=called), _KEYPOINT))
        words_box(self.by, entries, str(self.by.currentData() or _POSE))

    def _show(self) -> None:
        view, one = None if self._judged is None else self._judged.view, self.by.currentData() == _KEYPOINT
        found = () if view is None else view.worst_of.get(self._keypoint, ()) if one else view.worst
        self._poses = found
        edges = self._edges()
        self.grid.show_poses([self._told(pose, edges) for pose in found])
        self._legend.setVisible(bool(found))
        self._or.show_hint("" if found else self._why_none(one))
        if self.isVisible():
            self.pictures.wish(found)

    def _why_none(self, of_keypoint: bool) -> str:
        if of_keypoint:
            return self.tr("No pose has this keypoint on both sides.")
        return self.tr("No pose has a position on both sides.")

    def _on_focus(self, now: Focus, before: Focus) -> None:
        """Follow the keypoint in hand on the canvas."""
        session, judged = self._workbench.session, self._judged
        if session is None or judged is None or not now.instance or now.keypoint < 0:
            return
        if (now.instance, now.keypoint) == (before.instance, before.keypoint):
            return
        name = session.contents.skeleton_of(now.instance).names[now.keypoint]
        if name in judged.view.titles:
            self.select(name)

    def _on_chosen(self, index: int) -> None:
        if self._judged is not None:
            pose = self._poses[index]
            self.goto_wanted.emit(pose.clip, pose.frame, pose.instance, pose.keypoint)
            if pose.keypoint:
                self.keypoint_selected.emit(pose.keypoint)

    def _told(self, pose: WorstPose, edges: Ints) -> Shown:
        assert self._judged is not None
        view = self._judged.view
        names = list(view.score.keypoints)
        worst = names.index(pose.keypoint) if pose.keypoint else -1
        several = len({one.clip for one in self._poses}) > 1
        oks = self.tr("OKS {oks}").format(oks="–" if math.isnan(pose.oks) else f"{pose.oks:.2f}")
        place = f"{pose.clip} · {pose.frame}" if several else self.tr("frame {n}").format(n=pose.frame)
        called = view.titles.get(pose.keypoint, "")
        off = f"{pose.off_px:.1f} px {called}" if called else self.tr("no position on both sides")
        sentence = self.tr(
            "{clip}, frame {frame}, {instance}: {oks}, {mean} px off on average; {worst}. Click to go there"
        ).format(
            clip=pose.clip,
            frame=pose.frame,
            instance=pose.instance,
            oks=oks,
            mean="–" if math.isnan(pose.mean_px) else f"{pose.mean_px:.1f}",
            worst=off,
        )
        return Shown(pose, (f"{place} · {oks}", off), sentence, self._region(pose), edges, worst)

    def _region(self, pose: WorstPose) -> Region:
        session = self._workbench.session
        clips = () if session is None else session.contents.clips
        clip = next((one for one in clips if one.name == pose.clip), None)
        size = (1 << 20, 1 << 20) if clip is None else clip.size_of(pose.frame)
        return pose.region(size)

    def _edges(self) -> Ints:
        """``(E, 2)`` edges between the keypoints that were compared."""
        session, skeleton = self._workbench.session, None
        if session is not None and self._judged is not None:
            skeleton = session.contents.skeletons.get(self._judged.view.skeleton)
        if skeleton is None or self._judged is None:
            return np.zeros((0, 2), dtype=np.int64)
        known = {name: n for n, name in enumerate(self._judged.view.score.keypoints)}
        pairs = [(known[a], known[b]) for a, b in skeleton.edges if a in known and b in known]
        return np.array(pairs, dtype=np.int64).reshape(-1, 2)
