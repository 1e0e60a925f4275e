"""Draw the plates, the table of landmarks and the table of targets.

Usage: python draw_plates.py ASSEMBLED.npz OUT_FOLDER [PLATE…]

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
from plate_dog import animal_pose_targets, ap10k_targets, draw_dog
from plate_drawing import Drawn, draw_plate, looked_at
from plate_face import draw_face, draw_plain_face, face_targets
from plate_face_layouts import face_98_targets, face_106_targets, palsy_targets
from plate_landmarks import find_landmarks, write_landmarks
from plate_list import PLATES
from plate_poses import Body, settled
from plate_skin import remember_standing
from plate_tables import described, write_targets
from plate_targets import Target, coco, cricket_bowling, hand, targets_of
from plate_things import BAT_WIDTH_MM, bat_targets, box_targets, draw_bat, draw_box
from plate_whole_bodies import halpe, whole_body, with_face

# Name, title, how it is drawn, and how wide in millimetres what it shows is.
_BY_HAND = (
    ("face_front", "Face, 68 points", draw_face, None),
    ("face_plain", "Face from the front", draw_plain_face, None),
    ("cattle_lateral", "Cow from the left", draw_cattle, None),
    ("dog_lateral", "Dog from the left", draw_dog, None),
    ("cricket_bat", "Cricket bat, face and edge", draw_bat, BAT_WIDTH_MM),
    ("product_box", "Box from the front", draw_box, None),
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
    for name, _, draw, _ in _BY_HAND:
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
    wanted |= {"halpe_26": halpe(), "coco_wholebody_133": whole_body()}
    targets = {name: targets_of(points, plates) for name, points in wanted.items()}
    by_hand = hand_drawn_targets()
    targets |= by_hand
    whole, face = targets["coco_wholebody_133"], by_hand["face_68"]
    targets["coco_wholebody_133"] = with_face(whole, face, after="right_heel")
    drawings = [(name, title, draw()[1], wide) for name, title, draw, wide in _BY_HAND]
    write_targets(
        targets, [*(described(drawn) for drawn in plates.values()), *drawings], out / "targets.yaml"
    )


def hand_drawn_targets() -> dict[str, dict[str, list[Target]]]:
    """Return the targets on plates drawn by hand, by skeleton and keypoint."""
    return {
        "face_68": face_targets(),
        "face_98": face_98_targets(),
        "face_106": face_106_targets(),
        "face_68_palsy": palsy_targets(),
        "cattle_gait_25": cattle_targets(),
        "ap10k_17": ap10k_targets(),
        "animal_pose_20": animal_pose_targets(),
        "cricket_bat_5": bat_targets(),
        "product_box_8": box_targets(),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
