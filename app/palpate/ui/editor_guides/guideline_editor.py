"""Writing the guideline of one keypoint: fields on one side, and beside them what is read."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import ContentError
from palpate.model.change import Change
from palpate.model.guideline import Guideline
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines import guide_editing
from palpate.session.guidelines.guidance import Told, told_of, words_before
from palpate.session.guidelines.guide_editing import tidied, word_of
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.editor_guides.fields import BlurFields, Words, WordsBy, heading
from palpate.ui.editor_guides.leaving import Leaving
from palpate.ui.panels.guideline.blocks import TIERS, condition_word
from palpate.ui.panels.guideline.text import GuidelineText
from palpate.ui.panels.guideline.whose import whose_words
from palpate.ui.theme.apply import current
from palpate.ui.widgets.words import tier_word

_TEXTS = ("definition", "palpation_cue", "video_cue", "correct", "incorrect")
_LIGHTS = ("diffuse", "hard_side_light", "backlit_or_floodlit")


class GuidelineEditor(QWidget):
    """Keeps what is typed as one edit when the hand goes elsewhere; see `show_keypoint` and `keep`.

    What a rule of blur lacks to be one waits here until it is whole; all other words are kept meanwhile.
    """

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._skeleton: Skeleton | None = None
        self._keypoint = ""
        self._begun = Guideline("")
        self._told = Told(None)
        self._before: Guideline | None = None
        self._waiting: dict[tuple[str, str], Guideline] = {}
        self._keeping = False
        self.whose = QLabel(self)
        self.whose.setWordWrap(True)
        self.back = QPushButton(self)
        self.back.clicked.connect(self._on_back)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName(self.tr("What is wrong"))
        self.texts: dict[str, Words] = {}
        self.preview = GuidelineText(self)
        self._lay_out()
        self._connect()
        self._leaving = Leaving(self, workbench, self.keep)
        self._show(None)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return bool(self._keypoint) and tidied(self.typed()) != tidied(self._begun)

    def show_keypoint(self, skeleton: Skeleton, keypoint: str) -> None:
        """Take another keypoint in hand; what was typed for the one before is kept first.

        Parameters
        ----------
        skeleton
            As the project pins it: of another nothing can be written.
        """
        if (skeleton, keypoint) == (self._skeleton, self._keypoint):
            return
        self.keep()
        self._skeleton, self._keypoint = skeleton, keypoint
        self._read()

    def typed(self) -> Guideline:
        """Return what the fields say."""
        texts = {name: words.toPlainText() for name, words in self.texts.items()}
        return replace(
            self._begun,
            definition=texts["definition"],
            palpation_cue=texts["palpation_cue"],
            video_cue=texts["video_cue"],
            correct=texts["correct"],
            incorrect=texts["incorrect"],
            common_errors=tuple(self.errors.toPlainText().split("\n")),
            lighting_notes=self.light.words(),
            visibility_rule={**self._begun.visibility_rule, **self.rules.words()},
            blur_rule=self.blur.rule(),
            source=self.source.toPlainText(),
        )

    def keep(self) -> bool:
        """Write what was typed as one edit; tells whether nothing is left to be kept."""
        session, skeleton = self._workbench.session, self._skeleton
        if session is None or skeleton is None or self._keeping or not self.is_changed:
            return True
        typed, place = self.typed(), (skeleton.name, self._keypoint)
        whole = typed if not self._fault(typed) else replace(typed, blur_rule=self._begun.blur_rule)
        if whole is not typed:
            self._waiting[place] = typed
        else:
            self._waiting.pop(place, None)
        self._keeping = True
        try:
            kept = self._workbench.attempt(
                lambda: guide_editing.write_guideline(session, skeleton, whole, origin=self)
            )
        finally:
            self._keeping = False
        if kept is None:
            self._waiting[place] = typed
            return False
        self._begun = whole
        self._read_whose()
        return whole is typed

    # ---- building --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        form = QWidget(self)
        column = QVBoxLayout(form)
        column.setContentsMargins(16, 12, 12, 16)
        column.setSpacing(4)
        for name, title, hint in self._titles():
            self.texts[name] = Words(title, form, hint=hint)
            self._add(column, title, self.texts[name])
        self.errors = Words(self.tr("Common errors"), form, hint=self.tr("One on each line"))
        self._add(column, self.tr("Common errors, one on each line"), self.errors)
        self.rules = WordsBy(form)
        self._add(column, self.tr("Which tier: when a keypoint counts as"), self.rules)
        self.blur = BlurFields(form)
        self._add(column, self.tr("Motion blur"), self.blur)
        self.light = WordsBy(form, grows=self.tr("Another condition, such as: low sun"))
        self._add(column, self.tr("Light"), self.light)
        self.source = Words(self.tr("Source"), form, hint=self.tr("Where this is from"), least=1)
        self._add(column, self.tr("Source"), self.source)
        column.addStretch(1)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(_scrolled(form, self.tr("Fields of the guideline"), 380))
        parts.addWidget(self._read_side())
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setSizes([660, 440])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        whole.addWidget(parts, 1)

    def _titles(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("definition", self.tr("Definition"), self.tr("The exact place, in words of anatomy")),
            ("palpation_cue", self.tr("Palpation"), self.tr("How fingers find it on the body")),
            ("video_cue", self.tr("In the video"), self.tr("How eyes find it in a picture")),
            ("correct", self.tr("Correct"), self.tr("What a correct placement looks like")),
            ("incorrect", self.tr("Incorrect"), self.tr("What it is taken for instead")),
        )

    def _head(self) -> QHBoxLayout:
        said = QVBoxLayout()
        said.setSpacing(4)
        said.addWidget(self.whose)
        said.addWidget(self.problem)
        line = QHBoxLayout()
        line.setContentsMargins(16, 8, 16, 4)
        line.setSpacing(16)
        line.addLayout(said, 1)
        line.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _read_side(self) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        title = heading(self.tr("As it is read"), side)
        title.setContentsMargins(16, 0, 16, 0)
        column.addWidget(title)
        column.addWidget(_scrolled(self.preview, self.tr("As it is read"), 240), 1)
        return side

    def _add(self, column: QVBoxLayout, title: str, field: QWidget) -> None:
        column.addWidget(heading(title, self, field))
        column.addWidget(field)
        column.addSpacing(8)

    def _connect(self) -> None:
        for words in (*self.texts.values(), self.errors, self.source):
            words.textChanged.connect(self._on_typed)
        for part in (self.rules, self.blur, self.light):
            part.edited.connect(self._on_typed)
        self.light.add.clicked.connect(self._on_light)
        self.light.other.returnPressed.connect(self._on_light)
        self._workbench.changed.connect(self._on_changed)
        self._workbench.session_changed.connect(self._on_session)

    # ---- showing ---------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Show what is told of the keypoint now, or what still waits to be whole."""
        self._read_whose()
        found = self._told.guideline or self._told.outgrown or Guideline(self._keypoint)
        self._begun = found
        name = self._skeleton.name if self._skeleton is not None else ""
        self._show(self._waiting.get((name, self._keypoint), found))

    def _read_whose(self) -> None:
        session, skeleton = self._workbench.session, self._skeleton
        if session is None or skeleton is None:
            return
        told = self._workbench.attempt(lambda: told_of(skeleton, self._keypoint, session.guides))
        self._told = told or Told(None)
        self._before = None
        if self._told.guideline is None and self._told.outgrown is None:
            before = self._workbench.attempt(lambda: words_before(skeleton, self._keypoint, session.guides))
            self._before = None if before is None else replace(before, version=None)
        self._show_whose(session, skeleton)

    def _show_whose(self, session: Session, skeleton: Skeleton) -> None:
        why, own = self._why_not(session, skeleton), self._told.own
        said = whose_words(skeleton, self._keypoint, self._told)
        if not said:
            said = self.tr("The shipped text. What you change becomes the project's own.")
            if self._told.guideline is None:
                said = self.tr("Nothing is told of this keypoint yet. What you write is the project's own.")
        if self._before is not None:
            since = skeleton.keypoints[skeleton.position_of[self._keypoint]].since
            said = self.tr("Another place since version {n}: words on the former one hold no longer.")
            said = said.format(n=since)
        self.whose.setText(why or said)
        role = self.palette().ColorRole
        self.whose.setForegroundRole(role.WindowText if own or why else role.PlaceholderText)
        self._show_back(outgrown=self._told.guideline is None and self._told.outgrown is not None, why=why)
        for part in self._fields():
            part.setEnabled(not why)

    def _show_back(self, *, outgrown: bool, why: str) -> None:
        if outgrown:
            self.back.setText(self.tr("These words still hold"))
            self.back.setToolTip(why or self.tr("Tell them of the new place as they are"))
            self.back.setEnabled(not why)
            return
        if self._before is not None:
            self.back.setText(self.tr("Begin with the words of before"))
            self.back.setToolTip(why or self.tr("Put what was told of the former place into the fields"))
            self.back.setEnabled(not why)
            return
        own = self._told.own is not None
        self.back.setText(self.tr("Back to the shipped text"))
        self.back.setEnabled(own and not why)
        none = self.tr("There are no words of the project's own here")
        self.back.setToolTip(why or ("" if own else none))

    def _why_not(self, session: Session, skeleton: Skeleton) -> str:
        pinned = session.contents.skeletons.get(skeleton.name)
        if pinned is None or self._keypoint not in pinned.position_of:
            return self.tr("The project has no such keypoint yet; its guideline is written once it has.")
        return guide_editing.why_not_write(session)

    def _fields(self) -> tuple[QWidget, ...]:
        return (*self.texts.values(), self.errors, self.rules, self.blur, self.light, self.source)

    def _show(self, guideline: Guideline | None) -> None:
        told = guideline or Guideline("")
        for name in _TEXTS:
            self.texts[name].set_words(getattr(told, name))
        self.errors.set_words("\n".join(told.common_errors))
        self.source.set_words(told.source)
        levels = self._skeleton.visibility_levels if self._skeleton is not None else ()
        tiers = [(name, _capital(tier_word(tier))) for name, tier, _ in TIERS if tier in levels]
        shown = {name: told.visibility_rule.get(name, "") for name, _ in tiers}
        self.rules.set_rows(tiers, shown)
        self.light.set_rows([(word, condition_word(word)) for word in _LIGHTS], told.lighting_notes)
        self.blur.set_rule(told.blur_rule)
        self._on_typed()

    def _on_typed(self) -> None:
        typed = tidied(self.typed())
        if self._skeleton is not None:
            self.preview.show_guideline(self._skeleton, self._keypoint, typed)
        fault = self._fault(typed)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, current().bad)
        self.problem.setPalette(palette)
        self.problem.setText(fault)
        self.problem.setVisible(bool(fault))

    def _fault(self, guideline: Guideline) -> str:
        """Return what is wrong with a guideline, for people; empty if nothing is."""
        rule = guideline.blur_rule
        if rule is not None and not rule.reference.strip():
            return self.tr("Motion blur: say which width it is held against, or take the tick away.")
        if rule is not None and rule.reference_width_mm <= 0:
            return self.tr("Motion blur: the usual width must be more than 0 mm.")
        if rule is not None and not 0 < rule.visible_max_ratio <= rule.estimated_max_ratio <= (
            rule.absent_above_ratio
        ):
            return self.tr("Motion blur: the shares must grow from visible over estimated to absent.")
        if self._skeleton is None or not self._keypoint:
            return ""
        try:
            guide_editing.checked(self._skeleton, self._keypoint, guideline)
        except ContentError as fault:
            return "; ".join(problem.sentence for problem in fault.problems[:3])
        return ""

    # ---- hands -----------------------------------------------------------------------------------------

    def _on_back(self) -> None:
        session, skeleton = self._workbench.session, self._skeleton
        if session is None or skeleton is None:
            return
        if self._before is not None:
            self._show(self._before)  # kept, like all that is typed, when the hand goes elsewhere
            self.texts["definition"].setFocus()
            return
        self._waiting.pop((skeleton.name, self._keypoint), None)
        outgrown = self._told.outgrown if self._told.guideline is None else None
        words = None if outgrown is None else self.typed()
        self._keeping = True
        try:
            self._workbench.attempt(
                lambda: (
                    guide_editing.forget_guideline(session, skeleton, self._keypoint, origin=self)
                    if words is None
                    else guide_editing.write_guideline(session, skeleton, words, origin=self)
                )
            )
        finally:
            self._keeping = False
        self._read()

    def _on_light(self) -> None:
        word = word_of(self.light.other.text())
        if not word:
            self._workbench.note(self.tr("The name begins with a letter from a to z, such as: low sun."))
            return
        self.light.other.clear()
        self.light.append(word)

    def _on_changed(self, change: Change) -> None:
        if change.guides and not self._keeping and self._skeleton is not None and not self.is_changed:
            session = self._workbench.session
            if session is not None:
                self._skeleton = session.contents.skeletons.get(self._skeleton.name, self._skeleton)
            if self._keypoint in self._skeleton.position_of:
                self._read()

    def _on_session(self) -> None:
        self._skeleton, self._keypoint = None, ""
        self._begun, self._told = Guideline(""), Told(None)
        self._waiting.clear()
        self._show(None)


def _scrolled(widget: QWidget, name: str, least: int) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(least)
    area.setAccessibleName(name)
    return area


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
