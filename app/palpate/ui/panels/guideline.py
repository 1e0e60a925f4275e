"""The guideline of the active keypoint, always in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from palpate.model.change import Change
from palpate.model.guideline import Guideline
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.visibility import Visibility
from palpate.session.guidance import guideline_of
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.poses import colour_of_keypoint
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.guideline_blocks import Block, TierRules, blur_sentence, condition_word
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.drift_words import doubt_sentence, drift_words
from palpate.ui.widgets.glyphs import state_glyph
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.words import side_word, state_words

_TITLE_PT = 15.0


class GuidelinePanel(QWidget):
    """Title and state stay at the top; what is told about the keypoint scrolls beneath."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._shown: tuple[str, str] = ("", "")
        self._advice = ""
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.place = QLabel(self)
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        self._glyph = QLabel(self)
        self._build_blocks()
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._scroll(), 1)
        self._body = OrHint(page, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        self.setAccessibleName(self.tr("Guideline of the active keypoint"))
        workbench.session_changed.connect(self._on_session_changed)
        workbench.changed.connect(self._on_changed)
        workbench.focus_followed.connect(self._on_focus_changed)
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
        blocks: list[Block | TierRules] = [*self._blocks.values(), self._rules, self._none]
        return {block.heading: block.text() for block in blocks if not block.isHidden()}

    def refresh(self) -> None:
        """Show the state in other colours."""
        self._show_state(self._workbench.focus)

    def advise(self, words: str) -> None:
        """Say beside the state what is advised of it; nothing if empty."""
        if words != self._advice:
            self._advice = words
            self._show_state(self._workbench.focus)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._style_head()
            self._show_state(self._workbench.focus)

    # ---- building --------------------------------------------------------------------------------------

    def _build_blocks(self) -> None:
        self._blocks = {
            "definition": Block("", self, strong=True),
            "palpation": Block(self.tr("Palpation"), self),
            "video": Block(self.tr("In the video"), self),
            "correct": Block(self.tr("Correct"), self, edge="good"),
            "incorrect": Block(self.tr("Incorrect"), self, edge="bad"),
            "errors": Block(self.tr("Common errors"), self),
            "blur": Block(self.tr("Motion blur"), self),
            "light": Block(self.tr("Light"), self),
            "source": Block(self.tr("Source"), self, quiet=True),
        }
        self._rules = TierRules(self.tr("Which tier"), self)
        self._none = Block("", self, quiet=True)

    def _head(self) -> QWidget:
        head = QWidget(self)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self._glyph)
        state.addWidget(self.state, 1)
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.place)
        column.addLayout(state)
        self.title.setAccessibleName(self.tr("Active keypoint"))
        self.state.setAccessibleName(self.tr("Its state in this frame"))
        self._style_head()
        return head

    def _scroll(self) -> QScrollArea:
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(16)
        order = ("definition", "palpation", "video", "correct", "incorrect", "errors")
        for name in order:
            column.addWidget(self._blocks[name])
        column.addWidget(self._rules)
        for name in ("blur", "light", "source"):
            column.addWidget(self._blocks[name])
        column.addWidget(self._none)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(content)
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
        self._shown = ("", "")
        self._follow(self._workbench.focus)

    def _on_changed(self, change: Change) -> None:
        focus = self._workbench.focus
        if change.clips or change.instances:
            self._follow(focus)
        elif focus.instance and change.touches(focus.layer, focus.instance):
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
        if (skeleton.name, keypoint.name) != self._shown:
            self._shown = (skeleton.name, keypoint.name)
            # All labels change in one step; painted one by one they would flicker.
            self.setUpdatesEnabled(False)
            self._show_head(skeleton, focus.keypoint)
            self._show_guideline(skeleton, keypoint)
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
        counted = self.tr("{k} of {n}").format(k=k + 1, n=len(skeleton))
        region = keypoint.region.replace("_", " ")
        self.place.setText(" · ".join(part for part in (side_word(keypoint.side), region, counted) if part))

    def _show_guideline(self, skeleton: Skeleton, keypoint: Keypoint) -> None:
        found = self._workbench.attempt(lambda: guideline_of(skeleton, keypoint.name))
        told = found or Guideline(keypoint.name)
        texts = {
            "definition": told.definition,
            "palpation": told.palpation_cue,
            "video": told.video_cue,
            "correct": told.correct,
            "incorrect": told.incorrect,
            "blur": blur_sentence(told.blur_rule) if told.blur_rule is not None else "",
            "source": told.source,
        }
        for name, text in texts.items():
            self._blocks[name].set_text(text)
        self._blocks["errors"].set_list(told.common_errors)
        self._blocks["light"].set_pairs(
            (condition_word(name), text) for name, text in told.lighting_notes.items()
        )
        self._rules.set_rules(told.visibility_rule, skeleton)
        missing = self.tr("The skeleton {name} has no guideline for this keypoint.")
        self._none.set_text("" if found is not None else missing.format(name=skeleton.title or skeleton.name))

    def _show_state(self, focus: Focus) -> None:
        session = self._workbench.session
        if session is None or not focus.instance or focus.keypoint < 0:
            return
        view = session.view(focus.layer, focus.instance, focus.frame)
        origin = Origin(int(view.origin[focus.keypoint]))
        tier = Visibility(int(view.visibility[focus.keypoint]))
        instance = session.contents.instance(focus.instance)
        colour = colour_of_keypoint(session, instance, focus.keypoint, origin)
        said = state_words(origin, tier)
        doubt = drift_words(session, focus.layer, focus.instance, frame=focus.frame, keypoint=focus.keypoint)
        self.state.setText(" · ".join(filter(None, (said, doubt, self._advice))))
        self.state.setToolTip(
            doubt_sentence(session, focus.layer, focus.instance, frame=focus.frame, keypoint=focus.keypoint)
        )
        tokens = current()
        ink = tokens.warning if doubt or self._advice else tokens.text
        self._ink_state(ink)
        self._glyph.setPixmap(state_glyph(origin, tier, colour, self.devicePixelRatioF()))
        self._rules.mark(tier)

    def _ink_state(self, ink: str) -> None:
        style = f"color: {ink};"
        if style != self.state.styleSheet():  # to work a style out takes longer than the edit that is told of
            self.state.setStyleSheet(style)
