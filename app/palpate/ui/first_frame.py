"""A start of the whole program up to its first picture, without a screen; for whoever may not know Qt.

Nothing is loaded with this module: what a start loads, and when, is part of what is looked at.
"""

from __future__ import annotations

import os
import sys

_SIZE = 1920, 1080
_PATIENCE_MS = 120_000


def show_first_frame(path: str) -> frozenset[str]:
    """Start as the program does with a project, until the window is painted with the exact frame in it.

    Returns
    -------
    The names of the modules that are loaded by then.

    Raises
    ------
    TimeoutError
        If it does not come.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from palpate.base.loading import hold_collection, resume_collection

    hold_collection()
    from palpate.ui.binding import load_binding

    load_binding()
    from palpate.ui.beginning import begin

    begun = begin([path])
    from PySide6.QtCore import QEventLoop, QTimer

    from palpate.ui.app import make_application, make_window

    application = make_application()
    window = make_window(begun)
    window.resize(*_SIZE)
    window.show()
    loop = QEventLoop(application)
    patience = QTimer(singleShot=True, interval=_PATIENCE_MS)
    patience.timeout.connect(loop.quit)
    window.presenter.frame_shown.connect(lambda _: loop.quit() if window.canvas.exact else None)
    window.open_named([path])
    resume_collection()
    patience.start()
    if not window.canvas.exact:
        loop.exec()
    if not window.canvas.exact:
        raise TimeoutError("no picture came")
    application.processEvents()  # the frame may have come before anything of the window was painted
    window.canvas.repaint()
    return frozenset(sys.modules)
