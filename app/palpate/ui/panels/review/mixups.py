"""The page of the review panel for mix-ups and jumps: what was found, surest first, and putting it right."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from palpate.model.mixup import MixupKind
from palpate.session.review.mixups import FoundMixup
from palpate.ui.actions.enabling import why_not
from palpate.ui.actions.mixing import Mixing
from palpate.ui.actions.spec import Needs
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.quality.button import WantedButton
from palpate.ui.panels.review.parts import draw_ground, in_rows, lay_out, tell_button
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.mixup_words import frame_words, kind_words, mixup_words, sentence, size_words
from palpate.ui.widgets.quiet_label import QuietLabel

Index = QModelIndex | QPersistentModelIndex
_PAD = 8
_ROLE = Qt.ItemDataRole.UserRole
_NAMED = 2  # so many keypoints are named; of more only how many
translate = QCoreApplication.translate


class RowDelegate(QStyledItemDelegate):
    """Two lines, each with something at its right end; marked as in the queue beside it."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Room for two lines."""
        return QSize(200, 2 * option.fontMetrics.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        tokens, box, metrics = current(), option.rect, option.fontMetrics
        painter.save()
        draw_ground(painter, option)
        line = box.adjusted(2 * _PAD, _PAD, -_PAD, -_PAD)
        line.setHeight(metrics.height())
        painter.setFont(number_font(option.font))
        for text, ink in zip(str(index.data()).split("\n"), (tokens.text, tokens.text_quiet), strict=False):
            left, _, right = text.partition("\t")
            room = line.width() - metrics.horizontalAdvance(right) - 3 * _PAD
            painter.setPen(QColor(ink))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, right)
            painter.drawText(line, 0, metrics.elidedText(left, Qt.TextElideMode.ElideRight, room))
            line.translate(0, metrics.height())
        painter.restore()


class MixupsPage(QWidget):
    """What seems to be mixed up in the clip in hand."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._mixing: Mixing | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Mix-ups and jumps, worst first"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.itemClicked.connect(self._on_chosen)
        self.list.itemActivated.connect(self._on_chosen)
        self._page = OrHint(self.list, self)
        self._said = QuietLabel(self)
        self.buttons: dict[str, QPushButton] = {
            "find_mixups": WantedButton(self.tr("Find"), self),
            "next_mixup": QPushButton(self.tr("Next one"), self),
            "repair_mixup": QPushButton(self.tr("Put right"), self),
            "pass_mixup": QPushButton(self.tr("Fine"), self),
            "leave_mixup_empty": QPushButton(self.tr("Leave empty"), self),
            "mark_mixup": QPushButton(self.tr("Flag"), self),
        }
        lay_out(self, in_rows(self.buttons.values()), self._said, self._page)

    @property
    def hint(self) -> str:
        """Why the list is empty; empty while it is not."""
        return self._page.hint

    def attend(self, mixing: Mixing) -> None:
        """Show what this finds."""
        self._mixing = mixing
        mixing.changed.connect(self.refresh)
        for does, button in self.buttons.items():
            button.clicked.connect(getattr(mixing, does))
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        if self._mixing is None:
            return
        self._fill(self._mixing)
        self._tell(self._mixing)

    def _fill(self, mixing: Mixing) -> None:
        shown = [self.list.item(row).data(_ROLE) for row in range(self.list.count())]
        if shown != mixing.found:
            self.list.clear()
            for one in mixing.found:
                item = QListWidgetItem(self._words(one))
                item.setData(_ROLE, one)
                item.setToolTip(sentence(one))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{mixup_words(one)}. {sentence(one)}")
                self.list.addItem(item)
        here = mixing.in_hand
        self.list.setCurrentRow(mixing.found.index(here) if here is not None else -1)

    def _words(self, one: FoundMixup) -> str:
        session = self._workbench.session
        names = session.contents.skeleton_of(one.instance).keypoints if session is not None else ()
        keypoints = one.mixup.keypoints
        if one.other:
            whose = f"{one.instance_name}, {one.other_name}"
        elif len(keypoints) <= _NAMED and names:
            whose = f"{one.instance_name}: {', '.join(names[k].label for k in keypoints)}"
        else:
            whose = translate("Review", "{name}: {n} keypoints").format(
                name=one.instance_name, n=len(keypoints)
            )
        return f"{kind_words(one.mixup.kind)}\t{frame_words(one)}\n{whose}\t{size_words(one)}"

    def _tell(self, mixing: Mixing) -> None:
        self._page.show_hint("" if mixing.found else self._why_empty(mixing))
        changed = self.tr("Labels or tracks have changed since; look again.")
        self._said.say(changed if mixing.stale and mixing.found else "")
        here = mixing.in_hand
        for does, button in self.buttons.items():
            tell_button(button, does, self._what(does, here), reason=self._why_not(mixing, does, here))
        find = self.buttons["find_mixups"]
        assert isinstance(find, WantedButton)
        find.set_wanted(find.isEnabled() and (not mixing.looked or mixing.stale) and not mixing.looking)
        right = self.tr("Put right")
        if here is not None:
            right = self._repairs(here)[0]
        self.buttons["repair_mixup"].setText(right)

    def _why_not(self, mixing: Mixing, does: str, here: FoundMixup | None) -> str:
        if does == "find_mixups":
            busy = self.tr("it is being looked for") if mixing.looking else ""
            return why_not(Needs.SHOWN_CLIP, self._workbench) or busy
        if not mixing.found:
            return self.tr("nothing is found yet")
        if does == "next_mixup":
            return ""
        reason = why_not(Needs.INSTANCE, self._workbench)
        return reason or ("" if here is not None else self.tr("go to one of them first"))

    def _why_empty(self, mixing: Mixing) -> str:
        if mixing.looking:
            return self.tr("Looking…")
        if mixing.looked:
            return self.tr("Nothing seems to be mixed up in this clip.")
        return self.tr(
            "Find looks through every keyframe of the clip for left and right or instances that are "
            "exchanged, labels that stand still while the subject moves, jumps, and limbs that change "
            "their length; and, where tracking has been, for keyframes beside where the picture leads."
        )

    def _what(self, does: str, here: FoundMixup | None) -> str:
        right = self.tr("Exchange the keyframes of these frames again")
        gap = self.tr("Take these keypoints away in these frames, and fill nothing in")
        return {
            "find_mixups": self.tr("Look through the clip in the background"),
            "next_mixup": self.tr("Go to the next one"),
            "repair_mixup": right if here is None else self._repairs(here)[1],
            "mark_mixup": self.tr("Flag its first frame, for whoever looks at it later"),
            "leave_mixup_empty": gap,
            "pass_mixup": self.tr("Nothing is wrong here: never list it again while the labels stay"),
        }[does]

    def _repairs(self, here: FoundMixup) -> tuple[str, str]:
        """Return what putting it right does, as a button and in a sentence."""
        if here.swaps:
            return self.tr("Swap back"), self.tr("Exchange the keyframes of these frames again")
        if here.mixup.kind is MixupKind.BESIDE:
            return (
                self.tr("Put there"),
                self.tr("Put the keyframe where the picture leads, as a guess that you accept"),
            )
        return (
            self.tr("Remove"),
            self.tr("Remove these keyframes: what stands before and after fills their place"),
        )

    def _on_chosen(self, item: QListWidgetItem) -> None:
        if self._mixing is not None:
            self._mixing.show(item.data(_ROLE))
