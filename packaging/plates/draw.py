"""Draw the plates, the table of landmarks and the table of targets.

Usage: python draw.py ASSEMBLED.npz OUT_FOLDER [PLATE…]

ASSEMBLED.npz holds ``<mesh>/vertices`` (N, 3) in metres, x forward, y up, z to the subject's right, and
``<mesh>/faces`` (M, 3) of a whole skeleton. With names of plates only those are drawn and no table
is written; ``tables`` as the only name writes the tables without drawing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import plate_paper as paper
from plate_bones import read_bones
from plate_cattle import cattle_targets, draw_cattle
from plate_drawing import Drawn, draw_plate, looked_at
from plate_face import draw_face, face_targets
from plate_landmarks import find_landmarks, write_landmarks
from plate_list import PLATES
from plate_poses import Body, settled
from plate_skin import remember_standing
from plate_tables import described, write_targets
from plate_targets import coco, cricket_bowling, hand, targets_of

_BY_HAND = (
    ("face_front", "Face, 68 points", draw_face),
    ("cattle_lateral", "Cow from the left", draw_cattle),
)


def main(arguments: list[str]) -> None:
    """Draw what is asked for."""
    bones, out, names = Path(arguments[0]), Path(arguments[1]), arguments[2:]
    read = settled(read_bones(bones))
    body = Body(read, find_landmarks(read))
    remember_standing(body)
    for plate in PLATES:
        if not names or plate.name in names:
            drawn = draw_plate(plate, body)
            (out / f"{plate.name}.svg").write_text(drawn.text, encoding="utf-8")
            print(f"{plate.name}: {len(drawn.text) // 1024} KB", flush=True)
    for name, _, draw in _BY_HAND:
        if not names or name in names:
            (out / f"{name}.svg").write_text(draw()[0], encoding="utf-8")
    if not names or names == ["tables"]:
        _write_tables(body, out)


def _write_tables(body: Body, out: Path) -> None:
    write_landmarks(body.landmarks, out / "landmarks.csv")
    (out / "light.css").write_text(paper.LIGHT, encoding="utf-8")
    (out / "dark.css").write_text(paper.DARK, encoding="utf-8")
    plates: dict[str, Drawn] = {plate.name: looked_at(plate, body) for plate in PLATES}
    wanted = {"cricket_bowling_54": cricket_bowling(), "coco_17": coco(), "hand_21": hand()}
    targets = {name: targets_of(points, plates) for name, points in wanted.items()}
    targets |= {"face_68": face_targets(), "cattle_gait_25": cattle_targets()}
    by_hand = [(name, title, draw()[1], None) for name, title, draw in _BY_HAND]
    write_targets(targets, [*(described(drawn) for drawn in plates.values()), *by_hand], out / "targets.yaml")


if __name__ == "__main__":
    main(sys.argv[1:])
