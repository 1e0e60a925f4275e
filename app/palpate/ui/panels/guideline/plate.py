"""The picture at the head of the guideline: one of the keypoint's plates, the others behind small tabs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.guides import SHIPPED, Guides
from palpate.session.guidelines.plates import MOST_SIGHTS, Sight, short_titles
from palpate.ui.bridge.plate_pictures import PlatePictures, Wish
from palpate.ui.theme.apply import current
from palpate.ui.widgets.plate_view import Framing, PlateView

_CUT = 1.4
_AHEAD = 8  # keypoints that are drawn before the hand gets to them


class PlateBox(QWidget):
    """Follows the keypoint it is told of; which of two plates somebody looked at last stays in front."""

    def __init__(self, pictures: PlatePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._skeleton: Skeleton | None = None
        self._keypoint = -1
        self._guides = SHIPPED
        self._sights: tuple[Sight, ...] | None = None
        self._chosen: list[str] = []  # plates, the one chosen last at the end
        self.tabs = _Tabs(self)
        self.tabs.currentChanged.connect(self._on_tab)
        self.view = PlateView(pictures.at_hand, self, cut=_CUT)
        self.view.resized.connect(self._wish)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.view, 1)
        pictures.came.connect(self._on_came)

    @property
    def empty(self) -> bool:
        """Whether it is known that the keypoint is on no plate."""
        return self._sights == ()

    def show_keypoint(self, skeleton: Skeleton, keypoint: int, guides: Guides = SHIPPED) -> None:
        """Show a keypoint of a skeleton."""
        self._skeleton, self._keypoint, self._guides = skeleton, keypoint, guides
        self._sights = self._pictures.sights(skeleton, skeleton.names[keypoint], guides)
        self._show_tabs()
        self._wish()

    def showEvent(self, event: QShowEvent) -> None:
        """Wish for what is in sight now."""
        super().showEvent(event)
        self._wish()

    def changeEvent(self, event: QEvent) -> None:
        """Wish for the plates in the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._wish()

    def _show_tabs(self) -> None:
        sights = self._sights or ()
        ranks = [self._chosen.index(s.plate.name) if s.plate.name in self._chosen else -1 for s in sights]
        front = ranks.index(max(ranks)) if ranks else -1
        self.tabs.show_titles(short_titles(sights), [sight.title for sight in sights], front)
        self.tabs.setVisible(bool(sights))
        self._show_sight()

    def _show_sight(self) -> None:
        sights, at = self._sights or (), self.tabs.currentIndex()
        called = {} if self._skeleton is None else {one.name: one.called for one in self._skeleton.keypoints}
        self.view.show_sight(sights[at] if 0 <= at < len(sights) else None, called)

    def _on_tab(self, at: int) -> None:
        if self._sights and 0 <= at < len(self._sights):
            plate = self._sights[at].plate.name
            self._chosen = [*(name for name in self._chosen if name != plate), plate]
        self._show_sight()

    def _on_came(self) -> None:
        if self._skeleton is not None and self._sights is None:
            name = self._skeleton.names[self._keypoint]
            self._sights = self._pictures.sights(self._skeleton, name, self._guides)
            if self._sights is not None:
                self._show_tabs()
                self.updateGeometry()
        self.view.update()

    def _wish(self) -> None:
        """Wish for the plates of this keypoint, then for the first ones of those that come after it."""
        skeleton = self._skeleton
        if skeleton is None or not self.isVisible():
            return
        size = self.view.width(), self.view.height()
        scale = partial(_scale, size=size, ratio=self.devicePixelRatioF())
        names = [skeleton.names[(self._keypoint + n) % len(skeleton)] for n in range(_AHEAD)]
        make = partial(Wish, skeleton, scale=scale, dark=current().name == "dark", guides=self._guides)
        wishes = [make(keypoint=name) for name in names]
        self._pictures.wish([*wishes[:1], make(keypoint=names[0], plates=MOST_SIGHTS), *wishes[1:]], self)


class _Tabs(QTabBar):
    """Small tabs above a picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Pictures of this keypoint"))

    def show_titles(self, titles: Sequence[str], tips: Sequence[str], front: int) -> None:
        """Show so many tabs, one of them in front; nobody is told of it."""
        self.blockSignals(True)
        while self.count() > len(titles):
            self.removeTab(self.count() - 1)
        while self.count() < len(titles):
            self.addTab("")
        for n, (title, tip) in enumerate(zip(titles, tips, strict=True)):
            if self.tabText(n) != title:
                self.setTabText(n, title)
            self.setTabToolTip(n, tip)
        self.setCurrentIndex(front)
        self.blockSignals(False)

    def tabSizeHint(self, index: int) -> QSize:
        """Low."""
        size = super().tabSizeHint(index)
        return QSize(size.width(), self.fontMetrics().height() + 12)


def _scale(sight: Sight, *, size: tuple[int, int], ratio: float) -> float:
    return Framing(sight, *size, cut=_CUT).scale * ratio
