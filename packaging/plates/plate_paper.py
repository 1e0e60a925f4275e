"""Plates as SVG: a few classes of paths, coloured by one of two style sheets, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from plate_curves import Curve

LIGHT = """.skin{fill:#ebe6e1;stroke:#c3bab2}.flesh{fill:#ebe6e1}.context{fill:#e9e4dd}.bone{fill:#f8f5ef}
.tone1{fill:#ebe5da}.tone2{fill:#d9d1c3}.tone3{fill:#bfb5a5}
.edge,.fold,.ridge{fill:none;stroke:#3d3832}.faint{fill:none;stroke:#b3a99d}
.number{fill:none;stroke:#5a534a}.halo{fill:none;stroke:#ebe6e1}.detail{fill:none;stroke:#7d746a}.point{fill:#3d3832}
"""
DARK = """.skin{fill:#353331;stroke:#75706a}.flesh{fill:#353331}.context{fill:#403d3a}.bone{fill:#6b665f}
.tone1{fill:#5d5852}.tone2{fill:#4e4a45}.tone3{fill:#3f3b37}
.edge,.fold,.ridge{fill:none;stroke:#ded7cc}.faint{fill:none;stroke:#6d6862}
.number{fill:none;stroke:#e6e0d6}.halo{fill:none;stroke:#353331}.detail{fill:none;stroke:#aaa39a}.point{fill:#ded7cc}
"""
# Widths at a longer side of 1600.
WIDTHS = {
    "edge": 3.0,
    "fold": 2.1,
    "ridge": 1.6,
    "faint": 1.4,
    "skin": 2.2,
    "number": 2.4,
    "halo": 9.0,
    "detail": 2.0,
}


def joined(curves: Sequence[Curve]) -> str:
    """Return the path data of curves."""
    return "".join(curve.data() for curve in curves)


def path(kind: str, data: str, *, longer: float, scale: float = 1.0) -> str:
    """Return one path of a class, its line as wide as the class wants at this size; nothing for no data."""
    if not data:
        return ""
    width = WIDTHS.get(kind, 0) * longer / 1600 * scale
    stroke = f' stroke-width="{width:.1f}"' if width else ""
    rule = (
        ""
        if kind in ("edge", "fold", "ridge", "faint", "number", "halo", "detail")
        else ' fill-rule="evenodd"'
    )
    return f'<path class="{kind}"{stroke}{rule} d="{data}"/>\n'


def merged(parts: Sequence[Curve], *, longer: float) -> list[str]:
    """Return shapes of skin as one: each with its line, then all without, which hides the lines inside."""
    lined = [path("skin", part.data(), longer=longer, scale=2.0) for part in parts]
    return lined + [path("flesh", part.data(), longer=longer) for part in parts]


def sheet(title: str, size: tuple[int, int], paths: Sequence[str]) -> str:
    """Return a whole plate in the light colours."""
    box = f"0 0 {size[0]} {size[1]}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">\n<title>{title}</title>\n'
    drawn = "".join(paths)
    group = f'<g stroke-linecap="round" stroke-linejoin="round">\n{drawn}</g>\n'
    return f"{head}<style>\n{LIGHT}</style>\n{group}</svg>\n"
