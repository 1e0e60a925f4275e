"""Take the pictures that show each keypoint of the bowler placed right and typically wrong.

Usage: python draw_examples.py OUT_FOLDER [KEYPOINT…]

Writes a picture per keypoint and condition, and ``examples.yaml`` with the places in them. With names of
keypoints only their pictures are taken and no table is written; ``table`` as the only name writes the table
without taking pictures.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np
from example_shots import CONDITIONS, SHARP_S, Still, bowler, file_of, stills_of
from example_table import row_of

from palpate.model.arrays import Pixels

_QUALITY = 92
_LIGHTING = {"backlit": "backlit_or_floodlit"}
_HEAD = """# Where each keypoint is, and where people put it instead, in pictures of the demo bowler.
#
# file      picture in this folder, without marks; an entry of either verdict may share it.
# blur_px   length of the keypoint's way over the picture during the exposure, px.
# right     its exact place at mid-exposure, px of the picture; the top-left corner is (0, 0).
# wrong     the typical wrong place of its guideline, likewise.
#
# Made by packaging/examples/draw_examples.py.
"""


def main(arguments: list[str]) -> None:
    """Take what is asked for."""
    out, names = Path(arguments[0]), arguments[1:]
    out.mkdir(parents=True, exist_ok=True)
    closeups, only_table = bowler(), names == ["table"]
    keypoints = closeups.scene.anatomy.names if only_table or not names else names
    lines = [_HEAD]
    for keypoint in keypoints:
        for condition, still in stills_of(closeups, keypoint).items():
            lines += entries(keypoint, condition, still)
            if not only_table:
                (out / file_of(keypoint, condition)).write_bytes(encoded(closeups.taken(still.shot)))
        print(keypoint, flush=True)
    if only_table or not names:
        (out / "examples.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def encoded(picture: Pixels) -> bytes:
    """Return a picture ``(H, W, 3)`` RGB as a JPEG."""
    flipped = np.ascontiguousarray(picture[..., ::-1])
    done, content = cv2.imencode(".jpg", flipped, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise RuntimeError("the picture cannot be encoded")
    return bytes(content)


def captions(keypoint: str, still: Still) -> tuple[str, str]:
    """Return what is said of the right and of the wrong place in a picture."""
    row = row_of(keypoint)
    px, mm = round(still.off_px), round(still.off_px * still.mm_per_px)
    right = row.right_words
    if still.shot.shutter_s > SHARP_S:
        right += f" Smeared over {still.blur_px:.0f} px: marked in the middle of the smear, at mid-exposure."
    return right, row.wrong_words.format(px=px, mm=mm)


def entries(keypoint: str, condition: str, still: Still) -> list[str]:
    """Return the lines of the table for one picture."""
    lighting = CONDITIONS[condition][0]
    blur = "moderate" if CONDITIONS[condition][1] else "sharp"
    right, wrong = (f"[{place[0]:.2f}, {place[1]:.2f}]" for place in (still.right, still.wrong))
    lines = []
    verdicts = zip(("correct", "incorrect"), ("null", wrong), captions(keypoint, still), strict=True)
    for verdict, crossed, words in verdicts:
        lines += [
            f"- keypoint: {keypoint}",
            f"  file: {file_of(keypoint, condition)}",
            f"  verdict: {verdict}",
            f"  lighting: {_LIGHTING.get(lighting, lighting)}",
            f"  blur: {blur}",
            f"  blur_px: {still.blur_px:.2f}",
            f"  right: {right}",
            f"  wrong: {crossed}",
            f"  caption: {json.dumps(words, ensure_ascii=False)}",
        ]
    return lines


if __name__ == "__main__":
    main(sys.argv[1:])
