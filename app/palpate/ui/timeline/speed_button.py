"""The button that shows and chooses how fast it plays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from palpate.session.frames.playback import SPEEDS
from palpate.ui.actions.keys import key_told
from palpate.ui.bridge.pace_words import multiple
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.menu_arrow import ARROW, ARROW_IN_TEXT

_WIDTH = 48
_DOES = (
    *("speed_eighth", "speed_quarter", "speed_half", "speed_full"),
    *("speed_double", "speed_fourfold", "speed_eightfold"),
)


class SpeedButton(QToolButton):
    """Multiples of the capture's real time, in a menu.

    Signals
    -------
    speed_wanted
        (multiple) was chosen.
    """

    speed_wanted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setFixedWidth(_WIDTH)
        self.setFont(number_font(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu, group = QMenu(self), QActionGroup(self)
        self._actions: dict[float, QAction] = {}
        for speed in SPEEDS:
            action = menu.addAction(multiple(speed))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, speed=speed: self.speed_wanted.emit(speed))
            group.addAction(action)
            self._actions[speed] = action
        menu.aboutToShow.connect(self._name_keys)
        self.setMenu(menu)
        self.setStyleSheet(ARROW_IN_TEXT)
        self.show_speed(1.0)

    def show_speed(self, speed: float) -> None:
        """Show how fast it plays, or would."""
        said = self.tr("Speed: {speed} of real time, as captured")
        self.setText(multiple(speed) + ARROW)
        self.setToolTip(said.format(speed=multiple(speed)))
        self.setAccessibleName(said.format(speed=multiple(speed)))
        if speed in self._actions:
            self._actions[speed].setChecked(True)

    def _name_keys(self) -> None:
        for (speed, action), does in zip(self._actions.items(), _DOES, strict=True):
            action.setText("\t".join(filter(None, (multiple(speed), key_told(does)))))
