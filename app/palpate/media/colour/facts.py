"""What a decoded picture says of its colours, with what is left unsaid filled in by rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.video.format import VideoFormat
    from av.video.frame import VideoFrame

# numbers of ITU-T H.273, which FFmpeg writes on pictures
RGB, BT709, UNSPECIFIED, FCC, BT601, BT601_NTSC, SMPTE240, BT2020, BT2020_CONSTANT = (
    0,
    1,
    2,
    4,
    5,
    6,
    7,
    9,
    10,
)
PQ, HLG = 16, 18
LIMITED, FULL = 1, 2

# as swscale takes them; of both BT.601 it knows one, and constant luminance is read as the other kind
_MATRICES = {
    BT709: BT709,
    FCC: FCC,
    BT601: BT601,
    BT601_NTSC: BT601,
    SMPTE240: SMPTE240,
    BT2020: BT2020,
    BT2020_CONSTANT: BT2020,
}
_ALWAYS_FULL = ("yuvj", "rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "x2rgb", "x2bgr", "pal", "mono")
_SUBSAMPLING = {
    (1, 1): "4:4:4",
    (1, 2): "4:4:0",
    (2, 1): "4:2:2",
    (2, 2): "4:2:0",
    (4, 1): "4:1:1",
    (4, 4): "4:1:0",
}
_WHOLE = 64


@dataclass(frozen=True, slots=True)
class ColourFacts:
    """How the numbers of a picture are to be read as colours.

    Attributes
    ----------
    matrix
        H.273 number of the matrix between luma with chroma and red, green, blue: 1 BT.709, 4 FCC, 5 BT.601,
        7 SMPTE 240M, 9 BT.2020; 0 where the picture is red, green and blue already. Never unspecified.
    range
        2 if black and white are the lowest and highest number, 1 if 16 and 235 (in 8 bits).
    transfer
        H.273 number of the transfer characteristic: 16 PQ, 18 HLG; 2 unspecified.
    primaries
        H.273 number of the primaries: 1 BT.709, 9 BT.2020; 2 unspecified.
    bits
        Bits of the first component: 8, 10, 12 …
    subsampling
        "4:2:0", "4:2:2", "4:4:4" …; "4:0:0" for grey, "rgb" for red, green and blue.
    alpha
        Whether it carries transparency.
    interlaced
        Whether this picture is woven of two fields.
    """

    matrix: int
    range: int
    transfer: int
    primaries: int
    bits: int
    subsampling: str
    alpha: bool
    interlaced: bool

    @property
    def hdr(self) -> bool:
        """Whether it must be toned down for an ordinary screen."""
        return self.transfer in (PQ, HLG)


def colour_of(
    picture: VideoFrame, *, transfer: int = UNSPECIFIED, primaries: int = UNSPECIFIED
) -> ColourFacts:
    """Return how a decoded picture is to be read.

    Parameters
    ----------
    transfer, primaries
        What the stream's codec context says of them (`color_trc`, `color_primaries`). Taken where the picture
        says nothing: before PyAV 17 pictures bear neither.
    """
    form = picture.format
    return ColourFacts(
        matrix=RGB if form.is_rgb else matrix_of(picture),
        range=range_of(picture),
        transfer=_told(picture, "color_trc", transfer),
        primaries=_told(picture, "color_primaries", primaries),
        bits=int(form.components[0].bits),
        subsampling=_subsampling(form),
        alpha=has_alpha(form),
        interlaced=bool(picture.interlaced_frame),
    )


def matrix_of(picture: VideoFrame) -> int:
    """Return the colour matrix a picture is to be read by (H.273 number).

    Unspecified means BT.709 for high definition (1280 or longer, or more than 576 on the short side) and
    BT.601 below, as players have it.
    """
    told = int(picture.colorspace)
    if told in _MATRICES:
        return _MATRICES[told]
    high = max(picture.width, picture.height) >= 1280 or min(picture.width, picture.height) > 576
    return BT709 if high else BT601


def range_of(picture: VideoFrame) -> int:
    """Return 2 if luma uses all steps, 1 if 16 to 235 of 256.

    Red, green and blue always do; grey does unless told otherwise, anything else only if told.
    """
    told, name = int(picture.color_range), picture.format.name
    if name.startswith(_ALWAYS_FULL):
        return FULL
    if name.startswith(("gray", "ya")):
        return LIMITED if told == LIMITED else FULL
    return FULL if told == FULL else LIMITED


def has_alpha(form: VideoFormat) -> bool:
    """Tell whether a pixel format carries transparency."""
    return form.has_palette or any(component.is_alpha for component in form.components)


def _told(picture: VideoFrame, name: str, otherwise: int) -> int:
    said = int(getattr(picture, name, UNSPECIFIED))
    return otherwise if said in (0, UNSPECIFIED) else said


def _subsampling(form: VideoFormat) -> str:
    if form.is_rgb or form.has_palette:
        return "rgb"
    if sum(not component.is_alpha for component in form.components) < 3:
        return "4:0:0"
    return _SUBSAMPLING[_WHOLE // form.chroma_width(_WHOLE), _WHOLE // form.chroma_height(_WHOLE)]
