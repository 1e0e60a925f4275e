"""Thresholds where they act: a line that names value and source, and a way to change them."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from palpate.model.skeleton import Skeleton
from palpate.session.policies import Threshold, threshold
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench

translate = QCoreApplication.translate


class Where(NamedTuple):
    """A threshold: of a skeleton, or of one of its keypoints."""

    skeleton: str
    key: str
    keypoint: str = ""


Wheres = Callable[[], Sequence[Where]]


def found_at(session: Session | None, where: Where) -> Threshold | None:
    """Return a threshold as it holds; None where there is none."""
    skeleton = None if session is None else session.contents.skeletons.get(where.skeleton)
    if session is None or skeleton is None or (where.keypoint and where.keypoint not in skeleton.names):
        return None
    return threshold(session, *where)


def source_words(session: Session | None, *wheres: Where, called: Sequence[str] = ()) -> str:
    """Say values with their sources: ``Visible up to a blur of 0.25 × width (own choice) · …``."""
    rows = [found_at(session, where) for where in wheres]
    names = called or [row.constant.label if row is not None else "" for row in rows]
    said = translate("Thresholds", "{name} {value} ({source})")
    return " · ".join(
        said.format(name=name, value=row.shown, source=row.source)
        for name, row in zip(names, rows, strict=True)
        if row is not None
    )


def change_hint(words: str) -> str:
    """Say in a tooltip how what decides here is changed."""
    hint = translate("Thresholds", "Right-click to change")
    return f"{words}\n{hint}" if words else ""


def blur_wheres(skeleton: Skeleton, keypoint: int) -> tuple[Where, ...]:
    """Return what decides how far a keypoint may be smeared and still be visible."""
    name = skeleton.names[keypoint]
    return Where(skeleton.name, "blur_visible", name), Where(skeleton.name, "blur_px")


class ThresholdLine(QLabel):
    """Value and source of what decides here, and *Change…*; takes no room while there is nothing to say."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._wheres: tuple[Where, ...] = ()
        self._left_out = False
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.linkActivated.connect(self._on_link)
        self.setVisible(False)

    def say(self, *wheres: Where, called: Sequence[str] = ()) -> None:
        """Name these thresholds, as they are called here if that is given; the link leads to the first."""
        words = source_words(self._workbench.session, *wheres, called=called)
        self._wheres = wheres if words else ()
        change = translate("Thresholds", "Change…")
        text = f'{html.escape(words)}. <a href="0">{html.escape(change)}</a>' if words else ""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(f"{words}. {change}" if words else "")
        self.setVisible(bool(words) and not self._left_out)

    def leave_out(self, left_out: bool) -> None:
        """Take no room where there is too little."""
        self._left_out = left_out
        self.setVisible(bool(self._wheres) and not left_out)

    def change(self) -> None:
        """Open the first one that is named."""
        if self._wheres:
            self._workbench.threshold_wanted.emit(*self._wheres[0])

    def _on_link(self, _target: str) -> None:
        self.change()


class ThresholdDoor(QObject):
    """Lets the context menu of a widget lead to what decides there.

    Parameters
    ----------
    wheres
        Return what decides at present.
    """

    def __init__(self, widget: QWidget, workbench: Workbench, wheres: Wheres) -> None:
        super().__init__(widget)
        self._widget, self._workbench, self._wheres = widget, workbench, wheres
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(self._on_asked)

    def menu(self) -> QMenu | None:
        """Return the menu; None where nothing decides."""
        session = self._workbench.session
        found = [(where, row) for where in self._wheres() if (row := found_at(session, where)) is not None]
        if not found:
            return None
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for where, row in found:
            said = translate("Thresholds", "Change {threshold}…").format(threshold=row.sentence)
            menu.addAction(said).triggered.connect(self._opener(where))
        return menu

    def _opener(self, where: Where) -> Callable[[], None]:
        return lambda: self._workbench.threshold_wanted.emit(*where)

    def _on_asked(self, place: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self._widget.mapToGlobal(place))
