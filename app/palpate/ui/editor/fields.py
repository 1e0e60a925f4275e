"""Controls of the editor's forms: each shows what the draft says, and hands over what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.quiet_label import QuietLabel


class WithFault(QWidget):
    """A control, and below it what is wrong with it."""

    def __init__(self, control: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.control = control
        self._fault = QuietLabel(self)
        self._fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(control)
        column.addWidget(self._fault)
        self.setFocusProxy(control)

    @property
    def fault(self) -> str:
        """What is wrong; empty for nothing."""
        return self._fault.text()

    def say(self, sentence: str) -> None:
        """Say what is wrong."""
        palette = self._fault.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, current().bad)
        self._fault.setPalette(palette)
        self._fault.say(sentence)
        self.control.setAccessibleDescription(sentence)


class TextField(QLineEdit):
    """A line of text; what is typed counts at once.

    Parameters
    ----------
    take
        Takes what was typed.
    """

    def __init__(self, name: str, take: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.textEdited.connect(lambda text: take(text))

    def show_text(self, text: str) -> None:
        """Show what is so, unless that is what stands there; a long text from its beginning."""
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)


class NumberField(QLineEdit):
    """A number, or nothing; what is none is said, and does not count.

    Parameters
    ----------
    take
        Takes the number, None for an empty field.
    fault
        Takes what is wrong with what was typed; empty for nothing.
    """

    def __init__(
        self,
        name: str,
        take: Callable[[float | None], object],
        fault: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(number_font(self.font()))
        self._take, self._fault = take, fault
        self.textEdited.connect(self._on_edited)

    def show_number(self, value: float | None) -> None:
        """Show what is so, unless what stands there means the same, or is still being typed."""
        try:
            shown: float | None = number_of(self.text())
        except ValueError:
            if self.hasFocus():
                return
            shown = float("nan")
        if shown != value:
            self.setText("" if value is None else f"{value:.6g}")

    def _on_edited(self, text: str) -> None:
        try:
            value = number_of(text)
        except ValueError:
            self._fault(self.tr("must be a number such as 0.014"))
            return
        self._fault("")
        self._take(value)


class WordField(QComboBox):
    """A word: one that others have already, or a new one."""

    def __init__(self, name: str, take: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        line = self.lineEdit()
        assert line is not None
        line.setAccessibleName(name)
        line.textEdited.connect(lambda text: take(text))
        self.textActivated.connect(lambda text: take(text))

    def show_words(self, word: str, words: Sequence[str]) -> None:
        """Show a word, and those to choose from."""
        if [self.itemText(k) for k in range(self.count())] != list(words):
            self.clear()
            self.addItems(list(words))
        if self.currentText() != word or self.currentIndex() < 0:
            self.setCurrentIndex(self.findText(word))
            self.setEditText(word)


class ChoiceField(QComboBox):
    """One of several, each with a value."""

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        take: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        for value, words in choices:
            self.addItem(words, value)
        self.activated.connect(lambda _at: take(str(self.currentData())))

    def show_value(self, value: str | None) -> None:
        """Show what is so; None for several."""
        self.setCurrentIndex(-1 if value is None else self.findData(value))


class NamesField(QLineEdit):
    """Keypoints by name, parted by commas; the end of a name is proposed while it is typed.

    Parameters
    ----------
    names
        Says which there are.
    """

    def __init__(
        self, name: str, names: Callable[[], Sequence[str]], take: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._names, self._take = names, take
        self.textEdited.connect(lambda text: take(text))
        self.editingFinished.connect(self._on_finished)

    def show_text(self, text: str) -> None:
        """Show what is so, unless that is what stands there but for their order and what is being typed."""
        typed, known = _parts(self.text()), set(self._names())
        if self.hasFocus():
            typed = [part for part in typed if part in known or part in _parts(text)]
        if sorted(typed) != sorted(_parts(text)):
            self.setText(text)
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Propose how the name goes on; a comma takes the proposal."""
        if event.text() == "," and self.hasSelectedText():
            self.end(False)
        super().keyPressEvent(event)
        at = self.cursorPosition()
        if event.text().isprintable() and event.text() and at == len(self.text()):
            begun = self.text().rpartition(",")[2].strip()
            taken = _parts(self.text())
            free = [name for name in self._names() if name.startswith(begun) and name not in taken]
            if begun and begun not in self._names() and free:
                self.insert(free[0][len(begun) :])
                self.setSelection(at, len(self.text()) - at)

    def _on_finished(self) -> None:
        if self.isModified():
            self._take(self.text())


def number_of(text: str) -> float | None:
    """Return a number as it was typed, also with a comma; None for nothing, ValueError for anything else."""
    plain = text.strip().replace(",", ".")
    return float(plain) if plain else None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
