"""What there is to read: keys, manual, changes, about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

import palpate
from palpate.base.folders import resource
from palpate.ui.dialogs.keys import KeysDialog


def show_text(parent: QWidget, title: str, name: str) -> None:
    """Show one of the texts in ``resources/help``."""
    _show(parent, title, resource("help", name).read_text(encoding="utf-8"))


def show_keys(parent: QWidget, edit: Callable[[], object]) -> None:
    """Show every key and mouse gesture; ``edit`` changes them."""
    dialog = KeysDialog(parent)
    dialog.edit_wanted.connect(edit)
    dialog.open()


def show_about(parent: QWidget) -> None:
    """Show version and licences."""
    lines = [
        f"# Palpate {palpate.__version__}",
        _tr("Place anatomical keypoints, and prove that the placements can be trusted."),
        _tr("BSD-3-Clause. Nothing leaves this machine: no account, no telemetry, no download."),
        _tr(
            "Built with Qt and PySide6 (LGPL-3), PyAV and FFmpeg (its wheels carry x264 and x265, GPL-2 or "
            "later), OpenCV (Apache-2), NumPy, SciPy and Shapely (BSD)."
        ),
    ]
    _show(parent, _tr("About Palpate"), "\n\n".join(lines))


def _show(parent: QWidget, title: str, markdown: str) -> None:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    text = QTextBrowser(dialog)
    text.setAccessibleName(title)
    text.setMarkdown(markdown)
    text.setOpenExternalLinks(False)
    text.setOpenLinks(False)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(text)
    column.addWidget(buttons)
    dialog.resize(640, min(720, parent.height()))
    dialog.open()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
