"""The parts a guideline is set from: headed texts, lists, and the rule of each tier."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from palpate.model.guideline import BlurRule
from palpate.model.note import Note
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import instance_colour
from palpate.ui.widgets.colours import active_field
from palpate.ui.widgets.glyphs import state_glyph
from palpate.ui.widgets.words import tier_word

_EDGE = 3
TIERS = (
    ("visible", Visibility.VISIBLE, "1"),
    ("certain_occluded", Visibility.CERTAIN, "2"),
    ("estimated", Visibility.ESTIMATED, "3"),
    ("absent", Visibility.ABSENT, "4"),
)


class Block(QWidget):
    """A small heading over a text; hidden while there is no text.

    Parameters
    ----------
    strong, quiet
        Whether the text is what is read first, or last.
    edge
        Theme colour of a bar along its left side, ``good``, ``warning`` or ``bad``.
    """

    def __init__(
        self,
        heading: str,
        parent: QWidget | None = None,
        *,
        strong: bool = False,
        quiet: bool = False,
        edge: str = "",
    ) -> None:
        super().__init__(parent)
        self.heading = heading
        self._strong, self._quiet, self._edge = strong, quiet, edge
        self._title = QLabel(heading, self)
        self._title.setVisible(bool(heading))
        self._text = _wrapped(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12 if edge else 0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._text)
        self._style()
        self.hide()

    def text(self) -> str:
        """Return what is shown."""
        return self._text.text()

    def set_text(self, text: str) -> None:
        """Show a plain text; an empty one hides the block."""
        self._show(text, Qt.TextFormat.PlainText)

    def set_list(self, entries: Sequence[str]) -> None:
        """Show a list with bullets."""
        rows = (f"<tr><td>•&nbsp;</td><td>{html.escape(entry)}</td></tr>" for entry in entries)
        self._show(f"<table cellspacing='0' cellpadding='1'>{''.join(rows)}</table>" if entries else "")

    def set_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Show short texts behind the words they belong to."""
        said = [
            f"<p style='margin: 0 0 4px 0'><b>{html.escape(a)}.</b> {html.escape(b)}</p>" for a, b in pairs
        ]
        self._show("".join(said))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._style()

    def showEvent(self, event: QShowEvent) -> None:
        """Style once more: a style sheet takes fonts back that were set before the block had its place."""
        super().showEvent(event)
        self._style()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar at the side."""
        if self._edge:
            painter = QPainter(self)
            painter.fillRect(0, 0, _EDGE, self.height(), QColor(getattr(current(), self._edge)))
            painter.end()

    def _show(self, text: str, form: Qt.TextFormat = Qt.TextFormat.RichText) -> None:
        self._text.setTextFormat(form)
        self._text.setText(text)
        self.setVisible(bool(text))

    def _style(self) -> None:
        self._title.setFont(heading_font(self.font()))
        role = self.palette().ColorRole
        self._title.setForegroundRole(role.WindowText if self._edge else role.PlaceholderText)
        font = QFont(self.font())
        if self._strong:
            font.setPointSizeF(font.pointSizeF() + 1.5)
        self._text.setFont(font)
        self._text.setForegroundRole(role.PlaceholderText if self._quiet else role.WindowText)
        if self._edge:
            self._title.setStyleSheet(f"color: {getattr(current(), self._edge)};")


class TierRules(QWidget):
    """One line per tier: its mark, its key, its rule; the tier in force stands out."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = heading
        self._rows: dict[Visibility, tuple[QLabel, QLabel]] = {}
        self._in_force = Visibility.NOT_PLACED
        self._title = QLabel(heading, self)
        grid = QGridLayout()
        grid.setContentsMargins(8, 4, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(grid)
        for row, (_, tier, _key) in enumerate(TIERS):
            self._rows[tier] = (QLabel(self), _wrapped(self))
            for place, label in enumerate(self._rows[tier]):
                grid.addWidget(label, row, place, Qt.AlignmentFlag.AlignTop)
        self._style()
        self.hide()

    def text(self) -> str:
        """Return what is shown, a line per tier."""
        return "\n".join(rule.text() for _, rule in self._rows.values() if not rule.isHidden())

    def set_rules(self, rules: Mapping[str, str], skeleton: Skeleton) -> None:
        """Show the rules of the tiers that a skeleton has."""
        shown = False
        for name, tier, key in TIERS:
            told = rules.get(name, "") if tier in skeleton.visibility_levels else ""
            for label in self._rows[tier]:
                label.setVisible(bool(told))
            shown = shown or bool(told)
            word = tier_word(tier)
            word = word[:1].upper() + word[1:]
            self._rows[tier][1].setText(
                f"<b>{html.escape(word)}</b>&nbsp;&nbsp;[{key}]<br>{html.escape(told)}"
            )
        self.setVisible(shown)

    def mark(self, tier: Visibility) -> None:
        """Let the tier in force stand out."""
        if tier is not self._in_force:
            self._in_force = tier
            self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._style()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a field behind the tier in force."""
        pair = self._rows.get(self._in_force)
        if pair is None or pair[1].isHidden():
            return
        box = QRectF(pair[0].geometry().united(pair[1].geometry())).adjusted(-6, -4, 6, 4)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens = current()
        painter.setBrush(QColor(active_field(tokens.window, tokens.accent)))
        painter.drawRoundedRect(box & QRectF(self.rect()), 4, 4)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRect(QRectF(QPointF(0, box.top()), QPointF(_EDGE, box.bottom())))
        painter.end()

    def _style(self) -> None:
        self._title.setFont(heading_font(self.font()))
        self._title.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        for tier, (glyph, _) in self._rows.items():
            glyph.setPixmap(state_glyph(Origin.HAND, tier, instance_colour(1), self.devicePixelRatioF()))
            glyph.setAccessibleName(tier_word(tier))


def heading_font(base: QFont) -> QFont:
    """Return the font of small headings."""
    font = QFont(base)
    font.setPointSizeF(max(font.pointSizeF() - 0.5, 7.0))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def blur_sentence(rule: BlurRule) -> str:
    """Say what motion blur allows, in mm and as a share of the reference width."""
    sentence = QCoreApplication.translate(
        "Guideline",
        "Measured against {reference} (about {width:g} mm). Visible up to {visible:g} of it, "
        "estimated up to {estimated:g}, absent above {absent:g}.",
    )
    return sentence.format(
        reference=rule.reference,
        width=rule.reference_width_mm,
        visible=rule.visible_max_ratio,
        estimated=rule.estimated_max_ratio,
        absent=rule.absent_above_ratio,
    )


def note_words(note: Note) -> str:
    """Say what somebody noted, where, and whether it still waits."""
    where = QCoreApplication.translate("Guideline", "frame {frame}").format(frame=note.frame)
    said = f"{note.text} ({', '.join(part for part in (where, note.author) if part)})"
    return (
        said
        if note.is_open
        else QCoreApplication.translate("Guideline", "{note}, resolved").format(note=said)
    )


def condition_word(name: str) -> str:
    """Return what people read for a lighting condition."""
    word = name.replace("_", " ")
    return word[:1].upper() + word[1:]


def _wrapped(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
