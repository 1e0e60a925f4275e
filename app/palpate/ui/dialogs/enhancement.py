"""How the frames of a clip are shown, set by eye while work goes on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from palpate.session.frames.enhancing import PRESETS, VALUES, Enhancement, Look
from palpate.ui.actions.keys import keys_of, with_keys
from palpate.ui.widgets import look_words as words
from palpate.ui.widgets.value_slider import ValueSlider


class EnhancementDialog(QDialog):
    """A slider for each number with its value in words; ready-made ones; a way back from each and all.

    Signals
    -------
    look_wanted
        (Look) the clip is to be shown so from now on.
    """

    look_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._size = (0, 0)
        self.on = QCheckBox(with_keys(self.tr("&Show enhanced"), "enhance"), self)
        self.on.toggled.connect(lambda on: self._take(replace(self._look, on=on)))
        self.inverted = QCheckBox(self.tr("&Invert: light and dark change places"), self)
        self.inverted.toggled.connect(lambda inverted: self._set("inverted", inverted))
        self.sliders = self._made_sliders()
        self.presets = {name: self._preset(name) for name in PRESETS}
        self.reset = QPushButton(self.tr("&Reset all"), self)
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(lambda: self._take(Look()))
        self._lay_out()
        for key in keys_of("enhance"):  # those of the main window do not reach this one
            QShortcut(QKeySequence(key), self, self.on.toggle)
        self.show_look(self._look)

    def show_clip(self, name: str, size: tuple[int, int]) -> None:
        """Say whose frames these are, and their width and height in px, 0 if unknown."""
        self.setWindowTitle(self.tr("Enhancement of {name}").format(name=name))
        self._size = size

    def show_look(self, look: Look) -> None:
        """Show what is in force."""
        self._look = look
        enhancement = look.enhancement
        blockers = [QSignalBlocker(box) for box in (self.on, self.inverted)]
        self.on.setChecked(look.on)
        self.on.setEnabled(not enhancement.neutral)
        unset = self.tr("nothing is set yet: move a slider, or take one that is ready")
        self.on.setToolTip(unset if enhancement.neutral else "")
        self.inverted.setChecked(enhancement.inverted)
        del blockers
        for name, slider in self.sliders.items():
            slider.set_reason("")
            slider.show_value(getattr(enhancement, name))
        if not enhancement.is_local:
            self.sliders["tiles"].set_reason(self.tr("this is for local contrast: set that first"))
        for name, button in self.presets.items():
            self._mark(button, look.on and enhancement == PRESETS[name])
        self.reset.setEnabled(look != Look())
        self.reset.setToolTip("" if look != Look() else self.tr("frames are shown as they are stored"))

    def stand_beside(self, window: QWidget) -> None:
        """Stand at the lower right of a window, where neither picture nor guideline are covered."""
        self.adjustSize()
        over, room = window.frameGeometry(), window.screen().availableGeometry()
        left = min(over.right(), room.right()) - self.width() - 8
        top = min(over.bottom(), room.bottom()) - self.height() - 56
        self.move(max(left, room.left()), max(top, room.top()))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the ink of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for slider in self.sliders.values():
                slider.draw_icon()
            self.show_look(self._look)

    # ---- what a hand does --------------------------------------------------------------------------------

    def _set(self, name: str, value: object) -> None:
        enhancement = replace(self._look.enhancement, **{name: value})  # type: ignore[arg-type]
        self._take(Look(enhancement, on=not enhancement.neutral))

    def _take(self, look: Look) -> None:
        self.show_look(look)
        self.look_wanted.emit(look)

    # ---- putting things in place -------------------------------------------------------------------------

    def _made_sliders(self) -> dict[str, ValueSlider]:
        titles = {
            "brightness": (self.tr("&Brightness"), words.brightness_words),
            "contrast": (self.tr("&Contrast"), words.contrast_words),
            "gamma": (self.tr("&Gamma"), words.gamma_words),
            "local": (self.tr("&Local contrast"), words.local_words),
            "tiles": (self.tr("S&urroundings"), self._tiles_words),
        }
        made = {}
        for name, (title, tell) in titles.items():
            made[name] = ValueSlider(title, VALUES[name], getattr(Enhancement(), name), tell, self)
            made[name].moved.connect(lambda value, name=name: self._set(name, value))
        tip = self.tr("CLAHE: each part of the frame gets the contrast that its own greys leave room for")
        made["local"].slider.setToolTip(tip)
        return made

    def _tiles_words(self, tiles: float) -> str:
        return words.tiles_words(int(tiles), self._size)

    def _mark(self, button: QPushButton, taken: bool) -> None:
        """Show a ready-made one as taken: the style alone hardly tells a pressed button."""
        button.setChecked(taken)
        palette = self.palette()
        if taken:
            palette.setColor(palette.ColorRole.Button, palette.highlight().color())
            palette.setColor(palette.ColorRole.ButtonText, palette.highlightedText().color())
        button.setPalette(palette)

    def _preset(self, name: str) -> QPushButton:
        button = QPushButton(words.preset_title(name), self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setToolTip(words.preset_tip(name))
        button.clicked.connect(lambda: self._take(Look(PRESETS[name], on=True)))
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        widest = words.gamma_words(0.25)
        for row, slider in enumerate(self.sliders.values()):
            slider.enter(grid, row, widest=widest)
        presets = QGridLayout()
        presets.setSpacing(8)
        for at, button in enumerate(self.presets.values()):
            presets.addWidget(button, at // 2, at % 2)
        note = QLabel(
            self.tr("Only what is shown of this clip changes, never labels or exports. It is remembered."),
            self,
        )
        note.setWordWrap(True)
        note.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.on)
        column.addLayout(presets)
        column.addLayout(grid)
        column.addWidget(self.inverted)
        column.addWidget(note)
        foot = QHBoxLayout()
        foot.addWidget(self.reset)
        foot.addWidget(buttons, 1)
        column.addLayout(foot)
