"""Starting the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from palpate.base.errors import PalpateError
from palpate.base.folders import resource
from palpate.base.loading import resume_collection
from palpate.base.logs import install_crash_hook
from palpate.ui.beginning import Beginning
from palpate.ui.bridge.workbench import Tone
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.theme.apply import apply_theme
from palpate.ui.theme.icons import icon


def run_window(paths: Sequence[str], begun: Beginning) -> int:
    """Open the window with what was named, and return when it is closed.

    Parameters
    ----------
    begun
        The project among it as far as it is open already.
    """
    if sys.platform.startswith("linux") and not _has_display():
        begun.close()
        sys.stderr.write("error: there is no display; palpate demo --headless and the commands need none\n")
        return 2
    application = make_application()
    window = make_window(begun)
    install_crash_hook(lambda error, report: _tell_crash(window, error, report))
    window.show()
    window.open_named(paths)
    resume_collection()
    return application.exec()


def make_window(begun: Beginning) -> MainWindow:
    """Return the window, which takes what was begun when it is to open it."""
    window = MainWindow(Preferences())
    window.workbench.open_session = begun.open
    return window


def make_application() -> QApplication:
    """Return the application, named and themed."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Palpate")
    application.setOrganizationName("Palpate")
    application.setDesktopFileName("palpate")
    _translate(application)
    apply_theme(application, Preferences().theme)
    application.setWindowIcon(icon("palpate"))
    return application


def _translate(application: QApplication) -> None:
    """Use a translation for the system's language, if one is shipped."""
    translator = QTranslator(application)
    try:
        folder = resource("translations")
    except PalpateError:
        return
    if translator.load(QLocale.system(), "palpate", "_", str(folder)):
        application.installTranslator(translator)


def _has_display() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(shown) or chosen.startswith(("offscreen", "minimal", "vnc"))


def _tell_crash(window: MainWindow, error: BaseException, report: Path | None) -> None:
    if isinstance(error, PalpateError):
        window.workbench.told.emit(Tone.FAULT, str(error))
        return
    said = window.tr("Something went wrong that should not ({kind}). Your work is saved.")
    if report is not None:
        said = window.tr(
            "Something went wrong that should not ({kind}). Your work is saved; a report is in {path}."
        )
    window.workbench.told.emit(Tone.FAULT, said.format(kind=type(error).__name__, path=report))
