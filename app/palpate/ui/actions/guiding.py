"""What is done with the guideline: large over the picture, and searched through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import window_over

if TYPE_CHECKING:
    from palpate.ui.editor_guides.guide_window import GuideWindow
    from palpate.ui.guideline_sheet import GuidelineSheet
    from palpate.ui.panels.guideline.panel import GuidelinePanel


class Guiding(QObject):
    """The commands on the guideline; the large view is made when it is first wanted.

    Signals
    -------
    shown_changed
        The large view came or went.
    gallery_made
        (ExampleGallery) of the large view, once.
    """

    shown_changed = Signal()
    gallery_made = Signal(object)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._below: QWidget | None = None
        self._panel: GuidelinePanel | None = None
        self._dock: QDockWidget | None = None
        self._sheet: GuidelineSheet | None = None
        self._window: GuideWindow | None = None
        self._blur = ("", False)

    @property
    def shown(self) -> dict[str, bool]:
        """Whether the large view is there, by the name of its action."""
        return {"enlarge_guideline": self._sheet is not None and not self._sheet.isHidden()}

    @property
    def sheet(self) -> GuidelineSheet:
        """The large view."""
        if self._sheet is None:
            from palpate.ui.guideline_sheet import GuidelineSheet  # wanted by no start of the program

            assert self._panel is not None
            assert self._below is not None
            pictures, examples = self._panel.pictures, self._panel.example_pictures
            self._sheet = GuidelineSheet(self._workbench, pictures, examples, self._below)
            self._sheet.shown_changed.connect(self.shown_changed)
            self._sheet.show_blur(self._blur[0], contradicts=self._blur[1])
            self.gallery_made.emit(self._sheet.gallery)
        return self._sheet

    def attend(self, panel: GuidelinePanel, dock: QDockWidget, below: QWidget) -> None:
        """Say which panel is meant, where it stands, and what the large view covers."""
        self._panel, self._dock, self._below = panel, dock, below
        panel.searched.connect(below.setFocus)
        panel.edit_wanted.connect(self.edit_guideline)
        panel.blur_said.connect(self._on_blur)

    def enlarge_guideline(self) -> None:
        """Show the guideline large, or no more."""
        focus = self._workbench.focus
        if focus.keypoint < 0:
            self._workbench.note(self.tr("Choose a keypoint first: click one in the list or on the picture."))
        else:
            self.sheet.toggle()
        self.shown_changed.emit()

    def edit_guideline(self) -> None:
        """Write what is told of the active keypoint, and show where it is on pictures."""
        assert self._panel is not None
        if self._window is None:
            from palpate.ui.editor_guides.guide_window import GuideWindow  # wanted by no start

            self._window = GuideWindow(self._workbench, self._panel.pictures, window_over(self._panel))
            self._window.destroyed.connect(self._on_window_gone)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _on_window_gone(self) -> None:
        self._window = None

    def bring_forward(self) -> None:
        """Have the guideline of the active keypoint in sight."""
        if self._dock is not None:
            self._dock.show()
            self._dock.raise_()

    def search_guidelines(self) -> None:
        """Let words be typed that are looked for in all guidelines."""
        if self._panel is not None and self._dock is not None:
            self._dock.show()
            self._dock.raise_()
            self._panel.begin_search()

    def _on_blur(self, said: str, contradicts: bool) -> None:
        self._blur = said, contradicts
        if self._sheet is not None:
            self._sheet.show_blur(said, contradicts=contradicts)

    def put_away(self) -> None:
        """Take the large view away."""
        if self._sheet is not None:
            self._sheet.leave()
