"""The report on the quality of a project, for people who do not have the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs import ask

if TYPE_CHECKING:
    from palpate.session.report_writing import Reported

# What reports are made with is loaded by the function that needs it: no start of the window does.


class Reporting(QObject):
    """Asks where, and writes in the background from a reading of its own: the canvas stays live."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench

    def write_report(self) -> None:
        """Ask where to, and write the report there."""
        session = self._workbench.session
        if session is None:
            return
        from palpate.session.report_writing import report_of_file

        project, author = session.project.path, session.author
        suggestion = project.with_name(f"{project.stem} quality.pdf")
        filters = [
            self.tr("Pages to print (*.pdf)"),
            self.tr("Web page (*.html)"),
            self.tr("Table of every number (*.csv)"),
        ]
        path, _ = ask.ask_save(self.tr("Report on the quality of the labels"), suggestion, filters)
        if path is None:
            return
        session.jobs.start(
            self.tr("Writing the report"),
            lambda progress: report_of_file(project, path, author=author, progress=progress),
            self._on_written,
        )

    def _on_written(self, done: Reported) -> None:
        said = self.tr("wrote the report to {name}").format(name=done.path.name)
        self._workbench.note("\n".join([said, *done.warnings]))
