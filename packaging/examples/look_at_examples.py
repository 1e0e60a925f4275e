"""Show all examples with their marks on contact sheets: the right place ringed, the wrong one crossed out.

Usage: python look_at_examples.py EXAMPLES_FOLDER OUT_FOLDER [KEYPOINT…]
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml

from palpate.model.arrays import Pixels

_ROWS, _TILE, _WORDS, _GAP = 6, 320, 40, 6
_GREEN, _RED, _INK = (80, 230, 90), (60, 60, 255), (235, 235, 235)


def main(arguments: list[str]) -> None:
    """Write sheets of six keypoints, a row each."""
    folder, out, names = Path(arguments[0]), Path(arguments[1]), arguments[2:]
    out.mkdir(parents=True, exist_ok=True)
    pictures: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for entry in yaml.safe_load((folder / "examples.yaml").read_text(encoding="utf-8")):
        if not names or entry["keypoint"] in names:
            pictures[entry["keypoint"]][entry["file"]].append(entry)
    rows = [_row(folder, files) for files in pictures.values()]
    for start in range(0, len(rows), _ROWS):
        sheet = out / f"examples-{start // _ROWS + 1:02d}.png"
        cv2.imwrite(str(sheet), np.vstack(rows[start : start + _ROWS]))


def _row(folder: Path, files: dict[str, list[dict[str, Any]]]) -> Pixels:
    return np.asarray(np.hstack([_tile(folder / name, entries) for name, entries in files.items()]))


def _tile(path: Path, entries: list[dict[str, Any]]) -> Pixels:
    picture = cv2.imread(str(path))
    scale = _TILE / picture.shape[1]
    tile = np.full((_TILE + _WORDS, _TILE + _GAP, 3), 30, dtype=np.uint8)
    tile[:_TILE, :_TILE] = cv2.resize(picture, (_TILE, _TILE), interpolation=cv2.INTER_CUBIC)
    for entry in entries:
        if entry["wrong"] is None:
            x, y = (round(16 * (part * scale - 0.5)) for part in entry["right"])
            cv2.circle(tile, (x, y), 9 * 16, _GREEN, 2, cv2.LINE_AA, 4)
            cv2.circle(tile, (x, y), 16, _GREEN, -1, cv2.LINE_AA, 4)
            continue
        x, y = (round(part * scale - 0.5) for part in entry["wrong"])
        for dy in (-7, 7):
            cv2.line(tile, (x - 7, y - dy), (x + 7, y + dy), _RED, 2, cv2.LINE_AA)
        words = entry["caption"]
        for line, text in enumerate((f"{path.stem}  blur {entry['blur_px']}", words[:62])):
            at = (4, _TILE + 14 + 16 * line)
            cv2.putText(tile, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.36, _INK, 1, cv2.LINE_AA)
    return tile


if __name__ == "__main__":
    main(sys.argv[1:])
