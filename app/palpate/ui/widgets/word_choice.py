"""A choice of the words of an enumeration."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QWidget

Word = TypeVar("Word", bound=StrEnum)


def word_choice(words: type[Word], said: Callable[[Word], str], parent: QWidget) -> QComboBox:
    """Return a box that offers all of them; each one's own value is its user data."""
    box = QComboBox(parent)
    for word in words:
        name = said(word)
        box.addItem(name[:1].upper() + name[1:], word)
    return box
