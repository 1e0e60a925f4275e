"""The page of the review panel for what to place next: frames, keypoints and what they gain, best first."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from palpate.session.review.suggesting import NextKeyframe
from palpate.ui.actions.enabling import why_not
from palpate.ui.actions.keys import with_keys
from palpate.ui.actions.spec import Needs
from palpate.ui.actions.suggesting import Suggesting
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.quality.button import WantedButton
from palpate.ui.panels.review.parts import lay_out, tell_button
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.quiet_label import QuietLabel
from palpate.ui.widgets.suggestion_words import (
    frame_words,
    gain_words,
    names_words,
    off_words,
    suggestion_words,
)

_ROLE = Qt.ItemDataRole.UserRole
_SOON_MS = 100
_EXPLAINED = 8  # keypoints


class NextPage(QWidget):
    """What is worth placing next on the instance in hand."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._suggesting: Suggesting | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Suggested keyframes, best first"))
        self.list.setItemDelegate(CalmRows(self.list))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setSpacing(4)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._on_chosen)
        self.list.itemActivated.connect(self._on_chosen)
        self._page = OrHint(self.list, self)
        self._said = QuietLabel(self)
        self.button = WantedButton(self.tr("Next suggested"), self)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        lay_out(self, row, self._said, self._page)

    @property
    def hint(self) -> str:
        """Why the list is empty; empty while it is not."""
        return self._page.hint

    @property
    def said(self) -> str:
        """What stands above the list."""
        return self._said.text()

    def attend(self, suggesting: Suggesting) -> None:
        """Show what this suggests."""
        self._suggesting = suggesting
        suggesting.changed.connect(self._on_changed)
        self.button.clicked.connect(suggesting.next_suggested)
        self._on_changed()

    def refresh(self) -> None:
        """Show what is suggested now."""
        self._soon.stop()
        if self._suggesting is None:
            return
        found = self._suggesting.found
        if found != [self.list.item(row).data(_ROLE) for row in range(self.list.count())]:
            self._fill(found)
        here = self._suggesting.in_hand
        self.list.setCurrentRow(found.index(here) if here is not None else -1)
        reason = why_not(Needs.SHOWN_INSTANCE, self._workbench)
        self._page.show_hint("" if found else _sentence(reason or self._suggesting.why))
        self._said.say(self._advice(found))
        what = self.tr("Go to the best of these, then to the next")
        tell_button(self.button, "next_suggested", what, reason=reason or self._suggesting.why)

    def _fill(self, found: list[NextKeyframe]) -> None:
        self.list.clear()
        for one in found:
            item = QListWidgetItem(self._words(one))
            item.setData(_ROLE, one)
            item.setToolTip(self._explained(one))
            self.list.addItem(item)

    def _words(self, one: NextKeyframe) -> str:
        parts = (frame_words(one), gain_words(one.suggestion.gain), off_words(one))
        return f"{' · '.join(parts)}\n{names_words(one.names)}"

    def _explained(self, one: NextKeyframe) -> str:
        lines = [
            self.tr("{name}: {gain}, {px} px off").format(
                name=name, gain=gain_words(gain), px=f"{expected:.1f}"
            )
            for name, gain, expected in zip(
                one.names, one.suggestion.gains, one.suggestion.expected, strict=True
            )
        ]
        more = len(lines) - _EXPLAINED
        if more > 0:
            lines[_EXPLAINED:] = [self.tr("and {n} more").format(n=more)]
        return "\n".join([suggestion_words(one), *lines])

    def _advice(self, found: list[NextKeyframe]) -> str:
        if any(one.is_supposed for one in found):
            said = self.tr(
                "Not tracked yet: errors are supposed from keyframes alone. {track} asks the picture."
            )
            return said.format(track=with_keys(self.tr("Track all"), "track_all"))
        return ""

    def _on_chosen(self, item: QListWidgetItem) -> None:
        if self._suggesting is not None:
            self._suggesting.show(item.data(_ROLE))

    def _on_changed(self) -> None:
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew: it was not followed while nobody saw."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Wait until somebody looks."""
        super().hideEvent(event)
        self._soon.stop()


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."
