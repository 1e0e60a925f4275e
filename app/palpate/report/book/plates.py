"""What a book tells of its plates: captions, the keypoints that lie on each, the one on the cover."""

from __future__ import annotations

from palpate.model.plate import Plate, Target
from palpate.model.skeleton import Side
from palpate.report.book.content import Book, Page, short_name
from palpate.report.book.marks import Called
from palpate.report.figure import Place


def plate_anchor(name: str) -> str:
    """Return the name of a plate's place in the document."""
    return f"plate-{name}"


def caption_of(book: Book, page: Page, n: int) -> str:
    """Return what stands below the picture of a keypoint's n-th target."""
    target = page.targets[n]
    title = page.captions[n] if page.captions else book.plates[target.plate].title
    return f"{title} (mirrored plate)" if target.mirrored else title


def places_on(book: Book, name: str) -> tuple[list[tuple[Place, Called]], str]:
    """Return which keypoints lie where on a plate as it is drawn, and a sentence about the mirrored ones.

    A keypoint of the other side is left out where its counterpart stands on the plate already.
    """
    shown = [(page, target) for page in book.pages for target in page.targets if target.plate == name]
    plain = {page.keypoint.name for page, target in shown if not target.mirrored}
    kept = [one for one in shown if not one[1].mirrored or one[0].keypoint.mirror not in plain]
    sides = {page.keypoint.side for page, _ in kept} - {Side.MIDLINE}
    common = next(iter(sides)) if len(sides) == 1 and len(kept) < len(shown) else None
    places = [
        (_unflipped(target), Called(short_name(page.keypoint, beside=common), page.anchor))
        for page, target in kept
    ]
    if len(kept) == len(shown) or common is None:
        return places, ""
    other = Side.LEFT if common is Side.RIGHT else Side.RIGHT
    return places, f"The {other.value} side's keypoints lie at the same places of the mirrored plate."


def _unflipped(target: Target) -> Place:
    x, y = target.at
    return (1.0 - x if target.mirrored else x, y)


def cover_plate(book: Book) -> Plate | None:
    """Return the plate that shows most of the subject; None if the book has none."""
    plates = list(book.plates.values())
    if not plates:
        return None
    return max(plates, key=lambda plate: (plate.width_mm or 0.0, plate.size[0] * plate.size[1]))
