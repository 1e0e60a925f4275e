"""Reading where figures stand in a printed book that was not packed: just what our own pages hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAGE = re.compile(rb"/Contents (\d+) 0 R.*?/Type /Page\b(?!s)", re.DOTALL)
_STREAM = re.compile(rb"\n(\d+) 0 obj\r?\n<<[^>]*?>>\r?\nstream\r?\n(.*?)endstream", re.DOTALL)
_NUMBER = r"(-?[\d.]+)"
_SHOWN = re.compile(" ".join([_NUMBER] * 6) + r" cm\n/FormXob\.plate-(\w+) Do")
_RING = re.compile(rf"\.768627 \.117647 \.227451 RG\n{_NUMBER} w\nn\n?{_NUMBER} {_NUMBER} m\n{_NUMBER} ")
_OPEN_RING_WIDTH = 1.27


@dataclass(frozen=True)
class Shown:
    """A plate on a page, and the middle of the ring on it; as fractions of the plate as it is shown."""

    plate: str
    mirrored: bool
    at: tuple[float, float]


def pages_of(printed: bytes) -> list[str]:
    """Return what each page draws, in order."""
    streams = {int(number): content.decode("latin-1") for number, content in _STREAM.findall(printed)}
    return [streams[int(number)] for number in _PAGE.findall(printed)]


def targets_on(page: str, sizes: dict[str, tuple[float, float]], *, radius: float) -> list[Shown]:
    """Return the plates of a page that have a ring, with the place ringed.

    Parameters
    ----------
    sizes
        Width and height of the plates in their own units.
    radius
        Of the ring, in points.
    """
    found = []
    for ring in _RING.finditer(page):
        if float(ring[1]) < _OPEN_RING_WIDTH:
            continue
        a, _, _, d, e, f, name = _SHOWN.findall(page[: ring.start()])[-1]
        width, height = sizes[name]
        x, y = (float(ring[2]) - radius - float(e)) / float(a), (float(ring[3]) - float(f)) / float(d)
        mirrored = float(a) < 0
        across = x / width
        found.append(Shown(name, mirrored, (1.0 - across if mirrored else across, 1.0 - y / height)))
    return found
