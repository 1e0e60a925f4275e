"""Small questions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLineEdit, QWidget


def ask_text(title: str, label: str, now: str) -> str | None:
    """Ask for a line of text; None if it was cancelled."""
    text, given = QInputDialog.getText(_parent(), title, label, QLineEdit.EchoMode.Normal, now)
    return text.strip() if given else None


def ask_choice(title: str, label: str, choices: list[str]) -> str | None:
    """Ask for one of several; None if it was cancelled."""
    chosen, given = QInputDialog.getItem(_parent(), title, label, choices, 0, False)
    return chosen if given else None


def ask_number(title: str, label: str, *, now: int, most: int) -> int | None:
    """Ask for a whole number from 0 on; None if it was cancelled."""
    number, given = QInputDialog.getInt(_parent(), title, label, now, 0, max(most, 0))
    return number if given else None


def ask_open(title: str, filters: str, folder: Path | None = None) -> list[Path]:
    """Ask for files to open; empty if it was cancelled."""
    names, _ = QFileDialog.getOpenFileNames(_parent(), title, begin_in(folder), filters)
    return [Path(name) for name in names]


def begin_in(folder: Path | None) -> str:
    """Return the nearest folder that exists: a dialog takes what is missing for the name of a file."""
    if folder is None:
        return ""
    return str(next((one for one in (folder, *folder.parents) if one.is_dir()), ""))


def ask_folder(title: str) -> Path | None:
    """Ask for a folder."""
    name = QFileDialog.getExistingDirectory(_parent(), title)
    return Path(name) if name else None


def ask_save(title: str, suggestion: Path, filters: list[str]) -> tuple[Path | None, str]:
    """Ask where to write, and as which of the filters; the dialog has asked about replacing.

    The ending of the filter is added where none was typed.
    """
    dialog = QFileDialog(_parent(), title, str(suggestion.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(filters)
    dialog.setDefaultSuffix(_ending(filters[0]))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_ending(chosen)))
    dialog.selectFile(suggestion.name)
    given = dialog.exec()
    names, chosen = dialog.selectedFiles(), dialog.selectedNameFilter() or filters[0]
    dialog.deleteLater()
    return (Path(names[0]) if given and names else None), chosen


def window_over(owner: QObject) -> QWidget | None:
    """Return the window that something belongs to, for a dialog in front of it."""
    found: QObject | None = owner
    while found is not None and not isinstance(found, QWidget):
        found = found.parent()
    return found.window() if found is not None else QApplication.activeWindow()


def _ending(name_filter: str) -> str:
    return name_filter.rpartition("*.")[2].rstrip(")")


def _parent() -> QWidget | None:
    return QApplication.activeWindow()
