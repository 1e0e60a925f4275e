"""The table of actions as menus, shortcuts and a tool rail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from palpate.ui.actions.enabling import why_not
from palpate.ui.actions.keys import keys_of, tip_again, with_keys
from palpate.ui.actions.mnemonics import with_mnemonics
from palpate.ui.actions.pad_keys import PadKeys
from palpate.ui.actions.table import ACTIONS, ActionSpec, Needs
from palpate.ui.actions.tables.menu import DIVIDED_BEFORE, MENUS
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.theme.icons import icon


@dataclass(frozen=True, slots=True)
class Answer:
    """What an action does while a question is asked: its words, and what is done."""

    words: str
    give: Callable[[], object]


class ActionSet(QObject):
    """Every action, made once; enabled, explained and named as things stand.

    Signals
    -------
    began
        An action is about to be done.
    """

    began = Signal()

    def __init__(self, window: QMainWindow, workbench: Workbench, commands: object) -> None:
        super().__init__(window)
        self._workbench = workbench
        self._reasons: dict[Needs, str] = {}
        self._menus: dict[str, QMenu] = {}
        self._answers: Mapping[str, Answer] = {}
        self.by_name: dict[str, QAction] = {}
        for spec in ACTIONS:
            self.by_name[spec.does] = self._made(spec, window, getattr(commands, spec.does))
        self.pad_keys = PadKeys(window, self.by_name)

    def fill_menus(self, window: QMainWindow) -> None:
        """Put every action into its menu; a menu ``a.b`` stands within ``a``, where its first action does."""
        bar, menus = window.menuBar(), self._menus
        menus.update({name: bar.addMenu(_tr(title)) for name, title in MENUS.items() if "." not in name})
        for spec in ACTIONS:
            outer, inner = menus[spec.menu.partition(".")[0]], menus.get(spec.menu)
            if spec.does in DIVIDED_BEFORE:
                (inner or outer).addSeparator()
            if inner is None:
                inner = menus[spec.menu] = outer.addMenu(_tr(MENUS[spec.menu]))
            inner.addAction(self.by_name[spec.does])
        self._title_menus()

    def tool_rail(self, window: QMainWindow) -> QToolBar:
        """Return the rail of what is done most."""
        rail = QToolBar(_tr("Tools"), window)
        rail.setObjectName("tool-rail")
        rail.setOrientation(Qt.Orientation.Vertical)
        rail.setMovable(False)
        menu = ""
        for spec in ACTIONS:
            if spec.rail:
                if menu and spec.menu != menu:
                    rail.addSeparator()
                menu = spec.menu
                rail.addAction(self.by_name[spec.does])
        return rail

    def refresh(self) -> None:
        """Enable what can be done; say why of the rest."""
        reasons = {needs: why_not(needs, self._workbench) for needs in Needs}
        others = {needs for needs, reason in reasons.items() if self._reasons.get(needs) != reason}
        self._reasons = reasons
        for spec in ACTIONS if others else ():  # this runs for every edit and every frame that is played
            if spec.needs in others:
                self._explain(spec)
        self.by_name["loop"].setChecked(self._workbench.focus.loops)
        self._name_history()

    def put_keys(self, window: QMainWindow) -> None:
        """Let every action have its keys in force, and tooltips name them."""
        for spec in ACTIONS:
            action = self.by_name[spec.does]
            action.setShortcuts([QKeySequence(key) for key in keys_of(spec.does)])
            self._explain(spec)
        tip_again(window)
        self._title_menus()

    def take_over(self, answers: Mapping[str, Answer]) -> None:
        """Let actions, with their keys and buttons, be answers to a question; none gives them back."""
        before, self._answers = self._answers, answers
        if answers is before:
            return
        for spec in ACTIONS:
            if spec.does in answers or spec.does in before:
                self._explain(spec)
                self.by_name[spec.does].setAutoRepeat(not spec.once and spec.does not in answers)

    def show_checked(self, shown: Mapping[str, bool]) -> None:
        """Check what is switched on, by the names of actions."""
        for name, on in shown.items():
            self.by_name[name].setChecked(on)

    def redraw_icons(self) -> None:
        """Draw the icons in the colours of the theme in force."""
        for spec in ACTIONS:
            if spec.rail:
                self.by_name[spec.does].setIcon(icon(spec.rail))

    def _explain(self, spec: ActionSpec) -> None:
        action, reason = self.by_name[spec.does], self._reasons.get(spec.needs, "")
        answer = self._answers.get(spec.does)
        if answer is not None:
            reason = ""
        action.setEnabled(not reason)
        action.setToolTip(_tip(spec, reason) if answer is None else with_keys(answer.words, spec.does))
        action.setStatusTip(reason)

    def _done(self, spec: ActionSpec, run: Callable[[], object]) -> None:
        answer = self._answers.get(spec.does)
        (run if answer is None else answer.give)()

    def _title_menus(self) -> None:
        names = [name for name in self._menus if "." not in name]
        taken = {key for spec in ACTIONS for key in keys_of(spec.does)}
        for name, title in zip(names, with_mnemonics([_tr(MENUS[n]) for n in names], taken), strict=True):
            self._menus[name].setTitle(title)

    def _name_history(self) -> None:
        session = self._workbench.session
        for name, verb, entry in (
            ("undo", _tr("Undo"), session.undoable() if session else None),
            ("redo", _tr("Redo"), session.redoable() if session else None),
        ):
            text, action = f"{verb}: {entry.title}" if entry is not None else verb, self.by_name[name]
            if action.text() != text:  # Qt tells menus and tool buttons also where it is the same
                action.setText(text)

    def _made(self, spec: ActionSpec, window: QMainWindow, run: Callable[[], object]) -> QAction:
        action = QAction(_tr(spec.text), window)
        action.setObjectName(spec.does)
        action.setShortcuts([QKeySequence(key) for key in keys_of(spec.does)])
        action.setCheckable(spec.checkable)
        action.setAutoRepeat(not spec.once)
        action.triggered.connect(self.began)
        action.triggered.connect(lambda _checked=False: self._done(spec, run))
        if spec.rail:
            action.setIcon(icon(spec.rail))
        window.addAction(action)
        return action


def _tip(spec: ActionSpec, reason: str) -> str:
    head = with_keys(_tr(spec.tip or spec.text).rstrip("…"), spec.does)
    return f"{head}\n{_tr('Not now')}: {reason}" if reason else head


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
