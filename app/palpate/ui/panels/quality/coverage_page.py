"""The page of coverage: which groups are too thin to rely on, and what they lack, in words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout

from palpate.session.judging.breakdown_view import Coverage
from palpate.session.judging.quality_depth import Depth
from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.depth_page import DepthPage
from palpate.ui.panels.quality.marks import SIZE, Light
from palpate.ui.panels.quality.page import Judged, Surroundings
from palpate.ui.panels.quality.verdict_icons import light_icon
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.group_words import coverage_words, way_word

_LIST = 60  # px of height that the list keeps
_PLACE = int(Qt.ItemDataRole.UserRole)


class CoveragePage(DepthPage):
    """Thin groups first; a click on one shows its figures on the page of groups."""

    SCROLLS = False

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.told = QLabel(self.content)
        self.list = QListWidget(self.content)
        self.list.setAccessibleName(self.tr("Groups, thin ones first"))
        self.list.setWordWrap(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIconSize(QSize(SIZE, SIZE))
        self.list.setItemDelegate(CalmRows(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.told.setWordWrap(True)
        rule = QLabel(
            self.tr(
                "One value for each pose, of poses at least the minimum gap apart. There are enough once "
                "they give the mean error that well, and no fewer than a week’s report needs."
            ),
            self.content,
        )
        rule.setWordWrap(True)
        rule.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.told)
        column.addWidget(self.list, 1)
        self.list.setMinimumHeight(_LIST)
        column.addWidget(rule)
        self.list.itemClicked.connect(self._on_row)
        self.list.itemActivated.connect(self._on_row)

    def show_depth(self, judged: Judged, depth: Depth) -> None:
        """List the groups behind another score."""
        thin = [one for one in depth.coverage if one.thin]
        partly = [one for one in depth.coverage if not one.thin and one.thin_keypoints]
        enough = [one for one in depth.coverage if not one.thin and not one.thin_keypoints]
        self.told.setText(self._summary(len(thin), len(depth.coverage)))
        self.list.clear()
        for light, groups in ((Light.AGED, thin), (Light.UNKNOWN, partly), (Light.PASSES, enough)):
            for one in groups:
                self._add(one, light)

    # ---- inside ------------------------------------------------------------------------------------------

    def _summary(self, thin: int, n: int) -> str:
        if not n:
            return self.tr(
                "Nothing is known of the clips that poses could be grouped by: set clip attributes."
            )
        if not thin:
            return self.tr("Every one of the {n} groups has enough poses.").format(n=n)
        if thin == n:
            return self.tr("None of the {n} groups has enough poses to rely on.").format(n=n)
        if thin == 1:
            return self.tr("One of {n} groups is thin: its figures are not to be relied on yet.").format(n=n)
        return self.tr("{thin} of {n} groups are thin: their figures are not to be relied on yet.").format(
            thin=thin, n=n
        )

    def _add(self, one: Coverage, light: Light) -> None:
        head = f"{with_capital(way_word(one.by))}: {one.group}"
        item = QListWidgetItem(light_icon(light), f"{head}\n{with_capital(coverage_words(one))}")
        item.setData(_PLACE, (one.by, one.group))
        item.setToolTip(
            self.tr("Fewer placements than needed: {named}").format(named=", ".join(one.thin_keypoints))
            if one.thin_keypoints and not one.thin
            else self.tr("Click to see its figures")
        )
        self.list.addItem(item)

    def _on_row(self, item: QListWidgetItem) -> None:
        way, group = item.data(_PLACE)
        self.looking.group = (str(way), str(group))
        self.page_wanted.emit("groups")
