"""Who is in the clip, and what of each has been placed in this frame."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palpate.model.change import Change
from palpate.model.example import Shows
from palpate.session.placing import gestures
from palpate.session.placing.aside_gestures import How, alike, toggle
from palpate.session.placing.banks import bank_here
from palpate.session.selection import Focus
from palpate.ui.actions.keys import tip_with_keys, with_keys
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.look import look
from palpate.ui.panels.instances.aside_cells import Aside
from palpate.ui.panels.instances.colours_foot import ColoursFoot
from palpate.ui.panels.instances.rows import InstanceRows, RowPainter
from palpate.ui.panels.instances.tree import ASIDE, EYE, HOW_MUCH, LOCK, REGION, InstanceTree
from palpate.ui.theme.apply import number_font
from palpate.ui.theme.colour_names import colour_names
from palpate.ui.theme.icons import icon
from palpate.ui.theme.tokens import instance_colour
from palpate.ui.widgets.glyphs import swatch
from palpate.ui.widgets.hint import OrHint


class InstancesPanel(QWidget):
    """Instances, each unfolding into its keypoints with the marks of the picture.

    Signals
    -------
    add_wanted
    remove_wanted
        (instance id), which is the active one by then.
    example_wanted
        (Shows) the keypoint of the row, which is the active one by then, is to become an example.
    colour_wanted
        (instance id, colour from 1, or 0 for that of its number).
    colours_wanted
        (Scheme) colours shall tell apart something else.
    marks_wanted
        The legend of shapes and fills shall be shown.
    """

    add_wanted = Signal()
    remove_wanted = Signal(str)
    colour_wanted = Signal(str, int)
    example_wanted = Signal(object)
    colours_wanted = Signal(object)
    marks_wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._following = False
        self._opened: set[str] = set()
        self.model = InstanceTree(self)
        # The editor is still open when it tells what was typed; the rows are made anew after that.
        self.model.named.connect(self._on_named, Qt.ConnectionType.QueuedConnection)
        self.tree = self._make_tree()
        self._body = OrHint(self.tree, self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter keypoints, instances"))
        self.filter.setAccessibleName(self.tr("Filter keypoints and instances"))
        self.filter.setToolTip(
            self.tr("Parts of names, #7 for number 7; Enter makes the first match active, Escape clears")
        )
        self.filter.setClearButtonEnabled(True)
        for button in self.filter.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear the filter"))
        self.filter.textChanged.connect(self._on_filter)
        self.filter.returnPressed.connect(self._on_filter_entered)
        self.filter.installEventFilter(self)
        self._add = QToolButton(self)
        self._add.setAutoRaise(True)
        tip_with_keys(self._add, self.tr("Add an instance"), "add_instance")
        self._add.clicked.connect(self.add_wanted)
        self.colours = ColoursFoot(self)
        self.colours.scheme_wanted.connect(self.colours_wanted)
        self.colours.marks_wanted.connect(self.marks_wanted)
        self._draw_icons()
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 8)
        head.addWidget(self.filter, 1)
        head.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._body, 1)
        column.addWidget(self.colours)
        workbench.session_changed.connect(self._reload)
        workbench.changed.connect(self._on_changed)
        workbench.focus_followed.connect(self._on_focus_changed)
        self._reload()

    @property
    def hint(self) -> str:
        """What is said instead of the tree; empty while it is shown."""
        return self._body.hint

    def refresh(self) -> None:
        """Show marks in other colours, and what is set aside."""
        self.model.redraw()
        self._show_colours()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Down goes from the filter into the tree, Escape clears it."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.tree.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icons()

    def _make_tree(self) -> InstanceRows:
        tree = InstanceRows(self)
        tree.setModel(self.model)
        tree.setItemDelegate(RowPainter(tree))
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setExpandsOnDoubleClick(False)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setMouseTracking(True)
        tree.setAllColumnsShowFocus(True)
        tree.setIndentation(16)
        tree.setFont(number_font(self.font()))
        tree.setAccessibleName(self.tr("Instances and keypoints"))
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(HOW_MUCH, 80)
        for column in (EYE, LOCK):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, 24)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._on_menu_wanted)
        tree.selectionModel().currentChanged.connect(self._on_current_changed)
        tree.doubleClicked.connect(self._on_double_clicked)
        tree.rename_pressed.connect(lambda: self._on_double_clicked(tree.currentIndex()))
        tree.aside_pressed.connect(self._on_aside_pressed)
        return tree

    # ---- following the session -------------------------------------------------------------------------

    def _reload(self) -> None:
        focus = self._workbench.focus
        self.model.load(self._workbench.session, focus.clip, focus.layer, focus.frame)
        self._opened.clear()
        self._body.show_hint(self._why_empty())
        self._add.setEnabled(bool(focus.clip))
        self._show_bank()
        self._show_colours()
        self._follow(focus)

    def _on_changed(self, change: Change) -> None:
        if change.instances or change.layers or change.clips:
            self._reload()
            return
        layer = self._workbench.focus.layer
        touched = {i.id for i in self.model.instances if change.notes or change.touches(layer, i.id)}
        self.model.refresh(touched)

    def _on_focus_changed(self, now: Focus, before: Focus) -> None:
        if (now.clip, now.layer) != (before.clip, before.layer):
            self._reload()
            return
        if now.frame != before.frame:
            tree, model = self.tree, self.model
            shown = {i.id for i in model.instances if tree.isExpanded(model.place_of(i.id, -1))}
            model.set_frame(now.frame, shown)
        if (now.instance, now.keypoint) != (before.instance, before.keypoint):
            self._follow(now)
        if (now.instance, now.bank) != (before.instance, before.bank):
            self._show_bank()

    def _show_bank(self) -> None:
        session = self._workbench.session
        self.tree.bank = bank_here(session) if session is not None else range(0)
        self.tree.viewport().update()

    def _follow(self, focus: Focus) -> None:
        """Show the active keypoint; of those unfolded here, only its instance stays so."""
        own_click, self._following = self._following, True
        self.tree.expand(self.model.place_of(focus.instance, -1))
        # Rows must stay under the mouse between the two clicks of a double-click.
        if not own_click:
            for instance in self._opened - {focus.instance}:
                self.tree.collapse(self.model.place_of(instance, -1))
            self._opened.clear()
            place = self.model.place_of(focus.instance, focus.keypoint)
            self.tree.setCurrentIndex(place)
            if place.isValid():
                self.tree.scrollTo(place)
        self._opened.add(focus.instance)
        self._following = own_click

    def _why_empty(self) -> str:
        focus = self._workbench.focus
        if self.model.instances or self.filter.text():
            return ""
        if self._workbench.session is None:
            return self.tr("No project is open.")
        if not focus.clip:
            return with_keys(self.tr("No clip yet. Add a video or images first"), "add_media") + "."
        first = with_keys(self.tr("No instance yet. Add one"), "add_instance")
        return first + self.tr(": the person, animal or object to place keypoints on.")

    # ---- what hands do ---------------------------------------------------------------------------------

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._following:
            self._choose(now)

    def _choose(self, index: QModelIndex) -> None:
        session, address = self._workbench.session, self.model.address(index)
        if session is None or address is None:
            return
        instance, keypoint = address
        self._following = True
        if keypoint < 0:
            gestures.choose_instance(session, instance)
        else:
            gestures.choose(session, instance, keypoint)
        self._following = False

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.isValid() and not index.data(REGION) and not index.parent().isValid():
            self.rename(index)

    def rename(self, index: QModelIndex) -> None:
        """Let the name of an instance be typed over in its row."""
        self._choose(index)
        self.tree.edit(index.siblingAtColumn(0))

    def _on_named(self, instance: str, name: str) -> None:
        session = self._workbench.session
        if session is None or instance not in {found.id for found in self.model.instances}:
            return
        found = session.contents.instance(instance)
        if name != found.name:
            self._workbench.attempt(lambda: gestures.rename_instance(session, found, name))

    def _on_aside_pressed(self, index: QModelIndex, everywhere: bool) -> None:
        self._set_aside(index, How.HIDDEN if index.column() == EYE else How.LOCKED, everywhere=everywhere)

    def _set_aside(self, index: QModelIndex, how: How, *, everywhere: bool = False) -> None:
        session, part = self._workbench.session, self.model.part(index)
        if session is not None and part is not None:
            toggle(session, how, alike(session, part) if everywhere else [part])

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = self.menu_for(self.tree.indexAt(at))
        if menu is not None:
            menu.popup(self.tree.viewport().mapToGlobal(at))

    def menu_for(self, index: QModelIndex) -> QMenu | None:
        """Return what can be done with the instance of a row; None beside any."""
        address = self.model.address(index)
        if address is None:
            return None
        self._choose(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not index.parent().isValid():
            menu.addAction(self.tr("Rename"), lambda: self.rename(index))
            menu.addMenu(self._colour_menu(menu, address[0]))
        for column, how in ((EYE, How.HIDDEN), (LOCK, How.LOCKED)):
            place = index.siblingAtColumn(column)
            word = self._aside_word(how, Aside(int(place.data(ASIDE))))
            menu.addAction(word, partial(self._set_aside, place, how))
        menu.addSeparator()
        if address[1] >= 0:
            for shows in Shows:
                menu.addAction(self._example_word(shows), partial(self.example_wanted.emit, shows))
            menu.addSeparator()
        menu.addAction(self.tr("Remove the instance"), partial(self.remove_wanted.emit, address[0]))
        return menu

    def _example_word(self, shows: Shows) -> str:
        correct, incorrect = self.tr("Save as correct example…"), self.tr("Save as incorrect example…")
        return correct if shows is Shows.CORRECT else incorrect

    def _aside_word(self, how: How, state: Aside) -> str:
        if how is How.HIDDEN:
            return self.tr("Show") if state is Aside.YES else self.tr("Hide")
        return self.tr("Unlock") if state is Aside.YES else self.tr("Lock")

    def _colour_menu(self, parent: QMenu, instance: str) -> QMenu:
        menu = QMenu(self.tr("Colour"), parent)
        menu.addAction(self.tr("As its number"), lambda: self.colour_wanted.emit(instance, 0))
        for n, name in enumerate(colour_names(), start=1):
            swatched = QIcon(swatch(instance_colour(n), self.devicePixelRatioF()))
            menu.addAction(swatched, name, partial(self.colour_wanted.emit, instance, n))
        return menu

    def _show_colours(self) -> None:
        self.colours.show_colours(look().scheme, self._workbench.session, self._workbench.focus.clip)

    def _on_filter(self, words: str) -> None:
        focus = self._workbench.focus
        self._following = True
        self.model.set_filter(words)
        self._following = False
        self._opened.clear()
        self._follow(focus)
        if len(self.model.instances) == 1:  # found by its name, perhaps another than the active one
            self.tree.expand(self.model.index(0, 0))

    def _on_filter_entered(self) -> None:
        first = self.model.first_match(self._workbench.focus.instance)
        if first.isValid():
            self._choose(first)
            self.filter.clear()
            self.tree.setFocus()

    def _draw_icons(self) -> None:
        self._add.setIcon(icon("add-instance"))
