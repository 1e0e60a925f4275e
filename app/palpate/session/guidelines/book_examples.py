"""The examples of keypoints that a book of guidelines shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.base.errors import PalpateError
from palpate.media.still_picture import as_png, decoded
from palpate.model.example import Blur, Lighting, PictureKind, Shows
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.examples import Home, ShownExample, filed, own, picture_of, show_file
from palpate.session.session import Session

if TYPE_CHECKING:
    from palpate.report.book.content import Book
    from palpate.report.book.shots import Shot

Shots = Mapping[str, "Sequence[Shot]"]
"""Pictures by keypoint."""

_LIGHT = {
    Lighting.DIFFUSE: "diffuse light",
    Lighting.HARD_SIDE: "hard side light",
    Lighting.BACKLIT: "backlit or floodlit",
}
_BLUR = {Blur.SHARP: "sharp", Blur.MODERATE: "moderate blur", Blur.SEVERE: "severe blur"}


def filed_shots(skeleton: Skeleton, *, near: Path | None = None) -> Shots:
    """Return the pictures that come as files.

    Raises
    ------
    FileUnreadable, ExampleFaulty
        If a table of them cannot be opened, or with every problem in it.
    """
    return _by_keypoint(filed(skeleton, near=near), lambda one: show_file(one.path) if one.path else b"")


def shots_of(session: Session, skeleton: Skeleton, *, told: Callable[[PalpateError], object]) -> Shots:
    """Return the project's own pictures, then those that come as files.

    ``told`` takes what is wrong with a table of those: it is left out alone.
    """
    near = session.guides.near.get(skeleton.name)
    shown = (*own(session, skeleton), *filed(skeleton, near=near, told=told))
    current = [
        one for one in shown if not one.example.is_before(skeleton.version) or one.home is Home.SHIPPED
    ]
    return _by_keypoint(current, lambda one: picture_of(session, one))


def with_shots(book: Book, shots: Shots) -> Book:
    """Return a book whose pages have a few of the pictures of their keypoint."""
    from palpate.report.book.shots import chosen

    pages = (replace(page, shots=chosen(shots.get(page.keypoint.name, ()))) for page in book.pages)
    return replace(book, pages=tuple(pages)) if shots else book


def _by_keypoint(shown: Iterable[ShownExample], read: Callable[[ShownExample], bytes]) -> Shots:
    found: dict[str, list[Shot]] = {}
    for one in shown:
        with suppress(PalpateError):  # a picture that is gone leaves the others to be shown
            content = _sound(one.example.kind, read(one))
            if content is not None:
                found.setdefault(one.example.keypoint, []).append(_shot(one, content))
    return found


def _sound(kind: PictureKind, content: bytes) -> bytes | None:
    """Return a file that a printer can read to its end; None if the picture is damaged."""
    pixels = decoded(content)
    if pixels is None:
        return None
    return as_png(pixels) if kind is PictureKind.PNG else content


def _shot(shown: ShownExample, content: bytes) -> Shot:
    from palpate.report.book.shots import Shot

    one = shown.example
    conditions = (_LIGHT.get(one.lighting, ""), _BLUR.get(one.blur, ""))
    return Shot(
        one.id,
        content,
        one.kind.value,
        one.size,
        one.right,
        one.wrong,
        one.shows is Shows.CORRECT,
        ", ".join(part for part in conditions if part),
        one.caption,
        rank=list(Home).index(shown.home),
    )
