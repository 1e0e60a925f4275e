"""Every plate as Qt shows it: drawn at all, and with bone where a keypoint of the bone's surface lies."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import yaml
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from palpate.base.folders import resource

FOLDER = Path(resource("guidelines")) / "plates"
PLATES = sorted(FOLDER.glob("*.svg"))
BONES_ALONE = (
    ".skin,.flesh,.context,.faint,.detail,.halo,.number,.point{fill:none;stroke:none}"
    ".bone,.tone1,.tone2,.tone3{fill:#ffffff}.edge,.fold,.ridge{fill:none;stroke:#ffffff}"
)


def drawn(text: str, width: int = 500) -> np.ndarray:
    """Return grey values (H, W) of an SVG on black."""
    renderer = QSvgRenderer(text.encode())
    assert renderer.isValid()
    size = renderer.viewBoxF().size()
    height = round(width * size.height() / size.width())
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return rows[:, :width].copy()


@pytest.mark.parametrize("path", PLATES, ids=lambda path: path.stem)
def test_a_plate_is_drawn_in_light_and_in_dark_and_differs(path: Path, qtbot: QtBot) -> None:
    text = path.read_text(encoding="utf-8")
    light, dark = ((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in ("light", "dark"))
    bright, dim = drawn(text), drawn(text.replace(light, dark))
    assert (bright > 150).mean() > 0.15
    assert (dim > 40).mean() > 0.15
    assert bright.max() > dim[bright > 200].mean()


def test_keypoints_on_a_bones_surface_lie_on_drawn_bone(qtbot: QtBot) -> None:
    table: dict[str, Any] = yaml.safe_load((FOLDER / "targets.yaml").read_text(encoding="utf-8"))
    with (FOLDER / "landmarks.csv").open(encoding="utf-8", newline="") as file:
        on_surface = {row["landmark"] for row in csv.DictReader(file) if row["kind"] == "surface"}
    gaps: dict[str, np.ndarray] = {}
    apart = []
    for name, targets in table["skeletons"]["cricket_bowling_54"].items():
        for target in targets if name in on_surface else ():
            plate = target["plate"]
            if plate not in gaps:
                text = (FOLDER / f"{plate}.svg").read_text(encoding="utf-8")
                bone = drawn(
                    re.sub("<style>.*</style>", f"<style>{BONES_ALONE}</style>", text, flags=re.DOTALL)
                )
                gaps[plate] = cv2.distanceTransform((bone < 128).astype(np.uint8), cv2.DIST_L2, 5)
            gap = gaps[plate]
            x = 1 - target["at"][0] if target["mirrored"] else target["at"][0]
            apart.append((gap[int(target["at"][1] * gap.shape[0]), int(x * 500)] / 500, name, plate))
    assert len(apart) >= 20
    assert max(apart)[0] <= 0.01, max(apart)
