"""Videos and images into the project while the window stays live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from palpate.model.arrays import Pixels
from palpate.session.frames.media_adding import Reading, Wanted, start_adding, start_looking
from palpate.session.jobs import Job
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench, focus_on_clip
from palpate.ui.dialogs.ask import window_over
from palpate.ui.widgets.pictures import image_of

if TYPE_CHECKING:
    from palpate.ui.dialogs.streams import Offers

Arrived: TypeAlias = Callable[[Reading], None]


class Adding(QObject):
    """Reads media in the background, asks which stream where there are several, and puts them in.

    Signals
    -------
    began
        (Job) media are being read.
    looked
        (name, QImage) the first frame of one of them, while its frames are still listed.
    added
        (list of Clip) they are in the project.
    """

    began = Signal(object)
    looked = Signal(str, QImage)
    added = Signal(object)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench

    def add(self, paths: Sequence[Path], then: Callable[[], None] = lambda: None) -> None:
        """Add media; ``then`` is done when they are in the project."""
        session = self._workbench.session
        if session is None:
            return
        before = session.selection.focus

        def arrived(reading: Reading) -> None:
            self._show(session, reading, before)
            then()

        start_looking(session, paths, lambda offers: self._ask(session, list(paths), offers, arrived))

    def _ask(self, session: Session, paths: list[Path], offers: Offers, then: Arrived) -> None:
        """Let the streams be chosen where there is a choice; cancelled, nothing is added."""
        if not offers:
            self._read(session, [Wanted(path) for path in paths], then)
            return
        from palpate.ui.dialogs.streams import StreamsDialog  # most files have one stream

        def chosen() -> None:
            if self._workbench.session is session:
                streams = dialog.chosen()
                self._read(session, [Wanted(path, streams.get(path, 0)) for path in paths], then)

        dialog = StreamsDialog(offers, window_over(self))
        dialog.accepted.connect(chosen)
        dialog.open()

    def _read(self, session: Session, wanted: list[Wanted], then: Arrived) -> None:
        job = self._workbench.attempt(lambda: start_adding(session, wanted, then=then, looked=self._on_look))
        if isinstance(job, Job):
            self.began.emit(job)

    def _on_look(self, path: Path, pixels: Pixels) -> None:
        self.looked.emit(path.name, image_of(pixels))  # from the job's thread: Qt queues it

    def _show(self, session: Session, reading: Reading, before: Focus) -> None:
        """Go to the first of the clips, unless the hand is busy elsewhere by now."""
        clips = list(reading.clips)
        focus = session.selection.focus
        if focus == before or focus.clip == clips[0].id:  # the first clip of a project is gone to by itself
            focus_on_clip(session, clips[0].id)
            said = ""
        else:
            named = clips[0].name if len(clips) == 1 else self.tr("{n} clips").format(n=len(clips))
            said = self.tr("Added {name}: choose it at the top, under Clip").format(name=named)
        lines = [said, *reading.remarks] if said else list(reading.remarks)
        if lines:
            self._workbench.note("\n".join(lines))
        self.added.emit(clips)
