"""Pictures out of real frames on the printed page of their keypoint, or on a page of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from palpate.report.book.content import Page
from palpate.report.book.shots import MOST_SHOTS, Shot, shot_figure
from palpate.report.pdf.printing import INNER, SIDE, TOP, Sheet
from palpate.report.pdf.setting import Block, set_line

_GAP = 4.0
_UNDER = 1.2
_LARGE = 84.0


@dataclass(frozen=True, slots=True)
class ShotRow:
    """Pictures beside each other with their words below, all as wide as `side` in mm."""

    shots: tuple[Shot, ...]
    words: tuple[tuple[Block, Block], ...]
    side: float

    @property
    def high(self) -> float:
        """Height in mm."""
        return self.side + float(max(_UNDER + (head.height + text.height) / mm for head, text in self.words))

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it from a height downwards, in mm."""
        for n, (shot, (head, text)) in enumerate(zip(self.shots, self.words, strict=True)):
            x = SIDE + n * (self.side + _GAP)
            sheet.figure(shot_figure(shot, side=self.side), (x, y))
            sheet.block(head, (x, y + self.side + _UNDER))
            sheet.block(text, (x, y + self.side + _UNDER + head.height / mm))


def shot_row(shots: Sequence[Shot], *, side: float | None = None, size: float = 6.6) -> ShotRow:
    """Return a row of pictures; without a side as wide as lets the usual number fill the page."""
    wide = side or (INNER - (MOST_SHOTS - 1) * _GAP) / MOST_SHOTS
    words = tuple(
        (
            set_line(
                shot.heading, width=wide * mm, size=size, ink="good" if shot.correct else "bad", bold=True
            ),
            set_line(shot.caption, width=wide * mm, size=size),
        )
        for shot in shots
    )
    return ShotRow(tuple(shots), words, wide)


def draw_shots_leaf(page: Page, sheet: Sheet) -> None:
    """Draw a page of nothing but pictures, two beside each other."""
    sheet.words((SIDE, TOP + 7.0), f"{page.keypoint.called}: right and wrong", 13.0, bold=True)
    y = TOP + 14.0
    for n in range(0, len(page.shots), 2):
        row = shot_row(page.shots[n : n + 2], side=_LARGE, size=8.2)
        row.draw(sheet, y)
        y += row.high + 8.0
