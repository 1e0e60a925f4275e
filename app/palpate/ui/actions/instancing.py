"""Instances: the colour each is shown in, and the skeletons that new ones may have."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from palpate.session.placing import instance_editing
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import ask_choice, ask_open
from palpate.ui.dialogs.skeleton_choice import ask_which, skeleton_filters
from palpate.ui.theme.colour_names import colour_names


class Instancing(QObject):
    """Asks, and carries the answer into the session."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench

    def colour_instance(self) -> None:
        """Ask which colour the active instance shall have."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance:
            return
        names = [self.tr("As its number"), *colour_names()]
        chosen = ask_choice(self.tr("Colour of the instance"), self.tr("Colour"), names)
        if chosen is not None:
            self.recolour(focus.instance, names.index(chosen))

    def recolour(self, instance: str, colour: int) -> None:
        """Show an instance in a colour from 1, or for 0 in that of its number."""

        def do(session: Session) -> None:
            found = session.contents.instance(instance)
            instance_editing.recolour(session, found, colour or None)

        self._with(do)

    def add_skeleton(self) -> None:
        """Ask for a skeleton that comes with the program, or one in a file."""
        session = self._workbench.session
        if session is None:
            return
        offers, file = instance_editing.skeletons_to_add(session), self.tr("From a file…")
        titles = [f"{title} ({name})" if title != name else name for name, title in offers.items()]
        chosen = ask_choice(self.tr("Add a skeleton"), self.tr("Skeleton"), [*titles, file])
        if chosen is None:
            return
        if chosen == file:
            paths = ask_open(self.tr("Add a skeleton"), skeleton_filters())
            asked = [self._workbench.attempt(partial(ask_which, path)) for path in paths]
            wanted = [name for name in asked if name]
        else:
            wanted = [list(offers)[titles.index(chosen)]]
        for name in wanted:
            self._with(partial(self._add, name))

    def _add(self, name: str, session: Session) -> None:
        added = instance_editing.add_skeleton(session, name)
        said = self.tr("{name} is in the project: a new instance may have it")
        self._workbench.note(said.format(name=added))

    def _with(self, do: Callable[[Session], None]) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: do(session))
