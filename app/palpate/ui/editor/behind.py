"""What lies behind the template: a plate on which its keypoints are shown, or a picture of one's own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap

from palpate.base.errors import PalpateError
from palpate.session.guidelines.guides import SHIPPED
from palpate.session.guidelines.plates import Sight, drawing_of, sights_of
from palpate.ui.bridge.plate_pictures import drawn
from palpate.ui.editor.board import Board
from palpate.ui.theme.apply import current

_MOST_SIDE = 2400
_FAINT = 0.55
_FEWEST = 4  # keypoints by which a plate is laid
_KEEP = Qt.AspectRatioMode.KeepAspectRatio

Shown = tuple[str, bool]
"""A plate by its name, and whether it is flipped."""


class Behind(QObject):
    """A picture under the figure; view alone, nothing of it belongs to the skeleton.

    Signals
    -------
    changed
        Another one, or none, is shown.
    """

    changed = Signal()

    def __init__(self, board: Board, parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self._sights: dict[Shown, dict[str, Sight]] | None = None
        self._plate: Shown | None = None
        self._own: QImage | None = None
        self._made: tuple[object, QPixmap] | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is anything."""
        return self._plate is not None or self._own is not None

    @property
    def plate(self) -> Shown | None:
        """The plate that is shown."""
        return self._plate

    def plates(self) -> dict[Shown, str]:
        """Return the titles of plates that show enough keypoints to be laid, the fullest first."""
        found = self._found()
        counts = Counter({which: len(sights) for which, sights in found.items()})
        fit = [which for which, n in counts.most_common() if n >= _FEWEST and self._share(which) is not None]
        return {which: next(iter(found[which].values())).title for which in fit}

    def show_nothing(self) -> None:
        """Take away what is shown."""
        self._plate, self._own = None, None
        self.changed.emit()

    def show_plate(self, which: Shown) -> None:
        """Show a plate."""
        self._plate, self._own = which, None
        self.changed.emit()

    def show_picture(self, path: Path) -> bool:
        """Show a picture of a file over the whole box; tells whether it could be read."""
        reader = QImageReader(str(path))
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid() and max(size.width(), size.height()) > _MOST_SIDE:
            reader.setScaledSize(size.scaled(QSize(_MOST_SIDE, _MOST_SIDE), _KEEP))
        image = reader.read()
        if image.isNull():
            return False
        self._plate, self._own = None, image
        self._made = None
        self.changed.emit()
        return True

    def picture(self, box: QRectF, ratio: float) -> QPixmap | None:
        """Return the pixels for a box of the template, in device px by ``ratio``."""
        at = self.rect(box)
        if at is None:
            return None
        if self._own is not None:
            key: object = id(self._own)
            if self._made is None or self._made[0] != key:
                self._made = key, _faint(self._own)
        elif self._plate is not None:
            wide = _step(min(at.width() * ratio, _MOST_SIDE))
            key = self._plate, wide, current().name
            if self._made is None or self._made[0] != key:
                self._made = key, self._drawn(self._plate, wide)
        return self._made[1] if self._made is not None else None

    def rect(self, box: QRectF) -> QRectF | None:
        """Return where the picture lies for a box of the template: keypoints lie on their targets."""
        if self._own is not None:
            return box
        shares = self._share(self._plate) if self._plate is not None else None
        if shares is None:
            return None
        (left, width), (top, height) = shares
        return QRectF(
            box.x() + left * box.width(),
            box.y() + top * box.height(),
            width * box.width(),
            height * box.height(),
        )

    def _share(self, which: Shown) -> list[tuple[float, float]] | None:
        """Return where a plate begins and how large it is, by axis, in shares of the template's box.

        Each axis is laid for itself, by least squares over the keypoints that both know; None if it cannot.
        """
        state, sights = self._board.draft.state, self._found().get(which, {})
        pairs = [
            (sights[state.names[p.name]].target.at, p.rest)
            for p in state.inner.keypoints
            if p.rest is not None and state.names[p.name] in sights
        ]
        if len(pairs) < 2:
            return None
        on_plate, rest = (np.array(side) for side in zip(*pairs, strict=True))
        shares = []
        for axis in range(2):
            x, y = on_plate[:, axis], rest[:, axis]
            spread = float(((x - x.mean()) ** 2).sum())
            slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread if spread else 0.0
            if slope <= 0:
                return None
            shares.append((float(y.mean() - slope * x.mean()), slope))
        return shares

    def _drawn(self, which: Shown, wide: int) -> QPixmap:
        """Return a plate as faint pixels; an empty picture if its file is wrong, which is told."""
        sight = next(iter(self._found()[which].values()))
        try:
            drawing = drawing_of(which[0], sight.source, dark=current().name == "dark")
        except PalpateError as error:
            self._board.refused.emit(error.sentence)
            return QPixmap()
        across, down = sight.plate.size
        image = drawn(drawing, wide, max(round(wide * down / across), 1))
        return _faint(image.mirrored(True, False) if which[1] else image)

    def _found(self) -> dict[Shown, dict[str, Sight]]:
        """Return sights by plate and keypoint, of the skeleton as it was when the editor was opened."""
        if self._sights is None:
            self._sights = {}
            skeleton, session = self._board.draft.before, self._board.session
            guides = session.guides if session is not None else SHIPPED
            try:
                every = {name: sights_of(skeleton, name, guides) for name in skeleton.names}
            except PalpateError as error:
                self._board.refused.emit(error.sentence)
                every = {}
            for name, sights in every.items():
                for sight in sights:
                    self._sights.setdefault((sight.plate.name, sight.target.mirrored), {})[name] = sight
        return self._sights


def _step(wide: float) -> int:
    """Return the next larger of a few widths, so that zooming draws a plate only now and then."""
    side = 256.0
    while side < wide:
        side *= 1.5
    return round(side)


def _faint(image: QImage) -> QPixmap:
    faint = QPixmap(image.size())
    faint.fill(Qt.GlobalColor.transparent)
    painter = QPainter(faint)
    painter.setOpacity(_FAINT)
    painter.drawImage(0, 0, image)
    painter.end()
    return faint
