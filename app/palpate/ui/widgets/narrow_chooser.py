"""Choosers that leave a narrow dock narrow."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget


def narrow_chooser(name: str, *, letters: int, parent: QWidget) -> QComboBox:
    """Return a chooser as wide as its room; ``letters`` of its words are always to be read."""
    chooser = QComboBox(parent)
    chooser.setAccessibleName(name)
    chooser.setToolTip(name)
    chooser.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    chooser.setMinimumContentsLength(letters)
    return chooser
