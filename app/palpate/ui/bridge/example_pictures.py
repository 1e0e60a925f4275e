"""Examples and their pictures: read and decoded in a thread of their own, and kept as long as there is room.

They are decoded without Qt: its readers hold locks that the window needs.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from palpate.base.errors import PalpateError
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.example_thumbnails import pixels_in, pixels_of
from palpate.session.guidelines.examples import ShownExample, filed
from palpate.ui.bridge.wish_thread import WishThread
from palpate.ui.widgets.pictures import image_of

MOST_BYTES = 64 << 20
_STEPS = (96, 128, 160, 192, 256, 320, 448, 640, 1024, 2048)
_MOST_SKELETONS = 8

Listed = dict[str, tuple[ShownExample, ...]]
"""Examples by keypoint."""


@dataclass(frozen=True, slots=True)
class Shot:
    """The picture of an example in one size.

    Attributes
    ----------
    name, path
        Id of the example, or the file of its picture.
    side
        Longest side, px.
    """

    name: str
    path: Path | None
    side: int


def shot_of(shown: ShownExample, side: float) -> Shot:
    """Return the next larger size in which the picture of an example is kept."""
    longest = max(shown.example.size)
    step = next((step for step in _STEPS if step >= min(side, longest)), _STEPS[-1])
    name = shown.example.id if shown.path is None else ""  # a file may be the picture of several
    return Shot(name, shown.path, step)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The examples of a skeleton that come as files.

    Attributes
    ----------
    near
        Folder of the skeleton's own file.
    """

    skeleton: Skeleton
    near: Path | None = None

    def __hash__(self) -> int:
        return hash((id(self.skeleton), self.near))

    def __eq__(self, other: object) -> bool:
        # Comparing all that two skeletons say takes long.
        return isinstance(other, Table) and other.skeleton is self.skeleton and other.near == self.near


@dataclass(frozen=True, slots=True)
class _Work:
    """What the thread has to do: read a table, or decode a picture."""

    table: Table | None = None
    shot: Shot | None = None
    content: bytes | None = None


class ExamplePictures(QObject):
    """Keeps the pictures used last; the thread is there only while something is wished for.

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
        self._images: OrderedDict[Shot, QImage] = OrderedDict()
        self._bytes = 0
        self._listed: OrderedDict[Table, Listed] = OrderedDict()
        self._told: set[str] = set()
        self._wishes: dict[int, list[_Work]] = {}
        self.decoded = 0
        self._made.connect(self._on_made)
        self._begin()

    def filed(self, table: Table, keypoint: str) -> tuple[ShownExample, ...] | None:
        """Return the examples that come as files; None as long as they are being read."""
        known = self._listed.get(table)
        return None if known is None else known.get(keypoint, ())

    def at_hand(self, shown: ShownExample, side: float) -> QImage | None:
        """Return a picture of at least this size, else any other of it, else None."""
        wanted = shot_of(shown, side)
        if wanted in self._images:
            self._images.move_to_end(wanted)
            return self._images[wanted]
        others = [made for made in self._images if (made.name, made.path) == (wanted.name, wanted.path)]
        best = max(others, key=lambda made: made.side, default=None)
        return None if best is None else self._images[best]

    def wish(
        self,
        table: Table | None,
        shown: Sequence[ShownExample],
        side: float,
        *,
        content_of: Callable[[ShownExample], bytes | None],
        who: object,
    ) -> None:
        """Wish for pictures in this order, ahead of others; it replaces one's own earlier wishes.

        Parameters
        ----------
        table
            What is to be read first, if it is not at hand.
        content_of
            Gives the file of a picture that is in the project; called at once.
        """
        works = [] if table is None or table in self._listed else [_Work(table)]
        for one in shown:
            shot = shot_of(one, side)
            if shot not in self._images:
                content = content_of(one) if one.path is None else None
                if one.path is not None or content is not None:
                    works.append(_Work(shot=shot, content=content))
        self._wishes.pop(id(who), None)
        others = [work for listed in self._wishes.values() for work in listed if not self._done(work)]
        if works:
            self._wishes[id(who)] = works
        self._room.take([*works, *others])

    def forget(self) -> None:
        """Read the tables anew when they are asked for next; pictures are known by other names then."""
        self._listed.clear()
        self._images.clear()
        self._bytes = 0

    def close(self) -> None:
        """Stop and wait for what is being decoded; later wishes begin anew."""
        self._wishes.clear()
        self._room.stop()
        self._room.join()
        self._begin()

    def _begin(self) -> None:
        self._room = _DarkRoom("examples", self._made.emit)
        self.destroyed.connect(self._room.stop)  # or it would deliver to what is gone

    def _done(self, work: _Work) -> bool:
        if work.table is not None:
            return work.table in self._listed
        return work.shot in self._images

    def _on_made(self, key: object, what: object) -> None:
        if isinstance(key, Shot) and isinstance(what, QImage):
            self.decoded += 1
            self._keep(key, what)
        elif isinstance(key, Table) and isinstance(what, dict):
            self._listed[key] = what
            while len(self._listed) > _MOST_SKELETONS:
                self._listed.popitem(last=False)
        elif isinstance(what, str) and what not in self._told:
            self._told.add(what)
            self.failed.emit(what)
        self.came.emit()

    def _keep(self, key: Shot, image: QImage) -> None:
        before = self._images.pop(key, None)
        self._bytes += image.sizeInBytes() - (0 if before is None else before.sizeInBytes())
        self._images[key] = image
        while self._bytes > MOST_BYTES:
            self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()


class _DarkRoom(WishThread[_Work]):
    """The thread that reads and decodes."""

    def fulfil(self, wish: _Work) -> None:
        try:
            if wish.table is not None:
                self.hand_over(wish.table, _by_keypoint(wish.table, self._tell))
            elif wish.shot is not None:
                self.hand_over(wish.shot, _decoded(wish.shot, wish.content))
        except PalpateError as error:
            self._tell(error)

    def _tell(self, fault: PalpateError) -> None:
        self.hand_over(None, str(fault))


def _by_keypoint(table: Table, told: Callable[[PalpateError], object]) -> Listed:
    """Return what can be read, and tell of what cannot."""
    found: dict[str, list[ShownExample]] = {}
    for one in filed(table.skeleton, near=table.near, told=told):
        found.setdefault(one.example.keypoint, []).append(one)
    return {keypoint: tuple(listed) for keypoint, listed in found.items()}


def _decoded(shot: Shot, content: bytes | None) -> QImage:
    """Return a picture, one empty pixel if it is damaged: it is not to be asked for again."""
    if shot.path is not None:
        pixels = pixels_in(shot.path, shot.side)
    else:
        pixels = pixels_of(content or b"", shot.side)
    return image_of(pixels) if pixels is not None else QImage(1, 1, QImage.Format.Format_RGB32)
