"""A report on quality as a web page: one file, which runs nothing and fetches nothing."""

from __future__ import annotations

from typing import Any

from palpate.report.html.drawing import colour_variables, figure_as_svg, plate_rules, plate_symbol
from palpate.report.html.page import markup, render
from palpate.report.palette import DARK, LIGHT
from palpate.report.plate_pixels import read_plate
from palpate.report.quality.content import QualityReport
from palpate.report.quality.parts import Gallery, Part, Table
from palpate.report.quality.sections import sections_of


def report_as_html(report: QualityReport) -> str:
    """Return the report as HTML; the same report gives the same text.

    Raises
    ------
    PlateFaulty
        If a plate is not one.
    """
    sections = sections_of(report)
    return render(
        "quality.html",
        report=report,
        colours={"light": markup(colour_variables(LIGHT)), "dark": markup(colour_variables(DARK))},
        rules={theme: markup(plate_rules(sheet)) for theme, sheet in report.sheets.items()},
        symbols=[
            markup(plate_symbol(name, read_plate(picture, name=name)))
            for name, picture in report.pictures.items()
        ],
        sections=[
            {"title": one.title, "anchor": one.anchor, "parts": [_part(part) for part in one.parts]}
            for one in sections
        ],
    )


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Gallery):
        pictures = [
            {
                "svg": markup(figure_as_svg(picture.figure)),
                "caption": picture.caption,
                "width": f"{picture.figure.width * _PX_PER_MM:.0f}",
                "small": part.across > _LARGE,
            }
            for picture in part.pictures
        ]
        return {"kind": "gallery", "pictures": pictures}
    if isinstance(part, Table):
        return {"kind": "table", "table": part}
    return {"kind": "passage", "passage": part}


_PX_PER_MM = 5.2
"""How large figures are on a screen at most."""

_LARGE = 2
"""Figures of which more stand in a row are small."""
