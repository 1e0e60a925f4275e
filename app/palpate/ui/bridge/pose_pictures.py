"""Small pictures around poses, read in a thread of their own, the first wished for first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from palpate.base.errors import Cancelled
from palpate.model.arrays import Pixels
from palpate.model.clip import Clip
from palpate.session.judging.pose_pictures import Piece, pieces_of
from palpate.session.judging.worst_poses import WorstPose
from palpate.session.session import Session
from palpate.ui.bridge.wish_thread import WishThread
from palpate.ui.bridge.workbench import Workbench

_AT_ONCE = 6  # pieces of a clip that are read in the order of their frames, not of their wishes
_LONG_SIDE = 448  # px

Key = tuple[str, Piece]


@dataclass(frozen=True, slots=True)
class _Wish:
    session: Session
    clip: Clip
    pieces: tuple[Piece, ...]
    turn: int


class PosePictures(QObject):
    """Keeps what was wished for last; another project, or another score, forgets it.

    Signals
    -------
    came
        One more is at hand, or it is known why it will not be.
    """

    came = Signal()
    _made = Signal(object, object)

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._known: dict[Key, QImage | str] = {}
        self._made.connect(self._on_made)
        self._reader = _Reader(self._made.emit)
        self.destroyed.connect(self._reader.stop)  # or it would deliver to what is gone
        workbench.closing.connect(self.forget)

    def at_hand(self, pose: WorstPose) -> QImage | str | None:
        """Return the picture around a pose, why there is none, or None while it is on its way."""
        found = self._place(pose)
        return self.tr("the clip is not in this project") if found is None else self._known.get(found)

    def wish(self, poses: Sequence[WorstPose]) -> None:
        """Wish for these, in this order; what is not wished for any more is forgotten."""
        session, keys = self._workbench.session, [self._place(pose) for pose in poses]
        known = [key for key in keys if key is not None]
        self._known = {key: self._known[key] for key in known if key in self._known}
        missing = [key for key in known if key not in self._known]
        self._reader.take_all(session, missing)

    def rest(self) -> None:
        """Read nothing more; what is here stays."""
        self._reader.take_all(None, ())

    def forget(self) -> None:
        """Let go of everything, and wait until no file is open any more."""
        self._known = {}
        self._reader.take_all(None, ())
        self._reader.join()

    def _place(self, pose: WorstPose) -> Key | None:
        session = self._workbench.session
        clips = () if session is None else session.contents.clips
        clip = next((one for one in clips if one.name == pose.clip), None)
        if clip is None or not 0 <= pose.frame < clip.n_frames:
            return None
        return clip.id, Piece(pose.frame, pose.region(clip.size_of(pose.frame)))

    def _on_made(self, key: object, what: object) -> None:
        if isinstance(what, QImage | str):
            self._known[key] = what  # type: ignore[index]
            self.came.emit()


class _Reader(WishThread[_Wish]):
    """The thread that decodes; it leaves off at once what nobody wants any more."""

    def __init__(self, deliver: Callable[[object, object], None]) -> None:
        super().__init__("pose pictures", deliver)
        self._turn = 0

    def take_all(self, session: Session | None, keys: Sequence[Key]) -> None:
        """Read these from now on."""
        self._turn += 1
        self.take([] if session is None else list(_wishes(session, keys, self._turn)))

    def fulfil(self, wish: _Wish) -> None:
        try:
            for piece, found in pieces_of(
                wish.session,
                wish.clip,
                wish.pieces,
                long_side=_LONG_SIDE,
                stop=lambda: wish.turn != self._turn,
            ):
                if wish.turn != self._turn:
                    return
                self.hand_over((wish.clip.id, piece), found if isinstance(found, str) else _image(found))
        except Cancelled:
            return


def _wishes(session: Session, keys: Sequence[Key], turn: int) -> Iterator[_Wish]:
    """Yield wishes of few pieces each, clip by clip, those wished for first coming first."""
    by_clip: defaultdict[str, list[Piece]] = defaultdict(list)
    for clip, piece in keys:
        by_clip[clip].append(piece)
    for clip, pieces in by_clip.items():
        for first in range(0, len(pieces), _AT_ONCE):
            yield _Wish(session, session.contents.clip(clip), tuple(pieces[first : first + _AT_ONCE]), turn)


def _image(pixels: Pixels) -> QImage:
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32).copy()
