"""How things are shown; nothing here touches labels."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.ui.canvas.view import CanvasView
from palpate.ui.preferences import Preferences

# What there is to read is loaded when somebody reads it: no start of the window does.


class Viewing(QObject):
    """Zoom, theme, and what there is to read.

    Signals
    -------
    theme_wanted
        (name) another theme was chosen.
    figures_wanted
        Figures on how frames come shall be shown, or no more.
    key_edit_wanted
        Keys shall be changed.
    """

    theme_wanted = Signal(str)
    figures_wanted = Signal()
    key_edit_wanted = Signal()

    def __init__(self, canvas: CanvasView, preferences: Preferences) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._preferences = preferences

    def toggle_fit(self) -> None:
        """Fit the picture, or go back to the zoom before."""
        self._canvas.toggle_fit()

    def zoom_in(self) -> None:
        """A quarter more."""
        self._canvas.zoom_by(1.25)

    def zoom_out(self) -> None:
        """A quarter less."""
        self._canvas.zoom_by(0.8)

    def zoom_actual(self) -> None:
        """One pixel of the picture per pixel of the screen."""
        self._canvas.set_zoom(1.0)

    def show_figures(self) -> None:
        """Show how frames come, or no more."""
        self.figures_wanted.emit()

    def dark_theme(self) -> None:
        """Dark."""
        self.theme_wanted.emit("dark")

    def light_theme(self) -> None:
        """Light."""
        self.theme_wanted.emit("light")

    def show_keys(self) -> None:
        """All keys, from the table."""
        from palpate.ui.dialogs.reading import show_keys

        show_keys(self._canvas.window(), self.key_edit_wanted.emit)

    def show_manual(self) -> None:
        """The manual."""
        from palpate.ui.dialogs.reading import show_text

        show_text(self._canvas.window(), self.tr("Manual"), "manual.md")

    def show_changes(self) -> None:
        """What is new."""
        from palpate.ui.dialogs.reading import show_text

        show_text(self._canvas.window(), self.tr("What is new"), "changelog.md")

    def show_about(self) -> None:
        """Version and licences."""
        from palpate.ui.dialogs.reading import show_about

        show_about(self._canvas.window())
