"""Turning stored pictures the way they are meant to be seen: by display matrix or by EXIF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Pixels
from palpate.model.picture import Region

_Number = TypeVar("_Number", np.uint8, np.uint32)


@dataclass(frozen=True, slots=True)
class Orientation:
    """One of the eight ways a picture can lie: exchange rows and columns first, then mirror.

    Attributes
    ----------
    transpose
        Whether stored rows become displayed columns.
    mirror_x, mirror_y
        Whether the displayed left and right, top and bottom change places after that.
    """

    transpose: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    @property
    def clockwise_degrees(self) -> int:
        """Turn from stored to displayed: 0, 90, 180 or 270; a mirror image counts by its turned part."""
        if self.transpose:
            return 270 if self.mirror_y else 90
        return 180 if self.mirror_y else 0

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return the displayed width and height of a stored picture."""
        return (height, width) if self.transpose else (width, height)

    def stored(self, region: Region, size: tuple[int, int]) -> Region:
        """Return where a region of the displayed picture, which is of this size, lies in the stored one."""
        left = size[0] - region.right if self.mirror_x else region.left
        top = size[1] - region.bottom if self.mirror_y else region.top
        if self.transpose:
            return Region(top, left, region.height, region.width)
        return Region(left, top, region.width, region.height)

    def apply(self, pixels: Pixels) -> Pixels:
        """Return ``(H', W')`` or ``(H', W', 4)`` as displayed, contiguous; may be the input itself."""
        if self == UPRIGHT:
            return np.ascontiguousarray(pixels)
        if pixels.ndim == 2:
            return np.ascontiguousarray(self.turned(pixels))
        # four bytes move as one number: six times faster than moving them channel by channel
        whole = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
        turned = np.ascontiguousarray(self.turned(whole))
        return turned.view(np.uint8).reshape(*turned.shape, 4)

    def turned(self, picture: NDArray[_Number]) -> NDArray[_Number]:
        """Return ``(H', W')`` as displayed, in the same memory."""
        turned = picture.T if self.transpose else picture
        turned = turned[:, ::-1] if self.mirror_x else turned
        return turned[::-1] if self.mirror_y else turned


UPRIGHT = Orientation()

_BY_EXIF = {
    1: UPRIGHT,
    2: Orientation(mirror_x=True),
    3: Orientation(mirror_x=True, mirror_y=True),
    4: Orientation(mirror_y=True),
    5: Orientation(transpose=True),
    6: Orientation(transpose=True, mirror_x=True),
    7: Orientation(transpose=True, mirror_x=True, mirror_y=True),
    8: Orientation(transpose=True, mirror_y=True),
}


def of_exif(value: int) -> Orientation:
    """Return the orientation of EXIF tag 0x0112; upright for a value the standard does not know."""
    return _BY_EXIF.get(value, UPRIGHT)


def of_display_matrix(matrix: Sequence[int]) -> Orientation:
    """Return the nearest of the eight orientations of an ISO 14496-12 display matrix.

    Parameters
    ----------
    matrix
        The nine numbers a, b, u, c, d, v, x, y, w, which send (p, q) to (a·p + c·q + x, b·p + d·q + y).
        A picture that lies obliquely is taken to its nearest quarter turn.
    """
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    if abs(a) >= abs(b):
        return Orientation(mirror_x=a < 0, mirror_y=d < 0)
    return Orientation(transpose=True, mirror_x=c < 0, mirror_y=b < 0)
