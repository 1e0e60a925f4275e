"""Choosing a skeleton out of a file: which kinds of files there are, and which of several is meant."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from palpate.session.skeletons.skeleton_files import choices_in, chosen_in
from palpate.ui.dialogs.ask import ask_choice


def skeleton_filters() -> str:
    """Return the filters of a dialog that opens a skeleton: any file may hold one, its content tells."""
    known = QCoreApplication.translate("SkeletonChoice", "Skeletons, also of other programs")
    others = QCoreApplication.translate("SkeletonChoice", "All files")
    return f"{known} (*.yaml *.yml *.json *.slp *.xml *.svg *.h5);;{others} (*)"


def ask_which(path: Path) -> str | None:
    """Return how the skeleton in a file is named, after asking where it has several; None if cancelled.

    Raises
    ------
    FileUnreadable, SkeletonFaulty
        If the file cannot be read, or with every fault in it.
    """
    names = choices_in(path)
    if not names:
        return str(path)
    title = QCoreApplication.translate("SkeletonChoice", "Several skeletons")
    label = QCoreApplication.translate("SkeletonChoice", "{file} holds several; take")
    chosen = ask_choice(title, label.format(file=path.name), names)
    return None if chosen is None else chosen_in(path, chosen)
