"""What is exactly true of a synthetic clip, and the file that keeps it.

The file is a compressed ``.npz`` with one array per field of `Truth` (T frames, I instances, K keypoints):

=================  ================  ==========================================================
names, instances   (K,), (I,)        str
positions          (T, I, K, 2)      float32, px, corner origin, at mid-exposure; outside the image too
visibility         (T, I, K)         int8 codes of `palpate.model.visibility.Visibility`
blur_px            (T, I, K)         float32, length of the projected path during the exposure
blur_direction     (T, I, K)         float32, radians from x towards y, of the path's chord
width_px           (T, I, K)         float32, the local width that blur is compared with
across             (T, I, K, 2)      float32, px per metre: projected direction to the skin (see `Truth`)
boxes              (T, I, 4)         float32, px: x, y, width, height of the projected body
event_names        (E,)              str, with event_frames (E,) int64
size, fps, ...     scalars           the settings the clip was made from
=================  ================  ==========================================================
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from palpate.base.atomic_write import replacing
from palpate.base.errors import FileUnreadable, LabelsFaulty, Problem
from palpate.model.arrays import Codes, Floats

_SINGLE = ("positions", "blur_px", "blur_direction", "width_px", "across", "boxes")
_WHOLE = ("visibility",)


@dataclass(frozen=True, slots=True)
class Truth:
    """The exact answer to a synthetic clip: T frames, I instances, K keypoints.

    Attributes
    ----------
    names, instances
        Keypoints in skeleton order, and who the instances are.
    positions
        ``(T, I, K, 2)`` px, corner origin, in the middle of the exposure; given outside the image too.
    visibility
        ``(T, I, K)``: 0 outside the image, 1 hidden or blurred beyond the limits, 2 visible, 3 where a boot
        hides a bone whose place is certain.
    blur_px, blur_direction
        ``(T, I, K)`` length of the path on the image during the exposure, px; direction of its chord,
        radians from x towards y.
    width_px
        ``(T, I, K)`` the keypoint's local width on the image, px.
    across
        ``(T, I, K, 2)`` px per metre: how a step of one metre moves on the image, to the subject's left for
        keypoints of the trunk and head, towards the back of the hand for arms and hands, outwards for legs.
    boxes
        ``(T, I, 4)`` x, y, width, height in px of the projected body, not cut to the image.
    events
        First frame of ``back_foot_contact``, ``front_foot_contact`` and ``ball_release`` (the first frame
        without the ball in the hand), where the clip contains them.
    size, fps, shutter_s, seed, lighting
        The settings the clip was made from.
    """

    names: tuple[str, ...]
    instances: tuple[str, ...]
    positions: Floats
    visibility: Codes
    blur_px: Floats
    blur_direction: Floats
    width_px: Floats
    across: Floats
    boxes: Floats
    events: dict[str, int]
    size: tuple[int, int]
    fps: float
    shutter_s: float
    seed: int
    lighting: str


def save_truth(truth: Truth, path: Path) -> None:
    """Write a truth file; see the module's table.

    Raises
    ------
    FileUnwritable
        If the folder cannot be written or the disk is full.
    """
    content = {name: np.asarray(value) for name, value in asdict(truth).items() if name != "events"}
    content |= {name: content[name].astype(np.float32) for name in _SINGLE}
    content["event_names"] = np.array(list(truth.events))
    content["event_frames"] = np.array(list(truth.events.values()), dtype=np.int64)
    with replacing(path) as temporary, temporary.open("wb") as stream:
        np.savez_compressed(stream, **content)  # type: ignore[arg-type]


def load_truth(path: Path) -> Truth:
    """Read a truth file.

    Raises
    ------
    FileUnreadable
        If there is no such file.
    LabelsFaulty
        If it is not a truth file.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            content = {name: archive[name] for name in archive.files}
        return Truth(
            names=tuple(content["names"].tolist()),
            instances=tuple(content["instances"].tolist()),
            **{name: content[name].astype(np.float64) for name in _SINGLE},
            **{name: content[name].astype(np.int8) for name in _WHOLE},
            events=dict(zip(content["event_names"].tolist(), content["event_frames"].tolist(), strict=True)),
            size=(int(content["size"][0]), int(content["size"][1])),
            fps=float(content["fps"]),
            shutter_s=float(content["shutter_s"]),
            seed=int(content["seed"]),
            lighting=str(content["lighting"]),
        )
    except OSError as error:
        raise FileUnreadable(f"cannot be read ({(error.strerror or 'error').lower()})", path=path) from error
    except (KeyError, ValueError, IndexError, EOFError, BadZipFile) as error:
        fault = Problem("", "this is not the truth file of a synthetic clip")
        raise LabelsFaulty([fault], path=path) from error
