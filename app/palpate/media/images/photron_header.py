"""What Photron's cameras write beside their raw pictures: a `.cihx` (XML) or, older, a `.cih` (text) file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from palpate.base.errors import FileUnreadable, MediaUnreadable

HEADER_SUFFIXES = (".cihx", ".cih")
_BITS_READ = (8, 12, 16)
_GREY = ("mono", "raw")  # raw is what the sensor gave; a colour camera's is a mosaic
_COLOUR_CAMERA = "-C-"  # as in FASTCAM SA-Z type 2100K-C-64GB; grey ones have an M there
_LARGEST = 1 << 22
_EXPORT = "save it as TIFF or AVI with the camera's own program"

# a name of our own: where it is in the XML, and on which line of the text
_PLACES = {
    "width": ("imageDataInfo/resolution/width", "Image Width"),
    "height": ("imageDataInfo/resolution/height", "Image Height"),
    "frames": ("frameInfo/totalFrame", "Total Frame"),
    "recorded": ("frameInfo/recordedFrame", "Original Total Frame"),
    "step": ("frameInfo/skipFrame", "Save Step"),
    "fps": ("recordInfo/recordRate", "Record Rate(fps)"),
    "bits": ("imageDataInfo/colorInfo/bit", "Color Bit"),
    "colours": ("imageDataInfo/colorInfo/type", "Color Type"),
    "camera": ("deviceInfo/deviceName", "Camera Type"),
    "form": ("imageFileInfo/fileFormat", "File Format"),
}


@dataclass(frozen=True, slots=True)
class PhotronHeader:
    """What a header tells of the pictures beside it.

    Attributes
    ----------
    size
        Width and height in px.
    n_frames
        How many frames were saved, by the header.
    fps
        Frames per second between saved frames, 0 if not told.
    thinned
        Every how many frames of the recording one was saved.
    bits
        Bits per pixel in the file: 8, 16, or 12 with two pixels in three bytes.
    """

    size: tuple[int, int]
    n_frames: int
    fps: float
    thinned: int
    bits: int

    @property
    def frame_bytes(self) -> int:
        """Length of a picture in the file."""
        return self.size[0] * self.size[1] * self.bits // 8


def read_photron_header(path: Path) -> PhotronHeader:
    """Return what a header file tells.

    Raises
    ------
    FileUnreadable
        If it is missing or may not be read.
    MediaUnreadable
        If it is faulty, or its pictures are of a kind that is not read.
    """
    try:
        with path.open("rb") as stream:
            text = stream.read(_LARGEST).decode("utf-8", errors="replace")
    except OSError as error:
        raise FileUnreadable(
            f"cannot be read ({(error.strerror or str(error)).lower()})", path=path
        ) from error
    told = _of_xml(text, path) if path.suffix.lower() == ".cihx" else _of_text(text)
    try:
        size = int(told["width"]), int(told["height"])
        frames, bits = int(told["frames"]), int(told["bits"])
        fps = float(told.get("fps") or 0)
    except (KeyError, ValueError) as error:
        raise MediaUnreadable("is no header of a Photron camera, or is damaged", path=path) from error
    if min(*size, frames) < 1 or not 0 <= fps < float("inf"):
        raise MediaUnreadable("is a header of a Photron camera with impossible numbers", path=path)
    _refuse_other_kinds(told, size, path)
    thinned = _thinned(told, frames)
    return PhotronHeader(size, frames, fps / thinned, thinned, bits)


def _of_xml(text: str, path: Path) -> Mapping[str, str]:
    start, end = text.find("<cih>"), text.find("</cih>")
    document = text[start : end + len("</cih>")] if 0 <= start < end else ""
    if "<!" in document:  # entities could make a small file huge
        raise MediaUnreadable("holds declarations no header has", path=path)
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        raise MediaUnreadable("is no header of a Photron camera, or is damaged", path=path) from error
    found = {name: root.findtext(place) for name, (place, _) in _PLACES.items()}
    return {name: value.strip() for name, value in found.items() if value is not None}


def _of_text(text: str) -> Mapping[str, str]:
    lines = (line.partition(":") for line in text.splitlines())
    values = {key.strip(): value.strip() for key, colon, value in lines if colon}
    return {name: values[key] for name, (_, key) in _PLACES.items() if key in values}


def _refuse_other_kinds(told: Mapping[str, str], size: tuple[int, int], path: Path) -> None:
    if told.get("form", "mraw").lower() != "mraw":
        raise MediaUnreadable(f"belongs to files of the kind {told['form']}: open those", path=path)
    if told.get("colours", "Mono").lower() not in _GREY or _COLOUR_CAMERA in told.get("camera", ""):
        raise MediaUnreadable(f"is a raw recording in colour, which cannot be read; {_EXPORT}", path=path)
    whole = size[0] * size[1] * int(told["bits"]) % 8 == 0
    if int(told["bits"]) not in _BITS_READ or not whole:
        raise MediaUnreadable(
            f"is a raw recording of {told['bits']} bits, which cannot be read; {_EXPORT}", path=path
        )


def _thinned(told: Mapping[str, str], frames: int) -> int:
    """Return every how many frames one was saved; 1 where the header's numbers do not fit together."""
    try:
        step, recorded = int(told.get("step", 1)), int(told.get("recorded", 0))
    except ValueError:
        return 1
    return step if step > 1 and (frames - 1) * step < recorded else 1
