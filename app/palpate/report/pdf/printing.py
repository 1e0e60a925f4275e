"""A printed document: leaves with a running head and numbers, an outline, plates that are stored once.

The same leaves give the same bytes: no time, no machine and no random name is written.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from palpate.base.progress import Progress
from palpate.report.figure import Figure, Place
from palpate.report.pdf.drawing import colour, define_plate, draw_figure
from palpate.report.pdf.fonts import BOLD, REGULAR, register_fonts, text_width
from palpate.report.pdf.setting import Block
from palpate.report.plate_pixels import PlatePixels
from palpate.report.plate_shapes import Drawing

WIDTH, HEIGHT = 210.0, 297.0
SIDE = 18.0
INNER = WIDTH - 2 * SIDE
TOP, BOTTOM = 21.0, 282.0

_HEAD, _FOOT = 13.0, 289.0


class Sheet:
    """One page; places are millimetres from its top-left corner, y down."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401
        self.canvas = canvas

    def words(
        self,
        at: Place,
        text: str,
        size: float,
        *,
        ink: str = "ink",
        bold: bool = False,
        anchor: str = "start",
        link: str = "",
    ) -> None:
        """Write a line; `size` is in points, `anchor` is ``start``, ``middle`` or ``end``."""
        width = text_width(text, size, bold=bold)
        x, y = self.point(at)
        x -= {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.canvas.setFont(BOLD if bold else REGULAR, size)
        self.canvas.setFillColor(colour(ink))
        self.canvas.drawString(x, y, text)
        if link:
            self.canvas.linkRect("", link, (x, y - 0.2 * size, x + width, y + 0.8 * size), thickness=0)

    def rule(self, start: Place, end: Place, *, ink: str = "rule", width: float = 0.2) -> None:
        """Draw a straight line, its width in mm."""
        self.canvas.setStrokeColor(colour(ink))
        self.canvas.setLineWidth(width * mm)
        self.canvas.line(*self.point(start), *self.point(end))

    def link(self, at: Place, size: tuple[float, float], target: str) -> None:
        """Let a rectangle lead to a leaf."""
        (x, y), (width, height) = self.point((at[0], at[1] + size[1])), size
        self.canvas.linkRect("", target, (x, y, x + width * mm, y + height * mm), thickness=0)

    def figure(self, figure: Figure, at: Place) -> None:
        """Draw a figure with its top-left corner at a place."""
        draw_figure(self.canvas, figure, lambda place: self.point((at[0] + place[0], at[1] + place[1])))

    def block(self, block: Block, at: Place) -> None:
        """Draw a block with its top-left corner at a place."""
        block.draw(self.canvas, *self.point(at))

    def point(self, at: Place) -> Place:
        """Return a place in points that count upwards, as pages have them."""
        return (at[0] * mm, (HEIGHT - at[1]) * mm)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page.

    Attributes
    ----------
    draw
        Draws what stands on it.
    head
        What stands at the right of its running head; None leaves head and number out.
    anchor
        Its name for links; empty if none leads here.
    outline
        Level and title in the document's outline; None if it is not in it.
    also
        Further names for links.
    """

    draw: Callable[[Sheet], None]
    head: str | None = ""
    anchor: str = ""
    outline: tuple[int, str] | None = None
    also: tuple[str, ...] = ()


def print_leaves(
    leaves: Sequence[Leaf],
    *,
    title: str,
    subject: str,
    program: str,
    plates: Mapping[str, Drawing | PlatePixels],
    progress: Progress | None = None,
    compressed: bool = True,
) -> bytes:
    """Return the document as PDF.

    Parameters
    ----------
    plates
        The plates that figures show, by name.
    compressed
        Whether pages are packed; unpacked ones can be read by people.

    Raises
    ------
    Cancelled
        If stopping was asked for.
    """
    register_fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH * mm, HEIGHT * mm), invariant=1, pageCompression=int(compressed))
    canvas.setTitle(title)
    canvas.setSubject(subject)
    canvas.setAuthor(program)
    canvas.setCreator(program)
    canvas.setProducer(program)
    canvas.setLineCap(1)
    for name, drawing in plates.items():
        define_plate(canvas, name, drawing)
    for number, leaf in enumerate(leaves, 1):
        if progress is not None:
            progress.step(number, len(leaves), title)
        _draw(canvas, leaf, number, title)
        canvas.showPage()
    canvas.showOutline()
    canvas.save()
    return stream.getvalue()


def _draw(canvas: Any, leaf: Leaf, number: int, title: str) -> None:  # noqa: ANN401
    for name in (leaf.anchor, *leaf.also):
        if name:
            canvas.bookmarkPage(name)
    if leaf.outline is not None:
        key = leaf.anchor or f"leaf-{number}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(leaf.outline[1], key, leaf.outline[0], closed=leaf.outline[0] == 0)
    sheet = Sheet(canvas)
    if leaf.head is not None:
        sheet.words((SIDE, _HEAD), title, 7.5, ink="quiet")
        sheet.words((WIDTH - SIDE, _HEAD), leaf.head, 7.5, ink="quiet", anchor="end")
        sheet.rule((SIDE, _HEAD + 1.8), (WIDTH - SIDE, _HEAD + 1.8))
        sheet.words((WIDTH - SIDE, _FOOT), str(number), 8.0, ink="quiet", anchor="end")
    leaf.draw(sheet)
