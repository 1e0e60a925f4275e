"""Which decoded pictures a damaged packet may have spoilt."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable

FrameOf = Callable[[int | None], int | None]


class Purity:
    """Keeps account of packets sent, packets failed and pictures that came out.

    A failing packet spoils its own picture and all those sent after it, up to the next keyframe that comes
    out well, and those sent after that one but shown before it. A packet whose picture has not come out when
    a later one does has failed without a word, and so has one whose picture the decoder had to patch. Only
    before the first whole keyframe that is no damage: a stream need not begin with one.

    Parameters
    ----------
    frame_of
        Gives the frame of a stamp, where the order of frames is known.
    aside
        Whether a failing packet shown before the last keyframe sent spoils nothing: HEVC forbids anything to
        be built upon such pictures, and at the start of a cut file they cannot be decoded at all.
    leading
        Whether such a packet spoils only others shown before that keyframe: H.264 promises as much.
    """

    def __init__(
        self, frame_of: FrameOf | None = None, *, aside: bool = False, leading: bool = False
    ) -> None:
        self._frame_of = frame_of or (lambda _stamp: None)
        self._aside, self._leading = aside, leading
        self._spares: dict[int, int] = {}
        self._first_frame: int | None = None
        self._awaited: dict[int, int] = {}
        self._count = 0
        self._places: dict[int, int] = {}
        self._latest: int | None = None
        self._latest_keyframe: int | None = None
        self._failed: list[int] = []
        self._failed_stamp: int | None = None
        self._restarts: list[tuple[int, int]] = []
        self._has_footing = False

    @property
    def failures(self) -> int:
        """How many packets failed."""
        return len(self._failed)

    @property
    def lacks_any(self) -> bool:
        """Whether a picture that was sent has not come out: asked of an emptied decoder, it has failed."""
        return bool(self._awaited)

    @property
    def failed_stamp(self) -> int | None:
        """Stamp of the first packet that failed, if it has one."""
        return self._failed_stamp

    def sent(self, stamp: int | None, *, keyframe: bool, shown: bool = True) -> None:
        """Note a packet about to be given to the decoder, and whether its picture is to be shown."""
        self._count += 1
        self._latest = stamp
        if keyframe:
            self._latest_keyframe = stamp
        if stamp is not None and shown:
            self._places[stamp] = self._count
            self._await(stamp)

    def failed(self) -> None:
        """Note that the packet sent last could not be decoded."""
        if self._aside and self._shown_before_its_keyframe():
            return
        frame = self._frame_of(self._latest)
        if frame is not None:
            self._awaited.pop(frame, None)
        leading = self._leading and self._shown_before_its_keyframe()
        self._fail(self._count, self._latest, spares=self._latest_keyframe if leading else None)

    def clean(self, stamp: int | None, *, keyframe: bool, whole: bool = True) -> bool:
        """Return whether a picture that comes out now is free of damage; call once for each, in order.

        Parameters
        ----------
        whole
            Whether the decoder had all it needed for it.
        """
        place = self._places.pop(stamp, None) if stamp is not None else None
        self._miss_those_before(stamp)
        if not whole and (keyframe or self._has_footing):
            self._fail(self._count if place is None else place, stamp)
            return False
        self._has_footing = self._has_footing or (keyframe and whole)
        if not self._failed:
            return True
        if stamp is None or place is None:
            return False
        before = [
            at for at in self._failed[: bisect_right(self._failed, place)] if not self._spared(at, stamp)
        ]
        if not before:
            return True
        failed = before[-1]
        if keyframe and place > failed:
            self._restarts.append((place, stamp))
        restart = next((found for found in self._restarts if found[0] > failed), None)
        return restart is not None and place >= restart[0] and stamp >= restart[1]

    def _await(self, stamp: int) -> None:
        frame = self._frame_of(stamp)
        if frame is None:
            return
        if self._first_frame is None:
            self._first_frame = frame
        if frame >= self._first_frame:  # earlier ones may be built upon what was never decoded
            self._awaited[frame] = stamp

    def _miss_those_before(self, stamp: int | None) -> None:
        frame = self._frame_of(stamp)
        if frame is None:
            return
        self._awaited.pop(frame, None)
        for missed in [one for one in self._awaited if one < frame]:
            lost = self._awaited.pop(missed)
            self._fail(self._places.pop(lost, 0), lost)

    def _spared(self, place: int, stamp: int) -> bool:
        spares = self._spares.get(place)
        return spares is not None and stamp >= spares

    def _fail(self, place: int, stamp: int | None, *, spares: int | None = None) -> None:
        if not self._failed:
            self._failed_stamp = stamp
        if spares is not None:
            self._spares[place] = spares
        insort(self._failed, place)

    def _shown_before_its_keyframe(self) -> bool:
        keyframe = self._latest_keyframe
        return self._latest is not None and keyframe is not None and self._latest < keyframe
