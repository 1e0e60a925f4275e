import json
from pathlib import Path

import numpy as np

from palpate.demo.anatomy import STATURE_M, body
from palpate.demo.figure import Posture
from palpate.demo.raycast import first_hits
from palpate.demo.solids import solids_of


def standing() -> Posture:
    anatomy = body()
    turns = np.broadcast_to(np.eye(3), (1, len(anatomy.segments), 3, 3)).copy()
    return Posture(anatomy.pivots[None], turns)


def test_the_body_carries_the_54_keypoints_in_skeleton_order(reference: Path):
    published = json.loads((reference / "cricket_bowling_54.json").read_text())
    assert list(body().names) == published["keypoint_names"]


def test_local_widths_are_those_of_the_published_blur_rule(reference: Path):
    published = json.loads((reference / "cricket_bowling_54.json").read_text())
    widths = [keypoint["motion_blur_rule"]["reference_width_mm"] for keypoint in published["keypoints"]]
    np.testing.assert_allclose(body().widths_m * 1000, widths)


def test_the_body_stands_1_85_m_tall():
    anatomy = body()
    vertex = anatomy.places[anatomy.names.index("head_vertex"), 1]
    assert abs(vertex - anatomy.ground - STATURE_M) < 0.01


def test_left_mirrors_right():
    anatomy = body()
    for name in anatomy.names:
        if name.startswith("left_"):
            left = anatomy.places[anatomy.names.index(name)]
            right = anatomy.places[anatomy.names.index(name.replace("left", "right"))]
            np.testing.assert_allclose(left * [1, 1, -1], right)


def test_a_keypoint_at_rest_is_where_the_table_says():
    anatomy = body()
    np.testing.assert_allclose(standing().keypoints(anatomy)[0], anatomy.places, atol=1e-12)


def test_spinous_processes_lie_a_finger_below_the_skin_of_the_back():
    anatomy, solids = body(), solids_of(body())
    placed = standing().placed(solids, 0)
    for name in ("c7", "t4", "t5", "t6", "t7", "t8", "t12", "l3", "l5"):
        tip = anatomy.places[anatomy.names.index(name)]
        behind = tip - [1.0, 0.0, 0.0]
        ray = np.array([[1.0, 0.0, 0.0]])
        depth = 1.0 - min(
            first_hits(placed, solid, origins=behind, directions=ray)[0] for solid in range(len(solids))
        )
        assert 0.0 < depth < 0.025, name


def test_joint_centres_lie_inside_the_body():
    anatomy, solids = body(), solids_of(body())
    placed = standing().placed(solids, 0)
    for name, place, kind in zip(anatomy.names, anatomy.places, anatomy.kinds, strict=True):
        if kind == "centre":
            own = (place - placed.centres[:, None]) @ placed.inverses.transpose(0, 2, 1)
            along = np.clip(own[:, 0, 1], 0, placed.lengths)
            own[:, 0, 1] -= along
            share = along / placed.lengths
            radius = placed.first_radii + share * (placed.last_radii - placed.first_radii)
            assert (np.linalg.norm(own[:, 0], axis=1) < radius).any(), name
