"""From a verdict to what it is judged by: the context menus of header and table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from palpate.session.judging.quality_view import QualityView
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.quality.columns import KEYPOINT
from palpate.ui.panels.quality.table import NAME_ROLE
from palpate.ui.widgets.threshold_words import ThresholdDoor, Where

if TYPE_CHECKING:
    from palpate.ui.panels.quality.panel import QualityPanel

_OF_ALL = ("oks", "kappa", "occluded_min_n", "min_gap", "pck_alpha")
_OF_BIAS = ("fdr_alpha", "bias_min_px", "bias_min_share", "bias_fails_share")


class QualityDoors(QObject):
    """Right-click on the verdict: targets; on a keypoint: its tolerance and the rule of bias."""

    def __init__(
        self, panel: QualityPanel, workbench: Workbench, view: Callable[[], QualityView | None]
    ) -> None:
        super().__init__(panel)
        self._panel, self._workbench, self._view = panel, workbench, view
        self.header = ThresholdDoor(panel.header, workbench, self._of_all)
        self.table = ThresholdDoor(panel.body.table, workbench, self._of_keypoint)

    def _of_all(self) -> Sequence[Where]:
        view = self._view()
        return [] if view is None else [Where(view.skeleton, key) for key in (*_OF_ALL, *_OF_BIAS)]

    def _of_keypoint(self) -> Sequence[Where]:
        view, session = self._view(), self._workbench.session
        index = self._panel.body.table.currentIndex()
        if view is None or session is None or not index.isValid():
            return []
        name = str(index.siblingAtColumn(KEYPOINT).data(NAME_ROLE))
        skeleton = session.contents.skeletons.get(view.skeleton)
        lacks = skeleton is None or name not in skeleton.names
        own = (
            [] if lacks else [Where(view.skeleton, "tolerance", name), Where(view.skeleton, "mpjpe_px", name)]
        )
        return [*own, *(Where(view.skeleton, key) for key in (*_OF_BIAS, "occluded_min_n"))]
