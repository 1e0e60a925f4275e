"""The guidelines of the skeleton in hand as a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from palpate.base.errors import PalpateError
from palpate.model.skeleton import Skeleton
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.dialogs import ask

if TYPE_CHECKING:
    from palpate.session.guidelines.guideline_book import Printed

# What pages are made with is loaded by the function that needs it: no start of the window does.


class BookPrinting(QObject):
    """Asks where, and prints in the background."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench

    def print_guidelines(self) -> None:
        """Ask where to, and print the guidelines of the skeleton in hand."""
        from palpate.session.guidelines import book_examples, guideline_book

        session = self._workbench.session
        skeleton = self._skeleton(session) if session is not None else None
        if session is None or skeleton is None:
            return
        why = self._workbench.attempt(lambda: guideline_book.why_no_book(skeleton, session.guides))
        if why:
            self._workbench.note(why)
        if why != "":
            return
        suggestion = session.project.path.with_name(f"{skeleton.name} guidelines.pdf")
        filters = [self.tr("Pages to print (*.pdf)"), self.tr("Web page (*.html)")]
        title = self.tr("Print the guidelines of {name}").format(name=skeleton.name)
        path, _ = ask.ask_save(title, suggestion, filters)
        if path is None:
            return
        # Read here: the project is open in this thread.
        shots = self._workbench.attempt(
            lambda: book_examples.shots_of(session, skeleton, told=self._on_faulty)
        )
        guides = session.guides
        session.jobs.start(
            self.tr("Printing the guidelines"),
            lambda progress: guideline_book.print_book(
                skeleton, path, guides=guides, shots=shots or {}, force=True, progress=progress
            ),
            self._on_printed,
        )

    def _skeleton(self, session: Session) -> Skeleton | None:
        """Return the skeleton of the active instance, else that of the project; ask if there are several."""
        instance, skeletons = session.selection.focus.instance, session.contents.skeletons
        if instance:
            return session.contents.skeleton_of(instance)
        if len(skeletons) < 2:
            return next(iter(skeletons.values()), None)
        chosen = ask.ask_choice(self.tr("Print the guidelines"), self.tr("Skeleton"), list(skeletons))
        return skeletons[chosen] if chosen is not None else None

    def _on_faulty(self, fault: PalpateError) -> None:
        self._workbench.told.emit(Tone.FAULT, str(fault))

    def _on_printed(self, printed: Printed) -> None:
        said = self.tr("wrote the guidelines of {n} keypoints to {name}").format(
            n=printed.n_keypoints, name=printed.path.name
        )
        self._workbench.note("\n".join([said, *printed.warnings]))
