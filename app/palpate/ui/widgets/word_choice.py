"""A choice of the words of an enumeration."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtWidgets import QComboBox, QWidget

Word = TypeVar("Word", bound=StrEnum)


class WordChoice(QComboBox, Generic[Word]):
    """Offers all words of an enumeration.

    Parameters
    ----------
    said
        Gives what people read for one.
    """

    def __init__(self, words: type[Word], said: Callable[[Word], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = list(words)  # not as user data: Qt would give plain texts back
        for word in words:
            name = said(word)
            self.addItem(name[:1].upper() + name[1:])

    @property
    def word(self) -> Word:
        """What is chosen."""
        return self._words[self.currentIndex()]

    def choose(self, word: Word) -> None:
        """Choose one."""
        self.setCurrentIndex(self._words.index(word))
