"""One example large over the canvas, the others a key away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from palpate.session.guidelines import examples
from palpate.session.guidelines.examples import Home, ShownExample
from palpate.ui.bridge.example_pictures import ExamplePictures
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.theme.apply import current
from palpate.ui.theme.icons import icon
from palpate.ui.widgets.example_view import ExampleView
from palpate.ui.widgets.example_words import headline, source_words

_MARGIN = 3
_SIDE = 2048.0


class ExampleSheet(QFrame):
    """Lies over the picture until Escape is pressed or the work goes on elsewhere.

    Signals
    -------
    edit_wanted, remove_wanted
        (ShownExample).
    """

    edit_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, workbench: Workbench, pictures: ExamplePictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._workbench, self._pictures, self._below = workbench, pictures, parent
        self._shown: tuple[ShownExample, ...] = ()
        self._at = 0
        self._before: QWidget | None = None
        self.title = QLabel(self)
        self.place = QLabel(self)
        self.view = ExampleView(self)
        self.caption = QLabel(self)
        self.source = QLabel(self)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # a click here places nothing below
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("Example"))
        self.hide()
        pictures.came.connect(self._show_picture)
        parent.installEventFilter(self)
        workbench.session_changed.connect(self.leave)
        workbench.changed.connect(lambda change: self._on_examples() if change.examples else None)
        workbench.focus_followed.connect(
            lambda now, before: self.leave() if now.keypoint != before.keypoint else None
        )

    @property
    def shown(self) -> ShownExample | None:
        """What is in sight."""
        return self._shown[self._at] if self._shown and not self.isHidden() else None

    def show_examples(self, shown: Sequence[ShownExample], at: int) -> None:
        """Show one of some examples."""
        self._shown, self._at = tuple(shown), at
        if self.isHidden():
            self._before = self.window().focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def leave(self) -> None:
        """Go."""
        if self.isHidden():
            return
        self.hide()
        self._shown = ()
        self._pictures.wish(None, (), _SIDE, content_of=lambda _one: None, who=self)
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def step(self, by: int) -> None:
        """Show the next one, or the one before."""
        if self._shown:
            self._at = (self._at + by) % len(self._shown)
            self._show()

    # ---- Qt --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave, or go on to another one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave()
        elif key in steps:
            self.step(steps[key])
        elif key is Qt.Key.Key_F2 and self.edit_button.isEnabled():
            self.edit_button.click()
        elif key is Qt.Key.Key_Delete and self.remove_button.isEnabled():
            self.remove_button.click()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the window's shortcuts."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = (Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
            more = (Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if Qt.Key(event.key()) in (*own, *more) and not event.modifiers():
                event.accept()
                return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover what lies below."""
        if watched is self._below and event.type() is QEvent.Type.Resize:
            self._fit()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.close_button.setIcon(icon("cancel"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lay a sheet over the picture."""
        tokens = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.window))
        painter.setPen(QColor(tokens.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _fit(self) -> None:
        self.setGeometry(self._below.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))

    # ---- building --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        font = self.title.font()
        font.setPointSizeF(14.0)
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.caption.setWordWrap(True)
        for quiet in (self.place, self.source):
            quiet.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.close_button = QToolButton(self)
        self.close_button.setAutoRaise(True)
        self.close_button.setIcon(icon("cancel"))
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Close (Escape)"))
        self.close_button.clicked.connect(self.leave)
        self.edit_button = QPushButton(self.tr("Edit…"), self)
        self.edit_button.clicked.connect(lambda: self.edit_wanted.emit(self.shown))
        self.remove_button = QPushButton(self.tr("Remove"), self)
        self.remove_button.clicked.connect(lambda: self.remove_wanted.emit(self.shown))
        for button in (self.close_button, self.edit_button, self.remove_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.place, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.close_button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.source, 1)
        foot.addWidget(self.edit_button)
        foot.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self.caption)
        column.addLayout(foot)

    # ---- what is shown ---------------------------------------------------------------------------------

    def _show(self) -> None:
        shown = self._shown[self._at]
        example = shown.example
        self.title.setText(headline(example))
        self.place.setText(f"{self._at + 1} / {len(self._shown)}" if len(self._shown) > 1 else "")
        self.caption.setText(example.caption)
        self.caption.setVisible(bool(example.caption))
        is_own = shown.home is Home.OWN
        self.source.setText(source_words(example) if is_own else self.tr("Came with the skeleton"))
        for button in (self.edit_button, self.remove_button):
            button.setVisible(is_own)
            button.setEnabled(is_own)
        self.view.setAccessibleName(f"{headline(example)}. {example.caption}")
        self._wish()
        self._show_picture()

    def _wish(self) -> None:
        session = self._workbench.session
        if session is not None:
            ordered = (*self._shown[self._at :], *self._shown[: self._at])
            self._pictures.wish(
                None,
                ordered[:2],
                _SIDE,
                content_of=lambda one: self._workbench.attempt(lambda: examples.picture_of(session, one)),
                who=self,
            )

    def _show_picture(self) -> None:
        shown = self.shown
        if shown is None:
            return
        image = self._pictures.at_hand(shown, _SIDE)
        self.view.show_picture(image)
        example = shown.example
        if image is None:
            return
        # A smaller picture may stand in for a moment; the marks go with it.
        across, down = image.width() / example.size[0], image.height() / example.size[1]
        wrong = example.wrong
        self.view.mark(
            (example.right[0] * across, example.right[1] * down),
            None if wrong is None else (wrong[0] * across, wrong[1] * down),
        )

    def _on_examples(self) -> None:
        """Show what is said of it now; go on to another if it is gone."""
        session = self._workbench.session
        if session is None or self.isHidden():
            return
        now = {one.id: one for one in examples.kept_in(session)}
        left = [
            one if one.home is not Home.OWN else ShownExample(now[one.example.id], Home.OWN)
            for one in self._shown
            if one.home is not Home.OWN or one.example.id in now
        ]
        if not left:
            self.leave()
            return
        self._shown, self._at = tuple(left), min(self._at, len(left) - 1)
        self._show()
