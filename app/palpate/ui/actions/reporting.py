"""The report on the quality of a project, for people who do not have the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from palpate.session.jobs import Job, JobState
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs import ask
from palpate.ui.messages import MessageBars, with_capital

if TYPE_CHECKING:
    from palpate.session.reporting.report_writing import Reported

# What reports are made with is loaded by the function that needs it: no start of the window does.


class Reporting(QObject):
    """Asks where, and writes in the background from a reading of its own: the canvas stays live."""

    def __init__(self, workbench: Workbench, messages: Callable[[], MessageBars]) -> None:
        super().__init__(workbench)
        self._workbench, self._messages = workbench, messages
        self._job: Job | None = None
        self._fault = ""
        self._door: QPushButton | None = None
        workbench.report_wanted.connect(self._ask)
        workbench.job_changed.connect(self._on_job)
        workbench.session_changed.connect(self._withdraw)

    def write_report(self) -> None:
        """Ask where to, and write the report there."""
        self._ask(".pdf", "", "")

    def write_to(self, path: Path, *, layer: str = "", gold: str = "") -> None:
        """Write the report there in the background, on a layer by its name or on all work."""
        session = self._workbench.session
        if session is None:
            return
        from palpate.session.reporting.report_writing import report_of_file

        project, author = session.project.path, session.author
        self._withdraw()
        self._job = session.jobs.start(
            self.tr("Writing the report"),
            lambda progress: report_of_file(
                project, path, author=author, layers=(layer,) if layer else (), gold=gold, progress=progress
            ),
            self._on_written,
            self._on_failed,
        )

    # ---- inside ------------------------------------------------------------------------------------------

    def _ask(self, suffix: str, layer: str, gold: str) -> None:
        """Ask where to, offering one ending first; by the names of a layer and of gold, or of all work."""
        session = self._workbench.session
        if session is None:
            return
        project = session.project.path
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
        if path is not None:
            self.write_to(path, layer=layer, gold=gold)

    def _on_written(self, done: Reported) -> None:
        """Say where it lies until somebody has been there or closes it: it may take a while to be written."""
        self._withdraw()
        said = self.tr("wrote the report to {path}").format(path=done.path)
        self._door = QPushButton(self.tr("Open the folder"))
        self._door.clicked.connect(lambda: self._open(done.path.parent))
        self._messages().ask(with_capital("\n".join([said, *done.warnings])), self._door)

    def _on_failed(self, error: BaseException) -> None:
        self._fault = str(error)

        def again() -> None:
            raise error

        self._workbench.attempt(again)

    def _on_job(self, job: Job) -> None:
        if job is self._job and job.state is JobState.CANCELLED:
            self._workbench.note(self.tr("the report was stopped; nothing was written"))

    def _open(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        self._withdraw()

    def _withdraw(self) -> None:
        """Take back what was said of the report before."""
        if self._fault:
            self._messages().take_back(self._fault)
            self._fault = ""
        if self._door is not None:
            self._messages().withdraw(self._door)
            self._door = None
