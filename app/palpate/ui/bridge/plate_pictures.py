"""Plates as pixels: drawn in a thread of their own, each once per size and theme, the next ones too.

Qt holds Python's lock while a renderer draws, for a tenth of a second with a large plate, and the canvas
would stand still; an image reader lets go of it.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QImage, QImageReader

from palpate.base.errors import PalpateError
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.guides import SHIPPED, Guides
from palpate.session.guidelines.plates import Drawing, PlateSource, Sight, drawing_of, read_ahead, sights_of
from palpate.ui.bridge.wish_thread import WishThread

MOST_BYTES = 96 << 20
_MOST_PIXELS = 16_000_000.0
_PAPER = "#fbfaf7"
_STEP = 2**0.25  # between sizes: what lies between is made smaller while it is painted


@dataclass(frozen=True, slots=True)
class Print:
    """One plate in one size and theme."""

    plate: str
    source: PlateSource
    width: int
    height: int
    dark: bool


Pixels = Callable[[Sight], float]
"""How many device px one unit of a plate takes where a keypoint is shown; called in any thread."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A keypoint to be shown, on so many of its plates; or just these sights."""

    skeleton: Skeleton
    keypoint: str
    scale: Pixels
    dark: bool
    plates: int = 1
    guides: Guides = SHIPPED
    sights: tuple[Sight, ...] | None = None


def print_of(sight: Sight, scale: float, dark: bool) -> Print:
    """Return the next larger print of a plate.

    Parameters
    ----------
    scale
        Device px per unit of the plate.
    """
    width, height = sight.plate.size
    side, step = 16.0, 0
    while side < width * scale:
        step += 1
        side = 16.0 * _STEP**step
    side = min(side, (_MOST_PIXELS * width / height) ** 0.5)
    tall = max(round(side * height / width), 1)
    return Print(sight.plate.name, sight.source, round(side), tall, dark)


class PlatePictures(QObject):
    """Keeps the prints used last; the thread is there only while some are wished for.

    Signals
    -------
    came
        Something that was wished for is at hand.
    failed
        (sentence) A file is wrong; told once.
    """

    came = Signal()
    failed = Signal(str)
    _made = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prints: OrderedDict[Print, QImage] = OrderedDict()
        self._read = False
        self._told: set[str] = set()
        self.drawn = 0
        self._wishes: dict[int, list[Wish]] = {}
        self._made.connect(self._on_made)
        self._begin()

    def sights(self, skeleton: Skeleton, keypoint: str, guides: Guides = SHIPPED) -> tuple[Sight, ...] | None:
        """Return where a keypoint is shown; None as long as the table of plates is being read."""
        if not self._read:
            return None
        try:
            return sights_of(skeleton, keypoint, guides)
        except PalpateError:  # told when it was read
            return ()

    def at_hand(self, sight: Sight, scale: float, dark: bool) -> QImage | None:
        """Return a print of at least this scale, else any other of the plate in this theme, else None."""
        wanted = print_of(sight, scale, dark)
        if wanted in self._prints:
            self._prints.move_to_end(wanted)
            return self._prints[wanted]
        same = wanted.plate, wanted.source, dark
        others = [made for made in self._prints if (made.plate, made.source, made.dark) == same]
        best = max(others, key=lambda made: made.width, default=None)
        return None if best is None else self._prints[best]

    def wish(self, wishes: Sequence[Wish], who: object) -> None:
        """Wish for keypoints in this order, ahead of others; it replaces one's own earlier wishes."""
        self._wishes.pop(id(who), None)
        others = [wish for listed in self._wishes.values() for wish in listed]
        self._wishes[id(who)] = list(wishes)
        missing = [wish for wish in (*wishes, *others) if not self._has(wish)]
        self._press.take_all_but(missing, frozenset(self._prints))

    def close(self) -> None:
        """Stop and wait for what is being drawn; later wishes begin anew."""
        self._wishes.clear()
        self._press.stop()
        self._press.join()
        self._begin()

    def _begin(self) -> None:
        self._press = _Press(self._made.emit)
        self.destroyed.connect(self._press.stop)  # or it would deliver to what is gone

    def _has(self, wish: Wish) -> bool:
        sights = wish.sights if wish.sights is not None else self._known(wish)
        if sights is None:
            return False
        return all(print_of(one, wish.scale(one), wish.dark) in self._prints for one in sights[: wish.plates])

    def _known(self, wish: Wish) -> tuple[Sight, ...] | None:
        return self.sights(wish.skeleton, wish.keypoint, wish.guides)

    def _on_made(self, key: object, what: object) -> None:
        if isinstance(key, Print) and isinstance(what, QImage):
            self.drawn += 1
            self._prints[key] = what
            while sum(image.sizeInBytes() for image in self._prints.values()) > MOST_BYTES:
                self._prints.popitem(last=False)
        self._read = True
        if isinstance(what, str) and what not in self._told:
            self._told.add(what)
            self.failed.emit(what)
        self.came.emit()


class _Press(WishThread[Wish]):
    """The thread that reads and draws."""

    def __init__(self, deliver: Callable[[object, object], None]) -> None:
        super().__init__("plates", deliver)
        self._printed: set[Print] = set()

    def take_all_but(self, wishes: Sequence[Wish], printed: frozenset[Print]) -> None:
        """Draw what is wished for and not printed yet."""
        with self._lock:
            self._printed = set(printed)
        self.take(wishes)

    def fulfil(self, wish: Wish) -> None:
        try:
            sights = wish.sights
            if sights is None:
                sights = read_ahead(wish.skeleton, wish.keypoint, wish.guides)
            self.hand_over(None, None)
            for sight in sights[: wish.plates]:
                self._draw(print_of(sight, wish.scale(sight), wish.dark))
        except PalpateError as error:
            self.hand_over(None, str(error))

    def _draw(self, wanted: Print) -> None:
        with self._lock:
            if wanted in self._printed:
                return
            self._printed.add(wanted)
        drawing = drawing_of(wanted.plate, wanted.source, dark=wanted.dark)
        image = drawn(drawing, wanted.width, wanted.height)
        self.hand_over(wanted, image)
        if image.isNull():
            self.hand_over(None, f"{wanted.plate}: the plate cannot be drawn on this machine")


def drawn(drawing: Drawing, width: int, height: int) -> QImage:
    """Return a plate as ``ARGB32_Premultiplied`` pixels on nothing, or on white."""
    # Out of a file Qt reads all by itself, without Python's lock. Out of memory it would ask Python now and
    # then while it holds a lock of its own, for which the window may wait that holds Python's: for ever.
    with tempfile.TemporaryDirectory(prefix="palpate-plate-") as folder:
        path = Path(folder) / f"plate.{drawing.kind}"
        path.write_bytes(drawing.content)
        reader = QImageReader(str(path))
        reader.setScaledSize(QSize(width, height))
        if drawing.on_paper:
            reader.setBackgroundColor(QColor(_PAPER))
        return reader.read()
