"""Which decoded pictures a damaged packet may have spoilt."""

from __future__ import annotations


class Purity:
    """Keeps account of packets sent, packets failed and pictures that came out.

    A picture is clean if its packet was sent before the failure, or if it is a keyframe sent after it, or is
    both sent and shown after such a keyframe.
    """

    def __init__(self) -> None:
        self.failures = 0
        self._sent: dict[int, int] = {}
        self._count = 0
        self._failed_at = 0
        self._restart: tuple[int, int] | None = None

    def sent(self, stamp: int | None) -> None:
        """Note a packet given to the decoder."""
        self._count += 1
        if stamp is not None:
            self._sent[stamp] = self._count

    def failed(self) -> None:
        """Note that the packet sent last could not be decoded."""
        self.failures += 1
        self._failed_at = self._count
        self._restart = None

    def clean(self, stamp: int | None, keyframe: bool) -> bool:
        """Return whether a picture that comes out now is free of the damage; call once for each, in order."""
        place = self._sent.pop(stamp, None) if stamp is not None else None
        if not self.failures:
            return True
        if stamp is None or place is None:
            return False
        if place < self._failed_at:
            return True
        if keyframe and place > self._failed_at:
            self._restart = (place, stamp)
        return self._restart is not None and place >= self._restart[0] and stamp >= self._restart[1]
