import numpy as np
import pytest

from palpate.demo.camera import extents, looking
from palpate.demo.raycast import Placed, first_hits
from palpate.demo.rotation import about, aligning_y


def solid(
    *, length: float, first: float, last: float, squeeze: tuple[float, float, float] = (1, 1, 1)
) -> Placed:
    turn = about(0, 0.4) @ about(2, -0.7)
    shape = (turn @ np.diag(squeeze))[None]
    return Placed(
        np.array([[0.2, -0.1, 0.3]]), shape, np.linalg.inv(shape),
        np.array([length]), np.array([first]), np.array([last]),
    )  # fmt: skip


def distance_inside(placed: Placed, points: np.ndarray) -> np.ndarray:
    """Sign of the field of a round cone in its own frame: negative inside."""
    own = (points - placed.centres[0]) @ placed.inverses[0].T
    length, first, last = placed.lengths[0], placed.first_radii[0], placed.last_radii[0]
    off = np.hypot(own[:, 0], own[:, 2])
    taper = (first - last) / np.sqrt(length**2 - (first - last) ** 2)
    share = np.clip((own[:, 1] - taper * off) / length, 0, 1)
    own[:, 1] -= share * length
    return np.linalg.norm(own, axis=1) - (first + share * (last - first))


def entered(placed: Placed, origin: np.ndarray) -> np.ndarray:
    return first_hits(placed, 0, origins=origin, directions=np.array([[1.0, 0.0, 0.0]]))


@pytest.mark.parametrize(
    "placed",
    [
        solid(length=0.5, first=0.2, last=0.1),
        solid(length=0.5, first=0.1, last=0.2),
        solid(length=0.4, first=0.15, last=0.15),
        solid(length=0.3, first=0.2, last=0.12, squeeze=(0.5, 0.8, 1.3)),
    ],
    ids=["narrowing", "widening", "capsule", "squeezed"],
)
def test_a_hit_lies_on_the_surface_and_nothing_before_it_is_inside(placed: Placed):
    generator = np.random.default_rng(3)
    origins = generator.normal(0, 2, (4000, 3))
    toward = generator.normal(0, 0.25, (4000, 3)) + placed.centres[0] - origins
    entry = first_hits(placed, 0, origins=origins, directions=toward)
    hit = np.isfinite(entry) & (entry > 0)
    assert hit.sum() > 500
    surface = origins[hit] + entry[hit, None] * toward[hit]
    np.testing.assert_allclose(distance_inside(placed, surface), 0, atol=1e-9)
    for share in np.linspace(0, 0.999, 40):
        before = origins[hit] + share * entry[hit, None] * toward[hit]
        outside = distance_inside(placed, before)
        starts_inside = distance_inside(placed, origins[hit]) < 0
        assert (outside[~starts_inside] > -1e-9).all()


def test_a_ray_that_misses_meets_nothing():
    placed = solid(length=0.5, first=0.2, last=0.1)
    assert np.isinf(entered(placed, np.array([5.0, 5.0, 5.0]))).all()


def test_a_ball_swallowed_by_the_other_is_one_ball():
    placed = solid(length=0.05, first=0.3, last=0.1)
    entry = entered(placed, placed.centres[0] - [2.0, 0, 0])
    np.testing.assert_allclose(entry, 1.7)


def test_the_projected_box_touches_the_outline_of_an_ellipsoid():
    placed = solid(length=1e-6, first=0.3, last=0.3, squeeze=(0.5, 0.8, 1.3))
    view = looking(np.array([0.0, 1.0, -6.0]), yaw=0.05, pitch=-0.1, focal=800.0, size=(640, 480))
    box = extents(view.projection, placed.ball_quadrics())[0, 0]
    sphere = np.random.default_rng(1).normal(size=(200_000, 3))
    sphere *= 0.3 / np.linalg.norm(sphere, axis=1, keepdims=True)
    seen = view.projected(placed.centres[0] + sphere @ placed.shapes[0].T)
    np.testing.assert_allclose(np.concatenate([seen.min(0), seen.max(0)]), box, atol=0.1)


def test_aligning_turns_any_direction_upright():
    for direction in ([0.0, -1.0, 0.0], [0.0, 1.0, 0.0], [1.0, -2.0, 0.5]):
        turned = aligning_y(np.array(direction)) @ direction / np.linalg.norm(direction)
        np.testing.assert_allclose(turned, [0, 1, 0], atol=1e-12)
