"""Finding places on bones and drawing them, on shapes whose answers are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import plate_fits as fit
import pytest
from plate_bones import Bone, Points, read_bones, refined
from plate_curves import calmed
from plate_lines import draw
from plate_numbers import width, written
from plate_pixels import View, see
from plate_strokes import band, circle, through

RIGHT, UP, AWAY = np.eye(3)


def ball(centre: tuple[float, float, float], radius: float, rings: int = 24) -> Bone:
    """A sphere of triangles with exact normals."""
    steep = np.linspace(0, np.pi, rings + 1)
    turn = np.linspace(0, 2 * np.pi, 2 * rings, endpoint=False)
    a, b = np.meshgrid(steep, turn, indexing="ij")
    normals = np.stack([np.sin(a) * np.cos(b), np.cos(a), np.sin(a) * np.sin(b)], -1).reshape(-1, 3)
    faces = []
    for k in range(rings):
        for m in range(2 * rings):
            here, beside = k * 2 * rings + m, k * 2 * rings + (m + 1) % (2 * rings)
            faces += [(here, beside, here + 2 * rings), (beside, beside + 2 * rings, here + 2 * rings)]
    return Bone(np.array(centre) + radius * normals, normals, np.array(faces))


def front_view(pixels: int = 200) -> View:
    return View(RIGHT, -UP, AWAY, np.array([-0.05, -0.05]), (pixels, pixels), pixels / 0.1)


def test_a_sphere_through_its_own_surface_has_its_centre_and_radius() -> None:
    centre, radius = fit.sphere(ball((0.01, -0.02, 0.03), 0.022).vertices)
    assert np.allclose(centre, [0.01, -0.02, 0.03])
    assert radius == pytest.approx(0.022)


def test_the_ball_at_the_end_of_a_bone_is_found_from_a_rough_guess() -> None:
    head, shaft = ball((0.0, 0.0, 0.0), 0.022), ball((0.0, -0.08, 0.0), 0.012)
    joined = Bone(
        np.concatenate([head.vertices, shaft.vertices]),
        np.concatenate([head.normals, shaft.normals]),
        np.concatenate([head.faces, shaft.faces + len(head.vertices)]),
    )
    centre, radius = fit.ball(joined, np.array([0.004, 0.003, -0.003]), radius=0.025)
    assert np.allclose(centre, 0, atol=2e-4)
    assert radius == pytest.approx(0.022, abs=2e-4)


def test_the_farthest_place_lies_on_the_bone() -> None:
    place = fit.extreme(ball((0.0, 0.0, 0.0), 0.02), UP)
    assert np.allclose(place, [0, 0.02, 0], atol=6e-4)


def test_curved_faces_follow_the_sphere_they_were_cut_from() -> None:
    rough = ball((0.0, 0.0, 0.0), 0.05, rings=6)
    away = np.linalg.norm(refined(rough, 0.003).vertices, axis=1)
    flat = np.linalg.norm(rough.vertices[rough.faces].mean(1), axis=1)
    assert np.abs(away - 0.05).max() < np.abs(flat - 0.05).max() / 4


def test_corners_stay_when_faces_are_cut() -> None:
    rough = ball((0.0, 0.0, 0.0), 0.05, rings=6)
    fine = refined(rough, 0.004).vertices
    gaps = np.linalg.norm(rough.vertices[:, None] - fine[None], axis=2).min(1)
    assert gaps.max() < 1e-12


def test_a_seam_between_doubled_vertices_is_joined(tmp_path: Path) -> None:
    whole = ball((0.0, 0.0, 0.0), 0.05, rings=6)
    slit = np.arange(36, 40)  # neighbours on one ring; what lies below them gets doubles of its own
    below = (whole.faces >= 36).all(1)
    faces = whole.faces.copy()
    for k, vertex in enumerate(slit):
        faces[below] = np.where(faces[below] == vertex, len(whole.vertices) + k, faces[below])
    vertices = np.concatenate([whole.vertices, whole.vertices[slit] + 2e-5])
    np.savez(tmp_path / "bones.npz", **{"sacrum/vertices": vertices, "sacrum/faces": faces})
    read = read_bones(tmp_path / "bones.npz")["sacrum"]
    edges = np.sort(np.concatenate([read.faces[:, [0, 1]], read.faces[:, [1, 2]], read.faces[:, [2, 0]]]), 1)
    assert set(np.unique(edges, axis=0, return_counts=True)[1]) == {2}


def test_the_nearer_bone_hides_the_farther() -> None:
    near, far = ball((0.0, 0.0, -0.05), 0.01), ball((0.0, 0.0, 0.05), 0.03)
    sight = see([far, near], front_view())
    assert sight.bone[100, 100] == 2
    assert sight.bone[100, 145] == 1
    assert sight.bone[5, 5] == 0
    assert sight.depth[100, 100] == pytest.approx(-0.06, abs=3e-4)


def test_surfaces_are_turned_towards_who_looks() -> None:
    sight = see([ball((0.0, 0.0, 0.0), 0.03)], front_view())
    assert sight.normals[100, 100] @ [0, 0, -1] > 0.99


def test_a_ball_before_a_ball_has_one_outline_and_one_fold() -> None:
    sight = see([ball((0.0, 0.0, 0.05), 0.03), ball((0.0, 0.0, -0.05), 0.012)], front_view())
    drawing = draw(sight, scale=2000.0, around=np.array([False, False, False]))
    assert {name: len(curves) for name, curves in drawing.lines.items()} == {"edge": 1, "fold": 1}
    assert all(curve.closed for curves in drawing.lines.values() for curve in curves)


def test_bones_around_are_drawn_faintly_and_without_tone() -> None:
    sight = see([ball((0.0, 0.0, 0.0), 0.03)], front_view())
    drawing = draw(sight, scale=2000.0, around=np.array([False, True]))
    assert set(drawing.lines) == {"faint_edge"}
    assert not drawing.bones
    assert not any(drawing.tones)


def _on_curve(pieces: Points) -> Points:
    t = np.linspace(0, 1, 20)[:, None, None]
    a, b, c, d = (pieces[:, k] for k in range(4))
    return np.concatenate(
        list((1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d)
    )


def test_a_calmed_circle_stays_where_it_was() -> None:
    turn = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    curve = calmed(100 + 60 * np.c_[np.cos(turn), np.sin(turn)], closed=True, width=3.0, tolerance=0.5)
    assert curve is not None
    away = np.linalg.norm(_on_curve(curve.pieces) - 100, axis=1)
    assert np.abs(away - 60).max() < 1.0
    assert len(curve.pieces) <= 16


def test_an_open_line_keeps_its_ends() -> None:
    line = np.c_[np.arange(50.0), 10 + 3 * np.sin(np.arange(50.0) / 6)]
    curve = calmed(line, closed=False, width=3.0, tolerance=0.5)
    assert curve is not None
    assert np.allclose(curve.pieces[0, 0], line[0])
    assert np.allclose(curve.pieces[-1, 3], line[-1])


def test_path_data_is_relative_and_whole() -> None:
    assert through([(0, 0), (30, 0)]).data() == "M0 0c5 0 25 0 30 0"


def test_a_line_by_hand_passes_through_its_places() -> None:
    spots = [(0.0, 0.0), (40.0, 25.0), (90.0, 10.0)]
    pieces = through(spots).pieces
    assert np.allclose([pieces[0, 0], pieces[0, 3], pieces[1, 3]], spots)


def test_a_circle_is_round_and_a_band_as_wide_as_asked() -> None:
    assert np.allclose(np.linalg.norm(_on_curve(circle(5, 7, 10).pieces) - [5, 7], axis=1), 10, atol=0.05)
    shape = _on_curve(band([(0, 0), (50, 0), (100, 0)], [10, 20, 10]).pieces)
    assert np.ptp(shape[:, 1]) == pytest.approx(20, abs=0.5)


def test_numbers_stand_around_their_middle() -> None:
    assert written("1", 100, 50, 12).startswith("M")
    assert width("12", 6) == pytest.approx(9.6)
