"""The line above the picture: which clip, which layer, which mode, who is working."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

from palpate.model.layer import Layer
from palpate.session.other_layers import why_not_take_up
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.widgets.clip_chooser import ClipChooser
from palpate.ui.widgets.unit_words import layer_kinds

MODES = ("annotate", "review")
_FLAGS = int(Qt.ItemDataRole.UserRole) - 1  # where items of a chooser keep what can be done with them


class Header(QToolBar):
    """Choosers for clip and layer, the mode, and the annotator's name.

    Signals
    -------
    mode_wanted
        One of `MODES`.
    clip_wanted
        (clip id)
    person_wanted
        Somebody else is to work, or the same in another role.
    """

    mode_wanted = Signal(str)
    clip_wanted = Signal(str)
    person_wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setWindowTitle(self.tr("Clip, layer and mode"))
        self.setMovable(False)
        self._workbench = workbench
        self._kinds: Mapping[str, str] = {}
        self._clips = ClipChooser(self)
        self._add(self._clips, self.tr("Clip"), 220)
        self._layers, self._modes = QComboBox(self), QComboBox(self)
        self._add(self._layers, self.tr("Layer"), 230)
        self._add(self._modes, self.tr("Mode"), 120)
        for mode, text in zip(MODES, (self.tr("Annotate"), self.tr("Review")), strict=True):
            self._modes.addItem(text, mode)
        stretch = QWidget(self)
        stretch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(stretch)
        self.person = QToolButton(self)
        self.person.setAutoRaise(True)
        self.person.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.person.clicked.connect(lambda: self.person_wanted.emit())
        self.addWidget(self.person)
        self._clips.activated.connect(self._on_clip)
        self._layers.activated.connect(self._on_layer)
        self._modes.activated.connect(lambda: self.mode_wanted.emit(str(self._modes.currentData())))
        workbench.session_changed.connect(self.refresh)
        workbench.changed.connect(lambda change: self.refresh() if change.clips or change.layers else None)
        workbench.focus_followed.connect(self._follow)

    def refresh(self) -> None:
        """List what there is."""
        session = self._workbench.session
        self._clips.show_clips(session)
        self._layers.clear()
        if session is None:
            self.person.setText(" ")  # without any text it would have another height, and the docks below
            return
        self._kinds = layer_kinds(session)
        for layer in session.contents.layers:
            self._offer(session, layer)
        role = session.contents.settings.get("role", "")
        said = f"{session.author} · {role}" if role else session.author
        self.person.setText(said.replace("&", "&&"))
        self.person.setAccessibleName(self.tr("Who works: {who}").format(who=said))
        self.person.setEnabled(not session.project.read_only)
        self.person.setToolTip(
            session.project.read_only or self.tr("Work as somebody else, or in another role")
        )
        self._follow()

    def _offer(self, session: Session, layer: Layer) -> None:
        """List a layer; one that is kept from whoever works says why."""
        self._layers.addItem(f"{layer.name} · {self._kinds[layer.id]}", layer.id)
        row, reason = self._layers.count() - 1, why_not_take_up(session, layer.id)
        tip = reason or self.tr("labels of {author}").format(author=layer.author)
        self._layers.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        if reason:
            self._layers.setItemData(row, Qt.ItemFlag.NoItemFlags.value, _FLAGS)

    def show_mode(self, mode: str) -> None:
        """Show the mode that was entered from elsewhere."""
        self._modes.setCurrentIndex(MODES.index(mode))

    def _follow(self, *_: object) -> None:
        focus = self._workbench.focus
        self._clips.setCurrentIndex(self._clips.findData(focus.clip))
        self._layers.setCurrentIndex(self._layers.findData(focus.layer))

    def _on_clip(self) -> None:
        if self._workbench.session is not None:
            self.clip_wanted.emit(str(self._clips.currentData()))

    def _on_layer(self) -> None:
        session = self._workbench.session
        if session is None:
            return
        layer = str(self._layers.currentData())
        reason = why_not_take_up(session, layer)
        if reason:
            self._workbench.told.emit(Tone.WARNING, reason)
            self._follow()
        else:
            session.selection.move(layer=layer)

    def _add(self, chooser: QComboBox, name: str, width: int) -> None:
        label = QLabel(name, self)
        label.setContentsMargins(12, 0, 4, 0)
        chooser.setMinimumWidth(width)
        chooser.setAccessibleName(name)
        chooser.setToolTip(name)
        chooser.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        label.setBuddy(chooser)
        self.addWidget(label)
        self.addWidget(chooser)
