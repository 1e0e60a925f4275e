"""The foot of the list of instances: what colours tell apart, what each means, the way to the legend."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from palpate.session.session import Session
from palpate.ui.actions.keys import tip_with_keys
from palpate.ui.canvas.colouring import Scheme
from palpate.ui.widgets.colour_legend import ColourLegend
from palpate.ui.widgets.menu_arrow import ARROW, ARROW_IN_TEXT
from palpate.ui.widgets.scheme_words import colour_entries, scheme_word


class ColoursFoot(QWidget):
    """A button that chooses the scheme, and below it the colours with their words.

    Signals
    -------
    scheme_wanted
        (Scheme) colours shall tell apart something else.
    marks_wanted
        The legend of shapes and fills shall be shown.
    """

    scheme_wanted = Signal(object)
    marks_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[Scheme, QAction] = {}
        self.choose = QToolButton(self)
        self.choose.setAutoRaise(True)
        self.choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choose.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.choose.setMenu(self._schemes())
        self.choose.setStyleSheet(ARROW_IN_TEXT)
        tip_with_keys(self.choose, self.tr("What colours tell apart"), "next_colours")
        self.marks = QToolButton(self)
        self.marks.setAutoRaise(True)
        self.marks.setText(self.tr("Legend…"))
        self.marks.setToolTip(self.tr("What the shapes, fills and colours of keypoints mean"))
        self.marks.clicked.connect(self.marks_wanted)
        self.legend = ColourLegend(self)
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Plain)
        line.setForegroundRole(self.palette().ColorRole.Mid)
        row = QHBoxLayout()
        row.setContentsMargins(4, 2, 4, 2)
        row.addWidget(self.choose)
        row.addStretch(1)
        row.addWidget(self.marks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addLayout(row)
        column.addWidget(self.legend)

    def show_colours(self, scheme: Scheme, session: Session | None, clip: str) -> None:
        """Show a scheme; the colours of instances stand in their rows."""
        self.choose.setText(scheme_word(scheme) + ARROW)
        self._actions[scheme].setChecked(True)
        self.legend.set_entries([] if scheme is Scheme.INSTANCE else colour_entries(scheme, session, clip))

    def _schemes(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for scheme in Scheme:
            action = menu.addAction(scheme_word(scheme))
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, scheme=scheme: self.scheme_wanted.emit(scheme))
            group.addAction(action)
            self._actions[scheme] = action
        return menu
