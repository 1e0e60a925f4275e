"""Examples: cut out of the frame in hand, shown large, described anew and taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from palpate.base.errors import PalpateError
from palpate.model.example import Blur, Lighting, Shows
from palpate.model.picture import Part
from palpate.session.guidelines import example_cutting, examples
from palpate.session.guidelines.example_cutting import Cutting, Said
from palpate.session.guidelines.examples import Home, ShownExample
from palpate.session.session import Session
from palpate.session.settings import Settings
from palpate.ui.bridge.example_pictures import ExamplePictures
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.dialogs.ask import window_over
from palpate.ui.panels.guideline.example_gallery import ExampleGallery
from palpate.ui.widgets.example_words import shows_word

if TYPE_CHECKING:
    from palpate.ui.dialogs.example import ExampleDialog
    from palpate.ui.example_sheet import ExampleSheet

_WHO = "example"
_CONDITIONS = "example_conditions"


class Exampling(QObject):
    """The commands on examples; dialogs and the large view are made when they are first wanted."""

    _came = Signal(int, object)

    def __init__(self, workbench: Workbench, presenter: Presenter, settings: Settings) -> None:
        super().__init__(workbench)
        self._workbench, self._presenter, self._settings = workbench, presenter, settings
        self._dialog: ExampleDialog | None = None
        self._cutting: Cutting | None = None
        self._part: Part | None = None
        self._below: QWidget | None = None
        self._pictures: ExamplePictures | None = None
        self._sheet: ExampleSheet | None = None
        self._came.connect(self._on_came)
        workbench.session_changed.connect(self._drop)

    def attend(self, gallery: ExampleGallery, below: QWidget) -> None:
        """Say whose examples are opened, and what the large view covers."""
        self._below, self._pictures = below, gallery.pictures
        settings = self._settings

        def choose(name: str) -> None:
            if name in (_CONDITIONS, "annotator"):
                gallery.choose(str(settings.get(_CONDITIONS)))

        choose(_CONDITIONS)
        settings.changed.connect(choose)
        gallery.conditions_changed.connect(lambda said: settings.set(_CONDITIONS, said))
        gallery.opened.connect(self.show_large)
        gallery.edit_wanted.connect(self.edit)
        gallery.remove_wanted.connect(self.remove)

    def put_away(self) -> None:
        """Take the large view away."""
        if self._sheet is not None:
            self._sheet.leave()

    # ---- saving ----------------------------------------------------------------------------------------

    def save_correct_example(self) -> None:
        """Keep a picture of the active keypoint, which stands right here."""
        self.begin(Shows.CORRECT)

    def save_incorrect_example(self) -> None:
        """Keep a picture of the active keypoint, which stands wrong here."""
        self.begin(Shows.INCORRECT)

    def begin(self, shows: Shows) -> None:
        """Ask what is to be kept of the active keypoint."""
        from palpate.ui.dialogs.example import ExampleDialog  # wanted by no start of the program

        session, reel = self._workbench.session, self._presenter.reel
        if session is None or self._dialog is not None:
            return
        if session.project.read_only:
            self._workbench.told.emit(Tone.WARNING, session.project.read_only)
            return
        cutting = self._workbench.attempt(lambda: example_cutting.begin(session, shows))
        if cutting is None:
            return
        if reel is None:
            said = self.tr("There is no picture to cut out: the medium of this clip is not at hand.")
            self._workbench.told.emit(Tone.WARNING, said)
            return
        self._cutting, self._part = cutting, None
        self._dialog = ExampleDialog(cutting, self._keep, window_over(self))
        self._dialog.finished.connect(self._forget)
        self._dialog.open()
        part = example_cutting.at_hand(reel.at_hand(cutting.spot.frame), cutting)
        if part is not None:
            self._on_came(cutting.spot.frame, part)
        else:  # only a preview is, or a part of the frame
            reel.crop(_WHO, {cutting.spot.frame: cutting.reach}, self._came.emit)

    def _on_came(self, frame: int, result: object) -> None:
        session, dialog, cutting = self._workbench.session, self._dialog, self._cutting
        if session is None or dialog is None or cutting is None or frame != cutting.spot.frame:
            return
        if isinstance(result, PalpateError):
            dialog.tell(result.sentence)
        elif isinstance(result, Part):
            self._part = result
            self._cutting = example_cutting.with_blur(session, cutting, result)
            dialog.bring(result, self._cutting)

    def _keep(self, said: Said) -> str:
        session, cutting, part = self._workbench.session, self._cutting, self._part
        if session is None or cutting is None or part is None:
            return self.tr("the frame is not at hand yet")
        try:
            example_cutting.save(session, cutting, part, said)
        except PalpateError as error:
            return error.sentence
        told = self.tr("Saved as {kind} example of {keypoint}: it stands in the guideline.")
        kind = shows_word(cutting.shows).lower()
        self._workbench.note(told.format(kind=kind, keypoint=cutting.called))
        return ""

    def _forget(self, *_: object) -> None:
        self._dialog, self._cutting, self._part = None, None, None

    def _drop(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self.put_away()

    # ---- those that there are --------------------------------------------------------------------------

    def show_large(self, shown: Sequence[ShownExample], at: int) -> None:
        """Show one of some examples large."""
        if self._below is not None:
            self.sheet.show_examples(shown, at)

    @property
    def sheet(self) -> ExampleSheet:
        """The large view."""
        if self._sheet is None:
            from palpate.ui.example_sheet import ExampleSheet  # wanted by no start of the program

            assert self._below is not None
            assert self._pictures is not None
            self._sheet = ExampleSheet(self._workbench, self._pictures, self._below)
            self._sheet.edit_wanted.connect(self.edit)
            self._sheet.remove_wanted.connect(self.remove)
        return self._sheet

    def edit(self, shown: ShownExample) -> None:
        """Ask what else is to be said of one of the project's."""
        from palpate.ui.dialogs.example_words import ExampleWordsDialog  # wanted by no start of the program

        session = self._workbench.session
        if session is not None and not self._refused(session, shown):
            ExampleWordsDialog(shown.example, self._changed_by(session, shown), window_over(self)).open()

    def remove(self, shown: ShownExample) -> None:
        """Take one of the project's away; undo brings it back."""
        session = self._workbench.session
        if session is None or self._refused(session, shown):
            return

        def remove() -> bool:
            examples.remove(session, shown.example)
            return True

        if self._workbench.attempt(remove):
            self._workbench.note(self.tr("The example is taken away; undo brings it back."))

    def _refused(self, session: Session, shown: ShownExample) -> bool:
        said = ""
        if shown.home is not Home.OWN:
            said = self.tr("This example came with the skeleton; only the project's own can be changed.")
        elif session.project.read_only:
            said = session.project.read_only
        if said:
            self._workbench.told.emit(Tone.WARNING, said)
        return bool(said)

    def _changed_by(self, session: Session, shown: ShownExample) -> Callable[[str, Lighting, Blur], str]:
        def change(caption: str, lighting: Lighting, blur: Blur) -> str:
            if self._workbench.session is not session:
                return ""
            try:
                examples.change(session, shown.example, caption=caption, lighting=lighting, blur=blur)
            except PalpateError as error:
                return error.sentence
            return ""

        return change
