"""Settings and keys of whoever works: read at the start, changed in dialogs, in force at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.session.keys.key_editing import KeyEditing
from palpate.ui.actions.keys import KEYED, put_in_force
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas import look
from palpate.ui.canvas.colouring import Scheme
from palpate.ui.dialogs.ask import window_over
from palpate.ui.preferences import Preferences


class Customising(QObject):
    """Puts keys and look in force; make it before whatever has keys.

    Signals
    -------
    keys_changed
        Other keys are in force.
    look_changed
        Keypoints shall be drawn otherwise.
    setting_changed
        (name) one of the table of settings has another value.

    Attributes
    ----------
    keys
        What changes keys.
    """

    keys_changed = Signal()
    look_changed = Signal()
    setting_changed = Signal(str)

    def __init__(self, workbench: Workbench, preferences: Preferences) -> None:
        super().__init__(workbench)
        self._settings = preferences.settings
        self.keys = KeyEditing(self._settings, KEYED)
        put_in_force(self.keys.keymap)
        self._put_look()
        self._settings.changed.connect(self._on_setting)

    @property
    def usual_speed(self) -> float | None:
        """Multiple of real time to play at; None as fits the clip."""
        speed = self._settings.get("speed")
        return speed if isinstance(speed, float) else None

    def edit_keys(self) -> None:
        """Show which key does what, and change it."""
        from palpate.ui.dialogs.key_editor import KeyEditor  # no start of the window needs it

        parent = window_over(self)
        dialog = KeyEditor(self.keys, parent)
        dialog.changed.connect(self._on_keys)
        dialog.open()

    def edit_settings(self) -> None:
        """Show all settings."""
        self._show_settings("annotator")

    def memory_settings(self) -> None:
        """Show the settings of memory and proxies."""
        self._show_settings("memory")

    def _show_settings(self, section: str) -> None:
        from palpate.ui.dialogs.settings import SettingsDialog  # no start of the window needs it

        dialog = SettingsDialog(self._settings, window_over(self), section=section)
        dialog.keys_wanted.connect(self.edit_keys)
        dialog.open()

    def _on_keys(self) -> None:
        put_in_force(self.keys.keymap)
        self.keys_changed.emit()

    def _on_setting(self, name: str) -> None:
        if name == "annotator":
            self.keys.take_up()
            self._on_keys()
        elif name in ("point_size", "names", "colours"):
            self._put_look()
            self.look_changed.emit()
        self.setting_changed.emit(name)

    def _put_look(self) -> None:
        size = self._settings.get("point_size")
        assert isinstance(size, int)
        names, scheme = bool(self._settings.get("names")), Scheme(str(self._settings.get("colours")))
        look.put_in_force(look.Look(point_scale=size / 100.0, names=names, scheme=scheme))
