"""The guideline of the active keypoint, always in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from palpate.model.change import Change
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.visibility import Visibility
from palpate.session.blurred.blur_suggestion import Suggestion
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.guidelines.guidance import told_of
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.example_pictures import ExamplePictures
from palpate.ui.bridge.plate_pictures import PlatePictures
from palpate.ui.bridge.poses import colour_of_keypoint
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.panels.guideline.column import GuidelineColumn
from palpate.ui.panels.guideline.edit_button import EditButton
from palpate.ui.panels.guideline.example_gallery import ExampleGallery
from palpate.ui.panels.guideline.more_button import MoreButton
from palpate.ui.panels.guideline.notes import shown_notes
from palpate.ui.panels.guideline.plate import PlateBox
from palpate.ui.panels.guideline.search import GuidelineSearch
from palpate.ui.panels.guideline.text import GuidelineText
from palpate.ui.panels.guideline.whose import show_told
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.anew_words import anew_sentence, anew_word
from palpate.ui.widgets.blur_words import sentence
from palpate.ui.widgets.drift_words import doubt_sentence, drift_words
from palpate.ui.widgets.glyphs import state_glyph
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.one_line import OneLine
from palpate.ui.widgets.threshold_words import ThresholdLine, blur_wheres
from palpate.ui.widgets.words import side_word, state_words

_TITLE_PT = 15.0


class GuidelinePanel(QWidget):
    """Title, state and picture stay at the top; what is told about the keypoint scrolls beneath.

    Signals
    -------
    searched
        A search has ended; the keyboard may go back to the work.
    edit_wanted
        The guideline shall be written.
    blur_said
        (sentence, whether it contradicts its tier) of the keypoint in hand; empty where nothing is known.
    """

    searched = Signal()
    edit_wanted = Signal()
    blur_said = Signal(str, bool)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._shown: tuple[Skeleton | None, str] = (None, "")
        self._advice = ""
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.place = QLabel(self)
        self.edit = EditButton(self)
        self.edit.clicked.connect(self.edit_wanted)
        self.more = MoreButton(self)
        self.state = OneLine(self)  # so that the picture stays where it is while one goes from frame to frame
        self._glyph = QLabel(self)
        self.text = GuidelineText(self)
        self.limits = ThresholdLine(workbench, self.text)
        self.text.put_under_blur(self.limits)
        self.pictures = PlatePictures(self)
        self.example_pictures = ExamplePictures(self)
        self.gallery = ExampleGallery(workbench, self.example_pictures, self)
        self.text.put_examples(self.gallery)
        self.plate = PlateBox(self.pictures, self)
        self.search = GuidelineSearch(self)
        self._pages = QStackedWidget(self)
        self._column = GuidelineColumn(self._head(), self.plate, self._scroll(), self)
        self._pages.addWidget(self._column)
        self._pages.addWidget(self.search)
        self._body = OrHint(self._pages, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        self.setAccessibleName(self.tr("Guideline of the active keypoint"))
        workbench.session_changed.connect(self._on_session_changed)
        workbench.changed.connect(self._on_changed)
        workbench.focus_followed.connect(self._on_focus_changed)
        self.search.chosen.connect(self._on_chosen)
        self.search.left.connect(self._leave_search)
        for pictures in (self.pictures, self.example_pictures):
            pictures.failed.connect(lambda said: workbench.told.emit(Tone.FAULT, said))
        self.pictures.came.connect(self._show_or_hide_picture)
        self._on_session_changed()

    @property
    def hint(self) -> str:
        """What is said instead of a guideline; empty while one is shown."""
        return self._body.hint

    @property
    def scroll_bar(self) -> QScrollBar:
        """The one of what is told."""
        return self._area.verticalScrollBar()

    def texts(self) -> dict[str, str]:
        """Return what is shown, by heading."""
        return self.text.texts()

    def refresh(self) -> None:
        """Show the state in other colours."""
        self._show_state(self._workbench.focus)

    def close_pictures(self) -> None:
        """Stop what draws and decodes."""
        self.pictures.close()
        self.example_pictures.close()

    def advise(self, words: str) -> None:
        """Say beside the state what is advised of it; nothing if empty."""
        if words != self._advice:
            self._advice = words
            self._show_state(self._workbench.focus)

    def begin_search(self) -> None:
        """Let words be typed that are looked for in all guidelines of the skeleton in hand."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is not None and focus.instance:
            self._body.show_hint("")
            self._pages.setCurrentWidget(self.search)
            skeleton = session.contents.skeleton_of(focus.instance)
            self.search.begin(skeleton, max(focus.keypoint, 0), session.guides)

    def show_blur(self, found: Suggestion | None) -> None:
        """Say how far the keypoint in hand is smeared in the frame in hand."""
        session, focus = self._workbench.session, self._workbench.focus
        here = found is not None and found.point.holds(focus.instance, focus.frame, focus.keypoint)
        said, contradicts = "", False
        if found is not None and session is not None and here:
            most = float(session.contents.skeleton_of(focus.instance).blur_visible[focus.keypoint])
            said, contradicts = sentence(found.point, most), found.contradicts
        self.text.show_blur(said, contradicts=contradicts)
        self.blur_said.emit(said, contradicts)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._style_head()
            self._show_state(self._workbench.focus)

    # ---- building --------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        head = QWidget(self)
        title, state = QHBoxLayout(), QHBoxLayout()
        self.place.setMinimumHeight(self.more.sizeHint().height())
        title.addWidget(self.title, 1)
        title.addWidget(self.place, 0, Qt.AlignmentFlag.AlignTop)
        title.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        title.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        state.setSpacing(8)
        state.addWidget(self._glyph)
        state.addWidget(self.state, 1)
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 8, 8, 6)
        column.setSpacing(2)
        column.addLayout(title)
        column.addLayout(state)
        self.title.setAccessibleName(self.tr("Active keypoint"))
        self.state.setAccessibleName(self.tr("Its state in this frame"))
        self._style_head()
        return head

    def _scroll(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidget(self.text)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Guideline"))
        self._area = area
        return area

    def _style_head(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(_TITLE_PT)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.place.setFont(number_font(self.font()))
        self.place.setForegroundRole(self.palette().ColorRole.PlaceholderText)

    # ---- following the session -------------------------------------------------------------------------

    def _on_session_changed(self) -> None:
        self._shown = (None, "")
        self.edit.follow(self._workbench.session)
        self.example_pictures.forget()
        self._follow(self._workbench.focus)

    def _on_changed(self, change: Change) -> None:
        focus = self._workbench.focus
        if change.guides:
            self._shown = (None, "")
        if change.clips:
            self.edit.follow(self._workbench.session)
        if change.clips or change.instances or change.guides:
            self._follow(focus)
        if change.notes:
            self._show_notes()
        if focus.instance and (change.notes or change.touches(focus.layer, focus.instance)):
            self._show_state(focus)

    def _on_focus_changed(self, now: Focus, before: Focus) -> None:
        if (now.instance, now.keypoint) != (before.instance, before.keypoint):
            self._follow(now)
        elif (now.frame, now.layer) != (before.frame, before.layer):
            self._show_state(now)

    def _follow(self, focus: Focus) -> None:
        session = self._workbench.session
        if session is None or not focus.instance or focus.keypoint < 0:
            self._body.show_hint(self._why_nothing(session, focus))
            return
        skeleton = session.contents.skeleton_of(focus.instance)
        keypoint = skeleton.keypoints[focus.keypoint]
        if skeleton is not self._shown[0] or keypoint.name != self._shown[1]:
            self._shown = (skeleton, keypoint.name)
            # All labels change in one step; painted one by one they would flicker.
            self.setUpdatesEnabled(False)
            self._show_head(skeleton, focus.keypoint)
            self._show_guideline(skeleton, keypoint)
            called = self.tr("Visible up to"), self.tr("at most")
            self.limits.say(*blur_wheres(skeleton, focus.keypoint), called=called)
            self.plate.show_keypoint(skeleton, focus.keypoint, session.guides)
            self.gallery.follow(skeleton, focus.keypoint)
            self._column.arrange()
            self._show_or_hide_picture()
            self._show_notes()
            self.scroll_bar.setValue(0)
            self.setUpdatesEnabled(True)
        self._show_state(focus)
        self._body.show_hint("")

    def _why_nothing(self, session: Session | None, focus: Focus) -> str:
        if session is None:
            return self.tr("No project is open.")
        if not focus.instance:
            return self.tr("The guideline of the active keypoint stands here once there is an instance.")
        return self.tr(
            "No keypoint is active: everything is placed, or nothing chosen. Choose one to read on."
        )

    def _show_head(self, skeleton: Skeleton, k: int) -> None:
        keypoint = skeleton.keypoints[k]
        self.title.setText(keypoint.called)
        self.place.setText(self.tr("{k} of {n}").format(k=k + 1, n=len(skeleton)))
        region = keypoint.region.replace("_", " ")
        self.place.setToolTip(" · ".join(part for part in (side_word(keypoint.side), region) if part))

    def _show_guideline(self, skeleton: Skeleton, keypoint: Keypoint) -> None:
        session = self._workbench.session
        if session is None:
            return
        told = self._workbench.attempt(lambda: told_of(skeleton, keypoint.name, session.guides))
        show_told(self.text, skeleton, keypoint.name, told)

    def _show_or_hide_picture(self) -> None:
        self._column.want_picture(not self.plate.empty)

    def _show_notes(self) -> None:
        session = self._workbench.session
        if session is None:
            return
        self.text.show_notes(shown_notes(self._workbench, session))

    def _on_chosen(self, keypoint: int) -> None:
        session = self._workbench.session
        if session is not None:
            session.selection.move(keypoint=keypoint, chosen=frozenset())

    def _leave_search(self) -> None:
        had_keys = self.search.line.hasFocus()
        self._pages.setCurrentIndex(0)
        self._follow(self._workbench.focus)
        if had_keys:
            self.searched.emit()

    def _show_state(self, focus: Focus) -> None:
        session = self._workbench.session
        if session is None or not focus.instance or focus.keypoint < 0:
            return
        view = view_to_see(session, focus.layer, focus.instance, focus.frame)
        origin = Origin(int(view.origin[focus.keypoint]))
        tier = Visibility(int(view.visibility[focus.keypoint]))
        instance = session.contents.instance(focus.instance)
        colour = colour_of_keypoint(session, instance, focus.keypoint, origin)
        said = state_words(origin, tier)
        doubt, reasons = _doubt(session, focus)
        self.state.setText(" · ".join(filter(None, (said, doubt, self._advice))))
        self.state.setToolTip(reasons)
        tokens = current()
        ink = tokens.warning if doubt or self._advice else tokens.text
        self._ink_state(ink)
        self._glyph.setPixmap(state_glyph(origin, tier, colour, self.devicePixelRatioF()))
        self.text.mark(tier)

    def _ink_state(self, ink: str) -> None:
        style = f"color: {ink};"
        if style != self.state.styleSheet():  # to work a style out takes longer than the edit that is told of
            self.state.setStyleSheet(style)


def _doubt(session: Session, focus: Focus) -> tuple[str, str]:
    """Say in a word what speaks against a label, and in sentences why; both empty of one that stands."""
    layer, instance, frame, k = focus.layer, focus.instance, focus.frame, focus.keypoint
    anew = anew_word(session, layer, instance, frame=frame, keypoint=k)
    drift = drift_words(session, layer, instance, frame=frame, keypoint=k)
    told = (
        anew_sentence(session, layer, instance, frame=frame, keypoint=k),
        doubt_sentence(session, layer, instance, frame=frame, keypoint=k),
    )
    return anew or drift, "\n".join(filter(None, told))
