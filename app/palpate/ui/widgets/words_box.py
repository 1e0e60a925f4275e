"""A box to choose from by words, which keeps its choice when its words are given anew."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox, QSizePolicy


def words_box(box: QComboBox, entries: Iterable[tuple[str, str]], chosen: str) -> None:
    """Fill a box with (word, what it stands for); the first entry is chosen where the wanted one is gone."""
    box.clear()
    for word, stands_for in entries:
        box.addItem(word, stands_for)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    box.setMinimumContentsLength(6)
