"""The report on the quality of a project, for people who do not have the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs import ask

if TYPE_CHECKING:
    from palpate.session.reporting.report_writing import Reported

# What reports are made with is loaded by the function that needs it: no start of the window does.


class Reporting(QObject):
    """Asks where, and writes in the background from a reading of its own: the canvas stays live."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        workbench.report_wanted.connect(self._ask)

    def write_report(self) -> None:
        """Ask where to, and write the report there."""
        self._ask(".pdf", "", "")

    # ---- inside ------------------------------------------------------------------------------------------

    def _ask(self, suffix: str, layer: str, gold: str) -> None:
        """Ask where to, offering one ending first; by the names of a layer and of gold, or of all work."""
        session = self._workbench.session
        if session is None:
            return
        from palpate.session.reporting.report_writing import report_of_file

        project, author = session.project.path, session.author
        whose = f" {layer}" if layer else ""
        suggestion = project.with_name(f"{project.stem}{whose} quality{suffix}".replace("/", "-"))
        filters = {
            ".pdf": self.tr("Pages to print (*.pdf)"),
            ".html": self.tr("Web page (*.html)"),
            ".csv": self.tr("Table of every number (*.csv)"),
        }
        first = filters.pop(suffix)
        path, _ = ask.ask_save(
            self.tr("Report on the quality of the labels"), suggestion, [first, *filters.values()]
        )
        if path is None:
            return
        session.jobs.start(
            self.tr("Writing the report"),
            lambda progress: report_of_file(
                project, path, author=author, layers=(layer,) if layer else (), gold=gold, progress=progress
            ),
            self._on_written,
        )

    def _on_written(self, done: Reported) -> None:
        said = self.tr("wrote the report to {name}").format(name=done.path.name)
        self._workbench.note("\n".join([said, *done.warnings]))
