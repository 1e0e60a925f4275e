"""The page of worst frames: small pictures with both poses, from the lowest OKS on; a click goes there."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from palpate.model.arrays import Ints
from palpate.model.picture import Region
from palpate.session.judging.worst_poses import WorstPose
from palpate.ui.bridge.pose_pictures import PosePictures
from palpate.ui.canvas.gold_errors import BEYOND_INK, GOLD_INK
from palpate.ui.panels.quality.page import Judged, QualityPage, Surroundings
from palpate.ui.panels.quality.worst_figure import LABELS_INK, draw_sample
from palpate.ui.panels.quality.worst_grid import Shown, WorstGrid
from palpate.ui.theme.apply import current
from palpate.ui.widgets.hint import OrHint

_SAMPLE = 20  # px


class WorstPage(QualityPage):
    """Pictures are wished for while the page is in sight."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._workbench = around.workbench
        self._judged: Judged | None = None
        self.pictures = PosePictures(around.workbench, self)
        self.grid = WorstGrid(self.pictures.at_hand, self)
        self._legend = _Legend(self)
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
        column.addWidget(self._legend)
        column.addWidget(self._or, 1)
        self.pictures.came.connect(self.grid.update)
        self.grid.chosen.connect(self._on_chosen)

    @property
    def hint(self) -> str:
        """Why there is nothing to show; empty while there is something."""
        return self._or.hint

    def show_judged(self, judged: Judged | None) -> None:
        """Show the worst poses of another score."""
        self._judged = judged
        poses = judged.view.worst if judged is not None else ()
        edges = self._edges()
        self.grid.show_poses([self._told(pose, edges) for pose in poses])
        self._legend.setVisible(bool(poses))
        self._or.show_hint("" if poses else self.tr("No pose has a position on both sides."))
        if self.isVisible():
            self.pictures.wish(poses)

    def showEvent(self, event: QShowEvent) -> None:
        """Wish for the pictures."""
        super().showEvent(event)
        if self._judged is not None:
            self.pictures.wish(self._judged.view.worst)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave off reading; what is here stays."""
        super().hideEvent(event)
        self.pictures.rest()

    # ---- inside ----------------------------------------------------------------------------------------

    def _on_chosen(self, index: int) -> None:
        if self._judged is not None:
            pose = self._judged.view.worst[index]
            self.goto_wanted.emit(pose.clip, pose.frame, pose.instance, pose.keypoint)
            if pose.keypoint:
                self.keypoint_selected.emit(pose.keypoint)

    def _told(self, pose: WorstPose, edges: Ints) -> Shown:
        assert self._judged is not None
        view = self._judged.view
        names = list(view.score.keypoints)
        worst = names.index(pose.keypoint) if pose.keypoint else -1
        several = len({one.clip for one in view.worst}) > 1
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


class _Legend(QWidget):
    """What the lines are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            self.tr("Gold is dashed, the labels are full lines, red lines lead from gold to the labels")
        )

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, self.fontMetrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a piece of each line with its word."""
        painter = QPainter(self)
        middle, x = self.height() / 2.0, 4.0
        for word, ink, dashed in (
            (self.tr("gold"), GOLD_INK, True),
            (self.tr("labels"), LABELS_INK, False),
            (self.tr("error"), BEYOND_INK, False),
        ):
            draw_sample(painter, QPointF(x, middle), _SAMPLE, ink, dashed=dashed)
            painter.setPen(QColor(current().text_quiet))
            painter.drawText(QPointF(x + _SAMPLE + 6, middle + self.fontMetrics().ascent() / 2.0 - 1), word)
            x += _SAMPLE + 6 + self.fontMetrics().horizontalAdvance(word) + 16
        painter.end()
