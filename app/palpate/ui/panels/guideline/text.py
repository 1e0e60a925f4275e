"""What a guideline says, block below block."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from palpate.model.guideline import Guideline
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.ui.panels.guideline.blocks import Block, TierRules, blur_sentence, condition_word

_ORDER = ("definition", "palpation", "video", "correct", "incorrect", "errors")
_AFTER_RULES = ("blur_now", "blur_over", "blur", "notes", "light", "source", "whose")


class GuidelineText(QWidget):
    """Everything that is told of one keypoint but its picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks = {
            "definition": Block("", self, strong=True),
            "palpation": Block(self.tr("Palpation"), self),
            "video": Block(self.tr("In the video"), self),
            "correct": Block(self.tr("Correct"), self, edge="good"),
            "incorrect": Block(self.tr("Incorrect"), self, edge="bad"),
            "errors": Block(self.tr("Common errors"), self),
            "blur_now": Block(self.tr("Blur in this frame"), self),
            "blur_over": Block(self.tr("Too blurred for its tier"), self, edge="warning"),
            "blur": Block(self.tr("Motion blur"), self),
            "notes": Block(self.tr("Notes"), self),
            "light": Block(self.tr("Light"), self),
            "source": Block(self.tr("Source"), self, quiet=True),
            "whose": Block(self.tr("Whose words"), self, quiet=True),
        }
        self._rules = TierRules(self.tr("Which tier"), self)
        self._none = Block("", self, quiet=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(16)
        for name in _ORDER:
            column.addWidget(self._blocks[name])
        column.addWidget(self._rules)
        for name in _AFTER_RULES:
            column.addWidget(self._blocks[name])
        column.addWidget(self._none)
        column.addStretch(1)

    def put_under_blur(self, widget: QWidget) -> None:
        """Give a widget its place under what is said of blur."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self._blocks["blur"]) + 1, widget)

    @property
    def rules(self) -> TierRules:
        """The rule of each tier."""
        return self._rules

    def put_examples(self, gallery: QWidget) -> None:
        """Let pictures stand where the words tell right from wrong."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(len(_ORDER), gallery)

    def minimumSizeHint(self) -> QSize:
        """Leave the height to the width: wrapped words ask for what they need in a narrow column."""
        return QSize(super().minimumSizeHint().width(), 0)

    def texts(self) -> dict[str, str]:
        """Return what is shown, by heading."""
        blocks: list[Block | TierRules] = [*self._blocks.values(), self._rules, self._none]
        return {block.heading: block.text() for block in blocks if not block.isHidden()}

    def show_guideline(self, skeleton: Skeleton, keypoint: str, found: Guideline | None) -> None:
        """Show a guideline; None says that there is none."""
        told = found or Guideline(keypoint)
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

    def show_whose(self, words: str) -> None:
        """Say whose words these are; nothing of shipped ones."""
        self._blocks["whose"].set_text(words)

    def mark(self, tier: Visibility) -> None:
        """Let the rule of the tier in force stand out."""
        self._rules.mark(tier)

    def show_blur(self, sentence: str, *, contradicts: bool) -> None:
        """Say how far the keypoint is smeared in this frame; nothing, if that is not known."""
        self._blocks["blur_now"].set_text("" if contradicts else sentence)
        self._blocks["blur_over"].set_text(sentence if contradicts else "")

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show what people noted on the keypoint."""
        self._blocks["notes"].set_list(notes)
